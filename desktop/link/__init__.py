"""The desktop's way to a server: protocol, socket, HTTP, embedded child. Plain asyncio, no Qt."""

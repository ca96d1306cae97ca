"""The HTTP host: one bound port for HTTP and WebSocket, uvicorn without its signal handling."""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import uvicorn
from starlette.types import ASGIApp

from services.contract.wire import MAX_CLIENT_MESSAGE
from services.errors import StartupError

PING_EVERY_S = 5.0
PING_TIMEOUT_S = 15.0


def bind(listen: str) -> socket.socket:
    """A socket listening-to-be on HOST:PORT. Raises StartupError."""
    host, _, port = listen.rpartition(":")
    host = host.strip("[]") or "127.0.0.1"
    if not port.isdecimal() or int(port) > 65535:
        raise StartupError(f"--listen takes HOST:PORT, not {listen}")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    server = socket.socket(family, socket.SOCK_STREAM)
    try:
        if os.name == "posix":
            server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        server.bind((host, int(port)))
        server.listen(512)
    except OSError as error:
        server.close()
        raise StartupError(f"cannot listen on {listen}: {error.strerror or error}") from error
    server.setblocking(False)
    return server


def address_of(server: socket.socket) -> str:
    """http://HOST:PORT of a bound socket."""
    host, port = server.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


class HttpServer(uvicorn.Server):
    """uvicorn that tells when it has started and leaves signals to its owner."""

    def __init__(self, app: ASGIApp) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                ws="websockets-sansio",
                ws_max_size=MAX_CLIENT_MESSAGE,
                ws_ping_interval=PING_EVERY_S,
                ws_ping_timeout=PING_TIMEOUT_S,
                ws_per_message_deflate=False,
                lifespan="off",
                log_config=None,
                access_log=False,
                server_header=False,
                timeout_graceful_shutdown=3,
            )
        )
        self.ready = asyncio.Event()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.ready.set()


async def serve_http(
    app: ASGIApp,
    bound: socket.socket,
    stop: asyncio.Event,
    before_end: Callable[[], Awaitable[None]],
    ready_file: str | None = None,
    on_ready: Callable[[str], None] | None = None,
) -> None:
    """Serve on `bound` until `stop` is set, then do `before_end` and let requests finish."""
    server = HttpServer(app)
    async with asyncio.TaskGroup() as group:
        group.create_task(server.serve([bound]), name="http")
        try:
            await server.ready.wait()
            if ready_file:
                await asyncio.to_thread(_write_ready, Path(ready_file), address_of(bound))
            if on_ready is not None:
                on_ready(address_of(bound))
            await stop.wait()
            await before_end()
        finally:
            server.should_exit = True


def _write_ready(path: Path, address: str) -> None:
    """Put the address there at one stroke, so that nobody reads half of it."""
    part = path.with_name(path.name + ".part")
    part.write_text(address + "\n", "utf-8")
    part.replace(path)

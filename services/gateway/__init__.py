"""The WebSocket side: one bounded outbox per console, nothing dropped in silence."""

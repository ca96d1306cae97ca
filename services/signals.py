"""When the process is told to stop or to read its packs anew: signals, and a parent that is gone.

Knows nothing of what is served.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
import threading
from collections.abc import Callable, Mapping


def listen_for_signals(
    stop: asyncio.Event, on_reload: Callable[[], None], environment: Mapping[str, str]
) -> None:
    """Set `stop` on SIGTERM, SIGINT or, as a child, when stdin closes; call back on SIGHUP.

    A system without SIGHUP reloads through its HTTP door alone; so does a server in somebody's
    terminal, where the signal means that the terminal is gone.
    """
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        try:
            loop.add_signal_handler(number, stop.set)
        except NotImplementedError:  # Windows has no signals on the loop
            signal.signal(number, lambda *_: loop.call_soon_threadsafe(stop.set))
    hang_up = getattr(signal, "SIGHUP", None)
    in_a_terminal = sys.stdin is not None and sys.stdin.isatty()
    if hang_up is not None and not in_a_terminal:
        loop.add_signal_handler(hang_up, on_reload)
    if environment.get("ONEMAP_PARENT_PIPE") == "1":
        threading.Thread(
            target=_watch_parent, args=(loop, stop), name="parent-pipe", daemon=True
        ).start()


def _watch_parent(loop: asyncio.AbstractEventLoop, stop: asyncio.Event) -> None:
    """Stop when the parent's end of stdin is gone. Reads the descriptor, not the buffer."""
    with contextlib.suppress(OSError):
        while os.read(sys.stdin.fileno(), 1024):
            pass
    with contextlib.suppress(RuntimeError):  # the loop has ended on its own
        loop.call_soon_threadsafe(stop.set)

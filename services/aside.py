"""Work in a process of its own, for what would hold the interpreter for seconds.

The work says what it has got so far with `tell`; that is handed on as it comes. It is ended when
nobody listens any more or its time is up, and may crash without harm. The child is a fresh
interpreter that gives way to the server.
"""

from __future__ import annotations

import asyncio
import contextlib
import multiprocessing
import os
import signal
import threading
import time
from collections.abc import AsyncGenerator, Callable
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any

from services.errors import OneMapError

Tell = Callable[[Any], None]
Work = Callable[..., None]
"""Called as `work(tell, *args)` in the child: a function of a module; what it takes and tells can
be pickled."""

_POLL_S = 0.05
_END_S = 5.0
_NICENESS = 5


class AsideFailed(OneMapError):
    """The work ended without coming to its end; the text says why."""


class _Done:
    """The last word; `error` is empty when all went well."""

    def __init__(self, error: str = "") -> None:
        self.error = error


async def run_aside(work: Work, args: tuple[Any, ...], seconds: float) -> AsyncGenerator[Any, None]:
    """Whatever the work tells, as it comes; closing the generator ends the work.

    Raises AsideFailed for an error or a crash of the work, and past its time.
    """
    loop, told = asyncio.get_running_loop(), asyncio.Queue[Any]()
    unwanted = threading.Event()

    def deliver(what: Any) -> None:
        with contextlib.suppress(RuntimeError):  # the loop has ended on its own
            loop.call_soon_threadsafe(told.put_nowait, what)

    child = asyncio.create_task(
        asyncio.to_thread(_look_after, work, args, seconds, unwanted, deliver), name="aside"
    )
    try:
        while not isinstance(what := await told.get(), _Done):
            yield what
        if what.error:
            raise AsideFailed(what.error)
    finally:
        unwanted.set()
        await asyncio.wait([child])


def _look_after(
    work: Work,
    args: tuple[Any, ...],
    seconds: float,
    unwanted: threading.Event,
    deliver: Callable[[Any], None],
) -> None:
    """Start the child, hand on what it tells, and see it ended."""
    spawn = multiprocessing.get_context("spawn")
    ours, theirs = spawn.Pipe(duplex=False)
    child = spawn.Process(target=_serve, args=(theirs, work, args), daemon=True)
    try:
        child.start()
        # Its end has to be the only one, or the child's death would go unnoticed.
        theirs.close()
        deliver(_hand_on(ours, child, time.monotonic() + seconds, unwanted, deliver))
    except Exception as error:
        # The edge of the thread: whoever waits would wait for ever.
        deliver(_Done(f"the work could not be started: {error}"))
    finally:
        if child.pid is not None:
            child.kill()
            child.join(_END_S)
        ours.close()


def _hand_on(
    pipe: Connection,
    child: BaseProcess,
    deadline: float,
    unwanted: threading.Event,
    deliver: Callable[[Any], None],
) -> _Done:
    while not unwanted.is_set():
        if time.monotonic() > deadline:
            return _Done("it took too long")
        try:
            if not pipe.poll(_POLL_S):
                continue
            what = pipe.recv()
        except (EOFError, OSError):
            child.join(_END_S)
            return _Done(f"the work ended without an answer (code {child.exitcode})")
        if isinstance(what, _Done):
            return what
        deliver(what)
    return _Done("nobody listens")


def _serve(pipe: Connection, work: Work, args: tuple[Any, ...]) -> None:
    """The child's whole life."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if os.name == "posix":
        with contextlib.suppress(OSError):
            os.nice(_NICENESS)
    error = ""
    try:
        work(pipe.send, *args)
    except (BrokenPipeError, ConnectionError):
        return
    except Exception as failed:
        # The edge of the process: the other side has no other way to learn of it.
        error = f"{type(failed).__name__}: {failed}"[:300]
    with contextlib.suppress(OSError):
        pipe.send(_Done(error))

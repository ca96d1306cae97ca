"""Work in a process of its own: what holds the interpreter for seconds must not hold the screen's.

The work says what it has got so far with `tell`, in pieces; they are handed on as they come. It
can be cancelled at any time, has bounds of time and memory, and may crash without harm. The child
is a fresh interpreter that loads what the work needs and nothing else.
"""

from __future__ import annotations

import contextlib
import importlib
import multiprocessing
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any, Final

from desktop.maps.errors import MapError
from desktop.maps.importers.result import ImportRefused, refuse
from desktop.maps.said import Said, say

Tell = Callable[[Any], None]
Work = Callable[..., None]
"""Called as `work(tell, *args)` in the child: a function of a module, what it takes and tells
can be pickled."""

_POLL_S: Final = 0.05
_END_S: Final = 5.0
_NICENESS: Final = 5
"""The screen comes first where there is one processor for both."""


@dataclass(frozen=True, slots=True)
class ChildLimits:
    """How much a child may take before it is ended."""

    seconds: float = 600.0
    memory_bytes: int = 4 * 2**30


class Cancelled(MapError):
    """Whoever asked does not want to know any more."""


@dataclass(frozen=True, slots=True)
class _Told:
    what: Any


@dataclass(frozen=True, slots=True)
class _Ended:
    """The last word: None when all went well."""

    said: Said | None = None


def run_aside(
    work: Work,
    args: tuple[Any, ...],
    *,
    is_cancelled: Callable[[], bool] = lambda: False,
    limits: ChildLimits | None = None,
) -> Iterator[Any]:
    """Whatever the work tells, as it comes. The child has ended when the iterator has.

    Raises ImportRefused for what the work refuses, for a crash, and past the limits; Cancelled.
    """
    limits = limits or ChildLimits()
    spawn = multiprocessing.get_context("spawn")
    ours, theirs = spawn.Pipe(duplex=False)
    child = spawn.Process(target=_serve, args=(theirs, work, args, limits), daemon=True)
    deadline = time.monotonic() + limits.seconds
    try:
        child.start()
        # Its end has to be the only one, or the child's death would go unnoticed.
        theirs.close()
        while True:
            message = _next(ours, deadline, limits, is_cancelled)
            if isinstance(message, _Told):
                yield message.what
                continue
            child.join(_END_S)
            if not isinstance(message, _Ended):
                raise _crash(child.exitcode)
            if message.said is not None:
                raise ImportRefused(message.said)
            return
    finally:
        child.kill()
        child.join(_END_S)
        ours.close()
        with contextlib.suppress(ValueError):
            child.close()


def _next(
    pipe: Connection, deadline: float, limits: ChildLimits, is_cancelled: Callable[[], bool]
) -> Any:
    """The next message; None when the child is gone without a word."""
    while not is_cancelled():
        if time.monotonic() > deadline:
            minutes = round(limits.seconds / 60)
            raise refuse(
                "child.too_long",
                "it took longer than {minutes} minutes; split the file",
                minutes=minutes,
            )
        try:
            if pipe.poll(_POLL_S):
                return pipe.recv()
        except (EOFError, OSError):
            return None
    raise Cancelled("cancelled")


def _crash(exitcode: int | None) -> ImportRefused:
    return refuse(
        "child.crashed",
        "reading ended without an answer (code {exit}); the file may be damaged",
        exit=exitcode if exitcode is not None else "?",
    )


def _serve(pipe: Connection, work: Work, args: tuple[Any, ...], limits: ChildLimits) -> None:
    _be_modest(limits.memory_bytes)

    def tell(what: Any) -> None:
        pipe.send(_Told(what))

    said: Said | None = None
    try:
        work(tell, *args)
    except ImportRefused as error:
        said = error.said
    except MemoryError:
        gigabytes = round(limits.memory_bytes / 2**30, 1)
        said = say(
            "child.memory",
            "it needs more than {gigabytes:g} GB of memory; split the file",
            gigabytes=gigabytes,
        )
    except (BrokenPipeError, ConnectionError):
        return
    except Exception as error:
        # The edge of the process: the other side has no other way to learn of it.
        name = f"{type(error).__name__}: {error}"[:200]
        said = say("child.failed", "reading failed ({why})", why=name)
    with contextlib.suppress(OSError):
        pipe.send(_Ended(said))
    pipe.close()


def _be_modest(memory_bytes: int) -> None:
    """Give way to the screen, and bound the memory where the system can."""
    if os.name != "posix":
        return
    with contextlib.suppress(OSError, ValueError, ImportError):
        os.nice(_NICENESS)
        resource: Any = importlib.import_module("resource")
        hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
        if hard == resource.RLIM_INFINITY or memory_bytes < hard:
            resource.setrlimit(resource.RLIMIT_DATA, (memory_bytes, hard))

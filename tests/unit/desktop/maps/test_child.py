"""Work in a process of its own answers, is cancelled, bounded, and crashes without harm."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator

import pytest

from desktop.maps.child import Cancelled, ChildLimits, Tell, run_aside
from desktop.maps.importers.result import ImportRefused, refuse


def counts(tell: Tell, most: int) -> None:
    for n in range(most):
        tell(n)
    tell(sorted(name for name in sys.modules if name.startswith("PySide6")))


def refuses(tell: Tell) -> None:
    raise refuse("csv.empty", "the table is empty")


def fails(tell: Tell) -> None:
    raise KeyError("no such thing")


def dies(tell: Tell) -> None:
    tell("alive")
    os._exit(9)


def tells_its_id_and_waits(tell: Tell) -> None:
    tell(os.getpid())
    threading.Event().wait()


def grows(tell: Tell) -> None:
    tell(len(bytearray(2**30)))


def _code(told: Iterator[object]) -> str:
    with pytest.raises(ImportRefused) as found:
        list(told)
    return found.value.said.code


def test_what_is_told_arrives_in_order_and_nothing_of_the_screen_is_loaded() -> None:
    assert list(run_aside(counts, (3,))) == [0, 1, 2, []]


def test_a_refusal_arrives_with_its_code() -> None:
    assert _code(run_aside(refuses, ())) == "csv.empty"


def test_what_nobody_expected_is_an_error_in_words() -> None:
    assert _code(run_aside(fails, ())) == "child.failed"


def test_a_crash_is_an_error_in_words_and_what_came_before_it_is_kept() -> None:
    told = run_aside(dies, ())
    assert next(told) == "alive"
    assert _code(told) == "child.crashed"


def test_cancelled_it_is_gone() -> None:
    wanted = threading.Event()
    told = run_aside(tells_its_id_and_waits, (), is_cancelled=wanted.is_set)
    id = next(told)
    wanted.set()
    with pytest.raises(Cancelled):
        next(told)
    with pytest.raises(ProcessLookupError):
        os.kill(id, 0)


def test_past_its_time_it_is_ended() -> None:
    limits = ChildLimits(seconds=0.2)
    assert _code(run_aside(tells_its_id_and_waits, (), limits=limits)) == "child.too_long"


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux bounds the memory of a process")
def test_past_its_memory_it_says_so() -> None:
    limits = ChildLimits(memory_bytes=700 * 2**20)
    assert _code(run_aside(grows, (), limits=limits)) == "child.memory"


def test_an_answer_nobody_waits_for_ends_the_child() -> None:
    told = run_aside(tells_its_id_and_waits, ())
    id = next(told)
    told.close()  # type: ignore[attr-defined]
    with pytest.raises(ProcessLookupError):
        os.kill(id, 0)

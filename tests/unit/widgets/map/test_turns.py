"""Few workers compute at once, none while a frame is painted, and none is kept waiting for ever."""

from __future__ import annotations

import threading

import pytest

from tests.fakes.tile_sources import FakeSource
from widgets.map import turns as module
from widgets.map.sources import TileAddress, is_local
from widgets.map.tile_loader import TileLoader
from widgets.map.turns import MAX_WORKERS, Turns


@pytest.mark.parametrize(("cores", "at_once"), [(1, 1), (2, 1), (4, 3), (64, MAX_WORKERS)])
def test_one_core_is_left_to_the_frames(cores: int, at_once: int) -> None:
    assert Turns(cores).at_once == at_once


def test_a_second_worker_waits_for_the_first_to_end_his_turn() -> None:
    turns, order, is_in = Turns(cores=2), list[str](), threading.Event()

    def second() -> None:
        is_in.wait(10)
        with turns.turn():
            order.append("second")

    thread = threading.Thread(target=second)
    thread.start()
    with turns.turn():
        is_in.set()
        thread.join(0.05)
        order.append("first")
    thread.join(10)
    assert order == ["first", "second"]


def test_a_turn_that_never_ends_does_not_stop_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_LONGEST_WAIT_S", 0.0)
    turns = Turns(cores=1)
    with turns.turn():
        with turns.turn():
            pass
        assert not turns._free.acquire(blocking=False)


def test_a_turn_begins_when_the_frame_is_painted() -> None:
    turns, begun = Turns(), threading.Event()
    turns.hold()

    def work() -> None:
        with turns.turn():
            begun.set()

    thread = threading.Thread(target=work)
    thread.start()
    assert not begun.wait(0.01)
    turns.release()
    assert begun.wait(10)
    thread.join(10)


def test_a_local_source_is_read_in_turns_and_a_far_one_is_not() -> None:
    turns = Turns(cores=2)
    far, near = FakeSource(lambda address: None), FakeSource(lambda address: None)
    near.is_local = True  # type: ignore[attr-defined]
    assert is_local(near) and not is_local(far)
    came = {source: threading.Event() for source in (far, near)}
    with turns.turn():
        for source, event in came.items():
            loader = TileLoader(source, event.set, lambda text: None, turns=turns)
            loader.want([TileAddress(3, 1, 1)])
        assert came[far].wait(10)
        assert not came[near].is_set()
    assert came[near].wait(10)

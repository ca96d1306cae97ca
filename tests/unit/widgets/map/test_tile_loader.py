"""Tiles are loaded newest wish first, retried within a budget, and never waited for."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from tests.fakes.tile_sources import Answer, FakeSource, failing
from widgets.map import tile_loader
from widgets.map.sources import RasterTile, TileAddress, TileError
from widgets.map.tile_loader import (
    ATTEMPTS,
    BACK_OFF_S,
    CACHE_BYTES,
    COOL_DOWN_S,
    PATIENCE_S,
    THREADS,
    TileLoader,
)

A, B = TileAddress(3, 1, 1), TileAddress(3, 2, 1)


class Watch:
    """A loader with a clock of its own and what it said."""

    def __init__(self, answer: Callable[[TileAddress], Answer]) -> None:
        self.now = 0.0
        self.said: list[str] = []
        self.source = FakeSource(answer)
        self.loader = TileLoader(self.source, lambda: None, self.said.append, lambda: self.now)

    def is_there(self, address: TileAddress) -> bool:
        return self.loader.loaded(address)[0]


def test_a_tile_is_loaded_once_and_kept(qtbot: QtBot) -> None:
    watch = Watch(lambda address: RasterTile(b"x"))
    watch.loader.want([A, B])
    qtbot.waitUntil(lambda: watch.is_there(A) and watch.is_there(B))
    watch.loader.want([A, B])
    assert watch.source.asked == {A: 1, B: 1}


def test_an_empty_tile_is_known_to_be_empty(qtbot: QtBot) -> None:
    watch = Watch(lambda address: None)
    watch.loader.want([A])
    qtbot.waitUntil(lambda: watch.is_there(A))
    assert watch.loader.loaded(A) == (True, None)


def test_a_failure_is_said_once_and_retried_with_growing_pauses(qtbot: QtBot) -> None:
    watch = Watch(failing())
    for attempt in range(1, ATTEMPTS + 1):
        watch.loader.want([A])
        qtbot.waitUntil(lambda n=attempt: len(watch.said) == n)
        assert watch.loader.is_hopeless(A)
        watch.loader.want([A])
        assert watch.source.asked[A] == attempt
        pause = COOL_DOWN_S if attempt == ATTEMPTS else BACK_OFF_S * 2 ** (attempt - 1)
        assert watch.loader.next_try_s() == pause
        watch.now += pause
    assert [bool(text) for text in watch.said] == [True, False, False, False]


def test_after_the_outage_the_next_one_is_said_again(qtbot: QtBot) -> None:
    watch = Watch(failing())
    watch.loader.want([A])
    qtbot.waitUntil(lambda: len(watch.said) == 1)
    watch.source.answer = lambda address: None
    watch.loader.want([B])
    qtbot.waitUntil(lambda: watch.is_there(B))
    watch.source.answer = failing()
    watch.now += BACK_OFF_S
    watch.loader.want([A])
    qtbot.waitUntil(lambda: len(watch.said) == 2)
    assert all(watch.said)


def test_what_cannot_be_had_is_asked_for_once(qtbot: QtBot) -> None:
    watch = Watch(failing(can_retry=False))
    watch.loader.want([A])
    qtbot.waitUntil(lambda: len(watch.said) == 1)
    watch.now += 10 * COOL_DOWN_S
    watch.loader.want([A])
    assert watch.loader.is_hopeless(A)
    assert watch.loader.next_try_s() is None
    assert watch.source.asked[A] == 1


def test_a_broken_source_costs_its_tile_only(qtbot: QtBot) -> None:
    def answer(address: TileAddress) -> Answer:
        if address == A:
            raise ZeroDivisionError("oops")
        return None

    watch = Watch(answer)
    watch.loader.want([A, B])
    qtbot.waitUntil(lambda: watch.is_there(B) and watch.loader.is_hopeless(A))
    assert "ZeroDivisionError" in watch.said[0]


def test_a_source_that_hangs_does_not_stop_the_others(qtbot: QtBot) -> None:
    gate = threading.Event()
    stuck = [TileAddress(5, n, 0) for n in range(THREADS)]

    def answer(address: TileAddress) -> Answer:
        if address in stuck:
            gate.wait(30)
            raise TileError("late", can_retry=True)
        return None

    watch = Watch(answer)
    watch.loader.want([*stuck, A])
    qtbot.waitUntil(lambda: len(watch.source.asked) == THREADS)
    assert not watch.is_there(A)
    watch.now += PATIENCE_S + 1.0
    watch.loader.want([*stuck, A])
    qtbot.waitUntil(lambda: watch.is_there(A))
    assert watch.loader.is_hopeless(stuck[0])
    gate.set()
    qtbot.waitUntil(lambda: len(watch.said) == THREADS)


def test_only_the_newest_wish_counts(qtbot: QtBot) -> None:
    gate = threading.Event()

    def answer(address: TileAddress) -> Answer:
        gate.wait(30)
        return None

    watch = Watch(answer)
    old = [TileAddress(6, n, 0) for n in range(20)]
    watch.loader.want(old)
    qtbot.waitUntil(lambda: len(watch.source.asked) == THREADS)
    watch.loader.want([A])
    gate.set()
    qtbot.waitUntil(lambda: watch.is_there(A))
    assert len(watch.source.asked) == THREADS + 1


def test_memory_is_bounded(qtbot: QtBot) -> None:
    watch = Watch(lambda address: RasterTile(b"x" * (CACHE_BYTES // 2)))
    watch.loader.want([A])
    qtbot.waitUntil(lambda: watch.is_there(A))
    for n in range(3):
        address = TileAddress(7, n, 0)
        watch.loader.want([address])
        qtbot.waitUntil(lambda address=address: watch.is_there(address))
    assert not watch.is_there(A)


def test_a_thread_waits_for_more_and_goes_when_it_is_told_to(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tile_loader, "LINGER_S", 60.0)
    idents = list[int]()

    def answer(address: TileAddress) -> Answer:
        idents.append(threading.get_ident())
        return None

    watch = Watch(answer)
    for number in range(3):
        address = TileAddress(6, number, 0)
        qtbot.waitUntil(lambda: watch.loader._idle == min(1, len(idents)))
        watch.loader.want([address])
        qtbot.waitUntil(lambda address=address: watch.is_there(address))
    assert len(set(idents)) == 1
    thread = next(one for one in threading.enumerate() if one.ident == idents[0])
    watch.loader.stop()
    thread.join(10)
    assert not thread.is_alive()


def test_a_stopped_loader_starts_nothing(qtbot: QtBot) -> None:
    gate = threading.Event()

    def answer(address: TileAddress) -> Answer:
        gate.wait(30)
        return None

    watch = Watch(answer)
    watch.loader.want([TileAddress(6, n, 0) for n in range(20)])
    qtbot.waitUntil(lambda: len(watch.source.asked) == THREADS)
    watch.loader.stop()
    gate.set()
    loaders = [one for one in threading.enumerate() if one.name == "tile-loader"]
    for thread in loaders:
        thread.join(10)
    assert len(watch.source.asked) == THREADS


def test_a_tile_that_cannot_be_painted_counts_as_failed(qtbot: QtBot) -> None:
    watch = Watch(lambda address: RasterTile(b"junk"))
    watch.loader.want([A])
    qtbot.waitUntil(lambda: watch.is_there(A))
    watch.loader.refuse(A, "no picture")
    assert not watch.is_there(A)
    assert watch.loader.is_hopeless(A)
    assert watch.said == ["no picture"]

"""Painters come when there is work, go when there is none, and wait when asked to."""

from __future__ import annotations

import threading

import pytest
from pytestqt.qtbot import QtBot

from tests.fakes.tile_sources import FakeSource
from widgets.map import tile_workers
from widgets.map.sources import RasterTile, TileAddress
from widgets.map.styles.document import MapStyle
from widgets.map.tile_grid import PictureKey, frame_of
from widgets.map.tile_loader import TileLoader
from widgets.map.tile_workers import Job, Painters
from widgets.map.turns import Turns


def painters_alive() -> list[threading.Thread]:
    return [one for one in threading.enumerate() if one.name == "tile-painter"]


def job(loader: TileLoader, column: int = 0) -> Job:
    key = PictureKey(1, TileAddress(5, column, 0), 6.0, 1.0)
    return Job(key, loader, key.address, MapStyle(()), 5.0, frame_of(key), "zh")


@pytest.fixture
def said() -> list[str]:
    return []


def make(source: FakeSource, said: list[str]) -> tuple[Painters, TileLoader, threading.Event]:
    done = threading.Event()
    painters = Painters(done.set)
    return painters, TileLoader(source, painters.wake, said.append), done


def test_a_job_is_painted_when_its_tile_has_come(qtbot: QtBot, said: list[str]) -> None:
    painters, loader, done = make(FakeSource(lambda address: None), said)
    painters.post([job(loader)])
    qtbot.waitUntil(lambda: not painters_alive())
    loader.want([TileAddress(5, 0, 0)])
    assert done.wait(10)
    qtbot.waitUntil(lambda: not painters_alive())
    (result,) = painters.take()
    assert result.picture is not None
    assert painters.take() == []


def test_a_tile_that_is_no_picture_is_refused(qtbot: QtBot, said: list[str]) -> None:
    painters, loader, done = make(FakeSource(lambda address: RasterTile(b"junk")), said)
    painters.post([job(loader)])
    loader.want([TileAddress(5, 0, 0)])
    assert done.wait(10)
    painters.stop()
    (result,) = painters.take()
    assert result.picture is None
    assert said and "PNG" in said[0]


def test_a_notice_is_given_from_a_painter(qtbot: QtBot, said: list[str]) -> None:
    painters, _loader, done = make(FakeSource(lambda address: None), said)
    painters.report(lambda: said.append(threading.current_thread().name))
    assert done.wait(10)
    painters.stop()
    assert said == ["tile-painter"]


def test_a_painter_waits_for_more_and_goes_when_it_is_told_to(
    qtbot: QtBot, said: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tile_workers, "LINGER_S", 60.0)
    painters, _loader, done = make(FakeSource(lambda address: None), said)
    idents = []
    for _ in range(3):
        done.clear()
        painters.report(lambda: idents.append(threading.get_ident()))
        assert done.wait(10)
    assert len(painters_alive()) == 1
    painters.stop()
    assert len(set(idents)) == 1 and not painters_alive()


def test_painters_go_on_after_being_held(qtbot: QtBot, said: list[str]) -> None:
    turns, done = Turns(), threading.Event()
    painters = Painters(done.set, turns)
    turns.hold()
    painters.report(lambda: said.append("after"))
    turns.release()
    assert done.wait(10)
    painters.stop()
    assert said == ["after"]


def test_stopping_drops_what_waits(qtbot: QtBot, said: list[str]) -> None:
    painters, loader, _done = make(FakeSource(lambda address: None), said)
    painters.post([job(loader, column) for column in range(9)])
    painters.stop()
    loader.want([TileAddress(5, column, 0) for column in range(9)])
    qtbot.waitUntil(lambda: loader.loaded(TileAddress(5, 8, 0))[0])
    assert painters.take() == []
    assert not painters_alive()

"""Tiles are painted off the GUI thread, cover the view, stay while others come, and end."""

from __future__ import annotations

import gc
import subprocess
import sys
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtGui import QColor, QImage, QPainter
from pytestqt.qtbot import QtBot

from tests.fakes.tile_layers import square, tile
from tests.fakes.tile_sources import Answer, FakeSource, failing
from widgets.map.base_layer import BaseLayer
from widgets.map.features import FeatureSource
from widgets.map.sources import GeometryType, RasterTile, TileAddress, TileError
from widgets.map.styles.document import MapStyle
from widgets.map.tiles import TileStore
from widgets.map.viewport import Viewport

RED = MapStyle.from_json(
    {
        "layers": [
            {"id": "g", "type": "background", "paint": {"background-color": "#000000"}},
            {
                "id": "f",
                "type": "fill",
                "source-layer": "a",
                "paint": {"fill-color": "#ff0000"},
            },
        ]
    }
)
FULL = tile(a=[(GeometryType.POLYGON, [square(-100, -100, 4400)], {})])


@pytest.fixture
def store(qtbot: QtBot) -> Iterator[TileStore]:
    made = TileStore()
    yield made
    made.stop()
    assert not [one for one in threading.enumerate() if one.name == "tile-painter"]


def view_at(zoom: float, width: float = 600.0, height: float = 400.0) -> Viewport:
    view = Viewport(width, height)
    view.centre_on(0.41, 0.37, zoom)
    return view


def full(address: TileAddress) -> Answer:
    return FULL


def shot(store: TileStore, view: Viewport, ground: str = "#123456") -> set[str]:
    """The colours seen over the view."""
    image = QImage(int(view.width), int(view.height), QImage.Format.Format_RGB32)
    image.fill(QColor(ground))
    painter = QPainter(image)
    store.draw(painter, view)
    painter.end()
    spots = [(x, y) for x in range(0, image.width(), 7) for y in range(0, image.height(), 7)]
    return {image.pixelColor(x, y).name() for x, y in spots}


def settle(qtbot: QtBot, store: TileStore, view: Viewport, dpr: float = 1.0) -> None:
    store.want(view, dpr)
    qtbot.waitUntil(store.is_idle, timeout=20_000)


@pytest.mark.parametrize("zoom", [11.0, 11.375, 17.625])
@pytest.mark.parametrize("dpr", [1.0, 1.5])
def test_a_view_is_covered_without_seams(
    qtbot: QtBot, store: TileStore, zoom: float, dpr: float
) -> None:
    store.set_layers([BaseLayer(FakeSource(full), RED)])
    view = view_at(zoom)
    settle(qtbot, store, view, dpr)
    image = QImage(int(600 * dpr), int(400 * dpr), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(dpr)
    image.fill(QColor("#123456"))
    painter = QPainter(image)
    store.draw(painter, view)
    painter.end()
    seen = {image.pixelColor(x, y).name() for x in range(image.width()) for y in (5, 200, 390)}
    seen |= {image.pixelColor(300, y).name() for y in range(image.height())}
    assert seen == {"#ff0000"}


def test_a_town_is_painted(qtbot: QtBot, store: TileStore, base: list[BaseLayer]) -> None:
    store.set_layers(base)
    assert store.bounds is not None
    view = Viewport(600.0, 400.0)
    view.fit(*store.bounds)
    settle(qtbot, store, view)
    assert len(shot(store, view)) > 4
    assert store.attribution == "测绘队"


def test_stand_ins_are_shown_until_the_right_tiles_come(qtbot: QtBot, store: TileStore) -> None:
    gate = threading.Event()
    gate.set()

    def answer(address: TileAddress) -> Answer:
        gate.wait(30)
        return FULL

    store.set_layers([BaseLayer(FakeSource(answer), RED)])
    settle(qtbot, store, view_at(11.0))
    gate.clear()
    closer = view_at(12.5)
    store.want(closer, 1.0)
    assert not store.is_idle()
    assert "#ff0000" in shot(store, closer)
    gate.set()
    qtbot.waitUntil(store.is_idle)
    assert shot(store, closer) == {"#ff0000"}


def test_a_failing_source_blanks_nothing_and_is_said_once(qtbot: QtBot, store: TileStore) -> None:
    source = FakeSource(full)
    store.set_layers([BaseLayer(source, RED)])
    said: list[tuple[str, str]] = []
    store.failed.connect(lambda *text: said.append(text))
    settle(qtbot, store, view_at(11.0))
    source.answer = failing()
    closer = view_at(13.0)
    settle(qtbot, store, closer)
    assert "#ff0000" in shot(store, closer)
    qtbot.waitUntil(lambda: said == [("fake", "线路不通")])


def test_a_failed_tile_is_painted_after_a_retry(qtbot: QtBot, store: TileStore) -> None:
    answers: dict[TileAddress, int] = {}

    def answer(address: TileAddress) -> Answer:
        answers[address] = answers.get(address, 0) + 1
        if answers[address] == 1:
            raise TileError("once", can_retry=True)
        return FULL

    store.set_layers([BaseLayer(FakeSource(answer), RED)])
    view = view_at(11.0)
    store.want(view, 1.0)
    qtbot.waitUntil(lambda: shot(store, view) == {"#ff0000"}, timeout=20_000)


def test_corrupt_pictures_are_refused_and_the_rest_shown(qtbot: QtBot, store: TileStore) -> None:
    bad = FakeSource(lambda address: RasterTile(b"junk"), id="bad", tile_size=256, max_zoom=18)
    store.set_layers([BaseLayer(FakeSource(full), RED), BaseLayer(bad)])
    said: list[str] = []
    store.failed.connect(lambda source, _text: said.append(source))
    view = view_at(11.0)
    settle(qtbot, store, view)
    qtbot.waitUntil(lambda: said == ["bad"])
    assert shot(store, view) == {"#ff0000"}


def test_layers_blend_by_their_opacity(qtbot: QtBot, store: TileStore) -> None:
    green = MapStyle.from_json(
        {
            "layers": [
                {
                    "id": "f",
                    "type": "fill",
                    "source-layer": "a",
                    "paint": {"fill-color": "#00ff00"},
                }
            ]
        }
    )
    under, over = FakeSource(full, id="u"), FakeSource(full, id="o")
    store.set_layers([BaseLayer(under, RED), BaseLayer(over, green, opacity=0.5)])
    view = view_at(11.0)
    settle(qtbot, store, view)
    (mixed,) = shot(store, view)
    assert QColor(mixed).red() == pytest.approx(127, abs=2)
    store.set_layers([BaseLayer(under, RED), BaseLayer(over, green, visible=False)])
    assert shot(store, view) == {"#ff0000"}


def test_a_changed_opacity_paints_nothing_anew(qtbot: QtBot, store: TileStore) -> None:
    source = FakeSource(full)
    store.set_layers([BaseLayer(source, RED)])
    view = view_at(11.0)
    settle(qtbot, store, view)
    asked = sum(source.asked.values())
    store.set_layers([BaseLayer(source, RED, opacity=0.5)])
    settle(qtbot, store, view)
    assert sum(source.asked.values()) == asked


def test_nothing_is_asked_for_outside_the_source(qtbot: QtBot, store: TileStore) -> None:
    source = FakeSource(full, min_zoom=12)
    store.set_layers([BaseLayer(source, RED)])
    settle(qtbot, store, view_at(11.0))
    assert not source.asked


def test_deep_zooms_load_the_deepest_tiles_once(qtbot: QtBot, store: TileStore) -> None:
    source = FakeSource(full, max_zoom=10)
    store.set_layers([BaseLayer(source, RED)])
    view = view_at(17.0)
    settle(qtbot, store, view)
    assert {address.z for address in source.asked} == {10}
    assert set(source.asked.values()) == {1}
    assert shot(store, view) == {"#ff0000"}


def test_a_resting_store_goes_on_when_it_is_asked_again(qtbot: QtBot, store: TileStore) -> None:
    store.set_layers([BaseLayer(FakeSource(full), RED)])
    view = view_at(11.0)
    store.want(view, 1.0)
    store.rest()
    assert store.is_idle()
    settle(qtbot, store, view)
    assert shot(store, view) == {"#ff0000"}


def test_a_store_is_quiet_once_what_ran_aside_is_known(qtbot: QtBot, store: TileStore) -> None:
    done: list[None] = []
    with qtbot.waitSignal(store.changed):
        store.run_aside(lambda: done.append(None))
        assert not store.is_quiet()
    assert done and store.is_quiet()
    assert store.take_changes() == [(0.0, 0.0, 1.0, 1.0)]


def test_without_a_ground_the_one_given_lies_under(qtbot: QtBot, store: TileStore) -> None:
    image = QImage(20, 20, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    store.draw(painter, Viewport(20.0, 20.0), under=QColor("#405060"))
    painter.end()
    assert image.pixelColor(10, 10).name() == "#405060"


def test_without_layers_nothing_is_drawn(qtbot: QtBot, store: TileStore) -> None:
    view = view_at(11.0)
    store.set_layers([BaseLayer(FakeSource(full), RED)])
    settle(qtbot, store, view)
    store.set_layers([])
    settle(qtbot, store, view)
    assert shot(store, view) == {"#123456"}
    assert store.bounds is None


def test_names_come_in_the_wanted_language(
    qtbot: QtBot, store: TileStore, town: dict[str, Any], dark: MapStyle
) -> None:
    for feature in town["features"]:
        if feature["properties"].get("name") == "云泽老街":
            feature["properties"]["name:en"] = "Old Street"
    store.set_layers([BaseLayer(FeatureSource("town", town), dark)])
    view = Viewport(900.0, 700.0)
    assert store.bounds is not None
    view.fit(*store.bounds)
    for language, wanted in (("zh", "云泽老街"), ("en", "Old Street")):
        store.set_language(language)
        settle(qtbot, store, view)
        assert wanted in {label.text for label in store.labels(view, 0.0)}


def test_a_store_dropped_while_it_paints_leaves_no_thread(qtbot: QtBot) -> None:
    store = TileStore()
    store.set_layers([BaseLayer(FakeSource(full), RED)])
    store.want(view_at(13.0), 1.0)
    del store
    gc.collect()
    painters = [one for one in threading.enumerate() if one.name == "tile-painter"]
    for thread in painters:
        thread.join(20)
    assert not any(thread.is_alive() for thread in painters)


DYING = """
import json, sys
from importlib.resources import files
from PySide6.QtWidgets import QApplication
from tests.fakes.tile_sources import FakeSource
from tests.unit.widgets.map.test_tiles import FULL, RED, view_at
from widgets.map.base_layer import BaseLayer
from widgets.map.tiles import TileStore
app = QApplication([])
store = TileStore()
store.set_layers([BaseLayer(FakeSource(lambda address: FULL), RED)])
store.want(view_at(13.0, 3000.0, 2000.0), 1.0)
del {gone}
"""


@pytest.mark.parametrize("gone", ["app", "store", "app, store"])
def test_a_program_that_ends_while_it_paints_ends_quietly(gone: str) -> None:
    code = DYING.replace("{gone}", gone)
    ended = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, timeout=60, check=False
    )
    assert (ended.returncode, ended.stderr) == (0, b"")

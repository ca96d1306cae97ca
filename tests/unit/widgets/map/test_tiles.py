"""Tiles are painted off the GUI thread, cover the view, and follow the base map."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtGui import QColor, QImage, QPainter
from pytestqt.qtbot import QtBot

from widgets.map.basemap import Basemap
from widgets.map.tile_painter import TILE_PX, TileKey, TileRequest, paint_tile, tiles_over
from widgets.map.tiles import TileStore
from widgets.map.viewport import Viewport


@pytest.mark.parametrize("dpr", [1.0, 1.5, 2.0])
def test_a_tile_has_its_size_at_every_density(
    qtbot: QtBot, town: dict[str, Any], dpr: float
) -> None:
    basemap = Basemap.from_geojson(town)
    key = tiles_over(basemap.bounds, 15.0)[0]
    image = paint_tile(TileRequest(key, basemap, dpr, 0))
    assert image.width() == round(TILE_PX * dpr)


def test_tiles_cover_the_rectangle() -> None:
    keys = tiles_over((0.0, 0.0, 1.0, 1.0), 3.0)
    assert keys == [TileKey(3.0, column, row) for row in range(4) for column in range(4)]


def test_what_was_asked_for_is_drawn_later(qtbot: QtBot, town: dict[str, Any]) -> None:
    basemap = Basemap.from_geojson(town)
    view = Viewport(600.0, 400.0)
    view.fit(*basemap.bounds)
    store = TileStore()
    store.set_basemap(basemap)
    image = QImage(600, 400, QImage.Format.Format_RGB32)
    with qtbot.waitSignal(store.changed):
        draw(store, image, view)
    qtbot.waitUntil(store.is_idle)
    draw(store, image, view)
    colors = {QColor(image.pixel(x, 200)).name() for x in range(0, 600, 2)}
    assert len(colors) > 3
    store.stop()


def test_a_new_base_map_forgets_the_old_tiles(qtbot: QtBot, town: dict[str, Any]) -> None:
    basemap = Basemap.from_geojson(town)
    view = Viewport(600.0, 400.0)
    view.fit(*basemap.bounds)
    store = TileStore()
    store.set_basemap(basemap)
    image = QImage(600, 400, QImage.Format.Format_RGB32)
    draw(store, image, view)
    store.set_basemap(None)
    assert store.is_idle()
    image.fill(QColor("black"))
    draw(store, image, view)
    assert QColor(image.pixel(300, 200)).name() == "#000000"
    store.stop()


def draw(store: TileStore, image: QImage, view: Viewport) -> None:
    painter = QPainter(image)
    store.want(view, 1.0)
    store.draw(painter, view)
    painter.end()

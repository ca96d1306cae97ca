"""What the scene asks of its layers, which test themselves."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtGui import QImage, QPainter, QRegion
from pytestqt.qtbot import QtBot

from widgets.map import ground, labels
from widgets.map.base_layer import BaseLayer
from widgets.map.projection import lonlat_to_world
from widgets.map.scene import Scene
from widgets.map.tiles import TileStore
from widgets.map.values import MapLayer, MapTexts
from widgets.map.viewport import Viewport


@pytest.mark.usefixtures("qapp")
def test_a_level_that_changes_moves_no_name() -> None:
    scene = Scene(Viewport(800.0, 600.0), TileStore(), MapTexts())
    level, flags = np.ones(9, np.uint8), np.ones(9, np.bool_)
    ids, place = [f"p{number}" for number in range(9)], np.linspace(31.0, 31.1, 9)
    scene.points.set_points(ids, place, place, level, np.zeros(9, np.uint8), ~flags, flags)
    before = scene._alert_places()
    scene.points.update([3], [4])
    assert np.array_equal(before, scene._alert_places())
    scene.points.update([3], [0])
    assert len(scene._alert_places()) == 8


@pytest.mark.usefixtures("qapp")
def test_names_need_not_avoid_alerts_that_are_hidden() -> None:
    scene = Scene(Viewport(800.0, 600.0), TileStore(), MapTexts())
    none = np.zeros(1, np.bool_)
    scene.points.set_points(["p"], [31.0], [31.0], [2], [0], none, none)
    assert len(scene._alert_places()) == 1
    assert scene._alert_places() is scene._alert_places()
    scene.layers.set(MapLayer.POINTS, False, None)
    assert len(scene._alert_places()) == 0


def test_after_a_part_of_the_map_is_painted_with_other_names_all_of_it_is(
    qtbot: QtBot, base: list[BaseLayer], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(labels, "_PATIENCE_S", -1.0)
    monkeypatch.setattr(ground, "_SPARE_S", 60.0)
    scene = Scene(Viewport(800.0, 600.0), TileStore(), MapTexts())
    lon, lat = 121.046, 31.146
    none = np.zeros(1, np.bool_)
    scene.points.set_points(["p"], [lon], [lat], [0], [0], none, none)
    scene.set_base(base)
    scene.view.centre_on(*map(float, lonlat_to_world(lon, lat)), 15.0)
    image = QImage(800, 600, QImage.Format.Format_RGB32)

    def paint(region: QRegion) -> bool:
        painter = QPainter(image)
        painter.setClipRegion(region)
        scene.paint(painter, 1.0, region, phase=0.0, settled=True, focused=False)
        painter.end()
        return scene.is_settled()

    everything = QRegion(0, 0, 800, 600)
    qtbot.waitUntil(lambda: paint(everything), timeout=20_000)
    paint(everything)
    assert not scene.is_unfinished()
    scene.points.update([0], [3])
    paint(QRegion(380, 280, 40, 40))
    assert scene.is_unfinished()
    paint(everything)
    assert not scene.is_unfinished()
    scene.tiles.stop()

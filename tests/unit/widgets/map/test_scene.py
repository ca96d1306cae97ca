"""What the scene asks of its layers, which test themselves."""

from __future__ import annotations

import numpy as np
import pytest

from widgets.map.scene import Scene
from widgets.map.tiles import TileStore
from widgets.map.values import MapTexts
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

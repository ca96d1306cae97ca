"""A change repaints where it shows; of a map full of symbols one rectangle, not many small ones."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint

from widgets.map.points import PointLayer
from widgets.map.projection import lonlat_to_world
from widgets.map.repaint import changed_region, pulse_region
from widgets.map.viewport import Viewport

Map = tuple[PointLayer, Viewport]


def map_of(count: int) -> Map:
    view = Viewport(1300.0, 800.0)
    west, south = lonlat_to_world(121.0, 31.0)
    east, north = lonlat_to_world(121.1, 31.1)
    view.fit(float(west), float(north), float(east), float(south))
    points = PointLayer()
    rng = np.random.default_rng(4)
    lon, lat = rng.uniform(121.0, 121.1, count), rng.uniform(31.0, 31.1, count)
    level, flags = np.ones(count, np.uint8), np.ones(count, np.bool_)
    ids = [f"p{number}" for number in range(count)]
    points.set_points(ids, lon, lat, level, np.zeros(count, np.uint8), ~flags, flags)
    return points, view


def corners(points: PointLayer, view: Viewport, rows: list[int]) -> list[QPoint]:
    x, y = view.to_screen(points.x[rows], points.y[rows])
    return [
        QPoint(*place) for place in zip(x.astype(int).tolist(), y.astype(int).tolist(), strict=True)
    ]


@pytest.mark.parametrize(("count", "is_one"), [(300, False), (4000, True)])
def test_many_changes_in_a_crowded_map_repaint_one_rectangle(count: int, is_one: bool) -> None:
    (points, view), rows = map_of(count), list(range(12))
    region = changed_region(points, view, np.array(rows))
    assert all(region.contains(place) for place in corners(points, view, rows))
    assert (region.rectCount() == 1) == is_one


def test_one_change_repaints_little_even_in_a_crowded_map() -> None:
    points, view = map_of(4000)
    bounds = changed_region(points, view, np.array([7])).boundingRect()
    assert bounds.contains(corners(points, view, [7])[0])
    assert bounds.width() * bounds.height() < 1300 * 800 / 8


def test_a_pulse_reaches_every_ring() -> None:
    points, view = map_of(40)
    region = pulse_region(points, view)
    assert all(region.contains(place) for place in corners(points, view, list(range(40))))
    assert region.rectCount() > 1

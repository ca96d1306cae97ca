"""Longitudes run on over 180°, holes stay in their rings, poles are noticed."""

from __future__ import annotations

import numpy as np
import pytest

from widgets.map import rings
from widgets.map.antimeridian import unwrapped
from widgets.map.pieces import Pieces
from widgets.map.sources import GeometryType

Positions = list[tuple[float, float]]


def polygon(*parts: Positions, kind: GeometryType = GeometryType.POLYGON) -> Pieces:
    points = np.array([place for part in parts for place in part], dtype=np.float64)
    starts = rings.cut_after(np.array([len(part) for part in parts]))
    return Pieces.of(
        points,
        starts,
        np.array([0, len(parts)]),
        np.array([kind], dtype=np.uint8),
        np.array([4], dtype=np.int64),
    )


def longitudes(pieces: Pieces) -> list[float]:
    return [float(lon) for lon in pieces.points[:, 0]]


def test_a_ring_over_the_antimeridian_is_in_one_stretch_with_its_hole() -> None:
    outer = [(170.0, 0.0), (-170.0, 0.0), (-170.0, 20.0), (170.0, 20.0)]
    hole = [(-178.0, 5.0), (-178.0, 6.0), (-176.0, 6.0)]
    pieces, around_pole = unwrapped(polygon(outer, hole))
    assert around_pole == ()
    assert longitudes(pieces) == [170.0, 190.0, 190.0, 170.0, 182.0, 182.0, 184.0]
    assert pieces.boxes[0].tolist() == [170.0, 0.0, 190.0, 20.0]


def test_a_ring_around_a_pole_is_told() -> None:
    ring = [(-80.0, 80.0), (0.0, 80.0), (80.0, 80.0)]
    assert unwrapped(polygon(ring))[1] == ()
    ring = [(-100.0, 80.0), (0.0, 80.0), (100.0, 80.0)]
    assert unwrapped(polygon(ring))[1] == (4,)


def test_the_whole_world_is_left_as_it_is() -> None:
    ring = [(-180.0, -80.0), (180.0, -80.0), (180.0, 80.0), (-180.0, 80.0)]
    assert longitudes(unwrapped(polygon(ring))[0]) == [-180.0, 180.0, 180.0, -180.0]


@pytest.mark.parametrize("kind", [GeometryType.LINE, GeometryType.POINT])
def test_lines_run_on_and_points_stay(kind: GeometryType) -> None:
    pieces, _ = unwrapped(polygon([(179.0, 0.0), (-179.0, 0.0), (179.0, 1.0)], kind=kind))
    expected = [179.0, 181.0 if kind == GeometryType.LINE else -179.0, 179.0]
    assert longitudes(pieces) == expected

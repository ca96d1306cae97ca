from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.maps.coverage import TileRuns, bounds_of, count, cover
from desktop.maps.errors import PlanError
from widgets.map.projection import lonlat_to_world, world_to_lonlat
from widgets.map.sources import TileAddress
from widgets.map.values import Bounds

Corner = tuple[float, float]


def _clipped(ring: list[Corner], axis: int, limit: float, sign: int) -> list[Corner]:
    """Sutherland-Hodgman against one side."""
    kept = []
    for a, b in zip(ring[-1:] + ring[:-1], ring, strict=True):
        inside_a, inside_b = sign * (a[axis] - limit) >= 0, sign * (b[axis] - limit) >= 0
        if inside_a != inside_b:
            share = (limit - a[axis]) / (b[axis] - a[axis])
            cross = [a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share]
            cross[axis] = limit
            kept.append((cross[0], cross[1]))
        if inside_b:
            kept.append(b)
    return kept


def _area_within(ring: list[Corner], x: int, y: int) -> float:
    for axis, limit, sign in ((0, x, 1), (0, x + 1, -1), (1, y, 1), (1, y + 1, -1)):
        ring = _clipped(ring, axis, limit, sign)
    return (
        abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:] + ring[:1], strict=True)))
        / 2
    )


def _tiles(runs: TileRuns) -> set[TileAddress]:
    return set(runs.without(np.zeros(0, dtype=np.int64)))


STARS = st.tuples(
    st.floats(-150, 150), st.floats(-70, 70),
    st.lists(st.floats(0.02, 12), min_size=3, max_size=12), st.floats(0, 6),
)  # fmt: skip


@given(STARS, st.integers(0, 6))
def test_the_tiles_are_those_the_area_reaches_into(
    star: tuple[float, float, list[float], float], z: int
) -> None:
    lon, lat, radii, turn = star
    angles = [turn + 2 * math.pi * i / len(radii) for i in range(len(radii))]
    ring = tuple(
        (lon + r * math.cos(a), lat + r * math.sin(a)) for a, r in zip(angles, radii, strict=True)
    )
    x, y = lonlat_to_world(*np.array(ring).T)
    side = 1 << z
    scaled = list(zip((x * side).tolist(), (y * side).tolist(), strict=True))
    areas = {
        TileAddress(z, i, j): _area_within(scaled, i, j) for i in range(side) for j in range(side)
    }
    found = _tiles(cover(ring, z))

    assert {tile for tile, area in areas.items() if area > 1e-6} <= found
    assert found <= {tile for tile, area in areas.items() if area > 0}


@given(st.integers(1, 18).flatmap(lambda z: st.tuples(
    st.just(z), st.integers(0, 2**z - 1), st.integers(0, 2**z - 1))))  # fmt: skip
def test_the_rectangle_of_a_tile_is_that_tile_and_four_below(zxy: tuple[int, int, int]) -> None:
    z, x, y = zxy
    (west, east), (north, south) = world_to_lonlat(
        np.array([x, x + 1]) / 2**z, np.array([y, y + 1]) / 2**z
    )
    box = Bounds(float(west), float(south), float(east), float(north))

    assert _tiles(cover(box, z)) == {TileAddress(*zxy)}
    assert _tiles(cover(box, z + 1)) == {
        TileAddress(z + 1, 2 * x + i, 2 * y + j) for i in (0, 1) for j in (0, 1)
    }


def test_the_whole_world_is_every_tile() -> None:
    world = Bounds(-180, -90, 180, 90)

    assert [cover(world, z).count for z in range(8)] == [4**z for z in range(8)]


def test_a_point_is_one_tile() -> None:
    assert cover(Bounds(11.2, 43.7, 11.2, 43.7), 14).count == 1


def test_counting_a_large_area_takes_runs_not_tiles() -> None:
    runs = cover(Bounds(73, 18, 135, 53), 14)

    assert runs.count > 4_000_000
    assert len(runs.starts) < 3_000


def test_an_outline_beyond_counting_is_refused() -> None:
    with pytest.raises(PlanError, match="too large for zoom 24"):
        cover(Bounds(-180, -85, 180, 85), 24)


@given(st.data())
def test_what_is_held_what_lacks_and_what_is_outside_add_up(data: st.DataObject) -> None:
    runs = cover(((0, 0), (60, 10), (20, 70)), 4)
    held = np.array(sorted(data.draw(st.sets(st.integers(0, 255)))), dtype=np.int64)
    missing = set(runs.without(held))
    inside = {TileAddress(4, n % 16, n // 16) for n in held.tolist()} & _tiles(runs)

    assert missing == _tiles(runs) - inside
    assert runs.lacking(held) == len(missing)
    outside = {TileAddress(4, n % 16, n // 16) for n in runs.outside(held).tolist()}
    assert outside == {
        a for n in held.tolist() if (a := TileAddress(4, n % 16, n // 16)) not in runs
    }


def test_samples_are_different_tiles_of_the_area() -> None:
    runs = cover(((0, 0), (60, 10), (20, 70)), 6)
    for wanted in (1, 5, runs.count, runs.count + 9):
        some = runs.some(wanted)
        assert len(set(some)) == len(some) == min(wanted, runs.count)
        assert all(address in runs for address in some)


def test_counts_and_bounds_of_several() -> None:
    ring = ((1.0, 2.0), (3.0, 2.0), (2.0, 5.0))

    assert bounds_of(ring) == Bounds(1, 2, 3, 5)
    assert count([cover(ring, 0), cover(ring, 1)]) == 2

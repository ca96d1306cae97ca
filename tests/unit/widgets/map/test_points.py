"""Alerts never vanish in a crowd, and a pick is what a look at every point would give."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from widgets.map.points import ALERT_HIT_PX, QUIET_HIT_PX, PointLayer
from widgets.map.viewport import MAX_ZOOM, Viewport

LON, LAT = 121.05, 31.15


def make_layer(seed: int, count: int, alerts: float = 0.2, spread: float = 0.004) -> PointLayer:
    random = np.random.default_rng(seed)
    level = np.where(random.random(count) < alerts, random.integers(1, 5, count), 0)
    layer = PointLayer()
    layer.set_points(
        [f"asset:{row}" for row in range(count)],
        LON + random.normal(0.0, spread, count),
        LAT + random.normal(0.0, spread, count),
        level,
        random.integers(0, 5, count),
        random.random(count) < 0.1,
        level > 3,
    )
    return layer


def make_view(layer: PointLayer, zoom: float) -> Viewport:
    view = Viewport(800.0, 600.0)
    view.centre_on(float(layer.x.mean()), float(layer.y.mean()), zoom)
    return view


def pick_by_hand(layer: PointLayer, view: Viewport, sx: float, sy: float) -> str | None:
    shown = set(layer.visible(view).quiet.tolist())
    best: tuple[float, float, int] | None = None
    for row in range(len(layer)):
        level = int(layer.level[row])
        if not level and row not in shown:
            continue
        x, y = view.to_screen(layer.x[row], layer.y[row])
        distance = float(np.hypot(x - sx, y - sy))
        if distance <= (ALERT_HIT_PX if level else QUIET_HIT_PX):
            rank = (-level, distance, row)
            best = rank if best is None else min(best, rank)
    return None if best is None else layer.ids[best[2]]


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.floats(11.0, 18.0), st.floats(250, 550), st.floats(200, 400))
def test_pick_equals_a_look_at_every_point(seed: int, zoom: float, sx: float, sy: float) -> None:
    layer = make_layer(seed, 150)
    view = make_view(layer, zoom)
    assert layer.pick(view, sx, sy) == pick_by_hand(layer, view, sx, sy)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.floats(9.0, 20.0))
def test_every_alert_in_view_is_shown_as_itself(seed: int, zoom: float) -> None:
    layer = make_layer(seed, 2000, alerts=0.02)
    view = make_view(layer, zoom)
    x, y = view.to_screen(layer.x, layer.y)
    on_screen = (x >= 0) & (x < 800) & (y >= 0) & (y < 600) & (layer.level > 0)
    assert set(np.flatnonzero(on_screen)) <= set(layer.visible(view).alerts.tolist())


def test_every_quiet_point_is_shown_or_counted() -> None:
    layer = make_layer(3, 3000, alerts=0.05, spread=0.0005)
    seen = layer.visible(make_view(layer, 14.0))
    assert len(seen.clusters.count)
    quiet = int(np.count_nonzero(layer.level == 0))
    assert len(seen.quiet) + int(seen.clusters.count.sum()) == quiet


def test_the_worst_is_drawn_last() -> None:
    layer = make_layer(4, 500)
    alerts = layer.visible(make_view(layer, 13.0)).alerts
    assert np.all(np.diff(layer.level[alerts].astype(int)) >= 0)


def test_a_change_of_level_is_seen_at_once() -> None:
    layer = make_layer(5, 3000, alerts=0.0, spread=0.0005)
    view = make_view(layer, 14.0)
    assert not len(layer.visible(view).alerts)
    layer.update([7, 9, 7], level=[2, 3, 4])
    assert layer.visible(view).alerts.tolist() == [9, 7]
    assert layer.level[7] == 4
    layer.update(np.array([7, 9]), level=0, stale=True)
    assert not len(layer.visible(view).alerts)
    assert layer.stale[7]
    quiet = len(layer.visible(view).quiet) + int(layer.visible(view).clusters.count.sum())
    assert quiet == 3000


def test_a_moved_point_is_picked_where_it_went() -> None:
    layer = make_layer(6, 50, alerts=0.0)
    layer.update([3], level=[4])
    layer.move([3], [LON + 0.05], [LAT + 0.05])
    view = Viewport(800.0, 600.0)
    view.centre_on(float(layer.x[3]), float(layer.y[3]), 15.0)
    assert layer.pick(view, 400.0, 300.0) == "asset:3"


def test_columns_of_unequal_length_are_refused() -> None:
    with pytest.raises(ValueError, match="as long as ids"):
        PointLayer().set_points(["a"], [1.0, 2.0], [1.0, 2.0], [0, 0], [0, 0], [0, 0], [0, 0])


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.floats(9.0, 17.9), st.sampled_from([2, 3, 4, 6]))
def test_a_crowd_parts_exactly_where_it_says(seed: int, zoom: float, digits: int) -> None:
    layer = make_layer(seed, 300, alerts=0.05, spread=0.003)
    random = np.random.default_rng(seed)
    moved = random.integers(0, 300, 150)
    lon, lat = (np.round(random.normal(0.0, 0.003, 150), digits) for _ in range(2))
    layer.move(moved, LON + lon, LAT + lat)
    view = make_view(layer, zoom)
    for cluster in range(len(layer.visible(view).clusters.x)):
        rows = crowd_by_hand(layer, view, cluster)
        assert len(rows) == layer.visible(view).clusters.count[cluster]
        parting = layer.parting(view, cluster)
        if parting is None:
            assert figures_of(layer, rows, layer.x[rows[0]], layer.y[rows[0]], MAX_ZOOM) == 1
            continue
        x, y, parts_at = parting
        assert parts_at > np.floor(view.zoom)
        assert figures_of(layer, rows, x, y, parts_at) != 1
        if parts_at - 1.0 > np.floor(view.zoom):
            assert figures_of(layer, rows, x, y, parts_at - 1.0) == 1


def crowd_by_hand(layer: PointLayer, view: Viewport, cluster: int) -> np.ndarray:
    clusters = layer.visible(view).clusters
    side = float(1 << clusters.depth)
    at = (np.floor(clusters.x[cluster] * side), np.floor(clusters.y[cluster] * side))
    inside = (np.floor(layer.x * side) == at[0]) & (np.floor(layer.y * side) == at[1])
    return np.flatnonzero(inside & (layer.level == 0))


def figures_of(layer: PointLayer, rows: np.ndarray, x: float, y: float, zoom: float) -> int:
    """How many figures hold all of the rows, 0 when some are drawn as themselves."""
    view = Viewport(800.0, 600.0)
    view.centre_on(x, y, zoom)
    if np.isin(rows, layer.visible(view).quiet).any():
        return 0
    return len(layer.clusters_with(view, rows))


def test_points_on_one_spot_are_a_stack_the_worst_first() -> None:
    layer = make_layer(7, 40, alerts=0.0, spread=0.02)
    layer.move([3, 9, 21], [LON] * 3, [LAT + 0.05] * 3)
    layer.update([9], level=[2])
    view = Viewport(800.0, 600.0)
    view.centre_on(float(layer.x[3]), float(layer.y[3]), 17.0)
    assert layer.stack_at(view, 21).tolist() == [9, 3, 21]
    lone = int(np.argmin(layer.y * (np.arange(40) != 3)))
    view.centre_on(float(layer.x[lone]), float(layer.y[lone]), 19.0)
    assert len(layer.stack_at(view, lone)) == 1 or lone in (3, 9, 21)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.floats(9.0, 19.0))
def test_the_crowds_that_hide_a_row_are_found(seed: int, zoom: float) -> None:
    layer = make_layer(seed, 400, alerts=0.1, spread=0.002)
    view = make_view(layer, zoom)
    rows = np.random.default_rng(seed).integers(0, 400, 5)
    expected = [
        cluster
        for cluster in range(len(layer.visible(view).clusters.x))
        if np.isin(rows, crowd_by_hand(layer, view, cluster)).any()
    ]
    assert layer.clusters_with(view, rows).tolist() == expected


def test_a_selection_is_of_rows_and_strangers_are_left_out() -> None:
    layer = make_layer(1, 10)
    layer.choose(layer.rows(["asset:3", "nobody", "asset:5"]))
    assert np.flatnonzero(layer.chosen).tolist() == [3, 5]
    layer.choose([])
    assert not layer.chosen.any()


def test_an_update_names_the_rows_that_look_different() -> None:
    layer = make_layer(2, 10, alerts=0.0)
    layer.update(np.arange(10), level=0, stale=False, unack=False)
    before = layer.version
    assert layer.update([1, 2, 3], level=[0, 0, 0], stale=False).tolist() == []
    assert layer.version == before
    assert layer.update([1, 2, 3], level=[0, 2, 0], stale=[True, False, False]).tolist() == [1, 2]


def test_a_stack_has_those_of_its_spot_that_a_crowd_hides() -> None:
    layer = make_layer(8, 60, alerts=0.0, spread=1e-9)
    layer.move([50, 51], [LON + 0.0001] * 2, [LAT] * 2)
    layer.update([7], level=[3])
    view = make_view(layer, 19.0)
    assert len(layer.visible(view).clusters.x)
    expected = [7, *(row for row in range(60) if row not in (7, 50, 51))]
    assert layer.stack_at(view, 7).tolist() == expected

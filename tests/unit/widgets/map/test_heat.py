"""Heat keeps the weight it is given, stays put while the map is dragged, and is never an alarm."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QColor

from widgets.map.heat import CELL_PX, HeatLayer, density, tint
from widgets.map.viewport import Viewport

LON, LAT = 121.05, 31.15


def make_view(zoom: float = 14.0) -> Viewport:
    layer = HeatLayer()
    layer.set_places([LON], [LAT], [1.0])
    view = Viewport(800.0, 600.0)
    view.centre_on(float(layer._x[0]), float(layer._y[0]), zoom)
    return view


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 1000), st.integers(1, 200))
def test_the_blur_spreads_the_weight_and_loses_none(seed: int, count: int) -> None:
    random = np.random.default_rng(seed)
    column, row = random.uniform(10, 50, count), random.uniform(10, 30, count)
    weight = random.uniform(0, 5, count)
    grid = density(column, row, weight, 60, 40)
    assert grid.shape == (40, 60)
    assert grid.sum() == pytest.approx(weight.sum(), rel=1e-4)


def test_the_warmest_place_is_where_the_weight_is() -> None:
    grid = density(np.array([20.5, 40.5]), np.array([10.5, 20.5]), np.array([1.0, 3.0]), 60, 40)
    assert np.unravel_index(grid.argmax(), grid.shape) == (20, 40)


def test_a_tone_stays_while_the_map_is_dragged() -> None:
    random = np.random.default_rng(3)
    layer, view = HeatLayer(), make_view()
    layer.set_places(
        LON + random.normal(0, 0.01, 3000), LAT + random.normal(0, 0.01, 3000), np.ones(3000)
    )
    first = layer.picture(view)
    view.pan_by(40.0, 24.0)
    assert layer.picture(view) is first
    view.pan_by(CELL_PX * 50.0, 0.0)
    second = layer.picture(view)
    assert second is not first
    per_cell = CELL_PX / view.scale
    shift = round((first.rect[0] - second.rect[0]) / per_cell)
    at = first.image.height() // 2
    down = at + round((first.rect[1] - second.rect[1]) / per_cell)
    ours = [first.image.pixel(x, at) for x in range(100, 140)]
    theirs = [second.image.pixel(x + shift, down) for x in range(100, 140)]
    assert ours == theirs
    assert len(set(ours)) > 1


def test_the_ramp_is_one_calm_hue() -> None:
    image = tint(np.linspace(0.0, 2.0, 64).reshape(1, 64))
    seen = [QColor.fromRgba(image.pixel(x, 0)) for x in range(64)]
    assert seen[0].alpha() == 0
    assert all(200 <= color.hsvHue() <= 212 for color in seen if color.alpha() > 40)
    assert [color.alpha() for color in seen] == sorted(color.alpha() for color in seen)


def test_bad_weights_count_nothing_and_unequal_columns_are_refused() -> None:
    layer = HeatLayer()
    layer.set_places([LON, LON, LON, np.nan], [LAT] * 4, [1.0, -2.0, np.nan, 1.0])
    assert len(layer) == 1
    with pytest.raises(ValueError, match="equally long"):
        layer.set_places([LON], [LAT, LAT], [1.0])
    layer.set_places([], [], [])
    assert layer.picture(make_view()).image.pixelColor(0, 0).alpha() == 0

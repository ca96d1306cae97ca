"""A fan shows each point of a spot apart from the others."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from widgets.map.fan import Fan, fan_offsets
from widgets.map.viewport import Viewport


@given(st.integers(2, 120))
def test_no_two_symbols_touch_and_none_hides_the_spot(count: int) -> None:
    offsets = fan_offsets(count)
    assert offsets.shape == (count, 2)
    gaps = np.hypot(*(offsets[:, None] - offsets[None]).transpose(2, 0, 1))
    assert gaps[~np.eye(count, dtype=bool)].min() > 20.0
    assert np.hypot(offsets[:, 0], offsets[:, 1]).min() > 30.0


def test_a_fan_is_picked_where_it_is_drawn() -> None:
    view = Viewport(800.0, 600.0)
    view.centre_on(0.8, 0.4, 16.0)
    fan = Fan(np.array([7, 3, 5]), 0.8, 0.4, 16.0)
    x, y = fan.positions(view)
    picked = [fan.pick(view, a, b, 14.0) for a, b in zip(x, y, strict=True)]
    assert picked == [7, 3, 5]
    assert fan.pick(view, 400.0, 300.0, 14.0) is None

"""A figure steps aside for an alert in its cell, and only then."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from widgets.map.crowds import CLEAR_PX, step_aside

SIDE = 128.0
INSET = 20.0 / SIDE
Part = st.floats(0.0, 1.0)


@given(st.lists(st.tuples(Part, Part), min_size=1, max_size=6))
def test_a_figure_is_clear_of_alerts_or_as_clear_as_can_be(
    alerts: list[tuple[float, float]],
) -> None:
    at = np.array(alerts)
    x, y = step_aside(
        np.array([0.5, 0.3]),
        np.array([0.5, 0.4]),
        np.zeros(len(at), np.int64),
        at[:, 0],
        at[:, 1],
        SIDE,
        INSET,
    )
    assert (x[1], y[1]) == (0.3, 0.4)
    assert INSET <= x[0] <= 1 - INSET
    before = np.hypot(at[:, 0] - 0.5, at[:, 1] - 0.5).min() * SIDE
    after = np.hypot(at[:, 0] - x[0], at[:, 1] - y[0]).min() * SIDE
    if before >= CLEAR_PX:
        assert (x[0], y[0]) == (0.5, 0.5)
    elif len(alerts) == 1:
        assert after >= CLEAR_PX
    else:
        assert after >= before - 1e-9


def test_without_alerts_nothing_moves() -> None:
    none = np.empty(0)
    x, y = step_aside(
        np.array([0.2]), np.array([0.9]), none.astype(np.int64), none, none, 64.0, 0.3
    )
    assert (x[0], y[0]) == pytest.approx((0.2, 0.9))

"""The mask never leaves out what reaches the region."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRect
from PySide6.QtGui import QRegion

from widgets.map.paint_mask import PaintMask

REACH = 20
rects = st.builds(
    QRect,
    st.integers(-50, 900),
    st.integers(-50, 900),
    st.integers(1, 200),
    st.integers(1, 200),
)


@given(
    st.lists(rects, min_size=1, max_size=12),
    st.lists(st.tuples(st.integers(-100, 1100), st.integers(-100, 1100)), min_size=1, max_size=50),
)
def test_whatever_touches_the_region_is_kept(
    parts: list[QRect], places: list[tuple[int, int]]
) -> None:
    region = QRegion()
    for part in parts:
        region += part
    x = np.array([place[0] for place in places], np.float64)
    y = np.array([place[1] for place in places], np.float64)
    kept = PaintMask(region, REACH).reaches(x, y)
    for (at_x, at_y), is_kept in zip(places, kept.tolist(), strict=True):
        box = QRect(at_x - REACH, at_y - REACH, 2 * REACH, 2 * REACH)
        assert is_kept or not region.intersects(box)


def test_what_is_far_is_left_out_and_one_rectangle_needs_no_mask() -> None:
    region = QRegion(0, 0, 10, 10) + QRegion(500, 500, 10, 10)
    mask = PaintMask.of(region, REACH)
    assert mask is not None
    kept = mask.reaches(np.array([5.0, 250.0, 505.0, 5000.0]), np.array([5.0, 250.0, 505.0, -9.0]))
    assert kept.tolist() == [True, False, True, False]
    assert PaintMask.of(QRegion(0, 0, 10, 10), REACH) is None

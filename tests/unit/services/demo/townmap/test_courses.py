"""Courses agree with the plan where the plan has them, and reach beyond it."""

from __future__ import annotations

import numpy as np
import pytest

from services.demo import layout
from services.demo.townmap import courses


@pytest.mark.parametrize("line", layout.LINES, ids=lambda line: line.name)
def test_a_course_goes_through_the_plans_points(line: layout.Line) -> None:
    far = courses.course(line)
    for spot in layout.line_points(line)[::10]:
        assert np.hypot(*(far - spot).T).min() < 1e-6
    planned = layout.line_points(line)
    assert np.hypot(*(far[-1] - far[0])) > np.hypot(*(planned[-1] - planned[0])) + 500


def test_the_river_is_the_plans_river() -> None:
    line, half = courses.river()
    planned, width = layout.river_line()
    for spot, wide in zip(planned[::10], width[::10], strict=True):
        nearest = np.hypot(*(line - spot).T).argmin()
        assert line[nearest] == pytest.approx(spot)
        assert half[nearest] == pytest.approx(wide)

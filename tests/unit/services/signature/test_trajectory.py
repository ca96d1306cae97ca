"""Descriptors of trajectories whose shape is known."""

from __future__ import annotations

import numpy as np
import pytest

from services.signature.cycles import POINTS
from services.signature.trajectory import trajectory_of

ANGLE = 2 * np.pi * np.arange(POINTS) / POINTS
VOLTAGE = 311 * np.sin(ANGLE)


def test_a_resistance_is_a_straight_line() -> None:
    found = trajectory_of(VOLTAGE, 3 * np.sin(ANGLE))
    assert found.area == pytest.approx(0, abs=1e-9)
    assert found.direction == 0
    assert found.slope == pytest.approx(1, abs=0.01)
    assert found.curvature == pytest.approx(0, abs=1e-3)


@pytest.mark.parametrize(("sign", "direction"), [(-1, 1), (1, -1)])
def test_a_pure_reactance_is_a_circle_one_way_or_the_other(sign: int, direction: int) -> None:
    found = trajectory_of(VOLTAGE, sign * np.cos(ANGLE))
    assert found.area == pytest.approx(np.pi, rel=0.001)
    assert found.direction == direction
    assert found.slope == pytest.approx(0, abs=0.05)


def test_a_mean_line_that_bends_has_curvature() -> None:
    cubic = trajectory_of(VOLTAGE, np.sin(ANGLE) ** 3)
    assert cubic.curvature > 0.05
    assert cubic.slope < 0.3


def test_a_figure_of_eight_crosses_itself_once() -> None:
    found = trajectory_of(VOLTAGE, np.sin(ANGLE) * 0.2 + np.sin(2 * ANGLE))
    assert found.intersections == 1
    assert found.area < 0.05


def test_unequal_halves_are_asymmetric() -> None:
    assert trajectory_of(VOLTAGE, np.maximum(np.sin(ANGLE), 0)).asymmetry > 0.9
    assert trajectory_of(VOLTAGE, np.sin(3 * ANGLE)).asymmetry < 1e-9

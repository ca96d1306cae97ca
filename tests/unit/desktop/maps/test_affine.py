"""A local grid from control points: recovered exactly, fitted with residuals, or refused."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from desktop.maps.affine import Affine, AffineError, fit_affine

GRID = np.array([[0.0, 0.0], [2_000.0, 0.0], [0.0, 1_500.0], [1_800.0, 1_600.0]])
numbers = st.floats(-5_000, 5_000)


@given(
    st.floats(-3.1, 3.1),
    st.floats(0.5, 2),
    st.floats(2e7, 4.6e7),
    st.floats(1e6, 6e6),
    st.booleans(),
)
def test_a_turned_scaled_shifted_grid_is_recovered_within_a_millimetre(
    turn: float, scale: float, east: float, north: float, mirrored: bool
) -> None:
    cos, sin = scale * np.cos(turn), scale * np.sin(turn)
    flip = -1.0 if mirrored else 1.0
    true = Affine(cos, -sin * flip, east, sin, cos * flip, north)
    fit = fit_affine(GRID, true.apply(GRID))
    elsewhere = np.array([[3_000.0, -700.0], [-400.0, 2_500.0]])
    assert np.allclose(fit.affine.apply(elsewhere), true.apply(elsewhere), rtol=0, atol=1e-3)
    assert np.allclose(fit.affine.invert(fit.affine.apply(elsewhere)), elsewhere, rtol=0, atol=1e-3)
    assert fit.rms_m < 1e-3
    assert fit.is_checked


def test_residuals_are_told_point_by_point() -> None:
    plane = GRID + (500_000.0, 3_400_000.0)
    plane[3] += (4.0, 0.0)
    fit = fit_affine(GRID, plane)
    assert len(fit.residuals_m) == 4
    assert max(fit.residuals_m) > 0.5
    assert fit.rms_m == pytest.approx(np.sqrt(np.mean(np.square(fit.residuals_m))))
    # Least squares: no other grid of this kind is closer.
    for nudge in np.eye(6) * 1e-3:
        other = Affine(*(np.array([getattr(fit.affine, n) for n in "abcdef"]) + nudge))
        assert np.sum((other.apply(GRID) - plane) ** 2) >= np.sum(np.square(fit.residuals_m))


def test_three_points_fit_always_and_are_therefore_not_checked() -> None:
    fit = fit_affine(GRID[:3], GRID[:3] * 1.7 + 9)
    assert fit.rms_m < 1e-6
    assert not fit.is_checked


@pytest.mark.parametrize(
    ("local", "plane", "code"),
    [
        (GRID[:2], GRID[:2], "too_few"),
        (GRID, GRID[:3], "too_few"),
        (GRID[[0, 0, 0]], GRID[:3], "one_line"),
        (GRID[:3], np.array([[0.0, 0], [1, 1], [2, 2]]), "one_line"),
        (np.array([[0.0, 0], [1000, 1000], [2000, 2000.001]]), GRID[:3], "one_line"),
        (np.array([[0.0, 0], [np.nan, 1], [5, 2]]), GRID[:3], "not_finite"),
        (GRID[:3], np.array([[0.0, 0], [np.inf, 1], [5, 2]]), "not_finite"),
    ],
)
def test_points_that_determine_no_grid_are_refused(
    local: np.ndarray, plane: np.ndarray, code: str
) -> None:
    with pytest.raises(AffineError) as caught:
        fit_affine(local, plane)
    assert caught.value.code == code
    assert str(caught.value)


@given(st.lists(st.tuples(numbers, numbers, numbers, numbers), max_size=6))
def test_any_points_give_a_grid_that_can_be_inverted_or_words(
    rows: list[tuple[float, float, float, float]],
) -> None:
    points = np.array(rows, np.float64).reshape(-1, 4)
    try:
        fit = fit_affine(points[:, :2], points[:, 2:])
    except AffineError as refusal:
        assert str(refusal)
        return
    assert np.isfinite(fit.residuals_m).all()
    determinant = fit.affine.a * fit.affine.e - fit.affine.b * fit.affine.d
    assume(abs(determinant) > 1e-6)
    back = fit.affine.invert(fit.affine.apply(points[:, :2]))
    assert np.allclose(back, points[:, :2], rtol=1e-6, atol=1e-2)

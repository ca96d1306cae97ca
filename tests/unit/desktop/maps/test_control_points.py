"""Control points typed or pasted become a grid, or a reason why not."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.maps.control_points import ControlPointError, fit_points, read_points
from desktop.maps.crs import from_wgs84, gauss_kruger, to_wgs84

PLACES = np.array([[121.00, 31.00], [121.05, 31.00], [121.05, 31.04], [121.0, 31.04]])
ZONE = gauss_kruger(40, prefixed=False)


def _text(local: np.ndarray, lonlat: np.ndarray) -> str:
    rows = zip(local.tolist(), lonlat.tolist(), strict=True)
    return "\n".join(f"{x}, {y}, {lon}, {lat}" for (x, y), (lon, lat) in rows)


def _code(text: str) -> str:
    with pytest.raises(ControlPointError) as found:
        fit_points(read_points(text))
    return found.value.said.code


def test_a_grid_is_found_and_places_between_the_points_agree() -> None:
    plane = from_wgs84(ZONE, PLACES)
    local = (plane - plane[0]) @ np.array([[0.0, 1.0], [-1.0, 0.0]]) + 5000.0
    fit = fit_points(read_points(_text(local, PLACES)))

    assert fit.fit.is_checked
    assert max(fit.fit.residuals_m) < 0.001
    middle = to_wgs84(fit.crs, local.mean(axis=0, keepdims=True))
    assert np.abs(middle - to_wgs84(ZONE, plane.mean(axis=0, keepdims=True))).max() < 1e-8


def test_tabs_names_and_degrees_with_minutes_are_read() -> None:
    points = read_points("\nA1\t100\t200\t121°03′\t31.5\n\n 1；2；3；4 ")
    assert points.lines == (2, 4)
    assert points.local.tolist() == [[100, 200], [1, 2]]
    assert points.lonlat.tolist() == [[121.05, 31.5], [3, 4]]


def test_what_makes_no_grid_is_refused() -> None:
    line = "\n".join(f"{n},{n},{121 + n / 100},{31 + n / 100}" for n in range(4))
    assert _code(line) == "grid.one_line"
    assert _code("1,2,121,31\n3,4,121.1,31") == "grid.too_few"
    assert _code("") == "grid.too_few"
    assert _code("1,2,3") == "grid.not_four"
    assert _code("1,2,121,x") == "grid.not_four"
    assert _code("1,2,121,nan") == "grid.not_four"
    assert _code("1,2,31,121") == "grid.outside"
    assert _code("1,2,3,4\n" * 1001) == "grid.too_many"


@given(st.text(alphabet="0123456789.,- \n\t°aNE", max_size=80))
def test_any_text_makes_a_grid_or_a_reason(text: str) -> None:
    try:
        fit_points(read_points(text))
    except ControlPointError as error:
        assert error.said.code.startswith("grid.")

"""Control points of a local grid as somebody types or pastes them, and the grid they determine.

A line is x, y, longitude, latitude; a name may stand before them. Knows no Qt.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from desktop.maps.affine import AffineError
from desktop.maps.coordinate_text import parse_angle
from desktop.maps.crs import LocalFit, fit_local
from desktop.maps.errors import MapError
from desktop.maps.said import Param, Said, say

_SEPARATOR: Final = re.compile(r"[\s,，;；]+")
MOST: Final = 1_000


class ControlPointError(MapError):
    """Control points that determine no grid; `said` tells why."""

    def __init__(self, code: str, pattern: str, **params: Param) -> None:
        self.said: Said = say(code, pattern, **params)
        super().__init__(self.said.text)


@dataclass(frozen=True)
class ControlPoints:
    """The line each stands in, and both places (n, 2): of the grid, and degrees on WGS 84."""

    lines: tuple[int, ...]
    local: NDArray[np.float64]
    lonlat: NDArray[np.float64]


def read_points(text: str) -> ControlPoints:
    """The points of a text; empty lines count but say nothing. Raises ControlPointError."""
    lines, rows = list[int](), list[list[float]]()
    for number, line in enumerate(text.splitlines(), 1):
        cells = [cell for cell in _SEPARATOR.split(line.strip()) if cell]
        if not cells:
            continue
        if len(rows) == MOST:
            raise ControlPointError("grid.too_many", "more than {most} points", most=MOST)
        lines.append(number)
        rows.append(_numbers(number, cells))
    table = np.array(rows, np.float64).reshape(-1, 4)
    return ControlPoints(tuple(lines), table[:, :2], table[:, 2:])


def fit_points(points: ControlPoints) -> LocalFit:
    """The grid of control points. Raises ControlPointError."""
    try:
        return fit_local(points.local, points.lonlat)
    except AffineError as error:
        count = len(points.local)
        raise ControlPointError(f"grid.{error.code}", "{why}", why=str(error), n=count) from error


def _numbers(line: int, cells: list[str]) -> list[float]:
    found = [_number(cell) for cell in cells]
    if len(cells) == 5:
        found = found[1:]
    values = [value for value in found if value is not None and np.isfinite(value)]
    if len(found) != 4 or len(values) != 4:
        raise ControlPointError(
            "grid.not_four", "line {line}: not x, y, longitude and latitude", line=line
        )
    lon, lat = values[2:]
    if abs(lon) > 180 or abs(lat) > 90:
        raise ControlPointError(
            "grid.outside", "line {line}: {lon:g}, {lat:g} is no place", line=line, lon=lon, lat=lat
        )
    return values


def _number(cell: str) -> float | None:
    try:
        return float(cell)
    except ValueError:
        return parse_angle(cell)

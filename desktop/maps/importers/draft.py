"""Features as they are read, their coordinates in one flat column until the system is known.

A reader adds GeoJSON geometries; a geometry that is wrong leaves nothing behind. What the
coordinates mean is decided later, by `finish`, over all of them at once.
"""

from __future__ import annotations

from array import array
from collections import Counter
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from desktop.maps.importers.result import Limits, refuse
from desktop.maps.said import Param, Said, say

Floats = NDArray[np.float64]
Span = tuple[int, int]
"""Positions from … to, in the column."""

_NUMBERS: Final = frozenset({int, float})
_LISTS: Final = frozenset({list, tuple})
MAX_COLLECTION_DEPTH: Final = 8


class BadGeometry(ValueError):
    """A geometry that cannot be drawn; `said` tells why."""

    def __init__(self, code: str, pattern: str, **params: Param) -> None:
        self.said = say(code, pattern, **params)
        super().__init__(self.said.text)


@dataclass(frozen=True, slots=True)
class Shape:
    """A geometry by reference: `parts` are spans, lists of spans, … or shapes of a collection."""

    type: str
    parts: Any


@dataclass(frozen=True, slots=True)
class DraftFeature:
    """One row: where it came from, what is known of it, its shape and all its positions."""

    row: int
    properties: dict[str, Any]
    shape: Shape
    span: Span
    id: str | int | None = None


class Draft:
    """Grows feature by feature within the limits."""

    def __init__(self, limits: Limits) -> None:
        self.features: list[DraftFeature] = []
        self.refused: list[tuple[int, Said]] = []
        self.mended: Counter[str] = Counter()
        """How often something was put right, by the code of its note."""
        self._limits = limits
        self._column = array("d")
        self._rows = 0

    @property
    def positions(self) -> Floats:
        """Every coordinate pair as it stood in the file, (n, 2)."""
        return np.frombuffer(self._column, np.float64).reshape(-1, 2).copy()

    def add(
        self,
        row: int,
        geometry: Any,
        properties: dict[str, Any],
        id: str | int | None = None,
    ) -> None:
        """Take a row with its GeoJSON geometry, or note why not. Raises ImportRefused."""
        self._count_row()
        start = len(self._column)
        try:
            shape = self._shape(geometry, MAX_COLLECTION_DEPTH)
        except BadGeometry as error:
            del self._column[start:]
            self.refused.append((row, error.said))
            return
        span = (start // 2, len(self._column) // 2)
        self.features.append(DraftFeature(row, properties, shape, span, id))

    def add_point(self, row: int, x: float, y: float, properties: dict[str, Any]) -> None:
        """Take a row that is a point. Raises ImportRefused."""
        self._count_row()
        at = len(self._column) // 2
        self._column.append(x)
        self._column.append(y)
        self.features.append(
            DraftFeature(row, properties, Shape("Point", (at, at + 1)), (at, at + 1))
        )

    def refuse(self, row: int, reason: Said) -> None:
        """Leave a row out. Raises ImportRefused."""
        self._count_row()
        self.refused.append((row, reason))

    def _count_row(self) -> None:
        self._rows += 1
        if self._rows > self._limits.max_rows:
            raise refuse(
                "rows.too_many",
                "there are more than {limit} rows; split the file",
                limit=self._limits.max_rows,
            )

    def _shape(self, geometry: Any, depth: int) -> Shape:
        if geometry is None:
            raise BadGeometry("geometry.none", "it has no geometry")
        if not isinstance(geometry, dict):
            raise BadGeometry("geometry.not_object", "its geometry is not an object")
        kind = geometry.get("type")
        if kind == "GeometryCollection":
            members = geometry.get("geometries")
            if type(members) not in _LISTS or not members:
                raise BadGeometry("geometry.empty", "its geometry is empty")
            if depth == 0:
                raise BadGeometry("geometry.too_deep", "its collections are nested too deeply")
            return Shape("GeometryCollection", [self._shape(m, depth - 1) for m in members])
        coordinates = geometry.get("coordinates")
        if type(coordinates) not in _LISTS:
            raise BadGeometry("geometry.no_coordinates", "its geometry has no coordinates")
        if not coordinates:
            raise BadGeometry("geometry.empty", "its geometry is empty")
        return Shape(str(kind), self._parts(kind, coordinates))

    def _parts(self, kind: Any, coordinates: Any) -> Any:
        match kind:
            case "Point":
                return self._positions([coordinates], 1)
            case "MultiPoint":
                return self._positions(coordinates, 1)
            case "LineString":
                return self._positions(coordinates, 2)
            case "MultiLineString":
                return [self._positions(line, 2) for line in coordinates]
            case "Polygon":
                return [self._ring(ring) for ring in coordinates]
            case "MultiPolygon":
                return [[self._ring(ring) for ring in _filled(rings)] for rings in coordinates]
            case _:
                raise BadGeometry(
                    "geometry.unknown", "{kind} is no geometry of GeoJSON", kind=str(kind)[:40]
                )

    def _positions(self, coordinates: Any, fewest: int) -> Span:
        column, start = self._column, len(self._column)
        for position in _list(coordinates):
            if type(position) not in _LISTS or len(position) < 2:
                raise BadGeometry("geometry.not_numbers", "a coordinate is not two numbers")
            x, y = position[0], position[1]
            if type(x) not in _NUMBERS or type(y) not in _NUMBERS:
                raise BadGeometry("geometry.not_numbers", "a coordinate is not two numbers")
            try:
                column.append(x)
                column.append(y)
            except OverflowError:
                raise BadGeometry(
                    "geometry.not_numbers", "a coordinate is not two numbers"
                ) from None
            if len(position) > 2:
                self.mended["third_dropped"] += 1
        if len(column) > 2 * self._limits.max_vertices:
            raise refuse(
                "vertices.too_many",
                "there are more than {limit} vertices; simplify or split the file",
                limit=self._limits.max_vertices,
            )
        found = (len(column) - start) // 2
        if found < fewest:
            raise BadGeometry(
                "geometry.too_short",
                "a part has {found} of at least {fewest} points",
                found=found,
                fewest=fewest,
            )
        return start // 2, len(column) // 2

    def _ring(self, coordinates: Any) -> Span:
        start, stop = self._positions(coordinates, 3)
        column = self._column
        if column[2 * start : 2 * start + 2] != column[2 * stop - 2 : 2 * stop]:
            column.extend(column[2 * start : 2 * start + 2])
            self.mended["rings_closed"] += 1
            stop += 1
        if stop - start < 4:
            raise BadGeometry(
                "geometry.too_short",
                "a part has {found} of at least {fewest} points",
                found=stop - start - 1,
                fewest=3,
            )
        return start, stop


def _filled(value: Any) -> Any:
    if not _list(value):
        raise BadGeometry("geometry.empty", "its geometry is empty")
    return value


def _list(value: Any) -> Any:
    if type(value) not in _LISTS:
        raise BadGeometry("geometry.not_numbers", "a coordinate is not two numbers")
    return value

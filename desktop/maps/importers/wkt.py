"""Well-known text (OGC 06-103r4, with PostGIS' SRID prefix) to GeoJSON geometries."""

from __future__ import annotations

import re
from typing import Any, Final

from desktop.maps.importers.draft import BadGeometry

MAX_DEPTH: Final = 8

_TYPES: Final = {
    "POINT": ("Point", 0),
    "LINESTRING": ("LineString", 1),
    "POLYGON": ("Polygon", 2),
    "MULTIPOINT": ("MultiPoint", 1),
    "MULTILINESTRING": ("MultiLineString", 2),
    "MULTIPOLYGON": ("MultiPolygon", 3),
}
"""Name in GeoJSON, and how deep its coordinates are nested."""
_HEAD: Final = re.compile(
    r"\s*(?:SRID=(?P<srid>\d{1,6})\s*;\s*)?(?P<type>[A-Z]+)(?:\s*(?:ZM|Z|M)\b)?\s*", re.IGNORECASE
)
_TOKEN: Final = re.compile(r"\s*([(),]|[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d{1,4})?)")


def parse_wkt(text: str) -> tuple[dict[str, Any], int]:
    """The geometry and its SRID (0 without one). Raises BadGeometry."""
    reader = _Reader(text)
    geometry = reader.geometry(MAX_DEPTH)
    if text[reader.at :].strip():
        raise _wrong(reader.at)
    return geometry, reader.srid


def _wrong(at: int) -> BadGeometry:
    return BadGeometry("wkt.wrong", "its WKT is wrong at character {at}", at=at + 1)


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.srid = 0

    def geometry(self, depth: int) -> dict[str, Any]:
        head = _HEAD.match(self.text, self.at)
        if head is None:
            raise _wrong(self.at)
        name, start = head["type"].upper(), self.at
        self.at = head.end()
        self.srid = int(head["srid"] or self.srid)
        if self.text[self.at : self.at + 5].upper() == "EMPTY" or name == "EMPTY":
            raise BadGeometry("geometry.empty", "its geometry is empty")
        if name == "GEOMETRYCOLLECTION":
            return {"type": "GeometryCollection", "geometries": self._members(depth)}
        # POINTZ and the like: the letters may stick to the name.
        kind = _TYPES.get(name) or _TYPES.get(name.rstrip("ZM"))
        if kind is None:
            raise _wrong(start)
        coordinates = self._nested(max(1, kind[1]))
        if kind[1] == 0:
            if len(coordinates) != 1:
                raise _wrong(start)
            coordinates = coordinates[0]
        return {"type": kind[0], "coordinates": coordinates}

    def _members(self, depth: int) -> list[dict[str, Any]]:
        if depth == 0:
            raise BadGeometry("geometry.too_deep", "its collections are nested too deeply")
        self._expect("(")
        members = [self.geometry(depth - 1)]
        while self._next() == ",":
            members.append(self.geometry(depth - 1))
        self.at -= 1
        self._expect(")")
        return members

    def _nested(self, depth: int) -> list[Any]:
        """Lists of lists … of positions, `depth` deep."""
        self._expect("(")
        found: list[Any] = []
        while True:
            found.append(self._nested(depth - 1) if depth > 1 else self._position())
            token = self._next()
            if token == ")":
                return found
            if token != ",":
                raise _wrong(self.at)

    def _position(self) -> list[float]:
        """Two to four numbers; MULTIPOINT may wrap each: ((1 2), (3 4))."""
        start = self.at
        if self._next() != "(":
            self.at = start
            return self._numbers()
        numbers = self._numbers()
        self._expect(")")
        return numbers

    def _numbers(self) -> list[float]:
        numbers: list[float] = []
        token = self._next()
        while token not in "(),":
            numbers.append(float(token))
            before = self.at
            token = self._next()
        self.at = before if numbers else self.at
        if not 2 <= len(numbers) <= 4:
            raise _wrong(self.at)
        return numbers

    def _next(self) -> str:
        found = _TOKEN.match(self.text, self.at)
        if found is None:
            raise _wrong(self.at)
        self.at = found.end()
        return found[1]

    def _expect(self, token: str) -> None:
        if self._next() != token:
            raise _wrong(self.at)

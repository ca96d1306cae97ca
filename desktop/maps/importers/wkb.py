"""Well-known binary (OGC, ISO and PostGIS flavours) to GeoJSON geometries. Heights are dropped."""

from __future__ import annotations

import struct
from typing import Any, Final

import numpy as np

from desktop.maps.importers.draft import BadGeometry

MAX_DEPTH: Final = 8
_TYPES: Final = (
    "",
    "Point",
    "LineString",
    "Polygon",
    "MultiPoint",
    "MultiLineString",
    "MultiPolygon",
    "GeometryCollection",
)
_Z, _M, _SRID = 0x80000000, 0x40000000, 0x20000000


def parse_wkb(data: bytes) -> dict[str, Any]:
    """The geometry of the bytes. Raises BadGeometry."""
    try:
        return _Reader(data).geometry(MAX_DEPTH)
    except (struct.error, ValueError) as error:
        if isinstance(error, BadGeometry):
            raise
        raise BadGeometry("wkb.wrong", "its geometry is damaged") from error


class _Reader:
    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def geometry(self, depth: int) -> dict[str, Any]:
        if depth == 0:
            raise BadGeometry("geometry.too_deep", "its collections are nested too deeply")
        order = "<" if self._unpack("<B") == 1 else ">"
        code = self._unpack(order + "I")
        if code & _SRID:
            self._unpack(order + "I")
        base = code & 0x0FFFFFFF
        axes = 2 + bool(code & _Z or base // 1000 in (1, 3)) + bool(code & _M or base // 1000 >= 2)
        number = base % 1000
        if not 1 <= number < len(_TYPES):
            raise BadGeometry(
                "geometry.unknown", "{kind} is no geometry of GeoJSON", kind=f"WKB {number}"
            )
        return self._body(_TYPES[number], order, axes, depth)

    def _body(self, kind: str, order: str, axes: int, depth: int) -> dict[str, Any]:
        if kind == "Point":
            return {"type": kind, "coordinates": self._positions(1, order, axes)[0]}
        count = self._unpack(order + "I")
        if kind == "LineString":
            return {"type": kind, "coordinates": self._positions(count, order, axes)}
        if kind == "Polygon":
            rings = []
            for _ in range(self._believable(count, 4)):
                rings.append(self._positions(self._unpack(order + "I"), order, axes))
            return {"type": kind, "coordinates": rings}
        members = [self.geometry(depth - 1) for _ in range(self._believable(count, 5))]
        if kind == "GeometryCollection":
            return {"type": kind, "geometries": members}
        if any(f"Multi{member['type']}" != kind for member in members):
            raise BadGeometry("wkb.wrong", "its geometry is damaged")
        return {"type": kind, "coordinates": [member["coordinates"] for member in members]}

    def _unpack(self, form: str) -> int:
        value: int = struct.unpack_from(form, self._data, self._at)[0]
        self._at += struct.calcsize(form)
        return value

    def _positions(self, count: int, order: str, axes: int) -> list[list[float]]:
        self._believable(count, 8 * axes)
        values = np.frombuffer(self._data, order + "f8", count * axes, self._at)
        self._at += 8 * count * axes
        found: list[list[float]] = values.reshape(count, axes)[:, :2].tolist()
        return found

    def _believable(self, count: int, size: int) -> int:
        """The count, when that many items of at least `size` bytes can still follow."""
        if count * size > len(self._data) - self._at:
            raise BadGeometry("wkb.wrong", "its geometry is damaged")
        return count

"""The base map as numpy arrays: what a tile painter reads from any thread. Immutable once built.

Polygons are normalised (outer rings clockwise on screen, holes against), so that thousands may be
filled as one winding path. Knows geometry, not colours.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from widgets.map.projection import Floats, lonlat_to_world

WorldRect = tuple[float, float, float, float]
Ring = Floats
"""World positions, shape (n, 2)."""

AREA_LAYERS: Final = frozenset({"ground", "landuse", "park", "water", "building"})
LINE_LAYERS: Final = frozenset({"canal", "road", "border"})


@dataclass(frozen=True)
class Shapes:
    """Many features of one style: `points` (n, 2) cut into rings, rings into features.

    `ring_starts` has one entry per ring and a closing one; `feature_rings` likewise per feature;
    `boxes` is (features, 4): left, top, right, bottom in world units.
    """

    points: Floats
    ring_starts: NDArray[np.int64]
    feature_rings: NDArray[np.int64]
    boxes: Floats

    def within(self, rect: WorldRect) -> tuple[Floats, NDArray[np.bool_]]:
        """Return the points of features touching `rect` and a mask of where rings begin."""
        left, top, right, bottom = rect
        boxes = self.boxes
        hit = (boxes[:, 0] <= right) & (boxes[:, 2] >= left)
        hit &= (boxes[:, 1] <= bottom) & (boxes[:, 3] >= top)
        rings = np.repeat(hit, np.diff(self.feature_rings))
        kept = np.repeat(rings, np.diff(self.ring_starts))
        begins = np.zeros(len(self.points), dtype=np.bool_)
        begins[self.ring_starts[:-1]] = True
        return self.points[kept], begins[kept]


@dataclass(frozen=True)
class Name:
    """A name to be put on the map. Road names carry anchors along the line, others one anchor.

    `anchors` is (n, 3): world x, y and the angle of the line in radians; `length` is the length
    of the line in world units (0 for a place).
    """

    text: str
    layer: str
    kind: str
    anchors: Floats
    length: float


@dataclass(frozen=True)
class Basemap:
    """All shapes by (layer, kind), all names, and the rectangle they fill."""

    shapes: Mapping[tuple[str, str], Shapes]
    names: tuple[Name, ...]
    bounds: WorldRect

    @staticmethod
    def from_geojson(collection: Mapping[str, Any]) -> Basemap:
        """Build from a GeoJSON FeatureCollection in degrees.

        Each feature has `properties.layer`; roads `properties.kind`; anything may have
        `properties.name`. Unknown layers and empty geometries are skipped.
        """
        groups: dict[tuple[str, str], list[list[Ring]]] = {}
        names: list[Name] = []
        for feature in collection.get("features", ()):
            properties = feature.get("properties") or {}
            geometry = feature.get("geometry") or {}
            layer = str(properties.get("layer", ""))
            kind = str(properties.get("kind") or "")
            parts = _parts(geometry, layer)
            if parts and (layer in AREA_LAYERS or layer in LINE_LAYERS):
                group = (layer, kind if layer == "road" else "")
                groups.setdefault(group, []).extend(parts)
            text = str(properties.get("name") or "")
            # A border runs between two names; the name of an area stands at its label point.
            if text and layer != "border" and layer != "building":
                name = _name(text, layer, kind, geometry, parts)
                if name is not None:
                    names.append(name)
        shapes = {key: _pack(features) for key, features in groups.items()}
        return Basemap(shapes, tuple(names), _bounds(shapes.values(), names))


def _parts(geometry: Mapping[str, Any], layer: str) -> list[list[Ring]]:
    """Return one list of rings per polygon or line of the geometry."""
    kind = geometry.get("type")
    coordinates = geometry.get("coordinates") or ()
    if kind == "Polygon":
        polygons = [coordinates]
    elif kind == "MultiPolygon":
        polygons = list(coordinates)
    elif kind in ("LineString", "MultiLineString"):
        lines = [coordinates] if kind == "LineString" else coordinates
        return [[_ring(line)] for line in lines if len(line) >= 2]
    else:
        return []
    if layer in LINE_LAYERS:
        return [[_ring(ring)] for polygon in polygons for ring in polygon if len(ring) >= 2]
    return [rings for polygon in polygons if (rings := _polygon(polygon))]


def _ring(line: Sequence[Sequence[float]]) -> Ring:
    degrees = np.array([position[:2] for position in line], dtype=np.float64)
    x, y = lonlat_to_world(degrees[:, 0], degrees[:, 1])
    return np.column_stack((x, y))


def _polygon(polygon: Sequence[Sequence[Sequence[float]]]) -> list[Ring]:
    rings = [_ring(ring) for ring in polygon if len(ring) >= 3]
    return [
        ring if (_signed_area(ring) > 0.0) == (index == 0) else ring[::-1]
        for index, ring in enumerate(rings)
    ]


def _signed_area(ring: Ring) -> float:
    # Relative to the first point: world coordinates of a building differ in the ninth digit.
    x, y = (ring - ring[0]).T
    return float(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1)))


def _pack(features: Sequence[Sequence[Ring]]) -> Shapes:
    rings = [ring for feature in features for ring in feature]
    ring_sizes = [len(ring) for ring in rings]
    feature_sizes = [len(feature) for feature in features]
    boxes = np.array([_box(feature) for feature in features], dtype=np.float64)
    return Shapes(
        points=np.concatenate(rings),
        ring_starts=np.concatenate(([0], np.cumsum(ring_sizes))).astype(np.int64),
        feature_rings=np.concatenate(([0], np.cumsum(feature_sizes))).astype(np.int64),
        boxes=boxes.reshape(-1, 4),
    )


def _box(rings: Iterable[Ring]) -> WorldRect:
    stacked = np.concatenate(list(rings))
    low, high = stacked.min(axis=0), stacked.max(axis=0)
    return (float(low[0]), float(low[1]), float(high[0]), float(high[1]))


def _bounds(shapes: Iterable[Shapes], names: Sequence[Name]) -> WorldRect:
    corners = [shape.boxes for shape in shapes]
    corners += [np.tile(name.anchors[:, :2], 2) for name in names]
    if not corners:
        return (0.0, 0.0, 1.0, 1.0)
    every = np.concatenate(corners)
    low, high = every.min(axis=0), every.max(axis=0)
    return (float(low[0]), float(low[1]), float(high[2]), float(high[3]))


def _name(
    text: str, layer: str, kind: str, geometry: Mapping[str, Any], parts: list[list[Ring]]
) -> Name | None:
    if geometry.get("type") == "Point":
        lon, lat = geometry["coordinates"][:2]
        x, y = lonlat_to_world(lon, lat)
        return Name(text, layer, kind, np.array([[float(x), float(y), 0.0]]), 0.0)
    if not parts:
        return None
    longest = max((rings[0] for rings in parts), key=len)
    if layer in LINE_LAYERS:
        return Name(text, layer, kind, *_along(longest))
    centre = np.array([[*_inside(longest), 0.0]])
    return Name(text, layer, kind, centre, 0.0)


def _inside(ring: Ring) -> tuple[float, float]:
    """Return the middle of the widest part of the ring at half height: inside it even if bent."""
    _left, top, _right, bottom = _box([ring])
    # Just off the half, where a drawn-by-hand rectangle has no vertex.
    level = top + (bottom - top) * 0.49
    start, end = ring, np.roll(ring, -1, axis=0)
    crosses = (start[:, 1] <= level) != (end[:, 1] <= level)
    (x0, y0), (x1, y1) = start[crosses].T, end[crosses].T
    x = np.sort(x0 + (level - y0) / (y1 - y0) * (x1 - x0))
    if len(x) < 2:
        return float(ring[0, 0]), float(ring[0, 1])
    widest = int(np.argmax(x[1::2] - x[::2])) * 2
    return float(x[widest] + x[widest + 1]) / 2.0, level


def _along(line: Ring) -> tuple[Floats, float]:
    """Return anchors spread over the line, the middle first, and the line's length."""
    steps = np.diff(line, axis=0)
    lengths = np.hypot(steps[:, 0], steps[:, 1])
    reach = np.concatenate(([0.0], np.cumsum(lengths)))
    total = float(reach[-1])
    fractions = np.array([0.5, 0.25, 0.75, 0.12, 0.88, 0.37, 0.63])
    at = fractions * total
    segment = np.clip(np.searchsorted(reach, at, side="right") - 1, 0, len(steps) - 1)
    x = np.interp(at, reach, line[:, 0])
    y = np.interp(at, reach, line[:, 1])
    angle = np.arctan2(steps[segment, 1], steps[segment, 0])
    return np.column_stack((x, y, angle)), total

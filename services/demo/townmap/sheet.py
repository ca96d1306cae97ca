"""The sheet the map is drawn on: features in the schema, coordinates in metres of the plan."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Final

import numpy as np

from services.demo import geometry, layout
from services.demo.geometry import Points
from services.demo.townmap.names import english

Feature = dict[str, Any]

LAYERS: Final = (
    "earth",
    "landuse",
    "natural",
    "water",
    "physical_line",
    "boundaries",
    "roads",
    "buildings",
    "pois",
    "places",
)
"""In drawing order."""

_ROADS: Final = ("path", "minor_road", "medium_road", "major_road", "highway", "rail")
"""Wide roads lie over the ends of narrow ones."""

FRAME_M: Final = (3300.0, 3250.0)
"""Half the width and the height of the sheet: the town and the land its roads run out into."""

_DECIMALS: Final = 6
"""About ten centimetres."""


class Sheet:
    """Collects features, cut to the frame; `features()` gives them in drawing order."""

    def __init__(self) -> None:
        self._features: list[Feature] = []

    def features(self) -> list[Feature]:
        """All features, layer by layer, within a layer as they were added."""
        return sorted(self._features, key=_order)

    def area(self, layer: str, kind: str, ring: Points, *holes: Points, **more: object) -> None:
        """A polygon; rings are open."""
        ring = _framed(ring)
        if len(ring) < 3:
            return
        rings = [_turned(ring, True), *(_turned(hole, False) for hole in holes)]
        coordinates = [degrees(np.vstack([each, each[:1]])) for each in rings]
        self._add(layer, kind, {"type": "Polygon", "coordinates": coordinates}, more)

    def line(self, layer: str, kind: str, line: Points, **more: object) -> None:
        """A line of at least two points."""
        for part in _framed_line(line):
            self._add(layer, kind, {"type": "LineString", "coordinates": degrees(part)}, more)

    def spot(self, layer: str, kind: str, at: Sequence[float] | Points, **more: object) -> None:
        """A point."""
        (place,) = degrees(np.array([at], dtype=np.float64))
        self._add(layer, kind, {"type": "Point", "coordinates": place}, more)

    def _add(self, layer: str, kind: str, shape: Feature, more: dict[str, object]) -> None:
        properties: dict[str, object] = {"layer": layer, "kind": kind}
        properties |= {key: value for key, value in more.items() if value not in (None, "", False)}
        name = properties.get("name")
        if isinstance(name, str) and (spelled := english(name)):
            properties["name:en"] = spelled
        self._features.append({"type": "Feature", "properties": properties, "geometry": shape})


def degrees(points: Points) -> list[list[float]]:
    """Longitude and latitude pairs of plan positions."""
    centre = layout.PROJECTION
    per_lon = 111_320.0 * math.cos(math.radians(centre.lat))
    scale = np.array([1.0 / per_lon, 1.0 / 110_900.0])
    pairs: list[list[float]] = np.round(
        points * scale + (centre.lon, centre.lat), _DECIMALS
    ).tolist()
    return pairs


def _turned(ring: Points, outer: bool) -> Points:
    return ring if (geometry.ring_area(ring) > 0) == outer else ring[::-1]


def _order(feature: Feature) -> tuple[int, int, int]:
    properties = feature["properties"]
    level = int("is_bridge" in properties) - int("is_tunnel" in properties)
    kind = properties["kind"]
    rank = _ROADS.index(kind) if kind in _ROADS and properties["layer"] == "roads" else 0
    return LAYERS.index(properties["layer"]), level, rank


def _framed(ring: Points) -> Points:
    """The part of a ring in the frame; less than three points when there is none."""
    frame = np.array(FRAME_M)
    if (np.abs(ring) <= frame).all():
        return ring
    for axis in (0, 1):
        for sign in (1.0, -1.0):
            normal = np.zeros(2)
            normal[axis] = sign
            if len(ring):
                ring = geometry.clip_half_plane(ring, -normal * frame[axis], normal)
    return ring


def _framed_line(line: Points) -> list[Points]:
    """The stretches of a line in the frame, to the metre."""
    frame = np.array(FRAME_M)
    if (np.abs(line) <= frame).all():
        return [line]
    dense = geometry.densify(line, 1.0)
    inside = (np.abs(dense) <= frame).all(axis=1)
    known = np.isin(dense, line)
    corners = known[:, 0] & known[:, 1]
    found = []
    marks = np.flatnonzero(np.diff(np.concatenate([[0], inside.astype(np.int8), [0]])))
    for start, stop in zip(marks[::2], marks[1::2], strict=True):
        kept = corners[start:stop].copy()
        kept[[0, -1]] = True
        if stop - start > 1:
            found.append(dense[start:stop][kept])
    return found

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

_DECIMALS: Final = 6
"""About ten centimetres."""

_COARSE: Final = 5
"""About a metre, for fields and far lines."""


class Sheet:
    """Collects features; `features()` gives them in drawing order."""

    def __init__(self) -> None:
        self._features: list[Feature] = []

    def features(self) -> list[Feature]:
        """All features, layer by layer, within a layer as they were added."""
        return sorted(self._features, key=_order)

    def area(
        self,
        layer: str,
        kind: str,
        ring: Points,
        *holes: Points,
        coarse: bool = False,
        **more: object,
    ) -> None:
        """A polygon; rings are open."""
        decimals = _COARSE if coarse else _DECIMALS
        rings = [_turned(ring, True), *(_turned(hole, False) for hole in holes)]
        coordinates = [degrees(np.vstack([each, each[:1]]), decimals) for each in rings]
        self._add(layer, kind, {"type": "Polygon", "coordinates": coordinates}, more)

    def areas(
        self, layer: str, kind: str, rings: Points, *, coarse: bool = False, **more: object
    ) -> None:
        """Many polygons of as many corners each as one feature: open rings of shape (n, m, 2)."""
        if len(rings) == 0:
            return
        decimals = _COARSE if coarse else _DECIMALS
        closed = np.concatenate([rings, rings[:, :1]], axis=1)
        flat = degrees(closed.reshape(-1, 2), decimals)
        count = closed.shape[1]
        coordinates = [[flat[at : at + count]] for at in range(0, len(flat), count)]
        self._add(layer, kind, {"type": "MultiPolygon", "coordinates": coordinates}, more)

    def line(
        self, layer: str, kind: str, line: Points, *, coarse: bool = False, **more: object
    ) -> None:
        """A line of at least two points."""
        coordinates = degrees(line, _COARSE if coarse else _DECIMALS)
        self._add(layer, kind, {"type": "LineString", "coordinates": coordinates}, more)

    def lines(self, layer: str, kind: str, lines: Sequence[Points], **more: object) -> None:
        """Many lines as one feature, coarse."""
        if lines:
            coordinates = [degrees(line, _COARSE) for line in lines]
            self._add(layer, kind, {"type": "MultiLineString", "coordinates": coordinates}, more)

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


def degrees(points: Points, decimals: int = _DECIMALS) -> list[list[float]]:
    """Longitude and latitude pairs of plan positions."""
    centre = layout.PROJECTION
    per_lon = 111_320.0 * math.cos(math.radians(centre.lat))
    scale = np.array([1.0 / per_lon, 1.0 / 110_900.0])
    pairs: list[list[float]] = np.round(
        points * scale + (centre.lon, centre.lat), decimals
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

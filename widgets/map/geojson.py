"""Reads GeoJSON (RFC 7946) into columns of world positions, and says what was left out and why.

The text may come from anywhere: rings wound wrongly are turned, shapes over the antimeridian are
shown on both sides, and a feature that cannot be shown is refused with a reason. Knows no tiles.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from widgets.map import rings
from widgets.map.antimeridian import unwrapped
from widgets.map.clip import Floats
from widgets.map.pieces import Pieces, joined, with_parts
from widgets.map.projection import lonlat_to_world
from widgets.map.rings import Ints
from widgets.map.sources import GeometryType

MAX_DEPTH: Final = 32
"""GeometryCollections within each other."""

_SLACK_DEG: Final = 1e-6
"""How far rounding may carry a position past the edge of the world."""

_TYPES: Final[Mapping[str, tuple[GeometryType, int]]] = {
    "Point": (GeometryType.POINT, 0),
    "MultiPoint": (GeometryType.POINT, 1),
    "LineString": (GeometryType.LINE, 1),
    "MultiLineString": (GeometryType.LINE, 2),
    "Polygon": (GeometryType.POLYGON, 2),
    "MultiPolygon": (GeometryType.POLYGON, 3),
}
"""Type of the geometry and how deep its positions lie."""


class FeatureError(ValueError):
    """The whole is no GeoJSON; the text says what is wrong."""


class Reason(StrEnum):
    """Why a feature is not shown; the caller has the words for it."""

    NOT_A_FEATURE = "not_a_feature"
    EMPTY = "empty"
    UNKNOWN_GEOMETRY = "unknown_geometry"
    BAD_COORDINATES = "bad_coordinates"
    NOT_FINITE = "not_finite"
    OUTSIDE_WORLD = "outside_world"
    AROUND_POLE = "around_pole"
    NO_EXTENT = "no_extent"
    TOO_DEEP = "too_deep"


@dataclass(frozen=True, slots=True)
class Refused:
    """Feature `index` of the collection is left out; `count` positions are to blame, if any."""

    index: int
    reason: Reason
    count: int = 0


@dataclass(frozen=True)
class Collection:
    """What can be shown, the properties of every feature, and what was left out, by index."""

    pieces: Pieces
    properties: tuple[Mapping[str, Any], ...]
    refused: tuple[Refused, ...]


class _RefusedError(Exception):
    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(slots=True)
class _Draft:
    """Parts in degrees as they are read; `piece_sizes` counts the parts of each piece."""

    parts: list[Floats] = field(default_factory=list)
    piece_sizes: list[int] = field(default_factory=list)
    types: list[int] = field(default_factory=list)
    features: list[int] = field(default_factory=list)


def read_geojson(geojson: Mapping[str, Any]) -> Collection:
    """Read a FeatureCollection, a Feature or a bare geometry. Raises `FeatureError`."""
    draft = _Draft()
    refused: dict[int, Refused] = {}
    properties: list[Mapping[str, Any]] = []
    for index, feature in enumerate(_features(geojson)):
        given = feature.get("properties") if isinstance(feature, Mapping) else None
        properties.append(given if isinstance(given, Mapping) else {})
        try:
            _read_feature(draft, index, feature)
        except _RefusedError as error:
            refused[index] = Refused(index, error.reason)
    pieces = _world(_checked(_columns(draft), refused), refused)
    return Collection(pieces, tuple(properties), tuple(refused[key] for key in sorted(refused)))


def _features(geojson: object) -> list[Any]:
    if not isinstance(geojson, Mapping):
        raise FeatureError(f"GeoJSON is an object, not {type(geojson).__name__}")
    kind = str(geojson.get("type"))
    if kind == "FeatureCollection":
        features = geojson.get("features")
        if not isinstance(features, list | tuple):
            raise FeatureError("the FeatureCollection has no list of features")
        return list(features)
    if kind == "Feature":
        return [geojson]
    if kind in _TYPES or kind == "GeometryCollection":
        return [{"type": "Feature", "geometry": geojson, "properties": {}}]
    raise FeatureError(f"type {kind[:40]!r} is no GeoJSON")


def _read_feature(draft: _Draft, index: int, feature: object) -> None:
    if not isinstance(feature, Mapping) or feature.get("type") != "Feature":
        raise _RefusedError(Reason.NOT_A_FEATURE)
    found: list[tuple[GeometryType, list[Floats]]] = []
    for geometry in _simple(feature.get("geometry")):
        kind, depth = _TYPES[geometry["type"]]
        found += [(kind, parts) for parts in _parts(geometry.get("coordinates"), kind, depth)]
    points = [parts[0] for kind, parts in found if kind == GeometryType.POINT]
    shapes: list[tuple[GeometryType, list[Floats]]] = []
    shapes += [(kind, parts) for kind, parts in found if kind != GeometryType.POINT]
    if points:
        shapes.append((GeometryType.POINT, [np.concatenate(points)]))
    if not shapes:
        raise _RefusedError(Reason.EMPTY)
    for kind, parts in shapes:
        draft.parts += parts
        draft.piece_sizes.append(len(parts))
        draft.types.append(kind)
        draft.features.append(index)


def _simple(geometry: object) -> Iterator[Mapping[str, Any]]:
    """The geometries within collections, first to last."""
    waiting: list[tuple[object, int]] = [(geometry, 0)]
    while waiting:
        each, depth = waiting.pop()
        if each is None:
            continue
        kind = each.get("type") if isinstance(each, Mapping) else None
        if isinstance(each, Mapping) and kind == "GeometryCollection":
            if depth == MAX_DEPTH:
                raise _RefusedError(Reason.TOO_DEEP)
            members = each.get("geometries")
            if not isinstance(members, list | tuple):
                raise _RefusedError(Reason.BAD_COORDINATES)
            waiting += [(member, depth + 1) for member in reversed(members)]
        elif isinstance(each, Mapping) and isinstance(kind, str) and kind in _TYPES:
            yield each
        else:
            raise _RefusedError(Reason.UNKNOWN_GEOMETRY)


def _parts(coordinates: object, kind: GeometryType, depth: int) -> list[list[Floats]]:
    """The pieces of one geometry: lists of parts. Empty ones are left out."""
    if not isinstance(coordinates, list | tuple):
        raise _RefusedError(Reason.EMPTY if coordinates is None else Reason.BAD_COORDINATES)
    if not coordinates:
        return []
    if depth == 0:
        return [[_positions([coordinates])]]
    if depth == 1:
        return [[_positions(coordinates)]]
    if kind == GeometryType.LINE:
        return [each for part in coordinates for each in _parts(part, kind, 1)]
    if depth == 3:
        return [each for part in coordinates for each in _parts(part, kind, 2)]
    polygon = [_parts(ring, kind, 1) for ring in coordinates]
    # A polygon whose outer ring is empty is empty; empty holes are none.
    return [[ring[0][0] for ring in polygon if ring]] if polygon[0] else []


def _positions(raw: list[Any] | tuple[Any, ...]) -> Floats:
    try:
        degrees = np.array(raw, dtype=np.float64)
    except (ValueError, TypeError, OverflowError):
        degrees = _ragged(raw)
    if degrees.ndim != 2 or degrees.shape[1] < 2:
        raise _RefusedError(Reason.BAD_COORDINATES)
    return degrees[:, :2]


def _ragged(raw: list[Any] | tuple[Any, ...]) -> Floats:
    """Positions of which some have a height and some have not."""
    try:
        return np.array([[position[0], position[1]] for position in raw], dtype=np.float64)
    except (ValueError, TypeError, OverflowError, LookupError) as error:
        raise _RefusedError(Reason.BAD_COORDINATES) from error


def _columns(draft: _Draft) -> Pieces:
    points = np.concatenate(draft.parts) if draft.parts else np.zeros((0, 2))
    starts = rings.cut_after(np.array([len(part) for part in draft.parts], dtype=np.int64))
    types = np.array(draft.types, dtype=np.uint8)
    piece_parts = rings.cut_after(np.array(draft.piece_sizes, dtype=np.int64))
    features = np.array(draft.features, dtype=np.int64)
    return Pieces.of(points, starts, piece_parts, types, features)


def _checked(pieces: Pieces, refused: dict[int, Refused]) -> Pieces:
    """Only features all of whose positions are in the world."""
    if not len(pieces):
        return pieces
    feature_of = np.repeat(pieces.features, pieces.sizes())
    lonlat = np.abs(pieces.points)
    finite = np.isfinite(lonlat).all(axis=1)
    outside = finite & (lonlat > np.array([180.0, 90.0]) + _SLACK_DEG).any(axis=1)
    for bad, reason in ((~finite, Reason.NOT_FINITE), (outside, Reason.OUTSIDE_WORLD)):
        where, counts = np.unique(feature_of[bad], return_counts=True)
        for index, count in zip(where.tolist(), counts.tolist(), strict=True):
            refused.setdefault(index, Refused(index, reason, count))
    return _without(pieces, refused)


def _without(pieces: Pieces, refused: Mapping[int, Refused]) -> Pieces:
    gone = np.array(sorted(refused), dtype=np.int64)
    return pieces.taken(~np.isin(pieces.features, gone))


def _world(pieces: Pieces, refused: dict[int, Refused]) -> Pieces:
    """World positions, rings wound as they should be, shapes without extent left out."""
    if not len(pieces):
        return pieces
    polygon = np.repeat(pieces.types == GeometryType.POLYGON, np.diff(pieces.piece_parts))
    points, starts = rings.without_closing_points(pieces.points, pieces.part_starts, polygon)
    pieces = Pieces.of(points, starts, pieces.piece_parts, pieces.types, pieces.features)
    pieces, around_pole = unwrapped(pieces)
    for index in around_pole:
        refused.setdefault(index, Refused(index, Reason.AROUND_POLE))
    pieces = _without(pieces, refused)
    before = set(pieces.features.tolist())
    pieces = _wound(_projected(pieces))
    for index in sorted(before - set(pieces.features.tolist())):
        refused.setdefault(index, Refused(index, Reason.NO_EXTENT))
    return _on_both_sides(pieces)


def _projected(pieces: Pieces) -> Pieces:
    x, y = lonlat_to_world(pieces.points[:, 0], pieces.points[:, 1])
    points = np.column_stack((x, y))
    return Pieces.of(points, pieces.part_starts, pieces.piece_parts, pieces.types, pieces.features)


def _wound(pieces: Pieces) -> Pieces:
    """Outer rings clockwise on screen, holes against; rings without area and short lines go."""
    if not len(pieces):
        return pieces
    types: NDArray[np.uint8] = np.repeat(pieces.types, np.diff(pieces.piece_parts))
    polygon = types == GeometryType.POLYGON
    is_outer = np.zeros(len(types), dtype=np.bool_)
    is_outer[pieces.piece_parts[:-1]] = True
    areas = rings.signed_areas(pieces.points, pieces.part_starts)
    points = rings.reversed_parts(
        pieces.points, pieces.part_starts, polygon & ((areas > 0.0) != is_outer)
    )
    sizes: Ints = np.diff(pieces.part_starts)
    kept = np.where(polygon, (areas != 0.0) & (sizes >= 3), sizes >= 2)
    kept |= types == GeometryType.POINT
    return with_parts(pieces, points, pieces.part_starts, kept)


def _on_both_sides(pieces: Pieces) -> Pieces:
    """What reaches over the edge of the world is also shown where it comes in again."""
    several = [pieces]
    for shift, over in ((-1.0, pieces.boxes[:, 2] > 1.0), (1.0, pieces.boxes[:, 0] < 0.0)):
        copy = pieces.taken(over)
        if len(copy):
            points = copy.points + np.array([shift, 0.0])
            several.append(
                Pieces.of(points, copy.part_starts, copy.piece_parts, copy.types, copy.features)
            )
    return joined(several)

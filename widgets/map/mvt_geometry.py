"""Command streams of Mapbox Vector Tile features, all of a layer at once.

Owns the drawing commands: MoveTo, LineTo, ClosePath, and the cursor that runs through a feature.
Gives parts in columns; knows nothing of names and properties.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from widgets.map import rings
from widgets.map.rings import Ints
from widgets.map.sources import GeometryType
from widgets.map.wire import Buffer, WireError, unpack_uint32, unzigzag

MAX_VERTICES: Final = 1_000_000
"""Of one layer."""

MAX_BYTES: Final = 4 * MAX_VERTICES
"""Of the geometry of one layer; a vertex of a dense tile takes two or three."""

MAX_COORDINATE: Final = 1 << 24
"""Tile units a float32 holds exactly; far beyond any tile and its buffer."""

_MOVE, _LINE, _CLOSE = 1, 2, 7


@dataclass(frozen=True, slots=True)
class Parts:
    """Points (n, 2) cut into parts, parts into features; a feature may have none left."""

    points: NDArray[np.float32]
    part_starts: Ints
    feature_parts: Ints


def decode_geometry(buffer: Buffer, starts: Ints, ends: Ints, types: NDArray[np.uint8]) -> Parts:
    """The parts of the features whose commands lie in [start, end) of the buffer.

    Rings come oriented as `TileLayer` wants them; rings without an area and lines of one point are
    dropped. Raises `WireError`.
    """
    if int((ends - starts).sum()) > MAX_BYTES:
        raise WireError(f"more than {MAX_BYTES:,} bytes of geometry")
    words, cuts = unpack_uint32(buffer, starts, ends)
    commands = _commands(words, cuts)
    ids, counts = words[commands] & 7, words[commands] >> 3
    feature_commands = np.searchsorted(commands, cuts)
    _check(ids, counts, feature_commands, types)
    points = _positions(words, commands, cuts)
    return _parts(points, ids, counts, feature_commands, types)


def _commands(words: Ints, cuts: Ints) -> Ints:
    """Where the command words are: each says how many words its successor is away."""
    if len(words) > 2 * 2 * MAX_VERTICES:
        raise WireError(f"more than {MAX_VERTICES:,} vertices")
    ids, counts = words & 7, words >> 3
    # ClosePath has no parameters. What is no command is found by `_check`.
    steps = np.where(ids == _CLOSE, 1, 1 + 2 * counts)
    following = np.minimum(np.arange(len(words)) + steps, len(words) + 1).tolist()
    found = []
    at, end = 0, len(words)
    while at < end:
        found.append(at)
        at = following[at]
    commands = np.array(found, dtype=np.int64)
    begins = cuts[:-1][np.diff(cuts) > 0]
    if at != end or not np.isin(begins, commands, assume_unique=True).all():
        raise WireError("a command counts more points than its feature has")
    return commands


def _check(ids: Ints, counts: Ints, feature_commands: Ints, types: NDArray[np.uint8]) -> None:
    """Refuse what the specification (4.3.3, 4.3.4) has no meaning for."""
    type_of = np.repeat(types, np.diff(feature_commands))
    first = np.zeros(len(ids), dtype=np.bool_)
    first[feature_commands[:-1][np.diff(feature_commands) > 0]] = True
    before = np.where(first, 0, np.concatenate(([0], ids[:-1]))) if len(ids) else ids
    last = np.roll(first, -1) if len(ids) else first
    polygon, line = type_of == GeometryType.POLYGON, type_of == GeometryType.LINE
    faults = (
        ((ids != _MOVE) & (ids != _LINE) & (ids != _CLOSE), "an unknown command"),
        ((counts == 0) | ((ids == _CLOSE) & (counts != 1)), "a command with a wrong count"),
        (first & (ids != _MOVE), "a feature that does not begin with MoveTo"),
        ((type_of == GeometryType.POINT) & ~(first & last), "a point with more than one command"),
        (line & (ids == _CLOSE), "a line with ClosePath"),
        ((polygon | line) & (ids == _MOVE) & (counts != 1), "a MoveTo of several points"),
        (polygon & (ids == _CLOSE) & (before == _CLOSE), "ClosePath without a ring"),
        (polygon & (ids == _LINE) & (before == _CLOSE), "LineTo after ClosePath"),
        (polygon & (ids == _MOVE) & ~first & (before != _CLOSE), "a ring that is not closed"),
        (polygon & last & (ids != _CLOSE), "a ring that is not closed"),
    )
    for wrong, text in faults:
        if wrong.any():
            command = int(np.argmax(wrong))
            feature = int(np.searchsorted(feature_commands, command, side="right")) - 1
            raise WireError(f"feature {feature}: {text}")


def _positions(words: Ints, commands: Ints, cuts: Ints) -> Ints:
    """The cursor at every point: parameters are steps from the point before in the feature."""
    is_parameter = np.ones(len(words), dtype=np.bool_)
    is_parameter[commands] = False
    steps = unzigzag(words[is_parameter]).reshape(-1, 2)
    reached = np.zeros((len(steps) + 1, 2), dtype=np.int64)
    np.cumsum(steps, axis=0, out=reached[1:])
    # Points before each feature: parameters up to its first word, two per point.
    starts = np.concatenate(([0], np.cumsum(is_parameter)))[cuts] // 2
    points: Ints = reached[1:] - np.repeat(reached[starts[:-1]], np.diff(starts), axis=0)
    if len(points) and np.abs(points).max() > MAX_COORDINATE:
        raise WireError(f"a point lies more than {MAX_COORDINATE} units out")
    return points


def _parts(
    points: Ints, ids: Ints, counts: Ints, feature_commands: Ints, types: NDArray[np.uint8]
) -> Parts:
    """Cut the points at each MoveTo, and tidy the parts."""
    drawn = np.where(ids == _CLOSE, 0, counts)
    before = np.concatenate(([0], np.cumsum(drawn)))
    moves = np.flatnonzero(ids == _MOVE)
    starts = np.append(before[moves], len(points))
    feature_parts = np.searchsorted(moves, feature_commands)
    type_of = np.repeat(types, np.diff(feature_parts))
    polygon = type_of == GeometryType.POLYGON
    points, starts = rings.without_closing_points(points, starts, polygon)
    sizes = np.diff(starts)
    areas = np.where(polygon, rings.signed_areas(points, starts), 0.0)
    kept = np.where(polygon, (sizes >= 3) & (areas != 0.0), sizes >= 2)
    kept |= type_of == GeometryType.POINT
    points = rings.reversed_parts(points, starts, _turned(areas, feature_parts))
    points, starts, feature_parts = rings.kept_parts(points, starts, feature_parts, kept)
    return Parts(points.astype(np.float32), starts, feature_parts)


def _turned(areas: NDArray[np.float64], feature_parts: Ints) -> NDArray[np.bool_]:
    """Parts of features whose first ring with an area runs the wrong way.

    Version 2 asks for clockwise outer rings; version 1 does not, and neither do all its writers.
    """
    signed = np.flatnonzero(areas)
    feature = rings.feature_of_parts(feature_parts)
    wrong = np.zeros(len(feature_parts) - 1, dtype=np.bool_)
    firsts, where = np.unique(feature[signed], return_index=True)
    wrong[firsts] = areas[signed[where]] < 0.0
    return wrong[feature]

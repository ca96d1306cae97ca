"""Geometry of many features as columns: what is clipped, thinned and found by rectangle.

A piece is a polygon with its holes, a line, or all points of a feature: the unit that is found.
Positions are world units (`widgets.map.projection`). Knows no properties and no files.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from widgets.map import rings
from widgets.map.clip import Floats, Rect, clip_lines, clip_rings
from widgets.map.rings import Ints
from widgets.map.sources import GeometryType

Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Pieces:
    """`points` (n, 2) cut into parts, parts into pieces; per piece its type, feature and box.

    The first ring of a polygon is its outer one and clockwise on screen, the others are holes and
    run against it. Pieces of one feature lie together and features are in order.
    """

    points: Floats
    part_starts: Ints
    piece_parts: Ints
    types: NDArray[np.uint8]
    features: Ints
    boxes: Floats

    def __len__(self) -> int:
        return len(self.types)

    @property
    def nbytes(self) -> int:
        """Bytes of all columns."""
        columns = (self.points, self.part_starts, self.piece_parts)
        return sum(column.nbytes for column in (*columns, self.types, self.features, self.boxes))

    @staticmethod
    def of(
        points: Floats, part_starts: Ints, piece_parts: Ints, types: NDArray[Any], features: Ints
    ) -> Pieces:
        """Pieces with their boxes worked out. None may be without a point."""
        boxes = np.zeros((len(types), 4))
        if len(types):
            firsts = part_starts[piece_parts[:-1]]
            boxes[:, :2] = np.minimum.reduceat(points, firsts)
            boxes[:, 2:] = np.maximum.reduceat(points, firsts)
        return Pieces(points, part_starts, piece_parts, types, features, boxes)

    def taken(self, kept: Mask) -> Pieces:
        """The pieces of the mask."""
        if kept.all():
            return self
        parts = np.repeat(kept, np.diff(self.piece_parts))
        points, starts, _ = rings.kept_parts(self.points, self.part_starts, self.piece_parts, parts)
        return Pieces(
            points,
            starts,
            rings.cut_after(np.diff(self.piece_parts)[kept]),
            self.types[kept],
            self.features[kept],
            self.boxes[kept],
        )

    def touching(self, rect: Rect) -> Pieces:
        """The pieces whose boxes touch the rectangle."""
        left, top, right, bottom = rect
        boxes = self.boxes
        hit = (boxes[:, 0] <= right) & (boxes[:, 2] >= left)
        return self.taken(hit & (boxes[:, 1] <= bottom) & (boxes[:, 3] >= top))

    def sizes(self) -> Ints:
        """Points of each piece."""
        return np.diff(self.part_starts[self.piece_parts])


def clipped(pieces: Pieces, rect: Rect, *, least: int = 0) -> Pieces:
    """The pieces cut to the rectangle; those with fewer points than `least` are left whole."""
    pieces = pieces.touching(rect)
    left, top, right, bottom = rect
    boxes = pieces.boxes
    crosses = (boxes[:, 0] < left) | (boxes[:, 2] > right)
    crosses |= (boxes[:, 1] < top) | (boxes[:, 3] > bottom)
    crosses &= pieces.sizes() >= least
    if not crosses.any():
        return pieces
    done = [pieces.taken(~crosses)]
    cut = pieces.taken(crosses)
    for kind, clip in (
        (GeometryType.POINT, _clip_points),
        (GeometryType.LINE, _clip_lines),
        (GeometryType.POLYGON, _clip_polygons),
    ):
        chosen = cut.taken(cut.types == kind)
        if len(chosen):
            done.append(clip(chosen, rect))
    return joined(done)


def _clip_points(pieces: Pieces, rect: Rect) -> Pieces:
    x, y = pieces.points.T
    inside = (x >= rect[0]) & (x <= rect[2]) & (y >= rect[1]) & (y <= rect[3])
    sizes = np.add.reduceat(inside.astype(np.int64), pieces.part_starts[:-1])
    kept = sizes > 0
    count = int(kept.sum())
    return Pieces.of(
        pieces.points[inside],
        rings.cut_after(sizes[kept]),
        np.arange(count + 1, dtype=np.int64),
        pieces.types[kept],
        pieces.features[kept],
    )


def _clip_lines(pieces: Pieces, rect: Rect) -> Pieces:
    points, starts, source = clip_lines(pieces.points, pieces.part_starts, rect)
    # A line is a piece of one part, so the part it came from is its piece.
    return Pieces.of(
        points,
        starts,
        np.arange(len(source) + 1, dtype=np.int64),
        pieces.types[source],
        pieces.features[source],
    )


def _clip_polygons(pieces: Pieces, rect: Rect) -> Pieces:
    points, starts = clip_rings(pieces.points, pieces.part_starts, rect)
    return with_parts(pieces, points, starts, np.diff(starts) >= 3)


def with_parts(pieces: Pieces, points: Floats, starts: Ints, kept: Mask) -> Pieces:
    """The pieces with other points in their parts, and only the `kept` parts.

    A piece whose first part goes, goes: holes are nothing without their outer ring.
    """
    piece_of = rings.feature_of_parts(pieces.piece_parts)
    lives = kept[pieces.piece_parts[:-1]]
    kept = kept & lives[piece_of]
    points, starts, piece_parts = rings.kept_parts(points, starts, pieces.piece_parts, kept)
    piece_parts = np.append(piece_parts[:-1][lives], piece_parts[-1])
    return Pieces.of(points, starts, piece_parts, pieces.types[lives], pieces.features[lives])


def joined(several: list[Pieces]) -> Pieces:
    """All pieces, in the order of their features."""
    several = [pieces for pieces in several if len(pieces)] or several[:1]
    if len(several) == 1:
        return several[0]
    points = np.concatenate([pieces.points for pieces in several])
    starts = rings.cut_after(np.concatenate([np.diff(each.part_starts) for each in several]))
    counts = np.concatenate([np.diff(each.piece_parts) for each in several])
    piece_parts = rings.cut_after(counts)
    features = np.concatenate([pieces.features for pieces in several])
    order = np.argsort(features, kind="stable")
    part_order = _spread(piece_parts, order)
    return Pieces(
        points[_spread(starts, part_order)],
        rings.cut_after(np.diff(starts)[part_order]),
        rings.cut_after(counts[order]),
        np.concatenate([pieces.types for pieces in several])[order],
        features[order],
        np.concatenate([pieces.boxes for pieces in several])[order],
    )


def _spread(starts: Ints, order: Ints) -> Ints:
    """The members of the groups, group after group as `order` has them."""
    sizes = np.diff(starts)[order]
    cuts = rings.cut_after(sizes)
    return np.repeat(starts[order] - cuts[:-1], sizes) + np.arange(cuts[-1])


def thinned(pieces: Pieces, cell: float) -> Pieces:
    """The pieces without points that share a square of side `cell` with the point before.

    The squares lie in the world, not in a tile, so that neighbouring tiles thin alike. Ends of
    lines stay; rings left with less than three points go.
    """
    if not len(pieces):
        return pieces
    squares = np.floor(pieces.points / cell)
    kept = np.ones(len(squares), dtype=np.bool_)
    kept[1:] = (squares[1:] != squares[:-1]).any(axis=1)
    firsts, lasts = pieces.part_starts[:-1], pieces.part_starts[1:] - 1
    kept[firsts] = True
    counts = np.diff(pieces.piece_parts)
    part_types = np.repeat(pieces.types, counts)
    kept[lasts[part_types == GeometryType.LINE]] = True
    kept |= np.repeat(part_types == GeometryType.POINT, np.diff(pieces.part_starts))
    if kept.all():
        return pieces
    before = np.concatenate(([0], np.cumsum(kept)))
    starts = before[pieces.part_starts]
    enough = (np.diff(starts) >= 3) | (part_types != GeometryType.POLYGON)
    return with_parts(pieces, pieces.points[kept], starts, enough)

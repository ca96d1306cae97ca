"""A vector tile made ready to be painted again and again: boxes, columns, filtered rows.

Used by one thread at a time.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from widgets.map.sources import GeometryType, TileAddress, VectorTile
from widgets.map.styles.columns import Columns, Rows
from widgets.map.styles.layers import StyleLayer

_GEOMETRIES: Final = {
    "fill": (GeometryType.POLYGON,),
    "line": (GeometryType.LINE, GeometryType.POLYGON),
    "circle": (GeometryType.POINT,),
    "symbol": (GeometryType.POINT, GeometryType.LINE, GeometryType.POLYGON),
}


@dataclass(frozen=True, slots=True)
class Cut:
    """The part of a loaded tile to paint: all of it, or a piece where it is enlarged.

    `left`, `top` and `span` are in units of the loaded tile.
    """

    left: float
    top: float
    span: float

    @staticmethod
    def of(address: TileAddress, loaded: TileAddress) -> Cut:
        """Return where `address` lies in the tile `loaded`, itself or one of its parents."""
        pieces = 1 << (address.z - loaded.z)
        column = address.x - loaded.x * pieces
        row = address.y - loaded.y * pieces
        return Cut(column / pieces, row / pieces, 1.0 / pieces)


class PreparedLayer:
    """One layer of a tile with what painting it again would find again."""

    def __init__(self, columns: Columns) -> None:
        self.columns = columns
        self.layer = columns.layer
        self._boxes: NDArray[np.float32] | None = None
        self._passing: dict[StyleLayer, Rows] = {}

    def boxes(self) -> NDArray[np.float32]:
        """Return left, top, right, bottom of each part in tile coordinates, shape (parts, 4)."""
        if self._boxes is None:
            starts = self.layer.part_starts[:-1]
            if len(starts) and len(self.layer.points):
                low = np.minimum.reduceat(self.layer.points, starts, axis=0)
                high = np.maximum.reduceat(self.layer.points, starts, axis=0)
                self._boxes = np.concatenate((low, high), axis=1)
            else:
                self._boxes = np.empty((len(starts), 4), dtype=np.float32)
        return self._boxes

    def rows(self, style: StyleLayer, zoom: float) -> Rows:
        """Return the features that belong to a style layer, in their order."""
        # Styles live as long as what they painted; the key is the layer itself, by identity.
        found = self._passing.get(style)
        if found is None:
            found = self._filtered(style, zoom)
            if style.filter is None or not style.filter.uses_zoom:
                self._passing[style] = found
        return found

    def _filtered(self, style: StyleLayer, zoom: float) -> Rows:
        fitting = np.isin(self.layer.types, [int(kind) for kind in _GEOMETRIES[style.type]])
        rows = np.flatnonzero(fitting)
        if style.filter is None:
            return rows
        groups = self.columns.groups([style.filter], zoom, rows)
        passing = [members for context, members in groups if style.passes(context)]
        return np.sort(np.concatenate(passing)) if passing else rows[:0]

    def near(self, cut: Cut, spill: float) -> NDArray[np.bool_]:
        """Say for each part whether it touches the cut, grown by `spill` of its width."""
        extent = self.layer.extent
        reach = spill * cut.span
        boxes = self.boxes()
        left, top = (cut.left - reach) * extent, (cut.top - reach) * extent
        right = (cut.left + cut.span + reach) * extent
        bottom = (cut.top + cut.span + reach) * extent
        hit = (boxes[:, 0] <= right) & (boxes[:, 2] >= left)
        hit &= (boxes[:, 1] <= bottom) & (boxes[:, 3] >= top)
        return hit


@dataclass(frozen=True)
class PreparedTile:
    """A vector tile with what was found out about its layers."""

    tile: VectorTile
    _layers: dict[str, PreparedLayer] = field(default_factory=dict)

    def layer(self, name: str) -> PreparedLayer | None:
        """Return a layer; None where the tile has none or it is empty."""
        found = self._layers.get(name)
        if found is None:
            layer = self.tile.layers.get(name)
            if layer is None or not len(layer):
                return None
            found = self._layers[name] = PreparedLayer(Columns(layer))
        return found

    def cost(self) -> int:
        """Return about how many bytes the tile takes."""
        return sum(
            layer.points.nbytes
            + layer.part_starts.nbytes * 3
            + layer.tags.nbytes
            + 48 * len(layer)
            + 64 * min(len(layer.values), len(layer.tags))
            for layer in self.tile.layers.values()
        )


def ranges(starts: Rows, ends: Rows) -> Rows:
    """Return the numbers from each start up to its end, one run after the other."""
    sizes = ends - starts
    total = int(sizes.sum())
    if not total:
        return np.empty(0, dtype=np.int64)
    begins = np.cumsum(sizes) - sizes
    numbers: Rows = np.arange(total, dtype=np.int64) - np.repeat(begins - starts, sizes)
    return numbers

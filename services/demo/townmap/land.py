"""A coarse raster of the country: where it is wet, and where nothing may be built.

The fine raster of the plan, `ground.Ground`, ends with the town.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from services.demo.geometry import Points

CELL_M: Final = 6.0
_REACH_M: Final = (17_000.0, 13_000.0)


class Land:
    """Waters and roads are put in first, then it is asked."""

    def __init__(self) -> None:
        size = (int(2 * _REACH_M[0] / CELL_M), int(2 * _REACH_M[1] / CELL_M))
        self._wet = Image.new("L", size)
        self._taken = Image.new("L", size)
        self._read: dict[str, NDArray[np.uint8]] = {}

    def flood(self, ring: Points) -> None:
        """Put in a water."""
        self._read.clear()
        outline = _pixels(ring)
        ImageDraw.Draw(self._wet).polygon(outline, fill=1)
        draw = ImageDraw.Draw(self._taken)
        draw.polygon(outline, fill=1)
        draw.line([*outline, outline[0]], fill=1, width=3)

    def take(self, line: Points, width_m: float) -> None:
        """Put in a road or a railway with its sides."""
        self._read.clear()
        width = max(1, round(width_m / CELL_M))
        ImageDraw.Draw(self._taken).line(_pixels(line), fill=1, width=width)

    def fill(self, ring: Points) -> None:
        """Take all land within a ring."""
        self._read.clear()
        ImageDraw.Draw(self._taken).polygon(_pixels(ring), fill=1)

    def is_wet(self, points: Points) -> NDArray[np.bool_]:
        """Whether each of (n, 2) points lies in water."""
        return self._look("wet", points)

    def is_free(self, points: Points) -> NDArray[np.bool_]:
        """Whether each of (n, 2) points lies on land where one may build."""
        return ~self._look("taken", points)

    def _look(self, which: str, points: Points) -> NDArray[np.bool_]:
        if which not in self._read:  # a copy of the whole raster, so once after all is put in
            self._read[which] = np.asarray(self._wet if which == "wet" else self._taken)
        cells = self._read[which]
        columns = ((points[:, 0] + _REACH_M[0]) / CELL_M).astype(np.int64)
        rows = ((_REACH_M[1] - points[:, 1]) / CELL_M).astype(np.int64)
        height, width = cells.shape
        known = (columns >= 0) & (columns < width) & (rows >= 0) & (rows < height)
        found = cells[np.clip(rows, 0, height - 1), np.clip(columns, 0, width - 1)] > 0
        seen: NDArray[np.bool_] = found & known
        return seen


def _pixels(points: Points) -> list[tuple[float, float]]:
    moved = (points * (1.0, -1.0) + _REACH_M) / CELL_M
    return [(x, y) for x, y in np.clip(moved, -20_000, 20_000).tolist()]

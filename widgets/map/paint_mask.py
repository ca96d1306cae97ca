"""Which part of the map a frame paints, asked about thousands of places at once.

A clip of many rectangles makes each sprite dear, also where nothing is to be painted: so what
cannot reach the part is left out before it is drawn. Knows pixels, not what stands there.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, cast

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect
from PySide6.QtGui import QRegion

_CELL_PX: Final = 16
_FEW: Final = 2
"""With fewer rectangles than this clipping is cheap."""


class PaintMask:
    """A coarse picture of a region: it may say yes beside the region, never no inside it."""

    def __init__(self, region: QRegion, reach_px: int) -> None:
        bounds = region.boundingRect().adjusted(-reach_px, -reach_px, reach_px, reach_px)
        self._left, self._top = bounds.left(), bounds.top()
        columns = bounds.width() // _CELL_PX + 1
        rows = bounds.height() // _CELL_PX + 1
        self._cells = np.zeros((rows, columns), np.bool_)
        for rect in cast(Iterable[QRect], region):
            grown = rect.adjusted(-reach_px, -reach_px, reach_px, reach_px)
            first_row = (grown.top() - self._top) // _CELL_PX
            first_column = (grown.left() - self._left) // _CELL_PX
            last_row = (grown.bottom() - self._top) // _CELL_PX
            last_column = (grown.right() - self._left) // _CELL_PX
            self._cells[first_row : last_row + 1, first_column : last_column + 1] = True

    @classmethod
    def of(cls, region: QRegion, reach_px: int) -> PaintMask | None:
        """The mask of a region whose parts are many; None when asking is not worth it."""
        return cls(region, reach_px) if region.rectCount() >= _FEW else None

    def reaches(self, x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Whether something at each place, as large as the reach, may touch the region."""
        column = np.floor((x - self._left) / _CELL_PX).astype(np.int64)
        row = np.floor((y - self._top) / _CELL_PX).astype(np.int64)
        rows, columns = self._cells.shape
        inside = (row >= 0) & (row < rows) & (column >= 0) & (column < columns)
        inside[inside] = self._cells[row[inside], column[inside]]
        return inside

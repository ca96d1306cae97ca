"""How densely weighted places lie, as a calm tint under the points.

One hue from clear to bright: nothing in it looks like an alarm. The tone of a place does not
depend on what else is in view, so that nothing changes colour while the map is dragged.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from widgets.map.projection import WORLD_PX, Floats, lonlat_to_world
from widgets.map.viewport import Viewport

CELL_PX: Final = 8
"""Side of a cell of the grid, in device-independent pixels."""

RAMP: Final = ("#1C4A6B", "#A9DBF5")
"""From few to many: the accent's hue, dark to pale."""

_SIGMA_CELLS: Final = 2.0
_REACH: Final = 5
_MARGIN_PX: Final = 384.0
_STRONGEST: Final = 200
_FULL: Final = 2.5
"""Times the reference density where the tint is nearly at its strongest."""


@dataclass(frozen=True)
class HeatImage:
    """A picture and where it lies: left, top, right, bottom in world units, for one zoom."""

    image: QImage
    rect: tuple[float, float, float, float]
    zoom: float


class HeatLayer:
    """Weighted places, and the picture of them around the last view."""

    def __init__(self) -> None:
        self.version = 0
        self._picture: HeatImage | None = None
        self.set_places((), (), ())

    def __len__(self) -> int:
        return len(self._x)

    def set_places(self, lon: ArrayLike, lat: ArrayLike, weight: ArrayLike) -> None:
        """Replace all places, in degrees; a weight that is negative or not a number counts 0.

        Raises ValueError for columns of unequal length.
        """
        x, y = lonlat_to_world(lon, lat)
        heavy = np.nan_to_num(np.asarray(weight, dtype=np.float64), nan=0.0, posinf=0.0)
        if not len(x) == len(y) == len(heavy):
            raise ValueError("every column must be equally long")
        keep = np.isfinite(x) & np.isfinite(y) & (heavy > 0.0)
        self._x, self._y, self._weight = x[keep], y[keep], heavy[keep]
        self._references: dict[int, float] = {}
        self._picture = None
        self.version += 1

    def picture(self, view: Viewport) -> HeatImage:
        """Return the picture around the view; it is kept while the view stays inside it."""
        left, top, right, bottom = view.world_rect(CELL_PX * 32.0)
        kept = self._picture
        if kept is None or not (
            kept.zoom == view.zoom
            and kept.rect[0] <= left
            and kept.rect[1] <= top
            and kept.rect[2] >= right
            and kept.rect[3] >= bottom
        ):
            kept = self._picture = self._paint(view)
        return kept

    def draw(self, painter: QPainter, view: Viewport, part: Viewport, opacity: float) -> None:
        """Draw over `part`, a piece of the view at its zoom."""
        if not len(self._x):
            return
        found = self.picture(view)
        left, top = part.to_screen(found.rect[0], found.rect[1])
        right, bottom = part.to_screen(found.rect[2], found.rect[3])
        painter.save()
        painter.setOpacity(opacity)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        target = QRectF(float(left), float(top), float(right - left), float(bottom - top))
        painter.drawImage(target, found.image)
        painter.restore()

    def _paint(self, view: Viewport) -> HeatImage:
        per_cell = CELL_PX / view.scale
        left, top, right, bottom = view.world_rect(_MARGIN_PX)
        # On a grid fixed to the world: the same places always share a cell.
        first_x, first_y = int(np.floor(left / per_cell)), int(np.floor(top / per_cell))
        across = int(np.ceil(right / per_cell)) - first_x
        down = int(np.ceil(bottom / per_cell)) - first_y
        grid = density(
            self._x / per_cell - first_x, self._y / per_cell - first_y, self._weight, across, down
        )
        image = tint(grid / (self._reference(view.zoom) * _FULL))
        rect = (first_x, first_y, first_x + across, first_y + down)
        world = (rect[0] * per_cell, rect[1] * per_cell, rect[2] * per_cell, rect[3] * per_cell)
        return HeatImage(image, world, view.zoom)

    def _reference(self, zoom: float) -> float:
        """Return the density of a well-filled place at this zoom, from all places."""
        whole = int(np.floor(zoom))
        if whole not in self._references:
            side = WORLD_PX * 2.0**whole / (CELL_PX * 4)
            column, row = (np.floor(axis * side).astype(np.int64) for axis in (self._x, self._y))
            _keys, at = np.unique(row * (1 << 32) + column, return_inverse=True)
            sums = np.bincount(at, weights=self._weight) / 16.0
            heaviest = np.percentile(sums, 95.0) if len(sums) else 1.0
            self._references[whole] = float(heaviest)
        # A cell covers less ground when nearer.
        share = self._references[whole] / float(4.0 ** (zoom - whole))
        return max(1e-12, share)


def density(
    column: Floats, row: Floats, weight: Floats, across: int, down: int
) -> NDArray[np.float32]:
    """Return the blurred sum of weights in each cell, shape (down, across); the sum is kept."""
    inside = (column >= 0) & (column < across) & (row >= 0) & (row < down)
    cell = row[inside].astype(np.int64) * across + column[inside].astype(np.int64)
    sums = np.bincount(cell, weights=weight[inside], minlength=across * down)
    grid = sums.astype(np.float32).reshape(down, across)
    taps = np.exp(-0.5 * (np.arange(-_REACH, _REACH + 1) / _SIGMA_CELLS) ** 2)
    kernel = (taps / taps.sum()).astype(np.float32)
    return _blur(_blur(grid, kernel, 0), kernel, 1)


def tint(share: NDArray[np.floating]) -> QImage:
    """Return the picture of shares of the full density: clear at 0, palest well above 1."""
    strength = 1.0 - np.exp(-3.0 * share)
    index = np.clip(strength * 255.0, 0.0, 255.0).astype(np.uint8)
    pixels = np.ascontiguousarray(_ramp()[index])
    down, across = pixels.shape
    kind = QImage.Format.Format_ARGB32_Premultiplied
    return QImage(pixels.tobytes(), across, down, across * 4, kind).copy()


def _ramp() -> NDArray[np.uint32]:
    part = np.linspace(0.0, 1.0, 256)
    first, last = (
        np.array([int(color[at : at + 2], 16) for at in (1, 3, 5)], dtype=np.float64)
        for color in RAMP
    )
    alpha = _STRONGEST * np.clip(part * 1.6, 0.0, 1.0)
    color = (first + (last - first) * part[:, None]) * (alpha / 255.0)[:, None]
    red, green, blue = (color[:, channel].astype(np.uint32) for channel in range(3))
    ramp = (alpha.astype(np.uint32) << 24) | (red << 16) | (green << 8) | blue
    return ramp.astype(np.uint32)


def _blur(grid: NDArray[np.float32], kernel: NDArray[np.float32], axis: int) -> NDArray[np.float32]:
    reach = len(kernel) // 2
    room = [(0, 0), (0, 0)]
    room[axis] = (reach, reach)
    padded = np.pad(grid, room)
    out = np.zeros_like(grid)
    count = grid.shape[axis]
    for shift, share in enumerate(kernel):
        at = slice(shift, shift + count)
        out += share * (padded[at] if axis == 0 else padded[:, at])
    return out

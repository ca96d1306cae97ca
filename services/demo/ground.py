"""A raster of the town, one metre a cell: what lies where, so that no house stands in the water."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from services.demo import geometry
from services.demo.geometry import Points

REACH = 3300
"""Half the side of the raster in metres, around the town's centre."""


class Ground:
    """Answers two questions: is this point wet, and is this rectangle free inside its block."""

    def __init__(self, side: int = 2 * REACH) -> None:
        self._wet = Image.new("1", (side, side))
        self._plots = Image.new("I", (side, side))
        self._wet_cells: NDArray[np.bool_] | None = None
        self._plot_cells: NDArray[np.int32] | None = None

    def add_plot(self, ring: Points, number: int) -> None:
        """Mark a block's land with its number, from 1."""
        ImageDraw.Draw(self._plots).polygon(_pixels(ring), fill=number)

    def add_water(self, ring: Points, margin: float) -> None:
        """Mark a water ring; no plot comes nearer than `margin` metres."""
        ImageDraw.Draw(self._wet).polygon(_pixels(ring), fill=1)
        self.block(ring, margin)

    def block(self, ring: Points, margin: float = 0.0) -> None:
        """Take a ring out of all plots."""
        draw = ImageDraw.Draw(self._plots)
        draw.polygon(_pixels(ring), fill=0)
        if margin:
            closed = np.vstack([ring, ring[:1]])
            draw.line(_pixels(closed), fill=0, width=round(2 * margin), joint="curve")

    def block_line(self, line: Points, width: float) -> None:
        """Take a road of `width` metres out of all plots."""
        ImageDraw.Draw(self._plots).line(_pixels(line), fill=0, width=round(width), joint="curve")

    def freeze(self) -> None:
        """Finish drawing; only questions from here on."""
        self._wet_cells = np.asarray(self._wet, dtype=np.bool_)
        self._plot_cells = np.asarray(self._plots, dtype=np.int32)

    def unbuilt(self) -> Ground:
        """Another raster with the same plots, whose land may still be taken."""
        assert self._plot_cells is not None
        other = Ground(side=1)  # nothing is drawn on it any more
        other._wet_cells, other._plot_cells = self._wet_cells, self._plot_cells.copy()
        return other

    def take(self, ring: Points, margin: float = 0.0) -> None:
        """Take a ring, and `margin` metres around it, out of all plots of an `unbuilt` raster."""
        assert self._plot_cells is not None
        columns, rows = _cells(ring)
        reach = int(margin) + 1
        left, top = max(int(columns.min()) - reach, 0), max(int(rows.min()) - reach, 0)
        size = (int(columns.max()) - left + 1 + reach, int(rows.max()) - top + 1 + reach)
        mask = Image.new("1", size)
        outline = [(x - left, y - top) for x, y in _pixels(np.vstack([ring, ring[:1]]))]
        draw = ImageDraw.Draw(mask)
        draw.polygon(outline, fill=1)
        if margin:
            draw.line(outline, fill=1, width=round(2 * margin), joint="curve")
        taken = np.asarray(mask, dtype=np.bool_)
        window = self._plot_cells[top : top + size[1], left : left + size[0]]
        window[taken[: window.shape[0], : window.shape[1]]] = 0

    def wet(self, points: Points) -> NDArray[np.bool_]:
        """Whether each point is in the river or a canal."""
        assert self._wet_cells is not None
        columns, rows = _cells(points)
        found: NDArray[np.bool_] = self._wet_cells[rows, columns]
        return found

    def in_plot(self, points: Points, number: int) -> NDArray[np.bool_]:
        """Whether each point lies in plot `number`."""
        assert self._plot_cells is not None
        columns, rows = _cells(points)
        found: NDArray[np.bool_] = self._plot_cells[rows, columns] == number
        return found

    def fits(self, ring: Points, number: int) -> bool:
        """Whether a rectangle lies in plot `number` with every square metre."""
        assert self._plot_cells is not None
        corners = ring.tolist()
        (x0, y0), _, (x2, y2), _ = corners
        for x, y in ((x0 + x2) / 2, (y0 + y2) / 2), *corners:  # the cheap refusals first
            if self._plot_cells[_cell(REACH - y), _cell(x + REACH)] != number:
                return False
        a, b, d = ring[0], ring[1], ring[3]
        length, width = float(np.hypot(*(b - a))), float(np.hypot(*(d - a)))
        s = np.linspace(0, 1, max(2, int(length / 1.5) + 1))
        t = np.linspace(0, 1, max(2, int(width / 1.5) + 1))
        grid = a + s[:, None, None] * (b - a) + t[None, :, None] * (d - a)
        columns, rows = _cells(grid.reshape(-1, 2))
        return bool(np.all(self._plot_cells[rows, columns] == number))


def trim(line: Points, ground: Ground, keep_bridges: bool) -> list[Points]:
    """The dry stretches of a line, or the line with its bridges whole."""
    if keep_bridges:
        return [line]
    dense = geometry.densify(line, 3.0)
    return stretches(dense, ~ground.wet(dense), least=8.0)


def stretches(dense: Points, chosen: NDArray[np.bool_], least: float) -> list[Points]:
    """The runs of chosen points at least `least` metres long, as lines of their own."""
    found: list[Points] = []
    marks = np.flatnonzero(np.diff(np.concatenate([[0], chosen.astype(np.int8), [0]])))
    for start, stop in zip(marks[::2], marks[1::2], strict=True):
        run = dense[start:stop]
        if len(run) > 1 and float(np.hypot(*np.diff(run, axis=0).T).sum()) >= least:
            found.append(run)
    return found


def _cells(points: Points) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    columns = np.clip(points[:, 0] + REACH, 0, 2 * REACH - 1).astype(np.int64)
    rows = np.clip(REACH - points[:, 1], 0, 2 * REACH - 1).astype(np.int64)
    return columns, rows


def _cell(place: float) -> int:
    return min(max(int(place), 0), 2 * REACH - 1)


def _pixels(points: Points) -> list[tuple[float, float]]:
    return [(float(x) + REACH, REACH - float(y)) for x, y in points]

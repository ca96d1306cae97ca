"""Where a text can be written along lines. Pure geometry in logical pixels of a tile."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray

Line = NDArray[np.float64]
"""Positions, shape (n, 2)."""

_MAX_BEND: Final = 0.965
"""How much shorter than the text the chord under it may be before the line is too bent."""

_TRIES: Final = (0.0, 0.2, -0.2, 0.4, -0.4)
"""Where else along its stretch a text may stand, in parts of the stretch."""


def merged(lines: Iterable[Line], slack: float = 1.0) -> list[Line]:
    """Join lines end to end where exactly two ends meet."""
    pieces = dict(enumerate(lines))
    ends: dict[tuple[int, int], list[int]] = {}
    for number, line in pieces.items():
        for end in (line[0], line[-1]):
            ends.setdefault(_spot(end, slack), []).append(number)
    became = {number: number for number in pieces}

    def piece_of(number: int) -> int:
        while became[number] != number:
            number = became[number]
        return number

    for spot, owners in ends.items():
        if len(owners) != 2:
            continue
        one, other = piece_of(owners[0]), piece_of(owners[1])
        if one == other:
            continue
        first, second = pieces[one], pieces.pop(other)
        if _spot(first[-1], slack) != spot:
            first = first[::-1]
        if _spot(second[0], slack) != spot:
            second = second[::-1]
        pieces[one] = np.concatenate((first, second[1:]))
        became[other] = one
    return list(pieces.values())


def _spot(point: NDArray[np.float64], slack: float) -> tuple[int, int]:
    return round(float(point[0]) / slack), round(float(point[1]) / slack)


def anchors(line: Line, width: float, spacing: float) -> Iterator[tuple[float, float, float]]:
    """Yield x, y and angle for a text of `width` along the line, every `spacing` or so."""
    steps = np.diff(line, axis=0)
    reach = np.concatenate(([0.0], np.cumsum(np.hypot(steps[:, 0], steps[:, 1]))))
    total = float(reach[-1])
    if total < width * 1.1:
        return
    count = max(1, int(total // max(spacing, width)))
    stretch = total / count
    for index in range(count):
        for part in _TRIES:
            middle = (index + 0.5 + part) * stretch
            if middle - width / 2.0 < 0.0 or middle + width / 2.0 > total:
                continue
            at = np.linspace(middle - width / 2.0, middle + width / 2.0, 7)
            x = np.interp(at, reach, line[:, 0])
            y = np.interp(at, reach, line[:, 1])
            chord_x, chord_y = float(x[-1] - x[0]), float(y[-1] - y[0])
            if float(np.hypot(chord_x, chord_y)) >= _MAX_BEND * width:
                yield float(x.mean()), float(y.mean()), float(np.arctan2(chord_y, chord_x))
                break


def inside(ring: Line) -> tuple[float, float]:
    """Return the middle of the widest part of a ring at half height: inside it even if bent."""
    top, bottom = float(ring[:, 1].min()), float(ring[:, 1].max())
    # Just off the half, where a drawn-by-hand rectangle has no vertex.
    level = top + (bottom - top) * 0.49
    end = np.roll(ring, -1, axis=0)
    crosses = (ring[:, 1] <= level) != (end[:, 1] <= level)
    (x0, y0), (x1, y1) = ring[crosses].T, end[crosses].T
    x = np.sort(x0 + (level - y0) / (y1 - y0) * (x1 - x0))
    if len(x) < 2:
        return float(ring[0, 0]), float(ring[0, 1])
    widest = int(np.argmax(x[1::2] - x[::2])) * 2
    return float(x[widest] + x[widest + 1]) / 2.0, level

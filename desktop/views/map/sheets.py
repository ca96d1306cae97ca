"""What several desks draw on one map, put together: each has a sheet, the lowest first."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from typing import Final

from widgets.map.canvas import MapCanvas
from widgets.map.values import Markup

LOCAL: Final = "local:"
"""Ids of markups that are nobody's but this map's begin with this."""


class Sheet(IntEnum):
    """Whose drawings they are."""

    REDLINE = 0
    NEARBY = 1
    MEASURES = 2
    OFFLINE = 3


class MarkupSheets:
    """Keeps the markups of one canvas; ids must differ between sheets."""

    def __init__(self, canvas: MapCanvas) -> None:
        self._canvas = canvas
        self._sheets: dict[Sheet, tuple[Markup, ...]] = {}

    def put(self, sheet: Sheet, markups: Sequence[Markup]) -> None:
        """Draw these on a sheet, in place of what was on it."""
        new = tuple(markups)
        if new == self._sheets.get(sheet, ()):
            return
        self._sheets[sheet] = new
        self._canvas.set_markups([m for key in sorted(self._sheets) for m in self._sheets[key]])

    def on(self, sheet: Sheet) -> tuple[Markup, ...]:
        """What is drawn on a sheet."""
        return self._sheets.get(sheet, ())

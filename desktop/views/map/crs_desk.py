"""Coordinate systems an import's list does not have: asks for them, picks control points on the
map. Which file they are for it does not know."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import QObject, Signal

from desktop.maps.crs import Crs
from desktop.views.dialogs.crs_forms import EpsgDialog, GridDialog
from desktop.views.map.pane import MapPane
from desktop.views.map.tools import CONTROL_POINT, LonLat, ToolDesk
from widgets.map.values import Tool

EPSG: Final = "epsg?"
LOCAL: Final = "local"


class CrsDesk(QObject):
    """`chosen(Crs)`, or `left()` when the question was put away."""

    chosen = Signal(object)
    left = Signal()

    def __init__(self, pane: MapPane, tools: ToolDesk) -> None:
        super().__init__(pane)
        self._pane, self._tools = pane, tools
        self._points = ""
        self._waiting: GridDialog | None = None
        self._picking: GridDialog | None = None
        tools.drawn.connect(self._on_drawn)
        pane.canvas.tool_changed.connect(self._on_tool)

    def ask(self, id: str) -> bool:
        """Ask for a system if the id stands for a question; answers whether it does."""
        if id not in (EPSG, LOCAL):
            return False
        dialog: EpsgDialog | GridDialog
        if id == EPSG:
            dialog = EpsgDialog(self._pane.window())
            dialog.answered.connect(self.chosen)
        else:
            dialog = GridDialog(self._points, self._pane.window())
            dialog.answered.connect(self._on_grid)
            dialog.place_asked.connect(partial(self._on_place_asked, dialog))
        dialog.rejected.connect(self.left)
        dialog.open()
        return True

    def _on_grid(self, crs: Crs, text: str) -> None:
        self._points = text
        self.chosen.emit(crs)

    def _on_place_asked(self, dialog: GridDialog) -> None:
        dialog.hide()
        self._tools.use(CONTROL_POINT)
        self._waiting = self._picking = dialog

    def _on_tool(self, tool: Tool) -> None:
        # Before the place is told, if there is one: the tool is put down first.
        if self._waiting is not None and tool is Tool.PAN:
            dialog, self._waiting = self._waiting, None
            dialog.open()

    def _on_drawn(self, mode: str, lonlat: LonLat, radius_m: float) -> None:
        if mode == CONTROL_POINT and self._picking is not None:
            self._picking.put_place(*lonlat[0])
            self._picking = None

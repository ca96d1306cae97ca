"""The tools in hand: which one the left button has, what its hint says, what was drawn with it.

It knows no use of what is drawn: `drawn` tells the desk whose tool it was.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication, QObject, Signal

from desktop.actions.catalogue import ActionId
from desktop.settings import Bookmark
from desktop.views.map.pane import MapPane
from desktop.views.map.tool_items import NEARBY_CIRCLE, Shown, tool_items
from widgets.map.values import Tool

translate = QCoreApplication.translate

LonLat = tuple[tuple[float, float], ...]

CONTROL_POINT: Final = "control_point"
OFFLINE_RECT: Final = "offline_rect"
OFFLINE_POLYGON: Final = "offline_polygon"
MEASURES: Final = (ActionId.MEASURE_LENGTH, ActionId.MEASURE_AREA)
_TOOLS: Final = {
    str(ActionId.SELECT_RECT): Tool.SELECT_RECT,
    str(ActionId.SELECT_LASSO): Tool.SELECT_LASSO,
    str(ActionId.MEASURE_LENGTH): Tool.MEASURE_LINE,
    str(ActionId.MEASURE_AREA): Tool.MEASURE_AREA,
    str(ActionId.MARK_POINT): Tool.DRAW_POINT,
    str(ActionId.MARK_LINE): Tool.DRAW_LINE,
    str(ActionId.MARK_POLYGON): Tool.DRAW_POLYGON,
    str(ActionId.MARK_CIRCLE): Tool.DRAW_CIRCLE,
    str(ActionId.MARK_TEXT): Tool.DRAW_POINT,
    NEARBY_CIRCLE: Tool.DRAW_CIRCLE,
    CONTROL_POINT: Tool.DRAW_POINT,
    OFFLINE_RECT: Tool.DRAW_RECT,
    OFFLINE_POLYGON: Tool.DRAW_POLYGON,
}


class ToolDesk(QObject):
    """`asked(id)` for a button, `drawn(mode, lonlat, radius_m)` for a finished shape."""

    asked = Signal(str)
    drawn = Signal(str, object, float)

    def __init__(self, pane: MapPane, *, is_second: bool = False) -> None:
        super().__init__(pane)
        self._pane = pane
        self._mode = ""
        self._shown = Shown(is_second=is_second, is_linked=is_second)
        self._is_restarting = False
        self._connect()
        self.set_words()

    def _connect(self) -> None:
        self._pane.toolbar.triggered.connect(self.asked)
        canvas = self._pane.canvas
        canvas.tool_changed.connect(self._on_tool)
        canvas.shape_drawn.connect(self._on_shape)
        canvas.circle_drawn.connect(self._on_circle)

    @property
    def mode(self) -> str:
        """The tool in hand, "" for the hand itself."""
        return self._mode

    def is_tool(self, id: str) -> bool:
        """Whether a button or key of this id takes a tool."""
        return id in _TOOLS

    def use(self, mode: str) -> None:
        """Take a tool; the one in hand, or "", lets go of it."""
        if mode == self._mode or not mode:
            self._pane.canvas.set_tool(Tool.PAN)
            return
        # Two tools may share a shape: between them the old sketch goes.
        self._pane.canvas.set_tool(Tool.PAN)
        self._mode = mode
        self._pane.canvas.set_tool(_TOOLS[mode])
        self._pane.canvas.setFocus()
        self.set_words()

    def set_words(self) -> None:
        """Say the strip and the hint anew."""
        self._shown = replace(self._shown, mode=self._mode)
        self._pane.toolbar.set_items(tool_items(self._shown))
        self._pane.set_hint(_hint(self._mode))

    def show_radius(self, radius_m: int) -> None:
        """A 周边 query of this radius is open, 0 for none."""
        self._show(radius_m=radius_m)

    def show_bookmarks(self, bookmarks: tuple[Bookmark, ...]) -> None:
        """These views are kept."""
        self._show(bookmarks=bookmarks)

    def show_link(self, *, linked: bool, locked: bool) -> None:
        """How a further window stands with the wall's map."""
        self._show(is_linked=linked, is_locked=locked)

    def _show(self, **fields: object) -> None:
        self._shown = replace(self._shown, **fields)  # type: ignore[arg-type]
        self._pane.toolbar.set_items(tool_items(self._shown))

    def _on_tool(self, tool: Tool) -> None:
        if tool is Tool.PAN and self._mode and not self._is_restarting:
            self._mode = ""
            self.set_words()

    def _on_shape(self, tool: Tool, shape: NDArray[np.float64]) -> None:
        if tool is not Tool.DRAW_CIRCLE:
            self._hand_on(tuple((float(lon), float(lat)) for lon, lat in shape), 0.0)

    def _on_circle(self, lon: float, lat: float, radius_m: float) -> None:
        self._hand_on(((lon, lat),), radius_m)

    def _hand_on(self, lonlat: LonLat, radius_m: float) -> None:
        mode = self._mode
        # One measure follows another; what else is drawn is a decision each time.
        if mode in MEASURES:
            self._drop_sketch()
        else:
            self.use("")
        self.drawn.emit(mode, lonlat, radius_m)

    def _drop_sketch(self) -> None:
        """Have the canvas forget what was drawn, which is the desk's now, and keep the tool."""
        canvas = self._pane.canvas
        tool = canvas.tool()
        self._is_restarting = True
        canvas.set_tool(Tool.PAN)
        canvas.set_tool(tool)
        self._is_restarting = False


def _hint(mode: str) -> str:
    corners = translate("MapTools", "单击添加顶点，双击或回车结束，退格撤回，Esc 取消")
    circle = translate("MapTools", "按住圆心拖动画圆，Esc 取消")
    return {
        ActionId.SELECT_RECT: translate("MapTools", "拖动框选，按住 Shift 追加，Esc 退出"),
        ActionId.SELECT_LASSO: translate("MapTools", "按住拖动圈选，按住 Shift 追加，Esc 退出"),
        ActionId.MEASURE_LENGTH: corners,
        ActionId.MEASURE_AREA: corners,
        ActionId.MARK_POINT: translate("MapTools", "单击放置标绘点，Esc 取消"),
        ActionId.MARK_LINE: corners,
        ActionId.MARK_POLYGON: corners,
        ActionId.MARK_CIRCLE: circle,
        ActionId.MARK_TEXT: translate("MapTools", "单击要写字的位置，Esc 取消"),
        NEARBY_CIRCLE: circle,
        OFFLINE_RECT: translate("MapTools", "拖动画出要下载的矩形，Esc 取消"),
        OFFLINE_POLYGON: corners,
        CONTROL_POINT: translate("MapTools", "单击控制点的位置，Esc 返回"),
    }.get(mode, "")

"""The map under the hand: drag, click, keys, tools. Showing belongs to `surface`, where to look to
`steering`, wheel and pinch to `handling`, shapes to `tool_hand`.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QElapsedTimer, QEvent, QPoint, QPointF, Qt, Signal, Slot
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

from widgets.map.handling import HandledMap
from widgets.map.projection import lonlat_to_world
from widgets.map.tool_hand import ToolHand
from widgets.map.values import MapTexts, Tool

_CLICK_SLACK_PX: Final = 4.0
_KEY_STEP_PX: Final = 96.0
_KEY_ZOOM: Final = 0.5
_PAGE_ZOOM: Final = 1.0
_FLING_FROM: Final = 0.15

_ARROWS: Final = {
    Qt.Key.Key_Left: (_KEY_STEP_PX, 0.0),
    Qt.Key.Key_Right: (-_KEY_STEP_PX, 0.0),
    Qt.Key.Key_Up: (0.0, _KEY_STEP_PX),
    Qt.Key.Key_Down: (0.0, -_KEY_STEP_PX),
}
_KEYBOARD_FOCUS: Final = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)
_ZOOM_KEYS: Final = {
    Qt.Key.Key_Plus: _KEY_ZOOM,
    Qt.Key.Key_Equal: _KEY_ZOOM,
    Qt.Key.Key_Minus: -_KEY_ZOOM,
    Qt.Key.Key_PageUp: _PAGE_ZOOM,
    Qt.Key.Key_PageDown: -_PAGE_ZOOM,
}
_MOVING: Final = (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton)


class MapCanvas(HandledMap):
    """A live map: drag, wheel, keys, tools; Tab walks the alerts from the worst, Enter picks.

    `picked` carries the id of a point or team, `hovered` the id under the cursor ("" for none).
    `shape_drawn` carries the tool and degrees of shape (n, 2); a circle's are its centre and a
    place on its rim, and `circle_drawn` its centre and radius in metres. `points_selected` lists
    every id inside, those in crowds too. `context_asked` carries the id under the cursor or "",
    the longitude and latitude, and the position on the desktop. `markup_clicked` carries a
    markup's id, longitude and latitude, after `background_clicked`.
    """

    picked = Signal(str)
    background_clicked = Signal()
    hovered = Signal(str)
    shape_drawn = Signal(object, object)
    circle_drawn = Signal(float, float, float)
    points_selected = Signal(list)
    context_asked = Signal(str, float, float, QPoint)
    tool_changed = Signal(object)
    markup_clicked = Signal(str, float, float)

    def __init__(
        self, texts: MapTexts | None = None, *, animate: bool = True, parent: QWidget | None = None
    ) -> None:
        super().__init__(texts, animate=animate, parent=parent)
        self._press: QPointF | None = None
        self._dragging = False
        self._last = QPointF()
        self._speed = QPointF()
        self._drag_clock = QElapsedTimer()
        self._hovered = ""
        self._hand = ToolHand(self._scene, self)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._connect_hand()

    def _connect_hand(self) -> None:
        self._hand.changed.connect(self.update)
        self._hand.left.connect(self._let_go_of_tool)
        self._hand.drawn.connect(self.shape_drawn)
        self._hand.circle_drawn.connect(self.circle_drawn)
        self._hand.selected.connect(self._select_rows)

    def tool(self) -> Tool:
        """Return what the left button does."""
        return self._hand.tool

    def set_tool(self, tool: Tool) -> None:
        """Take another tool; a shape being drawn is dropped."""
        if tool == self._hand.tool:
            return
        self._hand.take(tool)
        self._set_hovered("")
        self._show_cursor()
        self.tool_changed.emit(tool)

    def thing_at(self, position: QPointF) -> str:
        """Return the id of the point, team or markup under a widget position, "" for none."""
        return self._scene.thing_at(position)

    def put_corner(self, lon: float, lat: float) -> None:
        """Set a corner of the tool's shape at a position in degrees, as a click there would."""
        x, y = self._view.to_screen(*lonlat_to_world(lon, lat))
        self._hand.click(QPointF(float(x), float(y)))

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._shows_focus = event.reason() in _KEYBOARD_FOCUS
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._shows_focus = False
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() not in _MOVING:
            return
        self._motion.stop()
        is_left = event.button() == Qt.MouseButton.LeftButton
        if is_left and self._hand.press(event.position(), event.modifiers()):
            return
        self._press = self._last = event.position()
        self._speed = QPointF()
        self._dragging = False
        self._drag_clock.start()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        position = event.position()
        self._hand.move(position)
        if self._press is None:
            if self._hand.tool == Tool.PAN:
                self._set_hovered(self._scene.pick(position) or "")
            return
        if not self._dragging and (position - self._press).manhattanLength() < _CLICK_SLACK_PX:
            return
        self._dragging = True
        step = position - self._last
        passed = max(1, self._drag_clock.restart())
        self._speed = self._speed * 0.4 + step / passed * 0.6
        self._last = position
        self._pan(step.x(), step.y())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.RightButton:
            self._ask_context(event.position(), event.globalPosition().toPoint())
            return
        is_left = event.button() == Qt.MouseButton.LeftButton
        if is_left and self._hand.release(event.position()):
            return
        if event.button() not in _MOVING or self._press is None:
            return
        self._press = None
        if not self._dragging:
            if is_left:
                self._click(event.position())
            return
        self._dragging = False
        # A pause before letting go means "here": no glide.
        if self._animate and not self._is_locked and self._drag_clock.elapsed() < 60:
            speed = self._speed
            if speed.manhattanLength() > _FLING_FROM:
                self._motion.fling(speed.x(), speed.y())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        if self._hand.tool != Tool.PAN:
            self._hand.finish()
        elif not self._scene.pick(event.position()):
            self._zoom_at(event.position(), self._view.zoom + 1.0)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        # The mouse asks with its release, the same on every system; here only the menu key does.
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            selected = self._scene.selected
            at = self.point_on_screen(selected) if selected is not None else None
            at = at or QPointF(self._view.width / 2.0, self._view.height / 2.0)
            self._ask_context(at, self.mapToGlobal(at.toPoint()))

    def leaveEvent(self, event: QEvent) -> None:
        self._set_hovered("")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if self._hand.key(key):
            return
        if key in _ARROWS:
            self._motion.stop()
            self._pan(*_ARROWS[key])
        elif key in _ZOOM_KEYS:
            middle = QPointF(self._view.width / 2.0, self._view.height / 2.0)
            self._zoom_at(middle, self._view.zoom + _ZOOM_KEYS[key])
        elif key == Qt.Key.Key_Home and not self._is_locked:
            self.go_home()
        elif key == Qt.Key.Key_Escape and self._scene.open_fan() is not None:
            self._scene.fan = None
            self.update()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._scene.selected is not None:
            self.picked.emit(self._scene.selected)
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Walk the alerts with Tab; past the last (or first) the focus leaves the map."""
        if not self._walk(1 if forward else -1):
            return super().focusNextPrevChild(forward)
        return True

    def _walk(self, step: int) -> bool:
        points = self._scene.points
        rows = points.alerts()
        row = points.row(self._scene.selected) if self._scene.selected is not None else None
        found = [] if row is None else np.flatnonzero(rows == row).tolist()
        start = 0 if step > 0 else len(rows) - 1
        index = found[0] + step if found else start
        if not 0 <= index < len(rows):
            self._scene.selected = None
            self.update()
            return False
        target = int(rows[index])
        self._scene.selected = points.ids[target]
        if self._is_locked:
            self.update()
        else:
            self._go(float(points.x[target]), float(points.y[target]), self._view.zoom)
        return True

    def _click(self, position: QPointF) -> None:
        if self._hand.click(position):
            return
        found = self._scene.pick(position)
        self._scene.spread(found or "", position)
        self.update()
        if found is not None:
            self.picked.emit(found)
            return
        crowd = self._scene.crowd_at(position)
        if crowd is None:
            self.background_clicked.emit()
            if markup := self._scene.thing_at(position):
                self.markup_clicked.emit(markup, *self.lonlat_at(position))
            return
        parting = self._scene.points.parting(self._view, crowd)
        if parting is None:
            self._scene.spread_crowd(crowd)
        elif not self._is_locked:
            self._go(*parting)

    def _ask_context(self, at: QPointF, on_desktop: QPoint) -> None:
        lon, lat = self.lonlat_at(at)
        self.context_asked.emit(self._scene.thing_at(at), lon, lat, on_desktop)

    def _set_hovered(self, thing_id: str) -> None:
        if thing_id == self._hovered:
            return
        self._hovered = thing_id
        self._show_cursor()
        self.hovered.emit(thing_id)

    def _show_cursor(self) -> None:
        if self._hand.tool != Tool.PAN:
            self.setCursor(Qt.CursorShape.CrossCursor)
        elif self._hovered:
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        else:
            self.unsetCursor()

    @Slot()
    def _let_go_of_tool(self) -> None:
        self.set_tool(Tool.PAN)

    @Slot(object)
    def _select_rows(self, rows: NDArray[np.int64]) -> None:
        self._scene.points.choose(rows)
        self.update()
        self.points_selected.emit(self.selection())

"""The map under the hand: drag, wheel, click, keys and focus. Showing belongs to `surface`."""

from __future__ import annotations

from typing import Final

import numpy as np
from PySide6.QtCore import QElapsedTimer, QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from widgets.map.surface import MapSurface
from widgets.map.values import MapTexts
from widgets.map.viewport import snap_zoom

_CLICK_SLACK_PX: Final = 4.0
_KEY_STEP_PX: Final = 96.0
_KEY_ZOOM: Final = 0.5
_WHEEL_ZOOM: Final = 0.5
_WHEEL_NOTCH: Final = 120.0
_FLING_FROM: Final = 0.15
_CLUSTER_ZOOM: Final = 1.5

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
}


class MapCanvas(MapSurface):
    """A live map: drag, wheel, keys; Tab walks the alerts from the worst, Enter picks.

    `picked` carries the id of a point or team, `hovered` the id under the cursor ("" for none).
    """

    picked = Signal(str)
    background_clicked = Signal()
    hovered = Signal(str)

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
        self._wheel_rest = 0.0
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._shows_focus = event.reason() in _KEYBOARD_FOCUS
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._shows_focus = False
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        self._motion.stop()
        self._press = self._last = event.position()
        self._speed = QPointF()
        self._dragging = False
        self._drag_clock.start()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        position = event.position()
        if self._press is None:
            self._hover(position)
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
        if event.button() != Qt.MouseButton.LeftButton or self._press is None:
            return
        self._press = None
        if not self._dragging:
            self._click(event.position())
            return
        self._dragging = False
        # A pause before letting go means "here": no glide.
        if self._animate and self._drag_clock.elapsed() < 60:
            speed = self._speed
            if speed.manhattanLength() > _FLING_FROM:
                self._motion.fling(speed.x(), speed.y())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and not self._scene.pick(event.position()):
            self._zoom_at(event.position(), self._view.zoom + 1.0)

    def leaveEvent(self, event: QEvent) -> None:
        self._set_hovered("")

    def wheelEvent(self, event: QWheelEvent) -> None:
        self._wheel_rest += event.angleDelta().y() / _WHEEL_NOTCH * _WHEEL_ZOOM
        target = snap_zoom(self._view.zoom + self._wheel_rest)
        if target != self._view.zoom:
            self._wheel_rest = 0.0
            self._zoom_at(event.position(), target)
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _ARROWS:
            self._motion.stop()
            self._pan(*_ARROWS[key])
        elif key in _ZOOM_KEYS:
            middle = QPointF(self._view.width / 2.0, self._view.height / 2.0)
            self._zoom_at(middle, self._view.zoom + _ZOOM_KEYS[key])
        elif key == Qt.Key.Key_Home:
            self.go_home()
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
        self._go(float(points.x[target]), float(points.y[target]), self._view.zoom)
        return True

    def _click(self, position: QPointF) -> None:
        found = self._scene.pick(position)
        if found is not None:
            self.picked.emit(found)
            return
        crowd = self._scene.cluster_at(position)
        if crowd is not None:
            self._go(*crowd, self._view.zoom + _CLUSTER_ZOOM)
            return
        self.background_clicked.emit()

    def _hover(self, position: QPointF) -> None:
        self._set_hovered(self._scene.pick(position) or "")

    def _set_hovered(self, thing_id: str) -> None:
        if thing_id == self._hovered:
            return
        self._hovered = thing_id
        if thing_id:
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        else:
            self.unsetCursor()
        self.hovered.emit(thing_id)

    def _pan(self, dx: float, dy: float) -> None:
        self._at_home = False
        self._view.pan_by(dx, dy)
        self._refresh()

    def _zoom_at(self, position: QPointF, zoom: float) -> None:
        self._at_home = False
        self._motion.stop()
        self._view.zoom_at(position.x(), position.y(), snap_zoom(zoom))
        self._refresh()

"""The map as a widget: input, keys, focus and the pulse. What is drawn belongs to `scene`.

It knows values and emits ids; what an id means is the owner's business.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import ArrayLike
from PySide6.QtCore import QElapsedTimer, QEvent, QPointF, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import (
    QCloseEvent,
    QFocusEvent,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from widgets.map.basemap import Basemap
from widgets.map.motion import Motion
from widgets.map.projection import lonlat_to_world
from widgets.map.scene import Scene
from widgets.map.tiles import TileStore
from widgets.map.values import Bounds, Callout, MapTexts, TeamMark
from widgets.map.viewport import Viewport, snap_zoom

PULSE_FRAME_MS: Final = 100
PULSE_MS: Final = 2400
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
_ZOOM_KEYS: Final = {
    Qt.Key.Key_Plus: _KEY_ZOOM,
    Qt.Key.Key_Equal: _KEY_ZOOM,
    Qt.Key.Key_Minus: -_KEY_ZOOM,
}


class MapCanvas(QWidget):
    """A live map: drag, wheel, keys; Tab walks the alerts from the worst, Enter picks.

    `picked` carries the id of a point or team, `hovered` the id under the cursor ("" for none),
    `view_changed` comes after any move.
    """

    picked = Signal(str)
    background_clicked = Signal()
    hovered = Signal(str)
    view_changed = Signal()

    def __init__(
        self, texts: MapTexts | None = None, *, animate: bool = True, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._view = Viewport()
        self._tiles = TileStore()
        self._motion = Motion(self._view, self)
        self._scene = Scene(self._view, self._tiles, texts or MapTexts())
        self._animate = animate
        self._home: tuple[float, float, float, float] | None = None
        self._at_home = False
        self._press: QPointF | None = None
        self._dragging = False
        self._last = QPointF()
        self._speed = QPointF()
        self._drag_clock = QElapsedTimer()
        self._hovered = ""
        self._wheel_rest = 0.0
        self._pulse = QTimer(self)
        self._pulse.setInterval(PULSE_FRAME_MS)
        self._pulse_clock = QElapsedTimer()
        self._pulse_clock.start()
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._connect()

    def _connect(self) -> None:
        self._tiles.changed.connect(self.update)
        self._motion.moved.connect(self._refresh)
        self._pulse.timeout.connect(self._beat)
        self.destroyed.connect(self._tiles.stop)

    def set_texts(self, texts: MapTexts) -> None:
        """Change the words, as when the language changes."""
        self._scene.texts = texts
        self.update()

    def set_animated(self, animate: bool) -> None:
        """Let rings pulse and the map glide, or keep both still."""
        self._animate = animate
        self._refresh()

    def set_basemap(self, basemap: Basemap | None) -> None:
        """Show a base map and all of it; None shows the empty look."""
        self._scene.set_basemap(basemap)
        if basemap is not None:
            self._home = basemap.bounds
            self._view.set_limits(*basemap.bounds)
            self.go_home()
        self._refresh()

    def set_points(
        self,
        ids: Sequence[str],
        lon: ArrayLike,
        lat: ArrayLike,
        level: ArrayLike,
        kind: ArrayLike,
        stale: ArrayLike,
        unack: ArrayLike,
    ) -> None:
        """Replace all points; columns in degrees and as `PointKind` and `Level` numbers."""
        self._scene.points.set_points(ids, lon, lat, level, kind, stale, unack)
        self._refresh()

    def update_points(
        self,
        rows: ArrayLike,
        level: ArrayLike | None = None,
        stale: ArrayLike | None = None,
        unack: ArrayLike | None = None,
    ) -> None:
        """Change columns of some points; a row is an index into the last `set_points`."""
        self._scene.points.update(rows, level, stale, unack)
        self._refresh()

    def move_points(self, rows: ArrayLike, lon: ArrayLike, lat: ArrayLike) -> None:
        """Put some points elsewhere."""
        self._scene.points.move(rows, lon, lat)
        self._refresh()

    def set_teams(self, teams: Sequence[TeamMark]) -> None:
        """Show these teams and no others."""
        self._scene.teams = tuple(teams)
        self.update()

    def set_callout(self, callout: Callout | None) -> None:
        """Show a box beside a point, or none."""
        self._scene.callout = callout
        self.update()

    def set_selected(self, thing_id: str | None) -> None:
        """Ring the point or team with this id; None rings nothing."""
        self._scene.selected = thing_id
        self.update()

    def selected(self) -> str | None:
        """Return the id last given to `set_selected` or reached by Tab."""
        return self._scene.selected

    def fly_to(self, lon: float, lat: float, zoom: float | None = None) -> None:
        """Bring a position in degrees to the middle."""
        x, y = lonlat_to_world(lon, lat)
        self._go(float(x), float(y), self._view.zoom if zoom is None else zoom)

    def fit(self, bounds: Bounds) -> None:
        """Show all of a rectangle in degrees."""
        (left, right), (bottom, top) = lonlat_to_world(
            [bounds.west, bounds.east], [bounds.south, bounds.north]
        )
        self._motion.stop()
        self._view.fit(float(left), float(top), float(right), float(bottom))
        self._at_home = False
        self._refresh()

    def go_home(self) -> None:
        """Show the whole town."""
        self._motion.stop()
        if self._home is not None:
            self._view.fit(*self._home, padding_px=0.0)
            self._at_home = True
        self._refresh()

    def point_on_screen(self, thing_id: str) -> QPointF | None:
        """Return where a point or team is in widget coordinates, or None for a stranger."""
        place = self._scene.place_of(thing_id)
        if place is None:
            return None
        x, y = self._view.to_screen(*place)
        return QPointF(float(x), float(y))

    def is_settled(self) -> bool:
        """Say whether nothing moves and every tile in view is painted."""
        return not self._motion.is_running() and self._tiles.is_idle()

    def sizeHint(self) -> QSize:
        return QSize(960, 640)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        phase = 0.0
        if self._pulse.isActive():
            phase = (self._pulse_clock.elapsed() % PULSE_MS) / PULSE_MS
        settled = not self._motion.is_flying()
        focused = self.hasFocus()
        self._scene.paint(
            painter, self.devicePixelRatioF(), phase=phase, settled=settled, focused=focused
        )
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._view.resize(self.width(), self.height())
        if self._at_home:
            self.go_home()
        self._refresh()

    def showEvent(self, event: QShowEvent) -> None:
        self._sync_pulse()

    def hideEvent(self, event: QHideEvent) -> None:
        self._motion.stop()
        self._pulse.stop()

    def closeEvent(self, event: QCloseEvent) -> None:
        self._tiles.stop()
        super().closeEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
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

    def _go(self, x: float, y: float, zoom: float) -> None:
        self._at_home = False
        if self._animate and self.isVisible():
            self._motion.fly(x, y, zoom)
            return
        self._motion.stop()
        self._view.centre_on(x, y, snap_zoom(zoom))
        self._refresh()

    def _pan(self, dx: float, dy: float) -> None:
        self._at_home = False
        self._view.pan_by(dx, dy)
        self._refresh()

    def _zoom_at(self, position: QPointF, zoom: float) -> None:
        self._at_home = False
        self._motion.stop()
        self._view.zoom_at(position.x(), position.y(), snap_zoom(zoom))
        self._refresh()

    @Slot()
    def _refresh(self) -> None:
        self._sync_pulse()
        self.update()
        self.view_changed.emit()

    @Slot()
    def _beat(self) -> None:
        self.update(self._scene.pulse_region())

    def _sync_pulse(self) -> None:
        wanted = self._animate and self.isVisible() and self._scene.has_pulse()
        if wanted != self._pulse.isActive():
            if wanted:
                self._pulse.start()
            else:
                self._pulse.stop()

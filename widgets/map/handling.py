"""Moving the map by hand: panning, the wheel, pinches. Knows no tool and nothing that is shown."""

from __future__ import annotations

from typing import Final

import numpy as np
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QNativeGestureEvent, QWheelEvent
from PySide6.QtWidgets import QGestureEvent, QPinchGesture, QWidget

from widgets.map.steering import SteeredMap
from widgets.map.values import MapTexts
from widgets.map.viewport import snap_zoom

_WHEEL_ZOOM: Final = 0.5
_FINE_ZOOM: Final = 0.125
_WHEEL_NOTCH: Final = 120.0


class HandledMap(SteeredMap):
    """A map that wheels and fingers zoom, unless its extent is locked."""

    def __init__(
        self, texts: MapTexts | None = None, *, animate: bool = True, parent: QWidget | None = None
    ) -> None:
        super().__init__(texts, animate=animate, parent=parent)
        self._wheel_rest = 0.0
        self.grabGesture(Qt.GestureType.PinchGesture)

    def wheelEvent(self, event: QWheelEvent) -> None:
        fine = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        notch = _FINE_ZOOM if fine else _WHEEL_ZOOM
        self._wheel_rest += event.angleDelta().y() / _WHEEL_NOTCH * notch
        target = snap_zoom(self._view.zoom + self._wheel_rest)
        if target != self._view.zoom:
            self._wheel_rest = 0.0
            self._zoom_at(event.position(), target)
        event.accept()

    def event(self, event: QEvent) -> bool:
        """Take pinches: of a touch pad as the system reports them, of fingers as gestures."""
        if isinstance(event, QNativeGestureEvent):
            if event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
                self._pinch(event.position(), 1.0 + event.value())
                return True
        elif isinstance(event, QGestureEvent):
            pinch = event.gesture(Qt.GestureType.PinchGesture)
            if isinstance(pinch, QPinchGesture):
                middle = QPointF(self.mapFromGlobal(pinch.centerPoint().toPoint()))
                self._pinch(middle, pinch.scaleFactor())
                return True
        return super().event(event)

    def _pan(self, dx: float, dy: float) -> None:
        if self._is_locked:
            return
        self._at_home = False
        self._view.pan_by(dx, dy)
        self._refresh()

    def _zoom_at(self, position: QPointF, zoom: float) -> None:
        if self._is_locked:
            return
        self._at_home = False
        self._motion.stop()
        self._view.zoom_at(position.x(), position.y(), snap_zoom(zoom))
        self._refresh()

    def _pinch(self, position: QPointF, factor: float) -> None:
        """Zoom without steps while the fingers move; a rest follows."""
        if self._is_locked or not factor > 0.0:
            return
        self._at_home = False
        self._motion.stop()
        self._view.zoom_at(position.x(), position.y(), self._view.zoom + float(np.log2(factor)))
        self._rest_soon()
        self._refresh()

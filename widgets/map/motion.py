"""Moves a viewport by itself: the glide after a drag, the flight to a place. One timer, often off.

Knows the viewport; the owner repaints on `moved`.
"""

from __future__ import annotations

import math
from typing import Final

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal, Slot

from widgets.map.flight import Flight
from widgets.map.viewport import Viewport, snap_zoom

FRAME_MS: Final = 16
FLIGHT_MS: Final = 350
LONGEST_MS: Final = 900
_FRICTION_MS: Final = 220.0
_SLOWEST: Final = 0.03
"""Pixels per millisecond below which a glide ends."""
_LONGEST_GLIDE: Final = 0.75
"""How far a glide goes at most, in lengths of the view: a jerk must not throw the town away."""


class Motion(QObject):
    """Glides and flights. Emits `moved` after each step; `is_flying` while the zoom may change."""

    moved = Signal()

    def __init__(self, view: Viewport, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._view = view
        self._timer = QTimer(self)
        self._timer.setInterval(FRAME_MS)
        self._timer.timeout.connect(self._step)
        self._clock = QElapsedTimer()
        self._velocity = (0.0, 0.0)
        self._flight: Flight | None = None

    def is_running(self) -> bool:
        """Say whether the view is moving by itself."""
        return self._timer.isActive()

    def is_flying(self) -> bool:
        """Say whether a flight is under way."""
        return self._flight is not None

    def fling(self, x_per_ms: float, y_per_ms: float) -> None:
        """Glide on with a velocity in pixels per millisecond, slowing down."""
        self._flight = None
        way = math.hypot(x_per_ms, y_per_ms) * _FRICTION_MS
        longest = _LONGEST_GLIDE * max(self._view.width, self._view.height)
        part = min(1.0, longest / way) if way > 0.0 else 0.0
        self._velocity = (x_per_ms * part, y_per_ms * part)
        self._begin()

    def fly(self, x: float, y: float, zoom: float) -> None:
        """Fly to a world position and zoom."""
        view = self._view
        span = max(view.width, view.height)
        start, end = (view.x, view.y, view.zoom), (x, y, snap_zoom(zoom))
        self._flight = Flight(start, end, span)
        self._begin()

    def stop(self) -> None:
        """Stand still where the view is, at a resting zoom."""
        if not self._timer.isActive():
            return
        self._timer.stop()
        if self._flight is not None:
            self._flight = None
            self._view.centre_on(self._view.x, self._view.y, snap_zoom(self._view.zoom))
            self.moved.emit()

    def _begin(self) -> None:
        self._clock.start()
        self._timer.start()

    @Slot()
    def _step(self) -> None:
        if self._flight is not None:
            self._step_flight(self._flight)
        else:
            self._step_glide()
        self.moved.emit()

    def _step_flight(self, flight: Flight) -> None:
        lasts = min(LONGEST_MS, FLIGHT_MS * max(1.0, flight.length / 2.0))
        part = min(1.0, self._clock.elapsed() / lasts)
        if part >= 1.0:
            self._timer.stop()
            self._flight = None
        eased = 1.0 - (1.0 - part) ** 3
        self._view.centre_on(*flight.at(eased))

    def _step_glide(self) -> None:
        passed = max(1, self._clock.restart())
        vx, vy = self._velocity
        slowed = math.exp(-passed / _FRICTION_MS)
        # The way gone while slowing down, so that a late frame goes no farther than many.
        way_ms = _FRICTION_MS * (1.0 - slowed)
        self._view.pan_by(vx * way_ms, vy * way_ms)
        self._velocity = (vx * slowed, vy * slowed)
        if math.hypot(*self._velocity) < _SLOWEST:
            self._timer.stop()

"""What measurements with a window share: Qt drawn offscreen, a map that tells when it painted."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from functools import cache

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, QPointF
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication

from desktop import heap
from desktop.sweep import Sweep
from desktop.views.map import pane
from widgets.map.canvas import MapCanvas
from widgets.theme.style import apply_theme

Painted = Callable[["TimedMap", QPaintEvent, float], None]


class TimedMap(MapCanvas):
    """The map; after every paint event it calls `painted` with the time (CLOCK_MONOTONIC, s)."""

    painted: Painted | None = None

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if TimedMap.painted is not None:
            TimedMap.painted(self, event, time.monotonic())

    def level_of(self, point_id: str) -> int:
        """The level the map shows for a point, -1 for a stranger."""
        row = self._scene.points.row(point_id)
        return -1 if row is None else int(self._scene.points.level[row])

    def pick_at(self, position: QPointF) -> str:
        """The id of what a click there would find, "" for nothing."""
        return self._scene.thing_at(position)

    def point_count(self) -> int:
        """Points the map holds."""
        return len(self._scene.points)


def time_the_wall(painted: Painted) -> None:
    """Let every wall built from now on have a timed map."""
    TimedMap.painted = staticmethod(painted)  # type: ignore[assignment]
    pane.MapCanvas = TimedMap  # type: ignore[misc]


@cache
def application() -> QApplication:
    """The themed application of this process."""
    heap.keep_large_apart()
    app = QApplication(sys.argv[:1])
    apply_theme(app)
    Sweep(app).start()
    return app


def settle(app: QApplication, is_settled: Callable[[], bool], timeout: float = 10.0) -> None:
    """Turn the loop until `is_settled`. Raises TimeoutError."""
    deadline = time.monotonic() + timeout
    while not is_settled():
        if time.monotonic() > deadline:
            raise TimeoutError("the map did not settle")
        app.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)

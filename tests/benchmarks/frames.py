"""Whole frames of the map while a hand drags it, against pyqtgraph's scatter item and, where a
Python has it, QGIS in one run.

A frame is the mouse event, everything it causes, and the painted window (offscreen, no GPU).
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QEventLoop, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication

from services.demo.town import write_town
from tests.benchmarks import qgis_peer, towns, window
from tests.benchmarks.report import Figure, percentile
from tests.benchmarks.window import TimedMap
from widgets.map.base_layer import BaseLayer

SIZES = ((1920, 1080), (3840, 2160))
COUNTS = (10_000, 100_000, 1_000_000)
BUDGETS = {10_000: 8.0, 100_000: 8.0, 1_000_000: 16.0}
CHANGE_BUDGET = 5.0
FRAMES = 120
PEER_FRAMES = {10_000: 16, 100_000: 16, 1_000_000: 5}
QGIS_FRAMES = {10_000: 8, 100_000: 4}
STEP_PX = 6.0
SWING = 20
"""Steps one way before the hand turns back."""
ALERTS = 0.001
"""Share of points with an alert."""


class Columns:
    """Points spread over the town; one in a thousand has an alert."""

    def __init__(self, count: int, town: Path) -> None:
        rng = np.random.default_rng(11)
        west, south, east, north = towns.bounds(town)
        self.ids = [f"p{n}" for n in range(count)]
        self.lon = rng.uniform(west, east, count)
        self.lat = rng.uniform(south, north, count)
        self.level = np.where(rng.random(count) < ALERTS, rng.integers(1, 5, count), 0)
        self.kind = np.zeros(count, np.uint8)
        self.flags = np.zeros(count, np.bool_)


def measure() -> Iterator[Figure]:
    """Median and worst hundredth for every size and count; then a change of 10,000 points."""
    app = window.application()
    with TemporaryDirectory(prefix="onemap-bench-") as folder:
        town = Path(folder)
        write_town(town)
        base = towns.base(town)
        for count in COUNTS:
            columns = Columns(count, town)
            for size in SIZES:
                canvas = canvas_over(app, base, columns, size)
                ours = _drag(canvas, FRAMES)
                canvas.close()
                canvas.deleteLater()
                peer = _peer_frame(app, columns, size)
                name = f"map {count // 1000}k {size[0]}x{size[1]}"
                value, budget = median(ours), BUDGETS[count]
                yield Figure(f"{name} p50", value, "ms", budget, peer, peer / value)
                yield Figure(f"{name} p99", percentile(ours, 99), "ms", budget)
                yield from _against_qgis(name, value, count, size)
        columns = Columns(100_000, town)
        for size in SIZES:
            canvas = canvas_over(app, base, columns, size)
            name = f"map change 10k of 100k {size[0]}x{size[1]}"
            yield Figure(name, _change(canvas), "ms", CHANGE_BUDGET)
            canvas.close()


def _against_qgis(name: str, value: float, count: int, size: tuple[int, int]) -> Iterator[Figure]:
    if count not in QGIS_FRAMES:
        return
    peer = qgis_peer.frame_ms(count, size, QGIS_FRAMES[count])
    if peer is not None:
        took, version = peer
        yield Figure(f"{name} p50, peer QGIS {version}", value, "ms", None, took, took / value)


def canvas_over(
    app: QApplication, base: Sequence[BaseLayer], columns: Columns, size: tuple[int, int]
) -> TimedMap:
    """The town's map with these points, shown, painted and a notch nearer than the whole town."""
    canvas = TimedMap()
    canvas.resize(*size)
    canvas.set_base(base)
    canvas.set_points(
        columns.ids,
        columns.lon,
        columns.lat,
        columns.level,
        columns.kind,
        columns.flags,
        columns.flags,
    )
    canvas.show()
    canvas.go_home()
    app.processEvents()
    canvas.repaint()
    # Room to drag: the whole town exactly fills the map and would be held at its edges.
    _wheel(canvas)
    for _ in range(20):
        app.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 10)
    window.settle(app, canvas.is_settled)
    return canvas


def _drag(canvas: TimedMap, frames: int) -> list[float]:
    """Milliseconds of each frame. Raises RuntimeError when a frame did not move or paint."""
    painted: list[float] = []
    TimedMap.painted = staticmethod(lambda _map, _event, at: painted.append(at))  # type: ignore[assignment]
    moved: list[None] = []
    canvas.view_changed.connect(lambda: moved.append(None))
    at = QPointF(canvas.width() / 2, canvas.height() / 2)
    _mouse(canvas, QEvent.Type.MouseButtonPress, at)
    found = []
    for frame in range(-8, frames):
        back = (frame + 8) // SWING % 2
        at += QPointF(-STEP_PX if back else STEP_PX, STEP_PX / 2 if back else -STEP_PX / 2)
        begun = time.perf_counter()
        _mouse(canvas, QEvent.Type.MouseMove, at)
        canvas.repaint()
        if frame >= 0:
            found.append((time.perf_counter() - begun) * 1000)
    _mouse(canvas, QEvent.Type.MouseButtonRelease, at)
    TimedMap.painted = None
    if len(painted) < frames or len(moved) < frames:
        raise RuntimeError(f"{frames} frames, but {len(moved)} moves and {len(painted)} paintings")
    return found


def _mouse(canvas: TimedMap, kind: QEvent.Type, at: QPointF) -> None:
    left = Qt.MouseButton.LeftButton
    held = Qt.MouseButton.NoButton if kind is QEvent.Type.MouseButtonRelease else left
    event = QMouseEvent(
        kind, at, canvas.mapToGlobal(at), left, held, Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(canvas, event)


def _wheel(canvas: TimedMap) -> None:
    """One notch in, about the middle."""
    at = QPointF(canvas.width() / 2, canvas.height() / 2)
    event = QWheelEvent(
        at,
        canvas.mapToGlobal(at),
        QPoint(),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(canvas, event)


def _change(canvas: TimedMap) -> float:
    """Median time from new values for 10,000 rows to the painted frame that shows them."""
    rng = np.random.default_rng(5)
    found = []
    for _ in range(40):
        rows = rng.choice(100_000, 10_000, replace=False)
        level = np.where(rng.random(10_000) < ALERTS, rng.integers(1, 5, 10_000), 0)
        begun = time.perf_counter()
        canvas.update_points(rows, level)
        QApplication.sendPostedEvents()
        found.append((time.perf_counter() - begun) * 1000)
    return median(found[5:])


def _peer_frame(app: QApplication, columns: Columns, size: tuple[int, int]) -> float:
    """Median frame of a ScatterPlotItem with the same points under the same panning."""
    plot = pg.PlotWidget()
    plot.resize(*size)
    item = pg.ScatterPlotItem(
        x=columns.lon,
        y=columns.lat,
        size=7,
        pen=None,
        brush=pg.mkBrush("#9CB0C5"),
    )
    plot.addItem(item)
    box = plot.getViewBox()
    box.disableAutoRange()
    box.setRange(
        xRange=(columns.lon.min(), columns.lon.max()),
        yRange=(columns.lat.min(), columns.lat.max()),
        padding=0,
    )
    plot.show()
    app.processEvents()
    per_px = (columns.lon.max() - columns.lon.min()) / size[0]
    frames = PEER_FRAMES[len(columns.ids)]
    found = []
    for frame in range(-2, frames):
        begun = time.perf_counter()
        box.translateBy(x=STEP_PX * per_px * (1 if frame % 4 < 2 else -1))
        plot.viewport().repaint()
        if frame >= 0:
            found.append((time.perf_counter() - begun) * 1000)
    plot.close()
    plot.deleteLater()
    app.processEvents()
    return median(found)

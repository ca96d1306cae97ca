"""`python -m tests.benchmarks.soak [--minutes 30]`: the map dragged and zoomed without a pause.

100,000 points get 5,000 new values a second while a script pans, flings, zooms and flies over the
base map. One JSON line a figure: memory after the first minutes and at the end, the longest
painted frame, and the longest time the GUI thread did not come to its timer. A frame's processor
time is told beside its whole time: what is between them it waited, for the interpreter or for a
core that another thread or program had. Every minute a line
on stderr says how it goes.
"""

from __future__ import annotations

import argparse
import math
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import numpy as np
import psutil
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QMouseEvent, QWheelEvent

from desktop import heap
from services.demo.town import write_town
from tests.benchmarks import towns, window
from tests.benchmarks.frames import Columns, canvas_over
from tests.benchmarks.report import Figure, line, percentile
from tests.benchmarks.window import TimedMap

COUNT = 100_000
UPDATES_PER_S = 5_000
FRAME_MS = 33
WARM_S = 120.0
SIZE = (1920, 1080)
BUDGET_MS = 50.0
BUDGET_GROWTH = 5.0


@dataclass
class Seen:
    """What was measured so far; times in milliseconds, memory in MiB."""

    frames: list[float] = field(default_factory=list)
    worked: list[float] = field(default_factory=list)
    """Processor time of the GUI thread in each frame; the rest of the frame it waited."""
    gaps: list[float] = field(default_factory=list)
    memory: list[tuple[float, float]] = field(default_factory=list)
    load: list[float] = field(default_factory=list)


class Script(QObject):
    """The hand: drags in a figure of eight, turns the wheel, flies; feeds new values."""

    def __init__(self, canvas: TimedMap, columns: Columns, seconds: float) -> None:
        super().__init__()
        self.seen = Seen()
        self._canvas = canvas
        self._columns = columns
        self._rng = np.random.default_rng(3)
        self._begun = self._last = time.perf_counter()
        self._ends = self._begun + seconds
        self._said = 0
        self._step = 0
        self._process = psutil.Process()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(FRAME_MS)
        self._timer.timeout.connect(self._turn)
        self._timer.start()

    def _turn(self) -> None:
        now = time.perf_counter()
        self.seen.gaps.append((now - self._last) * 1000 - FRAME_MS)
        self._last = now
        if now >= self._ends:
            self._timer.stop()
            QCoreApplication.quit()
            return
        worked = time.thread_time()
        self._feed()
        self._move()
        self._canvas.repaint()
        self.seen.frames.append((time.perf_counter() - now) * 1000)
        self.seen.worked.append((time.thread_time() - worked) * 1000)
        self._note(now - self._begun)

    def _feed(self) -> None:
        rows = self._rng.integers(0, COUNT, UPDATES_PER_S * FRAME_MS // 1000)
        level = np.where(
            self._rng.random(len(rows)) < 0.001, self._rng.integers(1, 5, len(rows)), 0
        )
        stale = self._rng.random(len(rows)) < 0.02
        self._canvas.update_points(rows, level, stale, level > 0)

    def _move(self) -> None:
        self._step += 1
        phase = self._step % 600
        middle = QPointF(self._canvas.width() / 2, self._canvas.height() / 2)
        if phase < 360:
            self._drag(middle, phase)
        elif phase < 520:
            if phase % 8 == 0:
                self._wheel(middle, 120 if phase < 440 else -120)
        elif phase == 520:
            row = int(self._rng.integers(0, COUNT))
            self._canvas.fly_to(self._columns.lon[row], self._columns.lat[row], 15.0)
        elif phase == 599:
            self._canvas.go_home()
            self._wheel(middle, 120)

    def _drag(self, middle: QPointF, phase: int) -> None:
        angle = phase / 30.0
        at = middle + QPointF(300 * math.sin(angle), 150 * math.sin(2 * angle))
        kind = QEvent.Type.MouseMove
        if phase == 0:
            kind = QEvent.Type.MouseButtonPress
        elif phase == 359:
            kind = QEvent.Type.MouseButtonRelease
        button = Qt.MouseButton.LeftButton
        held = Qt.MouseButton.NoButton if kind is QEvent.Type.MouseButtonRelease else button
        none = Qt.KeyboardModifier.NoModifier
        event = QMouseEvent(kind, at, self._canvas.mapToGlobal(at), button, held, none)
        QCoreApplication.sendEvent(self._canvas, event)

    def _wheel(self, at: QPointF, notch: int) -> None:
        event = QWheelEvent(
            at,
            self._canvas.mapToGlobal(at),
            QPoint(),
            QPoint(0, notch),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QCoreApplication.sendEvent(self._canvas, event)

    def _note(self, passed: float) -> None:
        if int(passed) == self._said:
            return
        self._said = int(passed)
        memory = self._process.memory_info().rss / 2**20
        self.seen.memory.append((passed, memory))
        self.seen.load.append(psutil.getloadavg()[0])
        if self._said % 60 == 0:
            frames = self.seen.frames[-1800:]
            print(
                f"{self._said // 60} min: {memory:.0f} MiB, longest frame {max(frames):.0f} ms, "
                f"longest gap {max(self.seen.gaps[-1800:]):.0f} ms",
                file=sys.stderr,
                flush=True,
            )


def measure(minutes: float) -> list[Figure]:
    """Run for so long. The first two minutes (a fifth of a short run) warm the caches."""
    app = window.application()
    seconds = minutes * 60
    with TemporaryDirectory(prefix="onemap-soak-") as folder:
        town = Path(folder)
        write_town(town)
        columns = Columns(COUNT, town)
        canvas = canvas_over(app, towns.base(town), columns, SIZE)
        heap.settle()
        script = Script(canvas, columns, seconds)
        app.exec()
        canvas.close()
    seen = script.seen
    load = median(seen.load) if seen.load else float("nan")
    warm = min(WARM_S, seconds / 5)
    held = [mib for at, mib in seen.memory if at >= warm]
    tenth = max(1, len(held) // 10)
    first, last = median(held[:tenth]), median(held[-tenth:])
    painted = seen.frames[30:]
    worked, gaps = seen.worked[30:], seen.gaps[30:]
    longest = max(range(len(painted)), key=painted.__getitem__)
    return [
        Figure("soak minutes", minutes, "min"),
        Figure("soak frames", len(painted), ""),
        Figure("soak memory first", first, "MiB"),
        Figure("soak memory last", last, "MiB"),
        Figure("soak memory growth", (last - first) / first * 100, "%", BUDGET_GROWTH),
        Figure("soak frame p50", median(painted), "ms"),
        Figure("soak frame p99.9", percentile(painted, 99.9), "ms", BUDGET_MS),
        Figure("soak frame longest", max(painted), "ms", BUDGET_MS),
        Figure("soak frames over 50 ms", sum(f > BUDGET_MS for f in painted), "", 0),
        Figure("soak frame, processor time of it, p50", median(worked), "ms"),
        Figure("soak frame, processor time of it, p99.9", percentile(worked, 99.9), "ms"),
        Figure("soak frame, processor time of it, longest", max(worked), "ms", BUDGET_MS),
        Figure("soak frame longest, processor time of it", worked[longest], "ms"),
        Figure(
            "soak frames of over 50 ms processor time", sum(w > BUDGET_MS for w in worked), "", 0
        ),
        Figure("soak load average over it", load, ""),
        Figure("soak gap p99.9", percentile(gaps, 99.9), "ms"),
        Figure("soak gap longest", max(gaps), "ms", BUDGET_MS),
    ]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser("python -m tests.benchmarks.soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=30.0)
    for figure in measure(parser.parse_args().minutes):
        print(line(figure), flush=True)


if __name__ == "__main__":
    main()

"""Work with files off the GUI thread: a request goes out, its answer comes back on the GUI thread.

Knows nothing of what is done. Rule: the work captures everything it needs and touches no widget.
"""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal, Slot

Work = Callable[[], Any]
Told = Callable[[Any], None]
"""Takes what the work says on its way."""
Done = Callable[[Any], None]
"""Takes what the work answered, or the exception it ended with."""

_log = logging.getLogger(__name__)


class Job:
    """One piece of work. After `cancel` nobody hears of it again, though it may run to its end."""

    def __init__(self, work: Work, done: Done, told: Told | None = None) -> None:
        self.work, self.done, self.told = work, done, told
        self.is_cancelled = False

    def cancel(self) -> None:
        """Forget the answer."""
        self.is_cancelled = True


class Watch:
    """What watched work has of its job, on its own thread."""

    def __init__(self, job: Job, tell: Told) -> None:
        self._job = job
        self.tell = tell
        """Says how far it is, on the GUI thread."""

    def is_cancelled(self) -> bool:
        """Whether nobody wants the answer any more."""
        return self._job.is_cancelled


class Jobs(QObject):
    """Runs jobs one after another; `stop` before the end of the program."""

    _finished = Signal(object, object)
    _progressed = Signal(object, object)

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._waiting: deque[Job] = deque()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._running: Job | None = None
        self._is_stopped = False
        self._open = 0
        self._finished.connect(self._on_finished, Qt.ConnectionType.QueuedConnection)
        self._progressed.connect(self._on_progressed, Qt.ConnectionType.QueuedConnection)

    @property
    def is_idle(self) -> bool:
        """Whether every answer was taken."""
        return self._open == 0

    def run(self, work: Work, done: Done) -> Job:
        """Have `work` done; `done` is called on the GUI thread, later, unless cancelled."""
        return self._take(Job(work, done))

    def run_watched(self, work: Callable[[Watch], Any], done: Done, told: Told) -> Job:
        """As `run`, for work that looks whether it is still wanted and says how far it is."""
        job = Job(lambda: work(watch), done, told)
        watch = Watch(job, partial(self._progressed.emit, job))
        return self._take(job)

    def _take(self, job: Job) -> Job:
        with self._lock:
            if self._is_stopped:
                return job
            self._open += 1
            self._waiting.append(job)
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name=f"map-{self._name}")
                self._thread.start()
        return job

    def stop(self) -> None:
        """Drop what waits, and wait for what is under way; work that is watched ends early."""
        with self._lock:
            self._is_stopped = True
            for job in self._waiting:
                job.cancel()
            self._waiting.clear()
            if self._running is not None:
                self._running.cancel()
            thread = self._thread
        if thread is not None:
            thread.join()

    def _work(self) -> None:
        while (job := self._next()) is not None:
            answer: Any = None
            if not job.is_cancelled:
                try:
                    answer = job.work()
                except Exception as error:
                    # The edge of the thread: whoever asked decides what the failure means.
                    answer = error
            self._finished.emit(job, answer)

    def _next(self) -> Job | None:
        with self._lock:
            self._running = self._waiting.popleft() if self._waiting else None
            if self._running is None:
                self._thread = None
            return self._running

    @Slot(object, object)
    def _on_finished(self, job: Job, answer: Any) -> None:
        self._open -= 1
        if job.is_cancelled or self._is_stopped:
            return
        if isinstance(answer, Exception):
            _log.info("%s: %s: %s", self._name, type(answer).__name__, answer)
        job.done(answer)

    @Slot(object, object)
    def _on_progressed(self, job: Job, what: Any) -> None:
        if job.told is not None and not job.is_cancelled and not self._is_stopped:
            job.told(what)

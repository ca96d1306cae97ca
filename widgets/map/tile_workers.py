"""Threads that paint tiles for one store, started when there is work and gone when there is none.

No thread waits long for work, so none can be left behind; nothing here is destroyed by Qt. At the
end of the program a painter finishes the tile in hand and stops, whoever forgot to say so.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from widgets.map.outlines import Frame
from widgets.map.sources import TileAddress
from widgets.map.styles.document import MapStyle
from widgets.map.tile_grid import PictureKey
from widgets.map.tile_loader import TileLoader
from widgets.map.tile_painter import PaintRequest, PictureError, TilePicture, paint_tile
from widgets.map.turns import Turns

LINGER_S: Final = 0.5
"""So long a painter waits for more: who starts a thread waits until it has a core to run on."""


@dataclass(frozen=True)
class Job:
    """A picture to paint once its tile is loaded."""

    key: PictureKey
    loader: TileLoader
    loaded: TileAddress
    style: MapStyle | None
    zoom: float
    frame: Frame
    language: str

    def request(self) -> PaintRequest | None:
        """Return what a painter needs; None while the tile is not there."""
        is_there, data = self.loader.loaded(self.loaded)
        if not is_there:
            return None
        return PaintRequest(
            self.key.address,
            self.loaded,
            data,
            self.style,
            self.zoom,
            self.frame,
            self.key.dpr,
            self.language,
        )


@dataclass(frozen=True)
class Painted:
    """A finished job; `picture` is None when it could not be painted."""

    job: Job
    picture: TilePicture | None


class Painters:
    """Paints posted jobs, first posted first. `done` is called from a painter's thread."""

    def __init__(self, done: Callable[[], None], turns: Turns | None = None) -> None:
        self._done = done
        self._turns = turns or Turns()
        self._lock = threading.Condition()
        self._idle = 0
        self._is_stopping = False
        self._jobs: list[Job] = []
        self._threads: set[threading.Thread] = set()
        self._results: deque[Painted] = deque()
        self._notices: deque[Callable[[], None]] = deque()

    def post(self, jobs: Sequence[Job]) -> None:
        """Replace what is waiting; tiles in hand are finished."""
        with self._lock:
            self._jobs = list(jobs)
        self.wake()

    def wake(self) -> None:
        """Look again: tiles were loaded, or jobs posted. Any thread."""
        with self._lock:
            if not self._jobs and not self._notices:
                return
            self._lock.notify()
            if self._idle or len(self._threads) >= self._turns.at_once or not _is_running():
                return
            thread = threading.Thread(target=self._work, name="tile-painter")
            self._threads.add(thread)
            thread.start()

    def report(self, notice: Callable[[], None]) -> None:
        """Call `notice`, before any tile is painted, and then `done` from a painter's thread.

        A loading thread may be cut off at the end of the program: not while inside Qt.
        """
        self._notices.append(notice)
        self.wake()

    def take(self) -> list[Painted]:
        """Return what was finished since the last time."""
        taken = []
        while self._results:
            taken.append(self._results.popleft())
        return taken

    def stop(self) -> None:
        """Drop what is waiting and wait for the tiles in hand."""
        with self._lock:
            self._jobs = []
            self._notices.clear()
            self._is_stopping = True
            self._lock.notify_all()
            threads = list(self._threads)
        for thread in threads:
            thread.join()
        self._is_stopping = False

    def _work(self) -> None:
        while (act := self._next()) is not None:
            with self._turns.turn():
                act()
            self._done()

    def _paint(self, job: Job, request: PaintRequest) -> None:
        picture = None
        try:
            picture = paint_tile(request, self._turns.breathe)
            job.loader.approve()
        except PictureError as problem:
            job.loader.refuse(job.loaded, str(problem))
        except Exception as problem:
            # The edge of the thread: what a tile or style brings must not end the map.
            job.loader.refuse(job.loaded, f"{type(problem).__name__}: {problem}")
        self._results.append(Painted(job, picture))

    def _next(self) -> Callable[[], None] | None:
        with self._lock:
            has_waited = False
            while _is_running() and not self._is_stopping:
                act = self._due()
                if act is not None:
                    return act
                if has_waited:
                    break
                self._idle += 1
                has_waited = not self._lock.wait(LINGER_S)
                self._idle -= 1
            # Taken off under the lock: whoever wakes now starts another thread.
            self._threads.discard(threading.current_thread())
            return None

    def _due(self) -> Callable[[], None] | None:
        if self._notices:
            return self._notices.popleft()
        for index, job in enumerate(self._jobs):
            request = job.request()
            if request is not None:
                del self._jobs[index]
                return partial(self._paint, job, request)
        return None


def _is_running() -> bool:
    """Say whether the program is not ending: then Python waits for threads like these."""
    return threading.main_thread().is_alive()

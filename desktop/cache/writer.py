"""One thread that writes to a cache file in batches, so that nobody else waits for the disk."""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

Job = Callable[[Connection], None]

MAX_JOBS = 5_000
_log = logging.getLogger(__name__)


class Writer:
    """Runs jobs in order, each batch in one transaction. Jobs lost are told by `take_loss`."""

    def __init__(self, engine: Engine, name: str) -> None:
        self._engine = engine
        self._jobs: deque[Job] = deque()
        self._wake = threading.Condition()
        self._busy = False
        self._closing = False
        self._lost = False
        self._failing = False
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def submit(self, job: Job) -> bool:
        """Queue a job; False when the queue is full (the job is not taken, and counts as lost)."""
        with self._wake:
            if self._closing or len(self._jobs) >= MAX_JOBS:
                self._lost = True
                return False
            self._jobs.append(job)
            self._wake.notify_all()
            return True

    def take_loss(self) -> bool:
        """Whether any job was lost since the last call, by overflow or by a failing disk."""
        with self._wake:
            lost, self._lost = self._lost, False
            return lost

    def flush(self, timeout: float = 30.0) -> bool:
        """Wait until everything queued is written; for closing and tests."""
        with self._wake:
            return self._wake.wait_for(lambda: not self._jobs and not self._busy, timeout)

    def close(self) -> None:
        """Write what is queued and end the thread. The engine stays the caller's."""
        with self._wake:
            self._closing = True
            self._wake.notify_all()
        self._thread.join(timeout=30)

    def _run(self) -> None:
        while True:
            with self._wake:
                self._busy = False
                self._wake.notify_all()
                self._wake.wait_for(lambda: self._jobs or self._closing)
                if not self._jobs:
                    return
                batch = list(self._jobs)
                self._jobs.clear()
                self._busy = True
            self._write(batch)

    def _write(self, batch: list[Job]) -> None:
        try:
            with self._engine.begin() as connection:
                for job in batch:
                    job(connection)
        except SQLAlchemyError as error:
            with self._wake:
                self._lost = True
            if not self._failing:
                _log.warning("the cache cannot be written: %s", error)
            self._failing = True
        else:
            if self._failing:
                _log.info("the cache is being written again")
            self._failing = False

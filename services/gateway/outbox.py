"""What waits to be sent to one console, bounded. Sans-I/O: decides, never sends.

Events queue up to a bound; past it the queue is dropped, counted, and a resync is due. Readings
conflate: at most one frame waits, newest value per stream wins. The clock and the stills keep
their newest only. Replies are few, because the reader waits while many are unsent.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from services.contract.codec import encode
from services.contract.events import Event
from services.contract.wire import Events

MAX_EVENTS = 20_000
MAX_BYTES = 16 * 1024 * 1024
BATCH = 500
"""Events in one message."""

Indexes = NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class EventBatch:
    """Consecutive events and their message, encoded once for everybody."""

    events: tuple[Event, ...]
    data: bytes

    @property
    def from_seq(self) -> int:
        return self.events[0].seq

    @property
    def to_seq(self) -> int:
        return self.events[-1].seq


@dataclass(frozen=True, slots=True)
class ReadingFrame:
    """A frame encoded once for all consoles with the same subscription."""

    index: Indexes
    data: bytes


@dataclass(frozen=True, slots=True)
class Conflated:
    """Readings whose frames were merged: encode the latest of these streams now."""

    index: Indexes
    frames: int


@dataclass(frozen=True, slots=True)
class Resync:
    """Events were dropped: a notice and a snapshot are due, then what follows it."""

    dropped: int


def batches(events: tuple[Event, ...]) -> list[EventBatch]:
    """`events`, which are consecutive, in messages of at most `BATCH`."""
    return [_batch(events[start : start + BATCH]) for start in range(0, len(events), BATCH)]


def _batch(events: tuple[Event, ...]) -> EventBatch:
    return EventBatch(events, encode(Events(events[0].seq, events[-1].seq, events)))


class Outbox:
    """The queue of one console."""

    def __init__(self, max_events: int = MAX_EVENTS, max_bytes: int = MAX_BYTES) -> None:
        self.cursor = 0
        """Seq of the last event handed out, by message or in a snapshot."""
        self.conflated = 0
        """Reading frames merged into later ones so far."""
        self._max_events = max_events
        self._max_bytes = max_bytes
        self._events: deque[EventBatch] = deque()
        self._count = 0
        self._bytes = 0
        self._dropped = 0
        self._resync = False
        self._replies: deque[bytes] = deque()
        self._stills: dict[str, bytes] = {}
        self._clock: bytes | None = None
        self._frame: ReadingFrame | None = None
        self._merged: Indexes | None = None
        self._merged_frames = 0

    @property
    def replies(self) -> int:
        """Replies not yet taken."""
        return len(self._replies)

    def add_events(self, batch: EventBatch) -> None:
        """Queue events, or, past the bound, drop the queue and make a resync due."""
        if self._resync:
            self._dropped += len(batch.events)
            return
        self._events.append(batch)
        self._count += len(batch.events)
        self._bytes += len(batch.data)
        if self._count > self._max_events or self._bytes > self._max_bytes:
            self._drop()

    def _drop(self) -> None:
        self._dropped += self._count
        self._events.clear()
        self._count = self._bytes = 0
        self._resync = True

    def add_reply(self, data: bytes) -> None:
        self._replies.append(data)

    def add_still(self, camera: str, data: bytes) -> None:
        self._stills[camera] = data

    def set_clock(self, data: bytes) -> None:
        self._clock = data

    def offer(self, frame: ReadingFrame) -> None:
        """Let a frame wait; while one waits already the two become one, newest values winning."""
        if self._merged is not None:
            self._merged = np.union1d(self._merged, frame.index)
        elif self._frame is not None:
            self._merged = np.union1d(self._frame.index, frame.index)
            self._frame = None
        else:
            self._frame = frame
            return
        self._merged_frames += 1
        self.conflated += 1

    def forget_readings(self) -> None:
        """Drop the frame that waits, because a full one is about to be sent."""
        self._frame = self._merged = None
        self._merged_frames = 0

    def take(self) -> bytes | Conflated | Resync | None:
        """What to send next, or None when nothing waits."""
        if self._resync:
            return self._take_resync()
        while self._events:
            batch = self._events.popleft()
            self._count -= len(batch.events)
            self._bytes -= len(batch.data)
            if batch.to_seq <= self.cursor:
                continue
            if batch.from_seq > self.cursor + 1:
                self._dropped += len(batch.events)
                self._drop()
                return self._take_resync()
            if batch.from_seq <= self.cursor:
                batch = _batch(batch.events[self.cursor + 1 - batch.from_seq :])
            self.cursor = batch.to_seq
            return batch.data
        return self._take_other()

    def _take_resync(self) -> Resync:
        dropped, self._dropped, self._resync = self._dropped, 0, False
        return Resync(dropped)

    def _take_other(self) -> bytes | Conflated | None:
        if self._replies:
            return self._replies.popleft()
        if self._clock is not None:
            data, self._clock = self._clock, None
            return data
        if self._stills:
            return self._stills.pop(next(iter(self._stills)))
        if self._merged is not None:
            merged = Conflated(self._merged, self._merged_frames)
            self.forget_readings()
            return merged
        if self._frame is not None:
            frame, self._frame = self._frame, None
            return frame.data
        return None

"""Who gets which readings: one mask per subscription, one encoded frame per mask and flush."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from services.contract.codec import Columns, encode, pack_readings
from services.contract.model import Stream
from services.contract.wire import Subscribe
from services.gateway.outbox import ReadingFrame
from services.gateway.ports import Hub

Mask = NDArray[np.bool_]


def wants(subscription: Subscribe, stream: Stream) -> bool:
    """Whether a subscription covers a stream. Empty and None cover everything."""
    if subscription.areas and stream.area not in subscription.areas:
        return False
    if subscription.kinds and stream.kind not in subscription.kinds:
        return False
    if subscription.viewport is None:
        return True
    west, south, east, north = subscription.viewport
    return west <= stream.lon <= east and south <= stream.lat <= north


class ReadingGroups:
    """The masks in use and the streams that changed since the last flush."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self._dirty: Mask = np.zeros(0, np.bool_)
        self._streams: tuple[Stream, ...] = ()
        self._masks: dict[Subscribe, Mask] = {}

    def learn(self, streams: tuple[Stream, ...]) -> None:
        """Take the town's streams; every mask is made anew when next asked for."""
        self._streams = streams
        self._masks.clear()
        self._reach(max((stream.index for stream in streams), default=-1) + 1)

    def mark(self, columns: Columns) -> None:
        """Remember which streams changed."""
        if len(columns.index):
            self._reach(int(columns.index.max()) + 1)
            self._dirty[columns.index] = True

    def _reach(self, size: int) -> None:
        if size > len(self._dirty):
            self._dirty = np.concatenate([self._dirty, np.zeros(size - len(self._dirty), np.bool_)])
            self._masks.clear()

    def full(self, subscription: Subscribe, now_ms: int) -> bytes:
        """The latest reading of every stream a subscription covers, as a message."""
        return self.frame_of(np.flatnonzero(self._mask(subscription)).astype(np.uint32), now_ms)

    def frame_of(self, index: NDArray[np.uint32], now_ms: int) -> bytes:
        """The latest readings of these streams, as a message."""
        return encode(pack_readings(now_ms, self._hub.latest(index)))

    def flush(self, subscriptions: set[Subscribe], now_ms: int) -> dict[Subscribe, ReadingFrame]:
        """One frame per subscription with changes; the changes are then forgotten."""
        frames: dict[Subscribe, ReadingFrame] = {}
        for used in self._masks.keys() - subscriptions:
            del self._masks[used]
        if not self._dirty.any():
            return frames
        for subscription in subscriptions:
            chosen = np.flatnonzero(self._dirty & self._mask(subscription)).astype(np.uint32)
            if len(chosen):
                frames[subscription] = ReadingFrame(chosen, self.frame_of(chosen, now_ms))
        self._dirty[:] = False
        return frames

    def _mask(self, subscription: Subscribe) -> Mask:
        mask = self._masks.get(subscription)
        if mask is None:
            mask = np.zeros(len(self._dirty), np.bool_)
            wanted = [stream.index for stream in self._streams if wants(subscription, stream)]
            mask[wanted] = True
            self._masks[subscription] = mask
        return mask

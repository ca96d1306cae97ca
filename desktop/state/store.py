"""The desktop's one picture of the town, and who is told that it changed.

Lives on one thread, the loop's. It knows neither sockets nor disks nor Qt: the link feeds it, the
cache restores it, one listener drains it on its own timer.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
from msgspec.structs import replace
from numpy.typing import NDArray

from desktop.state.changes import StoreChanges
from desktop.state.clock import TownClock
from desktop.state.curves import Curve
from desktop.state.readings import LatestReadings
from desktop.state.values import Connection, PendingCommand, RefusedCommand
from services.contract.apply import apply
from services.contract.codec import Columns
from services.contract.events import Event
from services.contract.model import TownState
from services.contract.wire import StillTaken

MAX_CURVES = 200
"""Streams watched at once; past it the one watched first is forgotten."""


class TownStore:
    """State, latest readings, curves, clock, connection and outbox, with change tracking."""

    def __init__(
        self, clock: TownClock | None = None, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self.state = TownState()
        self.readings = LatestReadings()
        self.curves: dict[str, Curve] = {}
        self.clock = clock or TownClock()
        self.connection = Connection(since=monotonic())
        self.pending: list[PendingCommand] = []
        self.refusals: list[RefusedCommand] = []
        self.stills: dict[str, StillTaken] = {}
        self._monotonic = monotonic
        self._listeners: list[Callable[[], None]] = []
        self._told = False
        self._changes = StoreChanges()
        self._touched: list[NDArray[np.intp]] = []
        self._by_index: dict[int, str] = {}
        self._is_watched: NDArray[np.bool_] = np.zeros(0, np.bool_)

    # Listening

    def listen(self, callback: Callable[[], None]) -> Callable[[], None]:
        """Call `callback` once after something changed, and not again until `drain`.

        Answers the function that ends it.
        """
        self._listeners.append(callback)
        return lambda: self._listeners.remove(callback)

    def drain(self) -> StoreChanges:
        """What changed since the last drain."""
        changes, self._changes = self._changes, StoreChanges()
        if self._touched:
            changes.indexes = np.unique(np.concatenate(self._touched))
            self._touched = []
        self._told = False
        return changes

    def _tell(self) -> None:
        if self._told:
            return
        self._told = True
        for callback in tuple(self._listeners):
            callback()

    # The journal's plane

    def apply_events(self, events: Iterable[Event]) -> None:
        """Apply events in order.

        Raises JournalGap, or msgspec.ValidationError / DecodeError for a body that does not fit;
        the state then stands at the last event that did apply.
        """
        at_ms = 0
        town = streams = False
        try:
            for event in events:
                changes = apply(self.state, event)
                at_ms = event.at_ms
                town, streams = town or changes.town, streams or bool(changes.streams)
                self._changes.state.merge(changes)
        finally:
            if at_ms:
                self.connection = replace(self.connection, last_event_at_ms=at_ms)
                self._changes.connection = True
                if streams:
                    self._index_watched()
                self._tell()

    def replace_state(self, state: TownState, *, keep_readings: bool = False) -> None:
        """Take a whole new state. Readings and curves are of the old one unless told otherwise."""
        self.state = state
        self._changes.state.everything = True
        if not keep_readings:
            self.readings.clear()
            self._touched = []
            self._changes.all_readings = True
            for stream in self.curves:
                self.curves[stream] = Curve()
                self._changes.curves.add(stream)
        self._index_watched()
        self.connection = replace(self.connection, last_event_at_ms=state.at_ms)
        self._changes.connection = True
        self._tell()

    # The readings' plane

    def put_frame(self, columns: Columns) -> None:
        """Take a reading frame; a row older than what is held is left out."""
        rows = self.readings.put(columns)
        if not len(rows):
            return
        index = columns.index[rows].astype(np.intp)
        self._touched.append(index)
        if len(self._touched) > 256:
            self._touched = [np.unique(np.concatenate(self._touched))]
        self._grow_curves(columns, rows, index)
        self._tell()

    def _grow_curves(
        self, columns: Columns, rows: NDArray[np.intp], index: NDArray[np.intp]
    ) -> None:
        within = index < len(self._is_watched)
        hits = np.flatnonzero(within)
        hits = hits[self._is_watched[index[hits]]]
        for hit in hits.tolist():
            stream = self._by_index[int(index[hit])]
            row = rows[hit]
            self.curves[stream].append(int(columns.at_ms[row]), float(columns.value[row]))
            self._changes.curves.add(stream)

    def put_history(
        self, stream: str, at_ms: NDArray[np.int64], value: NDArray[np.float64]
    ) -> None:
        """Merge past readings into the curve of a stream; unwatched streams are left out."""
        curve = self.curves.get(stream)
        if curve is None or not len(at_ms):
            return
        curve.merge(at_ms, value)
        self._changes.curves.add(stream)
        self._tell()

    def watch(self, stream: str) -> Curve:
        """Keep recent history of a stream from now on; answers its curve."""
        if stream not in self.curves:
            while len(self.curves) >= MAX_CURVES:
                del self.curves[next(iter(self.curves))]
            self.curves[stream] = Curve()
            self._index_watched()
        return self.curves[stream]

    def _index_watched(self) -> None:
        streams = self.state.streams
        self._by_index = {streams[id].index: id for id in self.curves if id in streams}
        self._is_watched = np.zeros(max(self._by_index, default=-1) + 1, np.bool_)
        self._is_watched[list(self._by_index)] = True

    # Connection and commands

    def set_connection(self, **fields: Any) -> None:
        """Change fields of the connection; `since` restarts when the status changes."""
        after = replace(self.connection, **fields)
        if after.status is not self.connection.status:
            after = replace(after, since=self._monotonic())
        if after != self.connection:
            self.connection = after
            self._changes.connection = True
            self._tell()

    def set_commands(
        self, pending: Sequence[PendingCommand], refusals: Sequence[RefusedCommand]
    ) -> None:
        """Take what the outbox holds, in its order."""
        self.pending = list(pending)
        self.refusals = list(refusals)
        self._changes.pending = True
        self._tell()

    def still_taken(self, still: StillTaken) -> None:
        """A camera has a new still."""
        self.stills[still.camera] = still
        self._changes.stills.add(still.camera)
        self._tell()

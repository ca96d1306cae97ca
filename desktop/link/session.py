"""The protocol on the client's side as a pure state machine: messages in, effects out.

One session is one connection. It knows where the journal stands and guards its order; it holds
no socket, no clock and no store.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

import msgspec
import numpy as np
from numpy.typing import NDArray

from services.contract import wire
from services.contract.codec import (
    MAX_STATE_BYTES,
    BadMessage,
    Columns,
    decode_state,
    unpack_readings,
)
from services.contract.events import Event, is_sound
from services.contract.model import TownState

MAX_PARTS = MAX_STATE_BYTES // wire.SNAPSHOT_PART + 1


class Effect(msgspec.Struct, frozen=True):
    """Something the client has to do."""


class Welcomed(Effect, frozen=True):
    """The connection stands."""

    welcome: wire.Welcome


class StateArrived(Effect, frozen=True):
    """A whole state, and the bytes it came in."""

    state: TownState
    data: bytes


class EventsArrived(Effect, frozen=True):
    """Events that follow the last one, sound and in order; never empty."""

    events: tuple[Event, ...]


class FrameArrived(Effect, frozen=True):
    """New readings."""

    columns: Columns


class HistoryArrived(Effect, frozen=True):
    """Past readings of a stream."""

    stream: str
    at_ms: NDArray[np.int64]
    value: NDArray[np.float64]


class CommandSettled(Effect, frozen=True):
    """What became of a command."""

    result: wire.Result


class StillArrived(Effect, frozen=True):
    """A camera has a new still."""

    still: wire.StillTaken


class ClockSet(Effect, frozen=True):
    """The server's town time."""

    now_ms: int
    speed: float


class Noted(Effect, frozen=True):
    """A notice about the connection that asks for nothing."""

    notice: wire.Notice


class Resync(Effect, frozen=True):
    """Drop the connection and come again; `afresh` asks for a snapshot instead of the rest."""

    reason: str
    afresh: bool = False


class Denied(Effect, frozen=True):
    """The token is not accepted."""

    text: str


class Refused(Effect, frozen=True):
    """The server will not speak with this client; coming again does not help."""

    text: str


class Phase(Enum):
    """Where a session stands."""

    GREETING = "greeting"
    LIVE = "live"
    OVER = "over"


class Session:
    """`seq` and `hash` are of the last event known; they move with what `feed` lets through."""

    def __init__(self, token: str, seq: int = 0, hash: str = "", client: str = "onemap") -> None:
        self.seq = seq
        self.hash = hash
        self.phase = Phase.GREETING
        self._hello = wire.Hello(token, seq, hash, client)
        self._parts: list[bytes] = []
        self._part_seq = 0

    def hello(self) -> wire.Hello:
        """The first message to send."""
        return self._hello

    def feed(self, message: wire.ServerMessage) -> Sequence[Effect]:
        """Take one message. After Resync, Denied or Refused nothing more is taken."""
        if self.phase is Phase.OVER:
            return ()
        effects = self._greeted(message) if self.phase is Phase.GREETING else self._live(message)
        if any(isinstance(effect, Resync | Denied | Refused) for effect in effects):
            self.phase = Phase.OVER
        return effects

    def _greeted(self, message: wire.ServerMessage) -> Sequence[Effect]:
        if isinstance(message, wire.Notice):
            return self._notice(message)
        if not isinstance(message, wire.Welcome):
            return (Resync(f"{type(message).__name__} came before Welcome"),)
        if message.protocol != wire.PROTOCOL:
            return (
                Refused(
                    f"the server speaks protocol {message.protocol}, this program {wire.PROTOCOL}"
                ),
            )
        self.phase = Phase.LIVE
        return Welcomed(message), ClockSet(message.now_ms, message.speed)

    def _live(self, message: wire.ServerMessage) -> Sequence[Effect]:
        match message:
            case wire.Events():
                return self._events(message)
            case wire.Readings():
                return self._frame(message)
            case wire.Notice():
                return self._notice(message)
            case wire.Result():
                return (CommandSettled(message),)
            case wire.Snapshot():
                return self._snapshot(message)
            case wire.History():
                return self._history(message)
            case wire.StillTaken():
                return (StillArrived(message),)
            case wire.Welcome():
                return (Resync("a second Welcome"),)

    def _notice(self, notice: wire.Notice) -> Sequence[Effect]:
        match notice.code:
            case "clock":
                return (ClockSet(notice.now_ms, notice.speed),)
            case "resync":
                return (Resync(notice.text or "the server asks to resync"),)
            case "denied":
                return (Denied(notice.text),)
            case _:
                # "refused" too: the close code that follows says what kind of refusal it is.
                return (Noted(notice),)

    def _snapshot(self, part: wire.Snapshot) -> Sequence[Effect]:
        begins = part.part == 0
        follows = part.seq == self._part_seq and part.part == len(self._parts)
        if not 0 < part.parts <= MAX_PARTS or not (begins or follows) or part.part >= part.parts:
            return (Resync("snapshot parts out of order", afresh=True),)
        if begins:
            self._parts = []
            self._part_seq = part.seq
        self._parts.append(part.data)
        if len(self._parts) < part.parts:
            return ()
        data = b"".join(self._parts)
        self._parts = []
        try:
            state = decode_state(data)
        except BadMessage as error:
            return (Resync(str(error), afresh=True),)
        self.seq, self.hash = state.seq, state.hash
        return (StateArrived(state, data),)

    def _events(self, message: wire.Events) -> Sequence[Effect]:
        new: list[Event] = []
        seq, hash = self.seq, self.hash
        for event in message.events:
            if event.seq <= seq:
                continue
            if event.seq != seq + 1:
                return self._gap(new, Resync(f"event {event.seq} came after {seq}"))
            if event.prev != hash or not is_sound(event):
                broken = Resync(f"event {event.seq} does not fit the chain", afresh=True)
                return self._gap(new, broken)
            new.append(event)
            seq, hash = event.seq, event.hash
        if seq < message.to_seq:
            return self._gap(new, Resync(f"events up to {message.to_seq} were announced"))
        return self._let_through(new)

    def _gap(self, sound: list[Event], resync: Resync) -> Sequence[Effect]:
        return (*self._let_through(sound), resync)

    def _let_through(self, events: list[Event]) -> Sequence[Effect]:
        if not events:
            return ()
        self.seq, self.hash = events[-1].seq, events[-1].hash
        return (EventsArrived(tuple(events)),)

    def _frame(self, message: wire.Readings) -> Sequence[Effect]:
        try:
            return (FrameArrived(unpack_readings(message)),)
        except BadMessage as error:
            return (Resync(str(error)),)

    def _history(self, message: wire.History) -> Sequence[Effect]:
        if len(message.at_ms) != len(message.value) or len(message.at_ms) % 8:
            return (Resync("history with columns of unequal length"),)
        at_ms = np.frombuffer(message.at_ms, "<i8")
        return (HistoryArrived(message.stream, at_ms, np.frombuffer(message.value, "<f8")),)

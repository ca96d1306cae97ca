"""Messages of the WebSocket subprotocol `onemap.v1`.

The client speaks Hello first, then Subscribe, Command and AskHistory at will. The server answers
Hello with Welcome, then Snapshot parts or Events up to the head, then a Readings frame with the
latest value of every stream, then whatever happens. Binary frames, msgpack (see `codec`).
"""

from __future__ import annotations

import msgspec

from services.contract.events import Event

PROTOCOL = 1
SUBPROTOCOL = "onemap.v1"
MAX_CLIENT_MESSAGE = 64 * 1024
"""Bytes. A larger message from a client is refused and the connection closed."""
SNAPSHOT_PART = 256 * 1024
"""Bytes of compressed snapshot in one Snapshot message."""


class Message(msgspec.Struct, frozen=True, array_like=True, tag=True):
    """Base of the wire messages: an array whose first element is the class name."""


class Hello(Message, frozen=True):
    """First message of a client. `resume_seq` 0 asks for a snapshot.

    `resume_hash` is the hash of the event at `resume_seq`: a journal that does not hold that
    very event answers with a snapshot.
    """

    token: str
    resume_seq: int
    resume_hash: str
    client: str
    protocol: int = PROTOCOL


class Subscribe(Message, frozen=True):
    """Narrow what readings are sent: empty tuples mean everything.

    `viewport` is (west, south, east, north) in degrees.
    """

    areas: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    viewport: tuple[float, float, float, float] | None = None


class Command(Message, frozen=True):
    """A command with its UUIDv7; body is the msgpack of a `commands.OperatorCommand`."""

    id: str
    kind: str
    body: bytes
    at_ms: int = 0
    """Town time at which the operator gave it; later than the server's now is cut to now."""


class AskHistory(Message, frozen=True):
    """Ask for the readings of one stream since a town time. Answered with History."""

    stream: str
    since_ms: int


class Welcome(Message, frozen=True):
    """The connection stands. `now_ms` and `speed` set the town's clock (speed 1 is real time)."""

    seq: int
    user: str
    name: str
    roles: tuple[str, ...]
    now_ms: int
    speed: float
    server: str
    protocol: int = PROTOCOL


class Snapshot(Message, frozen=True):
    """One part of the zlib-compressed msgpack of a TownState, `part` counting from 0."""

    seq: int
    part: int
    parts: int
    data: bytes


class Events(Message, frozen=True):
    """Events `from_seq` to `to_seq`, both included, in order and without a gap."""

    from_seq: int
    to_seq: int
    events: tuple[Event, ...]


class Readings(Message, frozen=True):
    """A columnar frame, newest value per stream. Little-endian arrays of equal length.

    index: uint32 (Stream.index); value: float64; at_ms: int64 (town time of the phenomenon);
    quality: uint8 (model.Quality). `now_ms` is the server's town time.
    """

    now_ms: int
    index: bytes
    value: bytes
    at_ms: bytes
    quality: bytes


class StillTaken(Message, frozen=True):
    """A camera has a new still; fetch it from /api/cameras/{camera}/still."""

    camera: str
    at_ms: int
    etag: str


class History(Message, frozen=True):
    """Readings of one stream, oldest first. at_ms: int64, value: float64, little-endian."""

    stream: str
    since_ms: int
    at_ms: bytes
    value: bytes


class Refusal(msgspec.Struct, frozen=True, array_like=True):
    """Why a command was refused. `code` and `params` let a client say it in its own language."""

    code: str
    text: str
    params: dict[str, str] = {}


class Result(Message, frozen=True):
    """What became of a command: the seq of its last event, or a refusal."""

    command: str
    seq: int = 0
    refusal: Refusal | None = None


class Notice(Message, frozen=True):
    """Something about the connection: code (resync, conflated, closing, refused, clock) and words.

    `count` is how many frames were conflated or messages dropped; `now_ms`/`speed` are set with
    code "clock", which also serves as the heartbeat (at least every 2 s of real time).
    """

    code: str
    text: str = ""
    count: int = 0
    now_ms: int = 0
    speed: float = 0.0


ClientMessage = Hello | Subscribe | Command | AskHistory
ServerMessage = Welcome | Snapshot | Events | Readings | StillTaken | History | Result | Notice

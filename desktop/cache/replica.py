"""The town on disk: a snapshot, the tail of events after it, readings, curves and the clock.

Reading happens once, at the start. Writing happens in the writer's thread; the loop only hands
over values that nobody changes any more.
"""

from __future__ import annotations

import copy
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray
from sqlalchemy import (
    Column,
    Connection,
    Engine,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    delete,
    select,
)
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.exc import DBAPIError

from desktop.cache.database import CorruptCache, as_cache_error, open_file, set_aside
from desktop.cache.writer import Writer
from desktop.state.store import TownStore
from services.contract.apply import JournalGap, apply
from services.contract.codec import (
    BadMessage,
    Columns,
    decode_state,
    encode_state,
    pack_readings,
    unpack_readings,
)
from services.contract.events import Event
from services.contract.model import TownState
from services.contract.wire import Readings

VERSION = 1
COMPACT_AFTER = 2_000
"""Events in the tail after which it is folded into a new snapshot."""

_metadata = MetaData()
_values = Table(
    "value", _metadata, Column("name", String, primary_key=True), Column("data", LargeBinary)
)
_tail = Table(
    "tail",
    _metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("data", LargeBinary, nullable=False),
)
_curves = Table(
    "curve",
    _metadata,
    Column("stream", String, primary_key=True),
    Column("at_ms", LargeBinary, nullable=False),
    Column("value", LargeBinary, nullable=False),
)

_encode = msgspec.msgpack.encode
_event = msgspec.msgpack.Decoder(Event)


class LinkInfo(msgspec.Struct, frozen=True):
    """Where the replica came from and what time it was there."""

    url: str = ""
    clock_ms: int = 0
    speed: float = 1.0
    wall_ms: int = 0


_info = msgspec.msgpack.Decoder(LinkInfo)
_frame = msgspec.msgpack.Decoder(Readings)


class Restored(NamedTuple):
    """What the replica held."""

    state: TownState
    readings: Columns | None
    curves: dict[str, tuple[NDArray[np.int64], NDArray[np.float64]]]
    info: LinkInfo


class Replica:
    """Durable copy of what the store holds. Opened with `open_replica`; close it."""

    def __init__(self, path: Path, engine: Engine, *, compact_after: int = COMPACT_AFTER) -> None:
        self.path = path
        self._engine = engine
        self._writer = Writer(engine, f"cache-{path.stem}")
        self._compact_after = compact_after
        self._tail_length = 0

    def append(self, events: Sequence[Event], state: TownState) -> None:
        """Keep events that were applied; `state` is the state after them."""
        self._tail_length += len(events)
        if self._tail_length >= self._compact_after or self._writer.take_loss():
            self.keep_state(state)
            return
        rows = [(event.seq, event) for event in events]

        def job(connection: Connection) -> None:
            values = [{"seq": seq, "data": _encode(event)} for seq, event in rows]
            statement = insert(_tail)
            connection.execute(
                statement.on_conflict_do_update(
                    index_elements=["seq"], set_={"data": statement.excluded.data}
                ),
                values,
            )

        if rows:
            self._writer.submit(job)

    def keep_state(self, state: TownState, data: bytes = b"") -> None:
        """Keep a whole state (`data` is its encoded form, if there is one) and drop the tail."""
        self._tail_length = 0
        frozen = _shallow(state)

        def job(connection: Connection) -> None:
            _put(connection, "state", data or encode_state(frozen))
            connection.execute(delete(_tail))

        self._writer.submit(job)

    def keep_readings(self, store: TownStore, url: str) -> None:
        """Keep latest readings, curves and clock as they are now."""
        info = _encode(LinkInfo(url, *store.clock.saved()))
        columns = store.readings.columns()
        now_ms = store.clock.now_ms()
        curves = [
            {"stream": stream, "at_ms": curve.at_ms.tobytes(), "value": curve.value.tobytes()}
            for stream, curve in store.curves.items()
            if len(curve)
        ]

        def job(connection: Connection) -> None:
            _put(connection, "info", info)
            _put(connection, "readings", _encode(pack_readings(now_ms, columns)))
            connection.execute(delete(_curves))
            if curves:
                connection.execute(_curves.insert(), curves)

        self._writer.submit(job)

    def flush(self) -> None:
        """Wait for the disk; for closing and tests."""
        self._writer.flush()

    def close(self, store: TownStore | None = None, url: str = "") -> None:
        """Fold the tail, keep what the store holds, and let go of the file."""
        if store is not None:
            if self._tail_length or self._writer.take_loss():
                self.keep_state(store.state)
            self.keep_readings(store, url)
        self._writer.close()
        self._engine.dispose()

    def load(self) -> Restored:
        """What the file holds. Raises CorruptCache."""
        try:
            with self._engine.begin() as connection:
                state = self._load_state(connection)
                readings = _value(connection, "readings")
                info = _value(connection, "info")
                rows = connection.execute(select(_curves)).all()
            return Restored(
                state,
                unpack_readings(_frame.decode(readings)) if readings else None,
                {
                    row.stream: (
                        np.frombuffer(row.at_ms, np.int64),
                        np.frombuffer(row.value, np.float64),
                    )
                    for row in rows
                },
                _info.decode(info) if info else LinkInfo(),
            )
        except DBAPIError as error:
            raise as_cache_error(self.path, error) from error
        except (BadMessage, msgspec.MsgspecError, ValueError) as error:
            raise CorruptCache(f"{self.path.name} is damaged: {error}") from error

    def _load_state(self, connection: Connection) -> TownState:
        data = _value(connection, "state")
        state = decode_state(data) if data else TownState()
        tail = select(_tail.c.data).where(_tail.c.seq > state.seq).order_by(_tail.c.seq)
        for (row,) in connection.execute(tail):
            try:
                apply(state, _event.decode(row))
            except JournalGap:
                break
            self._tail_length += 1
        return state


class OpenedReplica(NamedTuple):
    """A replica, what it held, and a sentence for the user when an older file was set aside."""

    replica: Replica
    restored: Restored
    message: str


def open_replica(
    path: Path, key: bytes | None = None, *, compact_after: int = COMPACT_AFTER
) -> OpenedReplica:
    """Open the cache file; a corrupt one is set aside and begun anew. Raises CacheError."""
    try:
        replica, restored = _open(path, key, compact_after)
        return OpenedReplica(replica, restored, "")
    except CorruptCache as error:
        aside = set_aside(path)
        replica, restored = _open(path, key, compact_after)
        message = (
            f"The local copy could not be read ({error}); it was set aside as {aside.name} "
            "and is fetched anew from the server."
        )
        return OpenedReplica(replica, restored, message)


def _open(path: Path, key: bytes | None, compact_after: int) -> tuple[Replica, Restored]:
    engine = open_file(path, _metadata, key, "NORMAL", VERSION)
    replica = Replica(path, engine, compact_after=compact_after)
    try:
        return replica, replica.load()
    except BaseException:
        replica.close()
        raise


def restore(store: TownStore, restored: Restored) -> None:
    """Bring a fresh store to what the replica held."""
    store.replace_state(restored.state)
    info = restored.info
    if info.clock_ms:
        store.clock.resume(info.clock_ms, info.speed, info.wall_ms)
    if restored.readings is not None:
        store.put_frame(restored.readings)
    for stream, (at_ms, value) in restored.curves.items():
        store.watch(stream)
        store.put_history(stream, at_ms, value)


def _shallow(state: TownState) -> TownState:
    """A copy that later events leave alone: the registers are copied, their values are frozen."""
    frozen = copy.copy(state)
    for name in state.__struct_fields__:
        value = getattr(state, name)
        if isinstance(value, dict):
            setattr(frozen, name, value.copy())
    return frozen


def _put(connection: Connection, name: str, data: bytes) -> None:
    statement = insert(_values).values(name=name, data=data)
    connection.execute(
        statement.on_conflict_do_update(index_elements=["name"], set_={"data": data})
    )


def _value(connection: Connection, name: str) -> bytes | None:
    return connection.execute(
        select(_values.c.data).where(_values.c.name == name)
    ).scalar_one_or_none()

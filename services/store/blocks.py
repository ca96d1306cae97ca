"""Readings packed by stream and day: written as time passes, read many streams at once.

Owns the table of blocks and how far each stream is packed. A reading that comes late takes that
mark back, and its block is made anew from what it held and what came. Synchronous; town time.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray
from sqlalchemy.dialects import postgresql, sqlite

from services.contract.model import Quality
from services.store import tables
from services.store.packed import DAY_MS, BadBlock, Times, Values, pack, thin, unpack

HOUR_MS = 3_600_000
BLOCKS_KEPT_MS = 92 * DAY_MS

_log = logging.getLogger(__name__)
_block = tables.reading_block.c
_stream = tables.reading_stream.c
_raw = tables.reading.c


class Series(NamedTuple):
    """Readings of several streams, one stream after another, each in the order of its times.

    stream: the index of each reading's stream; at_ms, value: columns of the same length.
    """

    stream: NDArray[np.int32]
    at_ms: Times
    value: Values


class BlockStore:
    """Packs what is complete, hands out what is asked for."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine
        insert = sqlite.insert if engine.dialect.name == "sqlite" else postgresql.insert
        statement = insert(tables.reading_block)
        values = {name: statement.excluded[name] for name in ("count", "data")}
        self._put = statement.on_conflict_do_update(
            index_elements=["stream", "day_ms"], set_=values
        )

    def pack(self, now_ms: int) -> None:
        """Pack every stream up to the last full hour before `now_ms`."""
        end = now_ms // HOUR_MS * HOUR_MS
        due = sa.select(_stream.stream).where(_stream.packed_ms < end)
        with self._engine.connect() as connection:
            streams = connection.scalars(due.order_by(_stream.stream)).all()
        for stream in streams:
            while self._pack_day(stream, end):
                pass

    def prune(self, now_ms: int) -> None:
        """Drop blocks that are too old."""
        before = (now_ms - BLOCKS_KEPT_MS) // DAY_MS * DAY_MS
        with self._engine.begin() as connection:
            connection.execute(tables.reading_block.delete().where(_block.day_ms < before))

    def read(
        self, streams: Sequence[int], since_ms: int, until_ms: int, group: int = 50
    ) -> Iterator[Series]:
        """The usable readings of the streams, both ends included, so many streams at a time."""
        with self._engine.connect() as connection:
            for start in range(0, len(streams), group):
                part = streams[start : start + group]
                columns = [self._of(connection, one, since_ms, until_ms) for one in part]
                sizes = [len(at) for at, _ in columns]
                yield Series(
                    np.repeat(np.array(part, np.int32), sizes),
                    np.concatenate([at for at, _ in columns]),
                    np.concatenate([value for _, value in columns]),
                )

    def _pack_day(self, stream: int, end: int) -> bool:
        """Pack the first day that has unpacked readings; whether more may follow."""
        with self._engine.begin() as connection:
            # The write comes first: from here on no reading of the stream can come in between.
            connection.execute(_mark(stream, _stream.packed_ms))
            begin = connection.scalar(sa.select(_stream.packed_ms).where(_stream.stream == stream))
            first = connection.scalar(
                sa.select(sa.func.min(_raw.at_ms)).where(
                    _raw.stream == stream, _raw.at_ms >= begin, _raw.at_ms < end
                )
            )
            if first is None:
                connection.execute(_mark(stream, sa.literal(end, sa.BigInteger)))
                return False
            day = first // DAY_MS * DAY_MS
            until = min(day + DAY_MS, end)
            at_ms, value = self._merged(connection, stream, day, first, until)
            row = {"stream": stream, "day_ms": day, "count": len(at_ms)}
            connection.execute(self._put, {**row, "data": pack(day, at_ms, value)})
            connection.execute(_mark(stream, sa.literal(until, sa.BigInteger)))
            return bool(until < end)

    def _merged(
        self, connection: sa.Connection, stream: int, day: int, since: int, until: int
    ) -> tuple[Times, Values]:
        """The block of the day with the raw readings from `since` to before `until` put in."""
        query = sa.select(_block.data).where(_block.stream == stream, _block.day_ms == day)
        old_at, old_value = _unpacked(stream, day, connection.scalar(query))
        at_ms, value, quality = _rows(connection, stream, since, until - 1)
        usable = quality < Quality.BAD
        if old_at.size:
            # What was written later stands, also where it says that the value is no good.
            kept = ~np.isin(old_at, at_ms)
            at_ms = np.concatenate([old_at[kept], at_ms[usable]])
            value = np.concatenate([old_value[kept], value[usable]])
            order = np.argsort(at_ms, kind="stable")
            return thin(at_ms[order], value[order])
        return thin(at_ms[usable], value[usable])

    def _of(
        self, connection: sa.Connection, stream: int, since_ms: int, until_ms: int
    ) -> tuple[Times, Values]:
        """One stream's readings: blocks as far as it is packed, raw after that."""
        query = sa.select(_stream.packed_ms).where(_stream.stream == stream)
        packed = connection.scalar(query) or 0
        days = (
            sa.select(_block.day_ms, _block.data)
            .where(_block.stream == stream, _block.day_ms > since_ms - DAY_MS)
            .where(_block.day_ms <= until_ms)
            .order_by(_block.day_ms)
        )
        parts = [_unpacked(stream, day, data) for day, data in connection.execute(days)]
        at_ms = np.concatenate([np.zeros(0, np.int64), *(at for at, _ in parts)])
        value = np.concatenate([np.zeros(0), *(values for _, values in parts)])
        inside = (at_ms >= since_ms) & (at_ms <= until_ms) & (at_ms < packed)
        late, late_value, quality = _rows(connection, stream, max(packed, since_ms), until_ms)
        usable = quality < Quality.BAD
        tail = thin(late[usable], late_value[usable])
        return (
            np.concatenate([at_ms[inside], tail[0]]),
            np.concatenate([value[inside], tail[1]]),
        )


def _mark(stream: int, at: sa.ColumnElement[int]) -> sa.Update:
    return tables.reading_stream.update().where(_stream.stream == stream).values(packed_ms=at)


def _rows(
    connection: sa.Connection, stream: int, since_ms: int, until_ms: int
) -> tuple[Times, Values, NDArray[np.uint8]]:
    """Raw readings, both ends included."""
    where = (_raw.stream == stream, _raw.at_ms >= since_ms, _raw.at_ms <= until_ms)
    query = sa.select(_raw.at_ms, _raw.value, _raw.quality).where(*where).order_by(_raw.at_ms)
    rows: Any = connection.execute(query).all()
    at_ms, value, quality = zip(*rows, strict=True) if rows else ((), (), ())
    return np.array(at_ms, np.int64), np.array(value, np.float64), np.array(quality, np.uint8)


def _unpacked(stream: int, day: int, data: bytes | None) -> tuple[Times, Values]:
    """A block's readings; none, said in the log, when it cannot be read."""
    if data is None:
        return np.zeros(0, np.int64), np.zeros(0)
    try:
        return unpack(day, data)
    except BadBlock as error:
        _log.error("the block of stream %d, day %d is left out: %s", stream, day, error)
        return np.zeros(0, np.int64), np.zeros(0)

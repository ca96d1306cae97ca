"""History of the readings: raw for a week, minutes for a quarter, hours for good; and, for who
reads many streams at once, packed days for a quarter. Synchronous.

Rollups are always recomputed from what they sum up, so that a reading that comes late or twice
cannot be counted twice. Times are town time.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray
from sqlalchemy.dialects import postgresql, sqlite

from services.contract.codec import Columns
from services.contract.model import Quality
from services.store import tables
from services.store.blocks import BlockStore

MINUTE_MS = 60_000
HOUR_MS = 3_600_000
RAW_KEPT_MS = 7 * 24 * HOUR_MS
_MARGIN_MS = HOUR_MS
"""Raw is kept this much longer, so that a reading a full week late still finds its minute whole."""
MINUTES_KEPT_MS = 92 * 24 * HOUR_MS
_BATCH = 2_000
"""Rows in one transaction: the journal's commit may have to wait for one."""

History = tuple[NDArray[np.int64], NDArray[np.float64]]


class ReadingStore:
    """Readings by stream index and time; of two for the same instant the later write stands."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine
        self._blocks = BlockStore(engine)
        self._insert = sqlite.insert if engine.dialect.name == "sqlite" else postgresql.insert
        self._put_reading = self._put_readings()
        self._put_stream = self._put_streams()

    def append(self, batch: Columns) -> None:
        """Write a batch, in transactions of at most 2,000 readings."""
        for start in range(0, len(batch.index), _BATCH):
            rows = _rows(batch, slice(start, start + _BATCH))
            streams = _newest(rows)
            with self._engine.begin() as connection:
                connection.execute(self._put_reading, rows)
                connection.execute(self._put_stream, streams)

    def latest(self) -> Columns:
        """The newest reading of every stream, by index."""
        table = tables.reading_stream.c
        query = sa.select(table.stream, table.value, table.at_ms, table.quality)
        with self._engine.connect() as connection:
            rows = connection.execute(query.order_by(table.stream)).all()
        index, value, at_ms, quality = zip(*rows, strict=True) if rows else ((), (), (), ())
        return Columns(
            np.array(index, np.uint32),
            np.array(value, np.float64),
            np.array(at_ms, np.int64),
            np.array(quality, np.uint8),
        )

    def history(self, index: int, since_ms: int, until_ms: int, limit: int = 5_000) -> History:
        """Times and values of a stream, oldest first, both ends included; at most `limit`.

        Raw where it is kept and not too much, else the means of minutes, else of hours; the
        newest when even those are too many.
        """
        with self._engine.connect() as connection:
            for level in range(len(_LEVELS)):
                points = _points(connection, level, index, since_ms, until_ms, limit)
                if len(points) <= limit:
                    break
        points = points[:limit][::-1]
        return (
            np.array([at for at, _ in points], np.int64),
            np.array([value for _, value in points], np.float64),
        )

    def prune(self, now_ms: int) -> int:
        """Roll up and pack what has passed, drop what is too old; how many raw readings went."""
        self.roll_up(now_ms)
        self._blocks.pack(now_ms)
        self._blocks.prune(now_ms)
        gone = 0
        for table, kept in (
            (tables.reading, RAW_KEPT_MS + _MARGIN_MS),
            (tables.reading_minute, MINUTES_KEPT_MS),
        ):
            before = (now_ms - kept) // HOUR_MS * HOUR_MS
            for stream in self._streams():
                # By stream, so that each is a search in the key and not a walk over the table.
                where = (table.c.stream == stream, table.c.at_ms < before)
                with self._engine.begin() as connection:
                    count = connection.execute(table.delete().where(*where)).rowcount
                gone += count if table is tables.reading else 0
        return gone

    def roll_up(self, now_ms: int) -> None:
        """Bring minutes and hours up to the last full minute before `now_ms`."""
        end = now_ms // MINUTE_MS * MINUTE_MS
        stream = tables.reading_stream
        done = (
            stream.update()
            .where(stream.c.rolled_ms < end)
            .values(rolled_ms=sa.literal(end, sa.BigInteger))
        )
        with self._engine.begin() as connection:
            connection.execute(self._roll(_minutes(end), tables.reading_minute))
            connection.execute(self._roll(_hours(end), tables.reading_hour))
            connection.execute(done)

    def _streams(self) -> Sequence[int]:
        with self._engine.connect() as connection:
            return connection.scalars(sa.select(tables.reading_stream.c.stream)).all()

    def _roll(self, query: sa.Select[Any], table: sa.Table) -> sa.Executable:
        names = ["stream", "at_ms", "low", "high", "mean", "count", "last"]
        statement = self._insert(table).from_select(names, query)
        values = {name: statement.excluded[name] for name in names[2:]}
        return statement.on_conflict_do_update(index_elements=names[:2], set_=values)

    def _put_readings(self) -> sa.Executable:
        statement = self._insert(tables.reading)
        values = {name: statement.excluded[name] for name in ("value", "quality")}
        return statement.on_conflict_do_update(index_elements=["stream", "at_ms"], set_=values)

    def _put_streams(self) -> sa.Executable:
        statement = self._insert(tables.reading_stream)
        old, new = tables.reading_stream.c, statement.excluded
        newer = new.at_ms >= old.at_ms
        values = {
            name: sa.case((newer, new[name]), else_=old[name])
            for name in ("at_ms", "value", "quality")
        }
        # A late reading takes the marks back: its minute, hour and day are summed up again.
        for name in ("rolled_ms", "packed_ms"):
            earlier = new[name] < old[name]
            values[name] = sa.case((earlier, new[name]), else_=old[name])
        return statement.on_conflict_do_update(index_elements=["stream"], set_=values)


_LEVELS = (
    (tables.reading, "value", MINUTE_MS, 0),
    (tables.reading_minute, "mean", HOUR_MS, MINUTE_MS),
    (tables.reading_hour, "mean", HOUR_MS, HOUR_MS),
)
"""Table, column, the grid on which the next coarser one takes over, and the time a row covers."""


def _points(
    connection: sa.Connection, level: int, index: int, since_ms: int, until_ms: int, limit: int
) -> list[tuple[int, float]]:
    """Newest first: rows of `level`, older ones from the coarser levels, and the raw readings
    that are not yet rolled up. More than `limit` when there are too many."""
    found: list[tuple[int, float]] = []
    end = until_ms
    for table, column, grid, span in _LEVELS[level:]:
        at = table.c.at_ms
        where = (table.c.stream == index, at >= since_ms, at <= end)
        query = sa.select(at, table.c[column]).where(*where).order_by(at.desc())
        rows = [(row[0], row[1]) for row in connection.execute(query.limit(limit + 1))]
        if not found and level:
            after = rows[0][0] + span if rows else since_ms
            found += _points(connection, 0, index, after, until_ms, limit) if span else []
        found += rows
        if len(found) > limit:
            break
        if found:
            end = min(end, found[-1][0] // grid * grid - 1)
    return found


def _minutes(end: int) -> sa.Select[Any]:
    raw, stream = tables.reading.c, tables.reading_stream.c
    minute = (raw.at_ms - raw.at_ms % MINUTE_MS).label("minute")
    since = stream.rolled_ms - stream.rolled_ms % MINUTE_MS
    sums = (
        sa.select(
            raw.stream,
            minute,
            sa.func.min(raw.value).label("low"),
            sa.func.max(raw.value).label("high"),
            sa.func.avg(raw.value).label("mean"),
            sa.func.count().label("count"),
            sa.func.max(raw.at_ms).label("last_ms"),
        )
        .join_from(
            tables.reading_stream,
            tables.reading,
            (raw.stream == stream.stream) & (raw.at_ms >= since) & (raw.at_ms < end),
        )
        .where(raw.quality < int(Quality.BAD))
        .group_by(raw.stream, minute)
        .subquery()
    )
    return _with_last(sums, sums.c.minute, tables.reading, "value")


def _hours(end: int) -> sa.Select[Any]:
    minute, stream = tables.reading_minute.c, tables.reading_stream.c
    hour = (minute.at_ms - minute.at_ms % HOUR_MS).label("hour")
    since = stream.rolled_ms - stream.rolled_ms % HOUR_MS
    total = sa.func.sum(minute["count"])
    sums = (
        sa.select(
            minute.stream,
            hour,
            sa.func.min(minute.low).label("low"),
            sa.func.max(minute.high).label("high"),
            (sa.func.sum(minute.mean * minute["count"]) / total).label("mean"),
            sa.cast(total, sa.BigInteger).label("count"),
            sa.func.max(minute.at_ms).label("last_ms"),
        )
        .join_from(
            tables.reading_stream,
            tables.reading_minute,
            (minute.stream == stream.stream) & (minute.at_ms >= since) & (minute.at_ms < end),
        )
        .where(stream.rolled_ms < end)
        .group_by(minute.stream, hour)
        .subquery()
    )
    return _with_last(sums, sums.c.hour, tables.reading_minute, "last")


def _with_last(
    sums: sa.Subquery, at: sa.ColumnElement[int], source: sa.Table, column: str
) -> sa.Select[Any]:
    """The sums and, beside them, the value of the newest row they sum up."""
    of = sums.c
    return (
        sa.select(of.stream, at, of.low, of.high, of.mean, of["count"], source.c[column])
        .join_from(sums, source, (source.c.stream == of.stream) & (source.c.at_ms == of.last_ms))
        .where(sa.true())
    )


def _rows(batch: Columns, part: slice) -> list[dict[str, Any]]:
    """Rows in the order they came, of equal stream and time the last one only."""
    columns = (batch.index[part], batch.at_ms[part], batch.value[part], batch.quality[part])
    last = {
        (stream, at): (value, quality)
        for stream, at, value, quality in zip(*(c.tolist() for c in columns), strict=True)
    }
    return [
        {"stream": stream, "at_ms": at, "value": value, "quality": quality}
        for (stream, at), (value, quality) in last.items()
    ]


def _newest(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """One row a stream: its newest reading, and its earliest minute as the mark for rollups."""
    newest: dict[int, dict[str, Any]] = {}
    for row in rows:
        mark = row["at_ms"] // MINUTE_MS * MINUTE_MS
        known = newest.get(row["stream"])
        if known is None:
            newest[row["stream"]] = {**row, "rolled_ms": mark, "packed_ms": mark}
            continue
        if row["at_ms"] >= known["at_ms"]:
            known.update(row)
        known["rolled_ms"] = known["packed_ms"] = min(known["rolled_ms"], mark)
    return list(newest.values())

from __future__ import annotations

import numpy as np
import pytest
import sqlalchemy as sa

from services.contract.codec import Columns
from services.store import tables
from services.store.blocks import BLOCKS_KEPT_MS, HOUR_MS, BlockStore
from services.store.packed import DAY_MS, MINUTE_MS
from services.store.readings import RAW_KEPT_MS, ReadingStore

T = 20_000 * DAY_MS


def batch(*rows):
    index, at, value, quality = zip(*[(*row, 0)[:4] for row in rows], strict=True)
    return Columns(
        np.array(index, np.uint32),
        np.array(value, np.float64),
        np.array(at, np.int64),
        np.array(quality, np.uint8),
    )


@pytest.fixture
def store(engine):
    return ReadingStore(engine)


@pytest.fixture
def blocks(engine):
    return BlockStore(engine)


def read(blocks, *streams, since=T, until=T + 400 * DAY_MS):
    found = {stream: [] for stream in streams}
    for series in blocks.read(streams, since, until, group=2):
        for stream, at, value in zip(*(column.tolist() for column in series), strict=True):
            found[stream].append((at - T, value))
    return found


def drop_raw(engine):
    with engine.begin() as connection:
        connection.execute(tables.reading.delete())


def test_packed_days_and_what_is_raw_yet_are_one_series(engine, store, blocks):
    rows = [(s, T + n * HOUR_MS, float(n + s)) for s in (1, 2, 5) for n in range(50)]
    store.append(batch(*rows))
    wanted = {s: [(n * HOUR_MS, float(n + s)) for n in range(50)] for s in (1, 2, 5)}
    assert read(blocks, 1, 2, 5) == wanted
    blocks.pack(T + 40 * HOUR_MS)
    assert read(blocks, 1, 2, 5) == wanted
    inside = read(blocks, 2, since=T + 3 * HOUR_MS, until=T + 45 * HOUR_MS)
    assert inside[2] == wanted[2][3:46]
    drop_raw(engine)
    assert read(blocks, 1, 2, 5) == {s: points[:40] for s, points in wanted.items()}


def test_a_stream_without_readings_has_none(blocks):
    assert read(blocks, 7) == {7: []}


def test_late_readings_are_put_into_their_block_also_when_raw_is_gone(engine, store, blocks):
    store.append(batch((1, T, 1.0), (1, T + HOUR_MS, 2.0), (1, T + DAY_MS, 3.0)))
    blocks.pack(T + 2 * DAY_MS)
    drop_raw(engine)
    store.append(batch((1, T + 1000, 9.0)))
    assert (1000, 9.0) in read(blocks, 1)[1]
    blocks.pack(T + 2 * DAY_MS)
    drop_raw(engine)
    assert read(blocks, 1)[1] == [(0, 1), (1000, 9), (HOUR_MS, 2), (DAY_MS, 3)]


def test_the_later_word_stands_and_a_value_called_bad_is_taken_out(engine, store, blocks):
    store.append(batch((1, T, 1.0), (1, T + 1000, 2.0), (1, T + 2000, 7.0, 2)))
    blocks.pack(T + DAY_MS)
    store.append(batch((1, T, 5.0), (1, T + 1000, 2.0, 2)))
    blocks.pack(T + DAY_MS)
    drop_raw(engine)
    assert read(blocks, 1)[1] == [(0, 5)]


def test_the_day_that_runs_is_packed_hour_by_hour(engine, store, blocks):
    store.append(batch(*((1, T + n * MINUTE_MS, float(n)) for n in range(150))))
    blocks.pack(T + 90 * MINUTE_MS)
    blocks.pack(T + 150 * MINUTE_MS)
    drop_raw(engine)
    assert [value for _, value in read(blocks, 1)[1]] == [float(n) for n in range(120)]


def test_housekeeping_packs_before_raw_goes_and_drops_blocks_after_a_quarter(engine, store, blocks):
    store.append(batch((1, T, 1.0), (1, T + DAY_MS, 2.0)))
    assert store.prune(T + RAW_KEPT_MS + 2 * DAY_MS) == 2
    assert [value for _, value in read(blocks, 1)[1]] == [1, 2]
    store.prune(T + BLOCKS_KEPT_MS + DAY_MS)
    assert [value for _, value in read(blocks, 1)[1]] == [2]
    store.prune(T + BLOCKS_KEPT_MS + 2 * DAY_MS)
    assert read(blocks, 1)[1] == []


def test_streams_of_before_the_blocks_are_packed_from_their_first_reading(engine, store, blocks):
    store.append(batch((1, T, 1.0), (1, T + 3 * DAY_MS, 2.0)))
    with engine.begin() as connection:
        connection.execute(tables.reading_stream.update().values(packed_ms=sa.literal(0)))
    blocks.pack(T + 4 * DAY_MS)
    drop_raw(engine)
    assert [value for _, value in read(blocks, 1)[1]] == [1, 2]


def test_a_broken_block_costs_its_day_only(engine, store, blocks, caplog):
    store.append(batch((1, T, 1.0), (1, T + DAY_MS, 2.0)))
    blocks.pack(T + 2 * DAY_MS)
    with engine.begin() as connection:
        connection.execute(
            tables.reading_block.update()
            .where(tables.reading_block.c.day_ms == T)
            .values(data=b"nonsense")
        )
    assert [value for _, value in read(blocks, 1)[1]] == [2]
    assert "day" in caplog.text

from __future__ import annotations

import numpy as np
import pytest

from services.contract.codec import Columns
from services.store.readings import HOUR_MS, MINUTE_MS, RAW_KEPT_MS, ReadingStore

T = 1_800_000_000_000 // HOUR_MS * HOUR_MS


def batch(*rows: tuple[int, int, float] | tuple[int, int, float, int]) -> Columns:
    full = [(*row, 0)[:4] for row in rows]
    index, at, value, quality = zip(*full, strict=True)
    return Columns(
        np.array(index, np.uint32),
        np.array(value, np.float64),
        np.array(at, np.int64),
        np.array(quality, np.uint8),
    )


@pytest.fixture
def store(engine):
    return ReadingStore(engine)


def values(store, index=1, since=T, until=T + 9 * HOUR_MS, limit=5_000):
    return store.history(index, since, until, limit)[1].tolist()


def test_history_is_one_streams_oldest_first_both_ends_included(store):
    store.append(batch((1, T + 2, 2.0), (2, T + 2, 9.0), (1, T, 0.0), (1, T + 1, 1.0)))
    assert values(store) == [0, 1, 2]
    assert values(store, since=T + 1, until=T + 2) == [1, 2]
    assert values(store, index=3) == []


def test_latest_is_the_newest_by_time_however_late_the_others_come(store):
    assert len(store.latest().index) == 0
    store.append(batch((7, T + 5, 5.0, 1), (2, T, 1.0)))
    store.append(batch((7, T + 3, 3.0)))
    latest = store.latest()
    assert latest.index.tolist() == [2, 7]
    assert latest.value.tolist() == [1, 5]
    assert latest.at_ms.tolist() == [T, T + 5]
    assert latest.quality.tolist() == [0, 1]


def test_a_reading_sent_twice_is_one_and_the_later_word_stands(store):
    store.append(batch((1, T, 1.0), (1, T, 2.0)))
    assert values(store) == [2]
    store.append(batch((1, T, 3.0)))
    assert values(store) == [3]
    assert store.latest().value.tolist() == [3]


def test_minutes_and_hours_sum_up_what_is_good(store):
    rows = [(1, T + n * 10_000, float(n)) for n in range(720)]
    store.append(batch(*rows, (1, T + 5, 1e9, 2)))
    store.roll_up(T + 2 * HOUR_MS)
    assert values(store, limit=200) == [n * 6 + 2.5 for n in range(120)]
    assert values(store, limit=50) == [179.5, 539.5]


def test_a_late_reading_is_summed_up_anew(store):
    store.append(batch((1, T, 1.0), (1, T + MINUTE_MS, 3.0), (1, T + 2 * HOUR_MS, 0.0)))
    store.roll_up(T + HOUR_MS)
    store.append(batch((1, T + 30_000, 5.0)))
    store.roll_up(T + HOUR_MS)
    assert values(store, until=T + HOUR_MS - 1, limit=2) == [3, 3]
    assert values(store, until=T + HOUR_MS - 1, limit=1) == [3]


def test_what_is_not_rolled_up_yet_follows_the_minutes(store):
    store.append(batch(*((1, T + n * 1000, float(n)) for n in range(130))))
    store.roll_up(T + 125_000)
    assert values(store, limit=20) == [29.5, 89.5, *range(120, 130)]


def test_raw_goes_after_a_week_and_its_minutes_stay(store):
    store.append(batch((1, T, 1.0), (1, T + 1000, 3.0), (1, T + RAW_KEPT_MS, 7.0)))
    assert store.prune(T + RAW_KEPT_MS + HOUR_MS // 2) == 0
    assert store.prune(T + RAW_KEPT_MS + 3 * HOUR_MS) == 2
    assert values(store, until=T + 2 * RAW_KEPT_MS) == [2, 7]
    assert store.prune(T + RAW_KEPT_MS + 3 * HOUR_MS) == 0


def test_hours_outlive_minutes(store):
    store.append(batch((1, T, 1.0), (1, T + MINUTE_MS, 3.0)))
    store.prune(T + 100 * 24 * HOUR_MS)
    at, value = store.history(1, T, T + HOUR_MS)
    assert (at.tolist(), value.tolist()) == ([T], [2])


def test_a_batch_larger_than_a_transaction_arrives_whole(store):
    store.append(batch(*((n % 50, T + n, float(n)) for n in range(5_000))))
    assert len(values(store, index=3)) == 100

"""TownStore: what it holds and whom it tells."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from desktop.state.clock import TownClock
from desktop.state.curves import MAX_POINTS, MAX_SPAN_MS, Curve
from desktop.state.readings import MAX_STREAMS, LatestReadings
from desktop.state.store import TownStore
from desktop.state.values import Status
from services.contract.codec import Columns
from services.contract.events import StreamRegistered, seal
from services.contract.model import Stream, TownState
from services.contract.wire import StillTaken


def columns(*rows: tuple[int, float, int]) -> Columns:
    index, value, at_ms = zip(*rows, strict=True) if rows else ((), (), ())
    return Columns(
        np.array(index, np.uint32),
        np.array(value, np.float64),
        np.array(at_ms, np.int64),
        np.zeros(len(rows), np.uint8),
    )


def store_with_stream() -> TownStore:
    store = TownStore()
    body = StreamRegistered(Stream("W1", 7, "water.depth", "W", "m", 0, 0))
    store.apply_events([seal(body, seq=1, id="1", at_ms=5, actor="a", command="", prev="")])
    return store


def test_a_listener_is_called_once_until_drained() -> None:
    store, calls = TownStore(), []
    unlisten = store.listen(lambda: calls.append(1))
    store.put_frame(columns((3, 1.0, 1)))
    store.put_frame(columns((1, 1.0, 1), (3, 2.0, 2)))
    store.still_taken(StillTaken("C1", 1, "e"))
    assert len(calls) == 1
    changes = store.drain()
    assert changes.indexes.tolist() == [1, 3] and changes.stills == {"C1"}
    store.set_connection(status=Status.ONLINE)
    assert len(calls) == 2 and store.drain().connection
    unlisten()
    store.set_connection(status=Status.OFFLINE)
    assert len(calls) == 2


def test_an_older_reading_does_not_replace_a_newer_one() -> None:
    store = TownStore()
    store.put_frame(columns((0, 1.0, 10)))
    store.drain()
    store.put_frame(columns((0, 2.0, 9)))
    assert store.readings.get(0) == (1.0, 10)
    assert not len(store.drain().indexes)


def test_an_absurd_index_is_dropped_and_counted() -> None:
    readings = LatestReadings()
    readings.put(columns((MAX_STREAMS, 1.0, 1), (2, 1.0, 1)))
    assert readings.dropped == 1 and readings.get(2) == (1.0, 1)


def test_watched_streams_grow_curves_also_when_watched_before_they_are_known() -> None:
    store = TownStore()
    store.watch("W1")
    body = StreamRegistered(Stream("W1", 7, "water.depth", "W", "m", 0, 0))
    store.apply_events([seal(body, seq=1, id="1", at_ms=5, actor="a", command="", prev="")])
    store.put_frame(columns((7, 1.0, 10), (8, 9.0, 10)))
    store.put_history("W1", np.array([1, 10]), np.array([0.1, 1.1]))
    assert store.curves["W1"].at_ms.tolist() == [1, 10]
    assert store.curves["W1"].value.tolist() == [0.1, 1.1]
    assert store.drain().curves == {"W1"}


def test_a_new_state_empties_readings_and_curves() -> None:
    store = store_with_stream()
    store.watch("W1")
    store.put_frame(columns((7, 1.0, 10)))
    store.replace_state(TownState())
    changes = store.drain()
    assert changes.state.everything and changes.all_readings and changes.curves == {"W1"}
    assert store.readings.get(7) is None and not len(store.curves["W1"])


@given(st.lists(st.integers(0, 3 * MAX_SPAN_MS // 1000), max_size=60))
def test_a_curve_is_sorted_unique_and_bounded(seconds: list[int]) -> None:
    curve = Curve()
    for second in seconds:
        curve.append(second * 1000, float(second))
    at_ms = curve.at_ms.tolist()
    newest = max(seconds, default=0)
    assert at_ms == sorted({s * 1000 for s in seconds if newest - s <= MAX_SPAN_MS // 1000})
    assert curve.value.tolist() == [at / 1000 for at in at_ms]


def test_a_long_curve_keeps_the_newest_points() -> None:
    curve = Curve()
    for at in range(5 * MAX_POINTS):
        curve.append(at, float(at))
    assert len(curve) == MAX_POINTS and curve.last_at_ms == 5 * MAX_POINTS - 1
    assert curve.at_ms[0] == 4 * MAX_POINTS


def test_the_clock_goes_on_without_a_server_and_over_a_restart() -> None:
    now, wall = [10.0], [1000.0]
    clock = TownClock(lambda: now[0], lambda: wall[0])
    assert clock.now_ms() == 1_000_000
    clock.set(500, 1.0)
    now[0] += 2
    assert clock.now_ms() == 2500
    saved = clock.saved()
    wall[0] += 60
    later = TownClock(lambda: now[0], lambda: wall[0])
    later.resume(*saved)
    assert later.now_ms() == 62_500


def test_a_demo_clock_stands_still_while_nothing_runs() -> None:
    clock = TownClock(lambda: 0.0, lambda: 100.0)
    clock.resume(5_000, 20.0, 40_000)
    assert (clock.now_ms(), clock.speed) == (5_000, 20.0)

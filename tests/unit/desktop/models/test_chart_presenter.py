"""Curves: which places, their thresholds, rain in ten-minute means, and where they are going."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from desktop.models.chart_presenter import RAIN, SPAN_MS, nearest_gauge, series
from desktop.models.live_alerts import LiveAlerts
from desktop.models.stream_table import StreamTable
from services.contract import events as ev
from services.contract.model import Level, Stream
from tests.fakes import town as fake
from tests.fakes.town import MIN, NOW, ZONE
from widgets.theme import tokens
from widgets.values import Series

OFFSET_S = 8 * 3600


def chart(town: fake.SmallTown, stream: str = "W1") -> Series:
    store = town.store
    wanted = town.state.streams[stream]
    gauge = nearest_gauge(gauges(town), wanted)
    live = LiveAlerts.of(town.state)
    return series(store.readings, store.curves, [(wanted, gauge)], live, NOW, ZONE)[0]


def gauges(town: fake.SmallTown) -> Sequence[Stream]:
    return StreamTable.of(town.state).of_kind(RAIN)


def draw(town: fake.SmallTown, stream: str, *points: tuple[int, float]) -> None:
    """Give a stream a past: (age in ms, value)."""
    town.store.watch(stream)
    at, value = zip(*points, strict=True)
    town.store.put_history(stream, NOW - np.array(at, np.int64), np.array(value, np.float64))


def test_a_chart_without_data_still_shows_its_thresholds() -> None:
    shown = chart(fake.busy())

    assert (shown.id, shown.title, shown.unit) == ("stream:W1", "W1 人民路下立交", "厘米")
    assert (shown.times, shown.values, shown.latest, shown.note) == ((), (), "—", "")
    assert [(t.value, t.level, t.text) for t in shown.thresholds] == [
        (15.0, tokens.Level.BLUE, "15"),
        (20.0, tokens.Level.YELLOW, "20"),
        (25.0, tokens.Level.ORANGE, "25"),
        (30.0, tokens.Level.RED, "30"),
    ]
    assert shown.level is tokens.Level.RED


def test_times_are_seconds_of_the_towns_clock_within_the_span() -> None:
    town = fake.busy()
    draw(town, "W1", (SPAN_MS + 1, 1.0), (SPAN_MS, 2.0), (0, 3.0))
    shown = chart(town)

    assert shown.times == ((NOW - SPAN_MS) / 1000 + OFFSET_S, NOW / 1000 + OFFSET_S)
    assert shown.values == (2.0, 3.0)


def test_bars_are_means_of_ten_minutes_of_the_nearest_gauge_at_their_middle() -> None:
    town = fake.busy()
    start = NOW // (10 * MIN) * 10 * MIN
    ages = [NOW - start + 20 * MIN - at for at in (0, 4 * MIN, 10 * MIN, 19 * MIN + 59_999)]
    draw(town, "R1", *zip(ages, (10.0, 20.0, 6.0, 8.0), strict=True))
    shown = chart(town)

    assert shown.bars == (15.0, 7.0)
    middles = [(start - 15 * MIN) / 1000 + OFFSET_S, (start - 5 * MIN) / 1000 + OFFSET_S]
    assert list(shown.bar_times) == middles
    assert shown.bars_unit == "毫米/时"


def test_the_nearest_gauge_is_taken_and_none_is_no_trouble() -> None:
    town = fake.busy()
    far = Stream("R2", 30, "rain.intensity", "R2", "mm/h", 121.0302, 31.0102)
    town.put(ev.StreamRegistered(far))
    streams = town.state.streams
    assert nearest_gauge(gauges(town), streams["W1"]) is streams["R1"]
    assert nearest_gauge(gauges(town), streams["W2"]) is streams["R2"]

    del streams["R1"], streams["R2"]
    assert nearest_gauge(gauges(town), streams["W1"]) is None
    assert chart(town).bars == ()


@pytest.mark.parametrize(
    ("points", "note"),
    [
        (((5 * MIN, 10.0), (0, 16.0)), "↑1.2/分"),
        (((5 * MIN, 16.0), (0, 10.0)), "↓1.2/分"),
        (((5 * MIN, 10.0), (0, 10.2)), ""),
        (((60 * MIN, 99.0), (4 * MIN, 10.0), (0, 12.0)), "↑0.5/分"),
        (((0, 10.0),), ""),
        (((60 * MIN, 5.0), (0, 10.0)), ""),
    ],
)
def test_the_trend_is_the_change_per_minute_of_the_last_five(
    points: tuple[tuple[int, float], ...], note: str
) -> None:
    town = fake.busy()
    draw(town, "W1", *points)

    assert chart(town).note == note


@pytest.mark.parametrize(("age_ms", "stale"), [(8000, False), (15 * MIN, False), (16 * MIN, True)])
def test_the_latest_value_tells_its_age(age_ms: int, stale: bool) -> None:
    town = fake.busy()
    town.read("W1", 36.54, age_ms=age_ms)
    shown = chart(town)

    assert (shown.latest, shown.age.stale) == ("36.5", stale)
    assert shown.age.text


def test_a_stream_without_alert_has_no_colour() -> None:
    town = fake.registers()
    town.put(ev.AlertRaised(fake.alert("a", "W2", Level.BLUE, age_ms=0)))

    assert chart(town, "W1").level is tokens.Level.NONE
    assert chart(town, "W2").level is tokens.Level.BLUE

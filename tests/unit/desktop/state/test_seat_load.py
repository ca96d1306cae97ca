"""The seat's load by EEMUA 191, against plain counting."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from msgspec.structs import replace

from desktop.state.floods import Flood
from desktop.state.seat_load import (
    BUCKET_MS,
    DAY_MS,
    MINUTE_MS,
    LoadReport,
    SeatLoad,
)
from services.contract.model import Alert, AlertState, Level, LogEntry, TownState

NOW = 1_784_376_000_000 + 5 * MINUTE_MS
"""20:05 in Shanghai."""


def alert(id: str, *ago_min: float, **more: Any) -> Alert:
    """Raised, and then worse, so many minutes ago."""
    times = [NOW - round(ago * MINUTE_MS) for ago in ago_min]
    kinds = ["AlertRaised", *["AlertLevelRaised"] * (len(times) - 1)]
    log = tuple(LogEntry(at, "x", kind) for at, kind in zip(times, kinds, strict=True))
    made = Alert(
        id, "p.depth", f"W-{id}", id, Level.BLUE, AlertState.UNACKNOWLEDGED, 0, "", "", 0, 0,
        times[0] if times else 0, times[-1] if times else 0, log=log,
    )  # fmt: skip
    return replace(made, **more)


def town(alerts: Sequence[Alert]) -> TownState:
    return TownState(alerts={one.id: one for one in alerts})


def report(*alerts: Alert, now_ms: int = NOW) -> LoadReport:
    state, load = town(alerts), SeatLoad()
    load.rebuild(state)
    return load.report(state, now_ms)


def test_a_quiet_seat_has_no_load() -> None:
    made = report()
    assert (made.total, made.rate_now, made.mean, made.peak) == (0, 0, 0.0, 0)
    assert (made.floods, made.in_flood, made.bad_actors, made.chattering) == ((), False, (), ())
    assert [share.share for share in made.by_level] == [0.0, 0.0, 0.0]


def test_annunciations_are_counted_by_the_clocks_ten_minutes() -> None:
    made = report(alert("a", 1), alert("b", 5.5), alert("c", 5, 3), alert("d", 24 * 60 + 1))
    assert len(made.buckets) == 144
    last, before = made.buckets[-1], made.buckets[-2]
    assert last.from_ms == NOW - 5 * MINUTE_MS
    assert (last.count, before.count) == (3, 1)
    assert made.buckets[0].from_ms == last.from_ms - 143 * BUCKET_MS
    assert (made.total, made.rate_now, made.peak) == (4, 4, 3)
    assert made.mean == pytest.approx(4 / 144)


def test_the_rate_now_is_that_of_the_last_ten_minutes() -> None:
    assert report(alert("a", 9.99), alert("b", 10)).rate_now == 1


def test_what_stands_and_what_is_held_are_counted_apart() -> None:
    made = report(
        alert("a", 1),
        alert("b", 1, state=AlertState.ACKNOWLEDGED),
        alert("c", 1, state=AlertState.RETURNED_UNACKNOWLEDGED, returned=True),
        alert("d", 1, state=AlertState.SUPPRESSED),
        alert("e", 1, state=AlertState.SHELVED),
        alert("f", 1, state=AlertState.NORMAL, returned=True),
    )
    assert (made.standing, made.held) == (2, 2)


def test_what_has_stood_for_more_than_a_day_is_stale() -> None:
    made = report(
        alert("new", 24 * 60),
        alert("old", 24 * 60 + 1),
        alert("older", 99 * 60, state=AlertState.ACKNOWLEDGED),
        alert("held", 99 * 60, state=AlertState.SHELVED),
    )
    assert made.stale == ("older", "old")


def test_three_in_a_minute_or_five_in_ten_of_the_same_alarm_chatter() -> None:
    fast = [alert(f"f{n}", 60 - n / 4, stream="fast") for n in range(4)]
    slow = [alert("slow", 30, 28, 26, 24, 22)]
    calm = [alert("calm", 30, 29.4, 20, 10)]
    made = report(*fast, *slow, *calm)
    assert [(one.stream, one.repeats, one.window_ms) for one in made.chattering] == [
        ("fast", 4, MINUTE_MS),
        ("W-slow", 5, BUCKET_MS),
    ]
    assert made.chattering[0].alert == "f3"
    assert made.chattering[1].last_ms == NOW - 22 * MINUTE_MS


def test_the_ten_most_frequent_alarms_are_named_with_their_share() -> None:
    often = [alert(f"o{n}", 100 + n, stream="often", level=Level(1 + n)) for n in range(4)]
    once = [alert(f"a{n:02}", 200 + n) for n in range(12)]
    made = report(*often, *once)
    assert len(made.bad_actors) == 10
    first = made.bad_actors[0]
    assert (first.stream, first.count, first.worst, first.alert) == ("often", 4, Level.RED, "o0")
    assert first.share == pytest.approx(4 / 16)


def test_levels_are_held_against_what_is_recommended() -> None:
    levels = [Level.BLUE] * 5 + [Level.YELLOW] * 3 + [Level.ORANGE, Level.RED]
    made = report(*(alert(f"a{n}", n + 1, level=level) for n, level in enumerate(levels)))
    assert [(one.levels, one.count, one.share, one.target) for one in made.by_level] == [
        ((Level.BLUE,), 5, 0.5, 0.80),
        ((Level.YELLOW,), 3, 0.3, 0.15),
        ((Level.ORANGE, Level.RED), 2, 0.2, 0.05),
    ]


def test_a_flood_begins_with_ten_in_ten_minutes_and_ends_below_five() -> None:
    made = report(*(alert(f"a{n}", 40 - n) for n in range(12)))
    (flood,) = made.floods
    assert flood.begin_ms == NOW - 40 * MINUTE_MS
    assert flood.end_ms == NOW - (29 + 4) * MINUTE_MS + BUCKET_MS
    assert (flood.count, made.in_flood) == (12, False)


def test_a_flood_that_goes_on_has_no_end() -> None:
    made = report(*(alert(f"a{n}", 9 - n / 2) for n in range(12)))
    assert made.in_flood
    assert made.floods == (Flood(NOW - 9 * MINUTE_MS, 0, 12),)


def test_alert_by_alert_is_the_same_as_all_at_once() -> None:
    alerts = [alert(f"a{n}", 300 - n, 200 - n, level=Level(1 + n % 4)) for n in range(40)]
    state, load = TownState(), SeatLoad()
    for one in alerts:
        state.alerts[one.id] = replace(one, log=one.log[:1])
        load.update(state, [one.id])
        state.alerts[one.id] = one
        load.update(state, [one.id])
    assert load.report(state, NOW) == report(*alerts)


def test_an_alert_that_is_gone_is_forgotten() -> None:
    state, load = town([alert("a", 1)]), SeatLoad()
    load.rebuild(state)
    del state.alerts["a"]
    load.update(state, ["a"])
    assert load.report(state, NOW) == report()


def test_what_an_alerts_log_has_dropped_was_still_seen() -> None:
    whole = alert("a", *(100 - n for n in range(6)))
    state, load = town([whole]), SeatLoad()
    load.rebuild(state)
    state.alerts["a"] = replace(whole, log=whole.log[3:])
    load.update(state, ["a"])
    assert load.report(state, NOW).total == 6


def test_a_new_state_counts_afresh() -> None:
    load, first = SeatLoad(), town([alert("a", 1)])
    load.rebuild(first)
    load.rebuild(TownState())
    assert load.report(TownState(), NOW) == report()


def test_what_is_days_old_is_forgotten() -> None:
    state, load = town([alert("a", 1)]), SeatLoad()
    load.rebuild(state)
    assert load.report(state, NOW + 3 * DAY_MS).total == 0
    assert load.report(state, NOW).total == 0

"""How many alarms one seat is asked to look at, by the measures of EEMUA 191 and ISA-18.2.

Kept up by the ids of alerts that changed; a report counts the last 24 hours. Pure, no Qt. An
alert remembers 64 lines, so that one which flutters faster than that in 24 hours is counted from
what was seen here and, after a start, from what its lines still hold.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from desktop.state.annunciations import annunciations
from desktop.state.floods import FLOOD_BEGINS, WINDOW_MS, Flood, Times, floods_in
from services.contract.model import HELD_STATES, OPEN_STATES, Level, TownState

MINUTE_MS = 60_000
BUCKET_MS = WINDOW_MS
DAY_MS = 86_400_000
STEADY, FLOOD = 1, FLOOD_BEGINS
"""EEMUA 191: below 1 in 10 minutes is very likely acceptable, 2 can be managed, over 5 is too
many to follow, over 10 is very likely unacceptable."""
CHATTER = ((3, MINUTE_MS), (5, BUCKET_MS))
"""Three of the same alarm in a minute is the usual criterion with ISA-18.2; five in ten minutes
finds what flutters more slowly."""
STALE_MS = DAY_MS
"""ISA-18.2: an alarm is stale once it has stood for more than 24 hours."""
BAD_ACTORS = 10
"""ISA-18.2: the ten most frequent alarms should make 1 to 5 % of the load."""
TARGETS = (
    ((Level.BLUE,), 0.80),
    ((Level.YELLOW,), 0.15),
    ((Level.ORANGE, Level.RED), 0.05),
)
"""EEMUA 191 and ISA-18.2: shares of low, medium and high priority among what is annunciated."""


@dataclass(frozen=True, slots=True)
class Bucket:
    """Ten minutes of the clock and the annunciations in them."""

    from_ms: int
    count: int


@dataclass(frozen=True, slots=True)
class Chatter:
    """An alarm that repeats: at worst `repeats` times in `window_ms`, lastly at `last_ms`."""

    alert: str
    rule: str
    stream: str
    repeats: int
    window_ms: int
    last_ms: int


@dataclass(frozen=True, slots=True)
class BadActor:
    """One of the most frequent alarms; `alert` is its newest."""

    rule: str
    stream: str
    count: int
    share: float
    worst: Level
    alert: str


@dataclass(frozen=True, slots=True)
class LevelShare:
    """Annunciations of some levels, by the worst level each alert has had."""

    levels: tuple[Level, ...]
    count: int
    share: float
    target: float


@dataclass(frozen=True, slots=True)
class LoadReport:
    """The load at `now_ms` and in the 24 hours before. Rates are annunciations in 10 minutes."""

    now_ms: int
    buckets: tuple[Bucket, ...]
    """Oldest first; the last is running."""
    rate_now: int
    mean: float
    peak: int
    in_flood: bool
    floods: tuple[Flood, ...]
    standing: int
    """Open alarms whose condition stands."""
    held: int
    stale: tuple[str, ...]
    """Standing alerts older than 24 hours, oldest first."""
    chattering: tuple[Chatter, ...]
    bad_actors: tuple[BadActor, ...]
    by_level: tuple[LevelShare, ...]
    total: int


@dataclass(frozen=True, slots=True)
class _Heard:
    """What is known of one alert."""

    rule: str
    stream: str
    level: Level
    times: tuple[int, ...]


class SeatLoad:
    """Annunciations by alert. `rebuild` first, then `update`; `report` for the figures."""

    def __init__(self) -> None:
        self._heard: dict[str, _Heard] = {}
        self._standing: dict[str, int] = {}
        """When each standing alert was raised."""
        self._held: set[str] = set()

    def rebuild(self, state: TownState) -> None:
        """Take all alerts of a new state."""
        self._heard.clear()
        self._standing.clear()
        self._held.clear()
        self.update(state, state.alerts)

    def update(self, state: TownState, alert_ids: Iterable[str]) -> None:
        """Take alerts that changed."""
        for id in alert_ids:
            alert = state.alerts.get(id)
            self._standing.pop(id, None)
            self._held.discard(id)
            if alert is None:
                self._heard.pop(id, None)
                continue
            if alert.state in OPEN_STATES and not alert.returned:
                self._standing[id] = alert.raised_at_ms
            elif alert.state in HELD_STATES:
                self._held.add(id)
            before = self._heard.get(id)
            times = annunciations(alert.log)
            if before is not None and alert.log:
                # The log has dropped its oldest lines; what was seen of them still counts.
                first_ms = alert.log[0].at_ms
                times = (*(at for at in before.times if at < first_ms), *times)
            if times:
                self._heard[id] = _Heard(alert.rule, alert.stream, alert.level, times)
            else:
                self._heard.pop(id, None)

    def report(self, state: TownState, now_ms: int) -> LoadReport:
        """The figures as they stand. Forgets what is older than two days."""
        self._forget(now_ms - 2 * DAY_MS)
        by_alarm, levels = self._by_alarm(now_ms)
        all_times = np.sort(np.array([at for one in by_alarm for at in one.times], np.int64))
        buckets = _buckets(all_times, now_ms)
        floods = floods_in(all_times, now_ms)
        stale = [id for id, at in self._standing.items() if now_ms - at > STALE_MS]
        total = len(all_times)
        return LoadReport(
            now_ms,
            buckets,
            int(np.count_nonzero(all_times > now_ms - BUCKET_MS)),
            total / (DAY_MS // BUCKET_MS),
            max(bucket.count for bucket in buckets),
            bool(floods) and floods[-1].end_ms == 0,
            floods,
            len(self._standing),
            len(self._held),
            tuple(sorted(stale, key=lambda id: (self._standing[id], id))),
            _chattering(by_alarm),
            _bad_actors(by_alarm, total),
            _shares(levels, total),
            total,
        )

    def _forget(self, before_ms: int) -> None:
        for id in [id for id, one in self._heard.items() if one.times[-1] < before_ms]:
            del self._heard[id]

    def _by_alarm(self, now_ms: int) -> tuple[list[_Alarm], dict[Level, int]]:
        """What is the same alarm again and again, one rule on one stream over its alerts, and
        how often each level was annunciated."""
        since_ms = now_ms - DAY_MS
        found: dict[tuple[str, str], _Alarm] = {}
        levels = dict.fromkeys(Level, 0)
        for id, one in self._heard.items():
            inside = [at for at in one.times if since_ms < at <= now_ms]
            if not inside:
                continue
            levels[one.level] += len(inside)
            known = found.get((one.rule, one.stream))
            if known is None:
                found[one.rule, one.stream] = _Alarm(one.rule, one.stream, id, one.level, inside)
                continue
            if (inside[-1], id) > (max(known.times), known.newest):
                known.newest = id
            known.worst = max(known.worst, one.level)
            known.times += inside
        alarms = list(found.values())
        for alarm in alarms:
            alarm.times.sort()
        return alarms, levels


@dataclass(slots=True)
class _Alarm:
    """`times` are sorted once all are in."""

    rule: str
    stream: str
    newest: str
    worst: Level
    times: list[int]


def _shares(levels: dict[Level, int], total: int) -> tuple[LevelShare, ...]:
    found = []
    for among, target in TARGETS:
        count = sum(levels[level] for level in among)
        found.append(LevelShare(among, count, count / total if total else 0.0, target))
    return tuple(found)


def _buckets(times: Times, now_ms: int) -> tuple[Bucket, ...]:
    count = DAY_MS // BUCKET_MS
    first = now_ms // BUCKET_MS * BUCKET_MS - (count - 1) * BUCKET_MS
    edges = first + BUCKET_MS * np.arange(count + 1, dtype=np.int64)
    counts = np.diff(np.searchsorted(times, edges))
    return tuple(
        Bucket(int(begin), int(many)) for begin, many in zip(edges[:-1], counts, strict=True)
    )


def _chattering(alarms: Iterable[_Alarm]) -> tuple[Chatter, ...]:
    """Alarms that met a criterion within the day, the most repeated first."""
    found = []
    for one in alarms:
        for least, window_ms in CHATTER:
            repeats, last_ms = repeats_in(one.times, least, window_ms)
            if repeats:
                found.append(Chatter(one.newest, one.rule, one.stream, repeats, window_ms, last_ms))
                break
    found.sort(key=lambda one: (one.window_ms, -one.repeats, -one.last_ms, one.rule, one.stream))
    return tuple(found)


def repeats_in(times: Sequence[int], least: int, window_ms: int) -> tuple[int, int]:
    """The most of sorted times in one window, and when a window last held at least `least`;
    zeros when none did."""
    most = last_ms = first = 0
    for place, at in enumerate(times):
        while at - times[first] >= window_ms:
            first += 1
        if (inside := place + 1 - first) >= least:
            most, last_ms = max(most, inside), at
    return most, last_ms


def _bad_actors(alarms: Iterable[_Alarm], total: int) -> tuple[BadActor, ...]:
    ranked = sorted(alarms, key=lambda one: (-len(one.times), -one.worst, one.rule, one.stream))
    return tuple(
        BadActor(
            one.rule, one.stream, len(one.times), len(one.times) / total, one.worst, one.newest
        )
        for one in ranked[:BAD_ACTORS]
    )

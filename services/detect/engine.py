"""The rule engine: batches of readings in, commands out.

Owns the timers and levels of every (stream, rule); knows no store, no clock and no socket. How a
reading is judged: for each level of its rule a timer runs while the value is at or past the
threshold; the level is reached once the timer is as old as the on-delay. Another timer runs
while the value is past the lowest threshold by more than the deadband on the sound side; the
condition is over once that one is as old as the off-delay. A level only rises until then.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import uuid_utils
from numpy.typing import NDArray

from services.contract.codec import Columns
from services.contract.commands import RaiseAlert, RaiseAlertLevel, ReturnAlert
from services.contract.model import (
    OPEN_STATES,
    Alert,
    AlertState,
    Level,
    Quality,
    Stream,
    TownState,
)
from services.detect.table import LEVEL_COUNT, RuleTable
from services.packs.schema import LEVELS, Rule, Text

DetectCommand = RaiseAlert | RaiseAlertLevel | ReturnAlert
Rows = NDArray[np.int32]
Values = NDArray[np.float64]
Times = NDArray[np.int64]

UNSET = np.iinfo(np.int64).max
LEVEL_WORDS = {
    Level.NONE: "",
    Level.BLUE: "蓝",
    Level.YELLOW: "黄",
    Level.ORANGE: "橙",
    Level.RED: "红",
}


@dataclass(slots=True)
class Counts:
    """Readings by what became of them."""

    judged: int = 0
    bad: int = 0
    late: int = 0
    """Older than the last one of their stream."""


class RuleEngine:
    """Judges readings by the rules of the packs. `restore` first, then `evaluate` and `tick`."""

    def __init__(self, rules: Mapping[str, Rule], new_id: Callable[[], str] | None = None) -> None:
        self._rules = dict(rules)
        self._new_id = new_id or _uuid7
        self.counts = Counts()
        self._build([], TownState())

    def restore(self, state: TownState, streams: Iterable[Stream] | None = None) -> None:
        """Compile the rules for the town's streams and take up its alerts as they stand."""
        self._build(state.streams.values() if streams is None else streams, state)
        self.follow(state, state.alerts)
        self._level[:] = 0
        for row, alert_id in enumerate(self._alert):
            alert = state.alerts.get(alert_id)
            if alert is not None and not alert.returned:
                self._level[row] = alert.level
        self._busy = self._level > 0

    def follow(self, state: TownState, alerts: Iterable[str]) -> None:
        """Take note of alerts that changed: one put away is not raised again, a new one is."""
        for alert_id in alerts:
            alert = state.alerts.get(alert_id)
            if alert is None:
                continue
            row = self._row_of.get((alert.stream, alert.rule))
            if row is None:
                continue
            if alert.state in OPEN_STATES or alert.state is AlertState.SHELVED:
                self._alert[row] = alert_id
            elif self._alert[row] == alert_id and self._level[row] == 0:
                self._alert[row] = ""

    def evaluate(self, columns: Columns, now_ms: int) -> list[DetectCommand]:
        """What the readings call for, in the order of their times. `now_ms` fires delays."""
        fired: list[_Fired] = []
        usable = (columns.quality != Quality.BAD) & np.isfinite(columns.value)
        self.counts.bad += int(len(usable) - np.count_nonzero(usable))
        for layer in self._table.layers:
            inside = usable & (columns.index < len(layer))
            row = layer[np.where(inside, columns.index, 0)]
            keep = inside & (row >= 0)
            if keep.all():
                fired += self._layer(row, columns.value, columns.at_ms)
            elif keep.any():
                fired += self._layer(row[keep], columns.value[keep], columns.at_ms[keep])
        fired.sort(key=lambda one: (one.at_ms, one.row))
        return [self._command(one) for one in fired] + self.tick(now_ms)

    def tick(self, now_ms: int) -> list[DetectCommand]:
        """What delays that have run out by `now_ms` call for."""
        rows = np.flatnonzero(self._busy).astype(np.int32)
        if not rows.size:
            return []
        times = np.full(rows.size, now_ms, np.int64)
        return [self._command(one) for one in self._fire(rows, self._value[rows], times)]

    def _build(self, streams: Iterable[Stream], state: TownState) -> None:
        self._table = RuleTable(self._rules, streams, state.assets.values())
        count = len(self._table)
        self._row_of = {
            (stream.id, rule): row
            for row, (stream, rule) in enumerate(
                zip(self._table.stream, self._table.rule_id, strict=True)
            )
        }
        self._alert = [""] * count
        self._level = np.zeros(count, np.int8)
        self._up = np.full((count, LEVEL_COUNT), UNSET)
        self._down = np.full(count, UNSET)
        self._last = np.full(count, np.iinfo(np.int64).min)
        self._value = np.zeros(count)
        self._busy = np.zeros(count, bool)
        """Rows with a level reached or a timer running."""

    def _layer(self, row: Rows, value: Values, at_ms: Times) -> list[_Fired]:
        """Judge readings of one rule per stream. Rows that stay sound cost no more than a look."""
        table = self._table
        value = value * table.sign[row]
        self.counts.judged += len(row)
        touched = self._busy.copy()
        touched[row[value >= table.lowest[row]]] = True
        before = self._last.copy() if touched.any() else self._last
        np.maximum.at(self._last, row, at_ms)
        part = touched[row]
        if not part.any():
            return []
        if not part.all():
            row, value, at_ms = row[part], value[part], at_ms[part]
        return self._walk(*self._in_order(row, value, at_ms, before))

    def _in_order(
        self, row: Rows, value: Values, at_ms: Times, before: Times
    ) -> tuple[Rows, Values, Times]:
        """Grouped by row in order of arrival, without those older than one before them."""
        order = np.argsort(row, kind="stable")
        row, value, at_ms = row[order], value[order], at_ms[order]
        first = np.flatnonzero(np.diff(row, prepend=-1))
        newest = np.maximum(at_ms, before[row])
        if (np.diff(newest) < 0)[np.diff(row) == 0].any():
            for start, end in zip(first, np.append(first[1:], len(row)), strict=True):
                np.maximum.accumulate(newest[start:end], out=newest[start:end])
        fresh = at_ms >= newest
        if fresh.all():
            return row, value, at_ms
        self.counts.late += int(len(fresh) - np.count_nonzero(fresh))
        return row[fresh], value[fresh], at_ms[fresh]

    def _walk(self, row: Rows, value: Values, at_ms: Times) -> list[_Fired]:
        """Step through the readings of all rows at once: each row's first, second, third …"""
        if not row.size:
            return []
        last = np.append(np.flatnonzero(np.diff(row)), len(row) - 1)
        self._value[row[last]] = value[last]
        keep = self._telling(row, value, at_ms)
        row, value, at_ms = row[keep], value[keep], at_ms[keep]
        starts = np.flatnonzero(np.diff(row, prepend=-1))
        lengths = np.diff(np.append(starts, len(row)))
        by_length = np.argsort(-lengths, kind="stable")
        starts, lengths = starts[by_length], lengths[by_length]
        fired: list[_Fired] = []
        running = len(starts)
        for step in range(int(lengths[0])):
            while lengths[running - 1] <= step:
                running -= 1
            at = starts[:running] + step
            self._time(row[at], value[at], at_ms[at])
            fired += self._fire(row[at], value[at], at_ms[at])
        self._busy[row] = (self._level[row] > 0) | (self._up[row] != UNSET).any(axis=1)
        return fired

    def _telling(self, row: Rows, value: Values, at_ms: Times) -> NDArray[np.bool_]:
        """Readings that can change something: where the class of the value changes, and after
        that until every timer that could run since then has run out."""
        table = self._table
        grade = (value[:, None] >= table.thresholds[row]).sum(axis=1, dtype=np.int8)
        grade -= value < table.clear[row]
        begins = (np.diff(row, prepend=-1) != 0) | (np.diff(grade, prepend=np.int8(-9)) != 0)
        run = np.cumsum(begins) - 1
        age = at_ms - at_ms[begins][run]
        longest = np.maximum(table.on_ms, table.off_ms)[row]
        settled = np.empty(len(row), bool)
        settled[0] = False
        settled[1:] = age[:-1] >= longest[:-1]
        telling: NDArray[np.bool_] = begins | ~settled
        return telling

    def _time(self, row: Rows, value: Values, at_ms: Times) -> None:
        """Start and stop the timers of rows that each have one new reading."""
        table = self._table
        up = self._up[row]
        reached = value[:, None] >= table.thresholds[row]
        self._up[row] = np.where(reached, np.minimum(up, at_ms[:, None]), UNSET)
        gone = (value < table.clear[row]) & (self._level[row] > 0)
        self._down[row] = np.where(gone, np.minimum(self._down[row], at_ms), UNSET)

    def _fire(self, row: Rows, value: Values, at_ms: Times) -> list[_Fired]:
        """Levels reached and conditions over at `at_ms`; each row at most once in `row`."""
        table = self._table
        now = at_ms[:, None]
        due = now - np.minimum(self._up[row], now + 1) >= table.on_ms[row][:, None]
        top = np.where(due, np.arange(1, LEVEL_COUNT + 1, dtype=np.int8), 0).max(axis=1)
        higher = top > self._level[row]
        down = self._down[row]
        over = at_ms - np.minimum(down, at_ms + 1) >= table.off_ms[row]
        fired = [
            _Fired(
                int(row[k]), int(at_ms[k]), float(value[k]), int(self._level[row[k]]), int(top[k])
            )
            for k in np.flatnonzero(higher)
        ]
        self._level[row[higher]] = top[higher]
        ended = row[over]
        fired += [
            _Fired(int(row[k]), int(at_ms[k]), float(value[k]), int(self._level[row[k]]), 0)
            for k in np.flatnonzero(over)
        ]
        self._level[ended] = 0
        self._down[ended] = UNSET
        self._busy[ended] = False
        return fired

    def _command(self, fired: _Fired) -> DetectCommand:
        row, table = fired.row, self._table
        stream, rule = table.stream[row], table.rule[row]
        value = fired.value * float(table.sign[row])
        if fired.after == 0:
            return ReturnAlert(self._alert[row], value)
        level = Level(fired.after)
        title, guidance = _title(rule, stream, level, value), _guidance(rule, level)
        if self._alert[row]:
            return RaiseAlertLevel(
                self._alert[row],
                level,
                value,
                title.zh,
                table.rule_id[row],
                title.en,
                guidance.zh,
                guidance.en,
                rule.tier(level),
            )
        self._alert[row] = self._new_id()
        return RaiseAlert(
            Alert(
                id=self._alert[row],
                rule=table.rule_id[row],
                stream=stream.id,
                title=title.zh,
                level=level,
                state=AlertState.UNACKNOWLEDGED,
                value=value,
                unit=stream.unit,
                area=stream.area,
                lon=stream.lon,
                lat=stream.lat,
                raised_at_ms=fired.at_ms,
                changed_at_ms=fired.at_ms,
                camera=table.camera[row],
                guidance=guidance.zh,
                title_en=title.en,
                guidance_en=guidance.en,
                class_code=rule.class_code,
                tier=rule.tier(level),
            )
        )


@dataclass(slots=True, frozen=True)
class _Fired:
    """A level reached (`after` above `before`) or a condition over (`after` 0)."""

    row: int
    at_ms: int
    value: float
    before: int
    after: int


def _title(rule: Rule, stream: Stream, level: Level, value: float) -> Text:
    """The rule's title filled in; a stream with the attribute `name_en` has a name in English."""
    name_en = stream.attributes.get("name_en") or stream.name
    return Text(
        zh=rule.title.zh.format(
            name=stream.name, value=value, unit=stream.unit, level=LEVEL_WORDS[level]
        ),
        en=rule.title.en.format(
            name=name_en, value=value, unit=stream.unit, level=level.name.lower()
        ),
    )


def _guidance(rule: Rule, level: Level) -> Text:
    """What to do at `level`: that of the highest threshold not above it that says something."""
    for name, value in reversed(LEVELS.items()):
        threshold = rule.levels.get(name)
        if threshold is not None and value <= level and threshold.guidance is not None:
            return threshold.guidance
    return Text(zh="", en="")


def _uuid7() -> str:
    return str(uuid_utils.uuid7())

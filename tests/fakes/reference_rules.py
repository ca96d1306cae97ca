"""The rule engine's slow reference: one rule on one stream, one reading at a time, plain Python.

Written from the manual's words, not from the engine: no arrays, no batches, no shared code.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

from services.packs.rules import (
    AbsenceRule,
    AccumulationRule,
    BaselineRule,
    CombinationRule,
    CountRule,
    NeighboursRule,
    RateRule,
    Rule,
    StaleRule,
    StuckRule,
)
from services.packs.schema import Calendar

Said = tuple[int, float]
"""A level reached, 0 for returned, and the measure then."""

_RANKS = {"blue": 1, "yellow": 2, "orange": 3, "red": 4}
_DAYS = ("thu", "fri", "sat", "sun", "mon", "tue", "wed")
"""From the first of January 1970 on."""
_SHANGHAI_MIN = 8 * 60


class ReferenceRule:
    """One rule on one stream of the plausible range `low` to `high`.

    `near` are the same rule's other streams within its distance and itself; `parts` the rows of
    each rule of a combination at its place. Both are filled in from outside.
    """

    def __init__(
        self,
        rule: Rule,
        low: float = -math.inf,
        high: float = math.inf,
        calendars: Mapping[str, Calendar] | None = None,
    ) -> None:
        self.rule = rule
        self.range = low, high
        self.calendars = [(calendars or {})[name] for name in rule.during]
        self.sign = 1 if rule.direction == "above" else -1
        self.at = {_RANKS[name]: self.sign * t.at for name, t in rule.levels.items()}
        self.clear = min(self.at.values()) - rule.deadband
        self.on, self.off = rule.on_delay_s * 1000, rule.off_delay_s * 1000
        self.up: dict[int, int] = {}
        self.down: int | None = None
        self.level = 0
        self.over_at: int | None = None
        self.last: int | None = None
        self.measure: float | None = None
        self.seen: list[tuple[int, float]] = []
        self.same: tuple[float, int] | None = None
        self.resumed = -(10**18)
        self.since: int | None = None
        self.looked: int | None = None
        self.usual: tuple[float, float, int, int] | None = None
        self.pieces: list[tuple[int, int]] = []
        self.near: list[ReferenceRule] = []
        self.parts: list[list[ReferenceRule]] = []

    def read(self, value: float, at: int, bad: bool = False) -> list[Said]:
        """A reading comes."""
        if bad or not math.isfinite(value) or not self.range[0] <= value <= self.range[1]:
            return []
        if self.last is not None and at < self.last:
            return []
        before = self.seen[-1] if self.seen else None
        self.last = at
        measure = self._measure(value, at, before)
        return [] if measure is None else self._judge(measure, at)

    def tick(self, now: int) -> list[Said]:
        """Time passes."""
        if isinstance(
            self.rule,
            StaleRule | CountRule | AbsenceRule | NeighboursRule | AccumulationRule,
        ):
            measure = None if self.last is None else self._idle(now)
        elif isinstance(self.rule, CombinationRule):
            measure = self._idle(now)
        elif self.rule.during and self.measure is not None:
            measure = self.measure
        else:
            return self._fire(now)
        self.looked = now
        return [] if measure is None else self._judge(measure, now)

    def restart(self, now: int) -> None:
        """The server comes back: its own absence is no silence of a stream not yet overdue."""
        if self.level:
            return
        self.resumed = now
        if self.since is not None and self.looked is not None:
            opened = self._opened(self.looked)
            begun = self.since if opened is None else max(self.since, opened)
            self.since = begun + now - self.looked
            opened = self._opened(now)
            if opened is not None and opened > self.looked:
                self.since = now

    def reset(self) -> None:
        """Somebody resets the alert by hand."""
        self.level, self.up, self.down, self.measure = 0, {}, None, None

    def _past(self, value: float) -> bool:
        rule = self.rule
        assert isinstance(rule, CountRule | AbsenceRule | NeighboursRule)
        return value >= rule.from_value if rule.side == "above" else value <= rule.from_value

    def _measure(self, value: float, at: int, before: tuple[int, float] | None) -> float | None:
        match self.rule:
            case RateRule() as rule:
                return self._rate(rule, value, at)
            case StaleRule():
                return 0.0
            case StuckRule() as rule:
                if self.same is None or self.same[0] != value:
                    self.same = value, at
                return 0.0 if value in rule.resting_values else (at - self.same[1]) / 1000
            case CountRule():
                if self._past(value):
                    self.seen.append((at, value))
                return self._idle(at)
            case AbsenceRule():
                if self._past(value) or self.since is None:
                    self.since = at if self.since is None else max(at, self.since)
                return self._idle(at)
            case BaselineRule() as rule:
                return self._baseline(rule, value, at)
            case NeighboursRule():
                self.seen = [(at, value)]
                return None
            case AccumulationRule() as rule:
                self._add(rule, value, at, before)
                return self._idle(at)
            case CombinationRule():
                return None
        return self.sign * value

    def _idle(self, now: int) -> float | None:
        """The measure at a time without a reading."""
        match self.rule:
            case StaleRule():
                assert self.last is not None
                return (now - max(self.last, self.resumed)) / 1000
            case CountRule() as rule:
                # A device may be ahead of the clock: time does not run back behind its reading.
                since = max(now, self.last or now) - round(rule.window_s * 1000)
                most = math.ceil(max(self.at.values()))
                return float(min(sum(at > since for at, _ in self.seen), most))
            case AbsenceRule():
                assert self.since is not None
                opened = self._opened(now)
                return (now - (self.since if opened is None else max(self.since, opened))) / 1000
            case NeighboursRule() as rule:
                since = now - round(rule.within_s * 1000)
                agree = [one for one in self.near if one._agrees(since)]
                return float(len(agree)) if self in agree else 0.0
            case AccumulationRule() as rule:
                assert self.last is not None
                part = round(rule.window_s * 1000 / 60)
                newest = max(now, self.last) // part
                total = sum(piece for one, piece in self.pieces if one > newest - 60)
                return total / (rule.per_s * 2_000_000)
            case CombinationRule() as rule:
                since = now - round(rule.within_s * 1000)
                return float(sum(any(one._stood(since) for one in part) for part in self.parts))
        raise AssertionError(self.rule)

    def _agrees(self, since: int) -> bool:
        return bool(self.seen) and self.seen[-1][0] >= since and self._past(self.seen[-1][1])

    def _stood(self, since: int) -> bool:
        return self.level > 0 or (self.over_at is not None and self.over_at >= since)

    def _rate(self, rule: RateRule, value: float, at: int) -> float | None:
        window = round(rule.window_s * 1000)
        slot = math.ceil(window / 16)
        if not self.seen or self.seen[-1][0] // slot != at // slot:
            self.seen.append((at, value))
        then, was = next(one for one in self.seen if one[0] >= at - window)
        if 2 * (at - then) < window:
            return None
        if rule.from_value is not None and self.sign * value < self.sign * rule.from_value:
            return 0.0
        return self.sign * (value - was) * 60_000 / (at - then)

    def _baseline(self, rule: BaselineRule, value: float, at: int) -> float | None:
        memory = round(rule.days * 86_400_000)
        if self.usual is None or at - self.usual[3] > memory:
            self.usual = value, 0.0, 0, at
        mean, spread, count, learned_at = self.usual
        unit = max(spread * 1.25, rule.min_spread)
        off = value - mean
        away = {"above": off, "below": -off, "both": abs(off)}[rule.side]
        known = count >= rule.min_readings
        measure = max(away, 0.0) / unit
        if known and measure >= min(self.at.values()):
            return measure
        near = max(-3 * unit, min(3 * unit, off)) if known else off
        age = at - learned_at
        weight = max(1 / (count + 1), age / (memory + age))
        mean, spread = mean + weight * near, spread + weight * (abs(near) - spread)
        self.usual = mean, spread, count + 1, at
        return measure if known else None

    def _add(
        self, rule: AccumulationRule, value: float, at: int, before: tuple[int, float] | None
    ) -> None:
        rate = round(max(value, 0.0) * 1000)
        if before is not None and at - before[0] <= rule.max_gap_s * 1000:
            piece = (round(max(before[1], 0.0) * 1000) + rate) * (at - before[0])
            self.pieces.append((at // round(rule.window_s * 1000 / 60), piece))
        self.seen = [(at, value)]

    def _opened(self, at: int) -> int | None:
        """When the window open at a time was opened, the earliest if several are; or None."""
        minute = at // 60_000 + _SHANGHAI_MIN
        found = []
        for calendar in self.calendars:
            for hours in calendar.hours:
                (h1, m1), (h2, m2) = (clock.split(":") for clock in hours.split("-"))
                begins, ends = int(h1) * 60 + int(m1), int(h2) * 60 + int(m2)
                length = (ends - begins) % 1440 or 1440
                start = minute - (minute - begins) % 1440
                name = _DAYS[start // 1440 % 7]
                if minute < start + length and (not calendar.days or name in calendar.days):
                    found.append((start - _SHANGHAI_MIN) * 60_000)
        return min(found, default=None)

    def _judge(self, measure: float, at: int) -> list[Said]:
        self.measure = measure
        shut = bool(self.calendars) and self._opened(at) is None
        for rank, threshold in self.at.items():
            if measure >= threshold and not shut:
                self.up.setdefault(rank, at)
            else:
                self.up.pop(rank, None)
        if self.level and (measure < self.clear or shut) and not self.rule.latch:
            self.down = at if self.down is None else self.down
        else:
            self.down = None
        return self._fire(at)

    def _fire(self, at: int) -> list[Said]:
        reached = [rank for rank, since in self.up.items() if at - since >= self.on]
        measure = self.sign * (self.measure or 0.0)
        found = []
        if max(reached, default=0) > self.level:
            self.level = max(reached)
            found.append((self.level, measure))
        if self.down is not None and at - self.down >= self.off:
            self.level, self.down, self.over_at = 0, None, at
            found.append((0, measure))
        return found

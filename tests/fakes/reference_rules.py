"""The rule engine's slow reference: one rule on one stream, one reading at a time, plain Python.

Written from the manual's words, not from the engine: no arrays, no batches, no shared code.
"""

from __future__ import annotations

import math

from services.packs.rules import RateRule, Rule, StaleRule, StuckRule

Said = tuple[int, float]
"""A level reached, 0 for returned, and the measure then."""

_RANKS = {"blue": 1, "yellow": 2, "orange": 3, "red": 4}


class ReferenceRule:
    """One rule on one stream of the plausible range `low` to `high`."""

    def __init__(self, rule: Rule, low: float = -math.inf, high: float = math.inf) -> None:
        self.rule = rule
        self.range = low, high
        self.sign = 1 if rule.direction == "above" else -1
        self.at = {_RANKS[name]: self.sign * t.at for name, t in rule.levels.items()}
        self.clear = min(self.at.values()) - rule.deadband
        self.on, self.off = rule.on_delay_s * 1000, rule.off_delay_s * 1000
        self.up: dict[int, int] = {}
        self.down: int | None = None
        self.level = 0
        self.last: int | None = None
        self.measure = 0.0
        self.seen: list[tuple[int, float]] = []
        self.same: tuple[float, int] | None = None
        self.resumed = -(10**18)

    def read(self, value: float, at: int, bad: bool = False) -> list[Said]:
        """A reading comes."""
        if bad or not math.isfinite(value) or not self.range[0] <= value <= self.range[1]:
            return []
        if self.last is not None and at < self.last:
            return []
        self.last = at
        measure = self._measure(value, at)
        return [] if measure is None else self._judge(measure, at)

    def tick(self, now: int) -> list[Said]:
        """Time passes."""
        if isinstance(self.rule, StaleRule):
            if self.last is None:
                return []
            return self._judge((now - max(self.last, self.resumed)) / 1000, now)
        return self._fire(now)

    def restart(self, now: int) -> None:
        """The server comes back: its own absence is no silence of a stream not yet overdue."""
        if self.level == 0:
            self.resumed = now

    def _measure(self, value: float, at: int) -> float | None:
        rule = self.rule
        if isinstance(rule, RateRule):
            return self._rate(rule, value, at)
        if isinstance(rule, StaleRule):
            return 0.0
        if isinstance(rule, StuckRule):
            if self.same is None or self.same[0] != value:
                self.same = value, at
            return 0.0 if value in rule.resting_values else (at - self.same[1]) / 1000
        return self.sign * value

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

    def _judge(self, measure: float, at: int) -> list[Said]:
        self.measure = measure
        for rank, threshold in self.at.items():
            if measure >= threshold:
                self.up.setdefault(rank, at)
            else:
                self.up.pop(rank, None)
        if self.level and measure < self.clear:
            self.down = at if self.down is None else self.down
        else:
            self.down = None
        return self._fire(at)

    def _fire(self, at: int) -> list[Said]:
        reached = [rank for rank, since in self.up.items() if at - since >= self.on]
        found = []
        if max(reached, default=0) > self.level:
            self.level = max(reached)
            found.append((self.level, self.sign * self.measure))
        if self.down is not None and at - self.down >= self.off:
            self.level, self.down = 0, None
            found.append((0, self.sign * self.measure))
        return found

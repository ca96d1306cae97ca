"""What each kind of rule measures over one long series, all at once.

A measure is given as points: what it is from each of them until the next. Points that could
change nothing may be missing. Knows no level and no delay; `kinds` says the same in steps.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from services.detect.arrays import CLOSED, NEVER, Mask, Times, Values
from services.detect.kinds.accumulation import GRAIN, MOST, PARTS
from services.detect.kinds.rate_of_change import SLOTS
from services.detect.schedule import Hours
from services.packs.rules import (
    AbsenceRule,
    AccumulationRule,
    CountRule,
    RateRule,
    Rule,
    StaleRule,
    StuckRule,
    ThresholdRule,
)

_Places = NDArray[np.int64]
_SAMPLES = 64
_LAGS = 3
"""How many distances are tried before the rest is searched for."""


class Points(NamedTuple):
    """Times in order, and the measure from each on, such that worse is higher."""

    at_ms: Times
    measure: Values


class Series(NamedTuple):
    """The usable readings of one stream in the order of their times, at least one."""

    at_ms: Times
    value: Values
    until_ms: int
    """When the series ends."""


class Marks(NamedTuple):
    """What a measure is judged by, lowest first: below `clear` it is sound."""

    clear: float
    levels: tuple[float, ...]


MEASURED = (
    ThresholdRule,
    RateRule,
    StaleRule,
    StuckRule,
    CountRule,
    AbsenceRule,
    AccumulationRule,
)
"""Kinds whose measure of a stream needs nothing but that stream's own readings."""


def measured(rule: Rule, sign: float, marks: Marks, series: Series, hours: Hours | None) -> Points:
    """The points of a rule of one of the kinds of MEASURED."""
    at_ms, value, _ = series
    match rule:
        case RateRule():
            return _rate(rule, sign, at_ms, value)
        case StuckRule():
            return Points(at_ms, _stuck(rule, at_ms, value))
        case StaleRule():
            return _lasting(Points(at_ms, np.zeros(len(at_ms))), marks, series.until_ms)
        case AbsenceRule():
            return _lasting(_missed(rule, series, hours), marks, series.until_ms)
        case CountRule():
            return _count(rule, marks, series)
        case AccumulationRule():
            return _accumulated(rule, marks, series)
    return Points(at_ms, value * sign)


def _rate(rule: RateRule, sign: float, at_ms: Times, value: Values) -> Points:
    """Change per minute since the first reading of the oldest slot in the window."""
    window = round(rule.window_s * 1000)
    slot = at_ms // max(-(-window // SLOTS), 1)
    first = np.ones(len(slot), bool)
    np.not_equal(slot[1:], slot[:-1], out=first[1:])
    then, was = (at_ms, value) if first.all() else (at_ms[first], value[first])
    oldest = _gone(then + (window + 1), at_ms)
    span = at_ms - then[oldest]
    rate = (value - was[oldest]) * (sign * 60_000.0) / np.maximum(span, 1)
    if rule.from_value is not None:
        rate[value * sign < rule.from_value * sign] = 0.0
    known = 2 * span >= window
    return Points(at_ms[known], rate[known])


def _stuck(rule: StuckRule, at_ms: Times, value: Values) -> Values:
    """Seconds from the first to the last of equal readings in a row; 0 for what may rest."""
    moved = np.ones(len(value), bool)
    np.not_equal(value[1:], value[:-1], out=moved[1:])
    since = at_ms[moved][np.cumsum(moved) - 1]
    return np.where(np.isin(value, rule.resting_values), 0.0, (at_ms - since) / 1000.0)


def _missed(rule: AbsenceRule, series: Series, hours: Hours | None) -> Points:
    """Where an absence begins anew: at readings past the value and as the hours change."""
    at_ms, value, until_ms = series
    came = _past(rule, value)
    came[0] = True
    at_ms = at_ms[came]
    if hours is None:
        return Points(at_ms, np.zeros(len(at_ms)))
    edges = hours.changes(int(at_ms[0]), until_ms)
    place = np.searchsorted(at_ms, edges, "right")
    times = np.insert(at_ms, place, edges)
    since = np.insert(at_ms, place, at_ms[np.maximum(place - 1, 0)])
    opened = hours.at(times)
    begun = np.maximum(since, np.where(opened == CLOSED, NEVER, opened))
    return Points(times, (times - begun) / 1000.0)


def _lasting(begun: Points, marks: Marks, until_ms: int) -> Points:
    """A measure that grows by a second each second from every point to the next: also where it
    passes what it is judged by."""
    at_ms, start = begun
    after = np.append(at_ms[1:], until_ms + 1)
    zero = at_ms - np.rint(start * 1000).astype(np.int64)
    found = [(at_ms, start)]
    lasts = np.flatnonzero(after - zero > np.ceil(min(marks.levels) * 1000))
    # What stays below the first level everywhere raises nothing.
    for mark in (marks.clear, *marks.levels) if lasts.size else ():
        passes = zero + int(np.ceil(mark * 1000))
        there = (passes > at_ms) & (passes < after)
        found.append((passes[there], np.full(np.count_nonzero(there), mark)))
    times, measures = (np.concatenate(column) for column in zip(*found, strict=True))
    order = np.lexsort((measures, times))
    return Points(times[order], measures[order])


def _count(rule: CountRule, marks: Marks, series: Series) -> Points:
    """How many readings past the value are in the window."""
    total = np.cumsum(_past(rule, series.value), dtype=np.int64)
    return _sliding(total, series.at_ms + round(rule.window_s * 1000), 1.0, marks, series)


def _accumulated(rule: AccumulationRule, marks: Marks, series: Series) -> Points:
    """The mean of two readings times the time between them, in the part of the later one."""
    rate = np.rint(np.clip(series.value, 0.0, MOST) * GRAIN).astype(np.int64)
    time = np.diff(series.at_ms)
    piece = np.zeros(len(rate), np.int64)
    piece[1:] = (rate[1:] + rate[:-1]) * time
    piece[1:][time > round(rule.max_gap_s * 1000)] = 0
    part = round(rule.window_s * 1000 / PARTS)
    leave = (series.at_ms // part + PARTS) * part
    # A sum of years may run over 64 bits; what is left of two of them does not.
    return _sliding(np.cumsum(piece), leave, rule.per_s * (2 * GRAIN * 1000), marks, series)


def _sliding(total: _Places, leave: Times, unit: float, marks: Marks, series: Series) -> Points:
    """The sum over readings that have come and not left; `total` sums up all that have come, and
    `leave` is when each leaves."""
    at_ms, _, until_ms = series
    gone = np.concatenate([np.zeros(1, np.int64), total])
    place = _gone(leave, at_ms)
    measure = (total - gone[place]) / unit
    # Between two readings it only falls, and what is sound already stays so.
    after = np.append(place[1:], np.searchsorted(leave, until_ms, "right"))
    falls = np.flatnonzero((measure >= marks.clear) & (after > place))
    if not falls.size or measure.max() < min(marks.levels):
        return Points(at_ms, measure)
    sizes = (after - place)[falls]
    owner = np.repeat(falls, sizes)
    leaver = place[owner] + np.arange(len(owner)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    # One that leaves as another comes has been left out at that one.
    tells = leave[leaver] < np.append(at_ms[1:], until_ms + 1)[owner]
    tells &= gone[leaver + 1] > gone[leaver]
    owner, leaver = owner[tells], leaver[tells]
    rest = (total[owner] - gone[leaver + 1]) / unit
    return Points(np.insert(at_ms, owner + 1, leave[leaver]), np.insert(measure, owner + 1, rest))


def _gone(leave: Times, at_ms: Times) -> _Places:
    """How many of `leave` are at most each of `at_ms`, both sorted.

    Instruments that speak at regular times have the same number of readings in every window, so
    that for most the answer of a few is right, which is seen faster than it is searched for.
    """
    count = len(at_ms)
    if len(leave) != count or count < 4 * _SAMPLES:
        return np.searchsorted(leave, at_ms, "right")
    sample = np.arange(0, count, count // _SAMPLES)
    lags, often = np.unique(
        sample - np.searchsorted(leave, at_ms[sample], "right"), return_counts=True
    )
    found = np.full(count, -1, np.int64)
    for lag in lags[np.argsort(-often)][:_LAGS].tolist():
        if not 0 <= lag < count - 1:
            continue
        times = at_ms[lag + 1 :]
        right = (leave[: count - lag - 1] <= times) & (times < leave[1 : count - lag])
        np.copyto(found[lag + 1 :], np.arange(1, count - lag), where=right)
    rest = np.flatnonzero(found < 0)
    found[rest] = np.searchsorted(leave, at_ms[rest], "right")
    return found


def _past(rule: CountRule | AbsenceRule, value: Values) -> Mask:
    found: Mask = value >= rule.from_value if rule.side == "above" else value <= rule.from_value
    return found

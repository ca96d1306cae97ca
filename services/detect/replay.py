"""What a rule would have done over long series, judged all at once.

The same as the engine gives when it sees every reading at its own time and time passes without a
step between them; tests hold the two to each other. Only for kinds whose measure of a stream
needs nothing but that stream's own readings; the others are stepped through the engine itself.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from services.packs.rules import LEVELS, RateRule, Rule, StaleRule, StuckRule, ThresholdRule
from services.spans import STANDS, Spans, join

_SLOTS = 16
"""Parts of a rate's window of which the first reading counts, as in the engine."""

Indexes = NDArray[np.int32]
Times = NDArray[np.int64]
Values = NDArray[np.float64]
Mask = NDArray[np.bool_]


def can_replay(rule: Rule) -> bool:
    """Whether `replay` knows the rule's kind and all it obeys."""
    return not rule.during and isinstance(rule, ThresholdRule | RateRule | StaleRule | StuckRule)


def replay(rule: Rule, stream: Indexes, at_ms: Times, value: Values, until_ms: int) -> Spans:
    """The alarms of `rule` on usable readings, stream after stream in the order of their times.

    `until_ms` is when the series ends: delays that run out by then count.
    """
    if not len(stream):
        return join(())
    sign = 1.0 if rule.direction == "above" else -1.0
    if isinstance(rule, RateRule):
        measure, known = _rate(rule, sign, stream, at_ms, value)
        stream, at_ms, measure = stream[known], at_ms[known], measure[known]
    elif isinstance(rule, StuckRule):
        measure = _stuck(rule, stream, at_ms, value)
    elif isinstance(rule, StaleRule):
        stream, at_ms, measure = _silence(rule, stream, at_ms, until_ms)
    else:
        measure = value * sign
    return _judged(rule, sign, stream, at_ms, measure, until_ms)


def _judged(
    rule: Rule, sign: float, stream: Indexes, at_ms: Times, measure: Values, until_ms: int
) -> Spans:
    """Levels, delays and deadband over a measure: every level reached and every condition over
    as an event; an alarm is what lies between two ends."""
    if not len(stream):
        return join(())
    level = {LEVELS[name]: threshold.at * sign for name, threshold in rule.levels.items()}
    found = [
        (*_ran_out(measure >= at, stream, at_ms, rule.on_delay_s, until_ms), int(rank))
        for rank, at in level.items()
    ]
    sound = measure < min(level.values()) - rule.deadband
    found.append((*_ran_out(sound, stream, at_ms, rule.off_delay_s, until_ms), 0))
    streams = np.concatenate([one[0] for one in found])
    times = np.concatenate([one[1] for one in found])
    ranks = np.concatenate([np.full(len(one[0]), one[2], np.int8) for one in found])
    order = np.lexsort((-ranks, times, streams))
    return _between_ends(streams[order], times[order], ranks[order])


def _ran_out(
    holds: Mask, stream: Indexes, at_ms: Times, delay_s: float, until_ms: int
) -> tuple[Indexes, Times]:
    """When a timer that runs while `holds` ran out, once a run."""
    last = np.empty(len(stream), bool)
    last[:-1] = stream[1:] != stream[:-1]
    last[-1] = True
    first = np.empty_like(last)
    first[0] = True
    first[1:] = last[:-1]
    begins = holds.copy()
    begins[1:] &= ~holds[:-1] | first[1:]
    ends = holds.copy()
    ends[:-1] &= ~holds[1:] | last[:-1]
    start, end = np.flatnonzero(begins), np.flatnonzero(ends)
    gone = np.where(last[end], until_ms + 1, at_ms[np.minimum(end + 1, len(at_ms) - 1)])
    due = at_ms[start] + round(delay_s * 1000)
    fires = due < gone
    return stream[start][fires], due[fires]


def _between_ends(stream: Indexes, at_ms: Times, rank: NDArray[np.int8]) -> Spans:
    """Alarms from events in the order of stream and time; rank 0 ends one."""
    if not len(stream):
        return join(())
    over = rank == 0
    begins = np.empty(len(stream), np.int64)
    begins[0] = 0
    begins[1:] = over[:-1] | (stream[1:] != stream[:-1])
    part = np.cumsum(begins)
    # The worst so far in the part: its number counts for more than any level.
    worst = np.maximum.accumulate(part * 8 + rank)
    rises = ~over
    rises[1:] &= worst[1:] > worst[:-1]
    risen = np.flatnonzero(rises)
    first = risen[np.diff(part[risen], prepend=-1) != 0]
    last = np.searchsorted(part, part[first], "right") - 1
    count = np.cumsum(rises)
    return Spans(
        stream[first],
        at_ms[first],
        np.where(over[last], at_ms[last], STANDS),
        (worst[last] - part[last] * 8).astype(np.int8),
        (count[last] - count[first]).astype(np.int32),
    )


def _rate(
    rule: RateRule, sign: float, stream: Indexes, at_ms: Times, value: Values
) -> tuple[Values, Mask]:
    """Change per minute since the oldest reading remembered in the window, and where there is
    one: see `kinds.rate_of_change`."""
    window = round(rule.window_s * 1000)
    slot = at_ms // max(-(-window // _SLOTS), 1)
    kept = np.empty(len(stream), bool)
    kept[0] = True
    kept[1:] = (slot[1:] != slot[:-1]) | (stream[1:] != stream[:-1])
    place = np.flatnonzero(kept)
    # One line for all streams: each has its own stretch, wider than its times and the window.
    begin = int(at_ms.min())
    width = int(at_ms.max()) - begin + window + 1
    number = np.cumsum(np.diff(stream, prepend=stream[0]) != 0)
    line = number * width + (at_ms - begin)
    oldest = place[np.searchsorted(line[place], np.maximum(line - window, number * width))]
    span = at_ms - at_ms[oldest]
    change = (value - value[oldest]) * sign
    rate = change * 60_000.0 / np.maximum(span, 1)
    if rule.from_value is not None:
        rate = np.where(value * sign >= rule.from_value * sign, rate, 0.0)
    return rate, 2 * span >= window


def _stuck(rule: StuckRule, stream: Indexes, at_ms: Times, value: Values) -> Values:
    """Seconds from the first to the last of equal readings in a row; 0 for what may rest."""
    moved = np.empty(len(stream), bool)
    moved[0] = True
    moved[1:] = (value[1:] != value[:-1]) | (stream[1:] != stream[:-1])
    since = at_ms[np.flatnonzero(moved)][np.cumsum(moved) - 1]
    return np.where(np.isin(value, rule.resting_values), 0.0, (at_ms - since) / 1000.0)


def _silence(
    rule: StaleRule, stream: Indexes, at_ms: Times, until_ms: int
) -> tuple[Indexes, Times, Values]:
    """Silence as readings of it: 0 at a reading; in a gap also where it passes what is judged.

    Readings that follow each other closely say nothing; those at a gap are kept.
    """
    marks = {threshold.at for threshold in rule.levels.values()}
    marks |= {min(marks) - rule.deadband}
    last = np.empty(len(stream), bool)
    last[:-1] = stream[1:] != stream[:-1]
    last[-1] = True
    after = np.where(last, until_ms + 1, np.append(at_ms[1:], 0))
    parts: list[tuple[Indexes, Times, Values]] = []
    gap = np.zeros(len(stream), bool)
    for mark in sorted(mark for mark in marks if mark > 0):
        passes = at_ms + int(np.ceil(mark * 1000))
        there = passes < after
        gap |= there
        parts.append((stream[there], passes[there], np.full(int(there.sum()), mark)))
    kept = gap.copy()
    kept[1:] |= gap[:-1]
    kept[1:] |= stream[1:] != stream[:-1]
    kept[0] = True
    parts.append((stream[kept], at_ms[kept], np.zeros(int(kept.sum()))))
    streams, times, measures = (np.concatenate(column) for column in zip(*parts, strict=True))
    order = np.lexsort((measures, times, streams))
    return streams[order], times[order], measures[order]

"""What a rule would have done over long series, judged all at once.

The same as the engine gives when it sees every reading at its own time and time passes without a
step between them; tests hold the two to each other. Owns levels, delays, deadband and hours over
what `series` measures; kinds it does not know are stepped through the engine itself.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from services.detect.arrays import CLOSED, Mask, Times, Values
from services.detect.schedule import Hours
from services.detect.series import MEASURED, Marks, Points, Series, measured
from services.packs.rules import LEVELS, Rule
from services.spans import STANDS, Spans, join, spans

Indexes = NDArray[np.int32]


def can_replay(rule: Rule) -> bool:
    """Whether `replay` knows the rule's kind."""
    return isinstance(rule, MEASURED)


def replay(
    rule: Rule,
    stream: Indexes,
    at_ms: Times,
    value: Values,
    until_ms: int,
    hours: Hours | None = None,
) -> Spans:
    """The alarms of `rule` on usable readings, stream after stream in the order of their times.

    `until_ms` is when the series ends: delays that run out by then count. `hours` are those of a
    rule that is not always judged, from before the first reading on.
    """
    sign = 1.0 if rule.direction == "above" else -1.0
    levels = {int(LEVELS[name]): threshold.at * sign for name, threshold in rule.levels.items()}
    marks = Marks(min(levels.values()) - rule.deadband, tuple(levels.values()))
    cuts = (np.flatnonzero(stream[1:] != stream[:-1]) + 1).tolist()
    found = []
    # One stream after another: a month of one stays in the processor's cache.
    for begin, end in pairwise([0, *cuts, len(stream)] if len(stream) else []):
        series = Series(at_ms[begin:end], value[begin:end], until_ms)
        points = measured(rule, sign, marks, series, hours)
        # Closed hours only take away.
        if not points.measure.size or points.measure.max() < min(marks.levels):
            continue
        if hours is not None:
            points = _within(hours, points, until_ms)
        found.append(_judged(rule, int(stream[begin]), levels, points, until_ms))
    return join(found)


def _within(hours: Hours, points: Points, until_ms: int) -> Points:
    """The same, and sound beyond all doubt while the hours are closed."""
    edges = hours.changes(int(points.at_ms[0]), until_ms)
    place = np.searchsorted(points.at_ms, edges, "right")
    at_ms = np.insert(points.at_ms, place, edges)
    measure = np.insert(points.measure, place, points.measure[np.maximum(place - 1, 0)])
    return Points(at_ms, np.where(hours.at(at_ms) == CLOSED, -np.inf, measure))


def _judged(
    rule: Rule, stream: int, levels: dict[int, float], points: Points, until_ms: int
) -> Spans:
    """Levels, delays and deadband over a measure: every level reached and every condition over
    as an event; an alarm is what lies between two ends."""
    at_ms, measure = points
    on_ms, off_ms = round(rule.on_delay_s * 1000), round(rule.off_delay_s * 1000)
    clear = min(levels.values()) - rule.deadband
    ends = _ran_out(measure < clear, at_ms, off_ms, until_ms)
    found = [(ends, 0)] + [
        (_ran_out(measure >= at, at_ms, on_ms, until_ms), rank) for rank, at in levels.items()
    ]
    times = np.concatenate([due for due, _ in found])
    ranks = np.concatenate([np.full(len(due), rank, np.int8) for due, rank in found])
    order = np.lexsort((-ranks, times))
    return _between_ends(stream, times[order], ranks[order])


def _ran_out(holds: Mask, at_ms: Times, delay_ms: int, until_ms: int) -> Times:
    """When a timer that runs while `holds` ran out, once a run."""
    turns = np.flatnonzero(holds[1:] != holds[:-1]) + 1
    times = at_ms[turns]
    if holds[0]:
        times = np.concatenate([at_ms[:1], times])
    if len(times) % 2:
        times = np.append(times, until_ms + 1)
    due: Times = times[::2] + delay_ms
    return due[due < times[1::2]]


def _between_ends(stream: int, at_ms: Times, rank: NDArray[np.int8]) -> Spans:
    """Alarms from events in the order of time; rank 0 ends one."""
    if not rank.any():
        return spans()
    over = rank == 0
    begins = np.zeros(len(rank), np.int64)
    begins[1:] = over[:-1]
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
        np.full(len(first), stream, np.int32),
        at_ms[first],
        np.where(over[last], at_ms[last], STANDS),
        (worst[last] - part[last] * 8).astype(np.int8),
        (count[last] - count[first]).astype(np.int32),
    )

"""What a change of a rule would have done: alarms of the rule as it is beside those as it would be.

Pure. An alarm of one side belongs to the first of the other side that stands at a time it stands
itself; pairs are those that belong to each other. What belongs to none is gained or lost; what
runs into a neighbour is neither.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
import numpy as np
from numpy.typing import NDArray

from services.contract.model import Level
from services.packs.rules import Text
from services.spans import STANDS, Spans

BUCKET_MS = 600_000
"""The ten minutes in which ISA-18.2 counts alarms."""
LISTED = 2_000
"""Alarms of each side a report lists."""
BUCKETS = 2_000
"""Points of a curve."""

Times = NDArray[np.int64]
Values = NDArray[np.float64]
Places = NDArray[np.int64]


class TestedStream(msgspec.Struct, frozen=True):
    """What a change does to the alarms of one stream; levels are the worst there were."""

    stream: str
    now: int
    then: int
    gained: int
    lost: int
    earlier: int
    later: int
    shift_s: float
    """Mean of the pairs that begin at another time, later above 0."""
    lost_red: int
    """Red alarms during which none would have been red."""
    worst_now: int
    worst_then: int


class TestedAlarm(msgspec.Struct, frozen=True):
    """One alarm; `to_ms` 0 while it stands."""

    stream: str
    from_ms: int
    to_ms: int
    level: int


class Report(msgspec.Struct, frozen=True):
    """What a change would have done, in town time. `rows` are the streams with an alarm."""

    from_ms: int
    to_ms: int
    streams: int
    readings: int
    rows: list[TestedStream]
    total_now: int
    total_then: int
    changes_now: int
    changes_then: int
    """How often a level rose while an alarm stood."""
    load_now: list[int]
    load_then: list[int]
    """Alarms that began, by buckets from `from_ms`."""
    alarms_now: list[TestedAlarm]
    alarms_then: list[TestedAlarm]
    """The newest, in the order of their beginning."""
    left_out_now: int
    left_out_then: int
    notes: list[Text]
    bucket_ms: int = BUCKET_MS


class Line(msgspec.Struct, frozen=True):
    """Where a level begins."""

    level: int
    at: float


class Curve(msgspec.Struct, frozen=True):
    """The readings of one stream, lowest and highest of equal spans, None in a gap; its alarms."""

    stream: str
    unit: str
    at_ms: list[int]
    low: list[float | None]
    high: list[float | None]
    now: list[TestedAlarm]
    then: list[TestedAlarm]
    lines_now: list[Line]
    lines_then: list[Line]


def compared(
    now: Spans,
    then: Spans,
    names: Mapping[int, str],
    span: tuple[int, int],
    readings: int,
    notes: list[Text],
) -> Report:
    """The report over `span` (first and last moment). `names` are all streams judged, by index."""
    since, until = span
    return Report(
        since,
        until,
        len(names),
        readings,
        _rows(now, then, names, until),
        len(now.stream),
        len(then.stream),
        int(now.rises.sum()),
        int(then.rises.sum()),
        _load(now, since, until),
        _load(then, since, until),
        listed(now, names),
        listed(then, names),
        max(0, len(now.stream) - LISTED),
        max(0, len(then.stream) - LISTED),
        notes,
    )


def listed(alarms: Spans, names: Mapping[int, str]) -> list[TestedAlarm]:
    """The newest alarms in the order of their beginning."""
    newest = np.argsort(alarms.from_ms, kind="stable")[-LISTED:]
    columns = (alarms.stream, alarms.from_ms, alarms.to_ms, alarms.level)
    rows = zip(*(column[newest].tolist() for column in columns), strict=True)
    return [TestedAlarm(names[stream], *rest) for stream, *rest in rows]


def thinned(
    at_ms: Times, value: Values, span: tuple[int, int]
) -> tuple[list[int], list[float | None], list[float | None]]:
    """Times, lowest and highest of at most `BUCKETS` equal spans; None once in a gap."""
    if not at_ms.size:
        return [], [], []
    since, until = span
    width = max(60_000, -(-(until - since + 1) // BUCKETS))
    bucket = (at_ms - since) // width
    starts = np.flatnonzero(np.diff(bucket, prepend=-1))
    times = (bucket[starts] * width + since).tolist()
    low: list[float | None] = np.minimum.reduceat(value, starts).tolist()
    high: list[float | None] = np.maximum.reduceat(value, starts).tolist()
    usual = float(np.median(np.diff(at_ms))) if at_ms.size > 1 else 0.0
    gaps = np.flatnonzero(np.diff(times) > max(5 * usual, 2 * width))
    for place in gaps[::-1].tolist():
        times.insert(place + 1, times[place] + width)
        low.insert(place + 1, None)
        high.insert(place + 1, None)
    return times, low, high


def _rows(now: Spans, then: Spans, names: Mapping[int, str], until: int) -> list[TestedStream]:
    streams = np.unique(np.concatenate([now.stream, then.stream]))
    if not streams.size:
        return []
    ours, theirs = np.searchsorted(streams, now.stream), np.searchsorted(streams, then.stream)
    answer, asked = _belongs(now, then, until), _belongs(then, now, until)
    lost, gained = answer < 0, asked < 0
    paired = ~lost
    paired[~lost] = asked[answer[~lost]] == np.flatnonzero(~lost)
    shift = np.zeros(len(ours), np.int64)
    shift[paired] = then.from_ms[answer[paired]] - now.from_ms[paired]
    red, red_then = now.level >= Level.RED, then.level >= Level.RED
    pale = np.zeros(len(ours), bool)
    pale[red] = _belongs(now.only(red), then.only(red_then), until) < 0

    def count(place: Places, which: NDArray[np.bool_] | None = None) -> list[int]:
        chosen = place if which is None else place[which]
        found: list[int] = np.bincount(chosen, minlength=len(streams)).tolist()
        return found

    moved = shift != 0
    sums = np.bincount(ours[moved], shift[moved] / 1000.0, len(streams))
    means = sums / np.maximum(np.bincount(ours[moved], minlength=len(streams)), 1)
    columns = (
        count(ours),
        count(theirs),
        count(theirs, gained),
        count(ours, lost),
        count(ours, shift < 0),
        count(ours, shift > 0),
        means.round(1).tolist(),
        count(ours, pale),
        _worst(now, ours, len(streams)),
        _worst(then, theirs, len(streams)),
    )
    rows = zip(streams.tolist(), *columns, strict=True)
    return [TestedStream(names[stream], *rest) for stream, *rest in rows]


def _belongs(ours: Spans, theirs: Spans, until: int) -> Places:
    """For each of ours the first of theirs of its stream that stands while it stands, or -1."""
    if not len(ours.stream) or not len(theirs.stream):
        return np.full(len(ours.stream), -1)
    begin = int(min(ours.from_ms.min(), theirs.from_ms.min()))
    width = until - begin + 2
    # One line for all streams, each with its own stretch.
    from_, to = _on_line(ours, begin, width, until)
    their_from, their_to = _on_line(theirs, begin, width, until)
    first = np.searchsorted(their_to, from_)
    there = np.minimum(first, len(their_to) - 1)
    meets = (first < len(their_to)) & (their_from[there] <= to)
    return np.where(meets, first, -1)


def _on_line(alarms: Spans, begin: int, width: int, until: int) -> tuple[Times, Times]:
    start = alarms.stream.astype(np.int64) * width - begin
    end = np.where(alarms.to_ms == STANDS, until, alarms.to_ms)
    return start + alarms.from_ms, start + end


def _worst(alarms: Spans, place: Places, count: int) -> list[int]:
    found = np.zeros(count, np.int64)
    np.maximum.at(found, place, alarms.level)
    worst: list[int] = found.tolist()
    return worst


def _load(alarms: Spans, since: int, until: int) -> list[int]:
    inside = alarms.from_ms[alarms.from_ms >= since]
    buckets = max(1, -(-(until - since) // BUCKET_MS))
    counted = np.bincount(np.minimum((inside - since) // BUCKET_MS, buckets - 1), minlength=buckets)
    found: list[int] = counted.tolist()
    return found

"""A rule as it is and as it would be, over the readings of the last days.

Owns what is read, how the days are gone through and what is told on the way. What judges and what
reads are given from outside: a long series at once where the rule's kind allows it, else step by
step through the engine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import msgspec
import numpy as np
from numpy.typing import NDArray

from services.contract.codec import Columns
from services.contract.model import Asset, Quality, Stream, Town
from services.packs.rules import (
    LEVELS,
    AccumulationRule,
    BaselineRule,
    CombinationRule,
    CountRule,
    Rule,
    Text,
    ThresholdRule,
)
from services.packs.schema import Calendar
from services.rulebook.report import Curve, Line, Report, compared, listed, thinned
from services.spans import Spans, join

DAY_MS = 86_400_000
WARM_UP_MS = DAY_MS
"""What is judged before the days asked for, so that they begin with what stood."""
GROUP = 8
"""Streams read and judged at a time: a month of them stays near the processor."""
THEN = "→"
"""Put behind the name of the rule as it would be."""

_STANDS_ON = Text(
    zh="回测从窗口前一天起算；更早发生且仍持续的状况不计入。",
    en="Judged from a day before the window; what began earlier and still lasts is not counted.",
)
_STEPS = Text(
    zh="该类规则按分钟步进重放，起止时刻最多晚一分钟。",
    en="Rules of this kind are replayed in steps of a minute, so times are up to a minute late.",
)
_THINNED = Text(
    zh="每分钟多于四个的读数只保留首、低、高、末四个，按读数个数计算的量会偏小。",
    en="Of a minute with more than four readings first, low, high and last are kept, so what "
    "counts readings comes out lower.",
)
_LATCHES = Text(
    zh="需人工复位的告警在回测中按状况消失即复位计算。",
    en="Alerts that wait for a reset by hand count here as reset once the condition is gone.",
)


class SeriesOf(Protocol):
    """Readings of several streams, one after another, each in the order of its times."""

    @property
    def stream(self) -> NDArray[np.int32]: ...

    @property
    def at_ms(self) -> NDArray[np.int64]: ...

    @property
    def value(self) -> NDArray[np.float64]: ...


class History(Protocol):
    """Where readings are kept."""

    def read(
        self, streams: Sequence[int], since_ms: int, until_ms: int, group: int = GROUP
    ) -> Iterator[SeriesOf]: ...


class Steps(Protocol):
    """Rules stepped through the engine."""

    def feed(self, columns: Columns, since_ms: int, until_ms: int) -> None: ...

    def alarms(self, rule: str) -> Spans: ...


@dataclass(frozen=True, slots=True)
class Order:
    """A back-test: `name`'s rule `now` and `then`, with the rules of its pack it may look at."""

    name: str
    now: Rule
    then: Rule
    others: Mapping[str, Rule]
    town: Town | None
    streams: Sequence[Stream]
    """All of the town's."""
    assets: Sequence[Asset]
    plausible: Mapping[str, tuple[float, float]]
    calendars: Mapping[str, Calendar]
    until_ms: int
    days: int
    curve: str = ""
    """The stream whose curve is wanted in place of the report."""

    @property
    def since_ms(self) -> int:
        """The first moment of the days asked for."""
        return self.until_ms - self.days * DAY_MS

    @property
    def rules(self) -> dict[str, Rule]:
        """All rules that have to be judged, by name."""
        both = {self.name: self.now, self.name + THEN: self.then}
        wanted = {
            self.name.partition(".")[0] + "." + name
            for rule in both.values()
            if isinstance(rule, CombinationRule)
            for name in rule.of
        }
        return {name: rule for name, rule in self.others.items() if name in wanted} | both


@dataclass(frozen=True, slots=True)
class Judges:
    """The two ways to judge. `replay` takes columns and the time they span, and gives alarms;
    `steps` begins an engine."""

    can_replay: Callable[[Rule], bool]
    replay: Callable[
        [Rule, NDArray[np.int32], NDArray[np.int64], NDArray[np.float64], tuple[int, int]], Spans
    ]
    steps: Callable[[Order, Sequence[Stream]], Steps]


@dataclass(slots=True)
class _Run:
    """What has been found so far."""

    now: list[Spans] = field(default_factory=list)
    then: list[Spans] = field(default_factory=list)
    readings: int = 0
    curve: list[tuple[NDArray[np.int64], NDArray[np.float64]]] = field(default_factory=list)


class Progress(msgspec.Struct, frozen=True):
    """How far a back-test is, from 0 to 1."""

    done: float


def backtest(
    order: Order, history: History, judges: Judges, tell: Callable[[Any], None]
) -> Report | Curve:
    """Go through the days, telling Progress; the report, or the curve when one is wanted."""
    run, stepped = _Run(), not (judges.can_replay(order.now) and judges.can_replay(order.then))
    watched = _watched(order, (order.now, order.then))
    if stepped:
        _step(order, history, judges, run, tell)
    else:
        judged = [s for s in watched if order.curve in ("", s.id)]
        _replay(order, judged, history, judges, run, tell)
    now, then = (join(part).since(order.since_ms) for part in (run.now, run.then))
    names = {stream.index: stream.id for stream in watched}
    if order.curve:
        return _curve(order, run, now, then, names)
    notes = _notes(order, stepped)
    return compared(now, then, names, (order.since_ms, order.until_ms), run.readings, notes)


def _watched(order: Order, rules: Iterable[Rule]) -> list[Stream]:
    """The streams that any of the rules watches, by index."""
    rules = tuple(rules)
    found = [s for s in order.streams if any(rule.fits(s) for rule in rules)]
    return sorted(found, key=lambda stream: stream.index)


def _replay(
    order: Order,
    streams: Sequence[Stream],
    history: History,
    judges: Judges,
    run: _Run,
    tell: Callable[[Any], None],
) -> None:
    since = order.since_ms - WARM_UP_MS
    fits = [
        np.array([s.index for s in streams if rule.fits(s)], np.int32)
        for rule in (order.now, order.then)
    ]
    low, high = _ranges(order)
    done = 0
    for series in history.read([s.index for s in streams], since, order.until_ms, GROUP):
        _note(order, run, series)
        sound = series.value >= low[series.stream]
        sound &= series.value <= high[series.stream]
        for found, rule, chosen in zip(
            (run.now, run.then), (order.now, order.then), fits, strict=True
        ):
            all_fit = len(chosen) == len(streams)
            keep = sound if all_fit else sound & np.isin(series.stream, chosen)
            columns = (series.stream, series.at_ms, series.value)
            if not keep.all():
                columns = (series.stream[keep], series.at_ms[keep], series.value[keep])
            found.append(judges.replay(rule, *columns, (since, order.until_ms)))
        done += GROUP
        tell(Progress(min(1.0, done / max(1, len(streams)))))


def _step(
    order: Order, history: History, judges: Judges, run: _Run, tell: Callable[[Any], None]
) -> None:
    streams = _watched(order, order.rules.values())
    steps = judges.steps(order, streams)
    indexes = [stream.index for stream in streams]
    begin = order.since_ms - WARM_UP_MS
    for since in range(begin, order.until_ms, DAY_MS):
        until = min(since + DAY_MS, order.until_ms)
        for series in history.read(indexes, since + 1, until, max(1, len(indexes))):
            _note(order, run, series)
            by_time = np.argsort(series.at_ms, kind="stable")
            columns = Columns(
                series.stream[by_time].astype(np.uint32),
                series.value[by_time],
                series.at_ms[by_time],
                np.full(len(by_time), int(Quality.GOOD), np.uint8),
            )
            steps.feed(columns, since, until)
        tell(Progress(min(1.0, (until - begin) / (order.until_ms - begin))))
    run.now.append(steps.alarms(order.name))
    run.then.append(steps.alarms(order.name + THEN))


def _note(order: Order, run: _Run, series: SeriesOf) -> None:
    """Count what was asked for, and keep the curve that is wanted."""
    inside = series.at_ms >= order.since_ms
    run.readings += int(np.count_nonzero(inside))
    index = next((s.index for s in order.streams if s.id == order.curve), None)
    if index is not None:
        here = inside & (series.stream == index)
        run.curve.append((series.at_ms[here], series.value[here]))


def _ranges(order: Order) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The lowest and highest value an instrument can mean, by index of stream: the engine would
    not use the others."""
    size = max((stream.index for stream in order.streams), default=0) + 1
    low, high = np.full(size, -np.inf), np.full(size, np.inf)
    for stream in order.streams:
        if stream.kind in order.plausible:
            low[stream.index], high[stream.index] = order.plausible[stream.kind]
    return low, high


def _curve(order: Order, run: _Run, now: Spans, then: Spans, names: Mapping[int, str]) -> Curve:
    stream = next(stream for stream in order.streams if stream.id == order.curve)
    at_ms = np.concatenate([np.zeros(0, np.int64), *(at for at, _ in run.curve)])
    value = np.concatenate([np.zeros(0), *(values for _, values in run.curve)])
    times, low, high = thinned(at_ms, value, (order.since_ms, order.until_ms))
    own = [alarms.only(alarms.stream == stream.index) for alarms in (now, then)]
    return Curve(
        stream.id,
        stream.unit,
        times,
        low,
        high,
        listed(own[0], names),
        listed(own[1], names),
        _lines(order.now, stream),
        _lines(order.then, stream),
    )


def _lines(rule: Rule, stream: Stream) -> list[Line]:
    """The thresholds that can be drawn on the stream's own readings."""
    if not isinstance(rule, ThresholdRule) or not rule.fits(stream):
        return []
    return [Line(int(LEVELS[name]), one.at) for name, one in rule.levels.items()]


def _notes(order: Order, stepped: bool) -> list[Text]:
    notes = [_STANDS_ON]
    if stepped:
        notes.append(_STEPS)
    both = (order.now, order.then)
    if any(isinstance(rule, CountRule | BaselineRule | AccumulationRule) for rule in both):
        notes.append(_THINNED)
    if any(rule.latch for rule in both):
        notes.append(_LATCHES)
    return notes

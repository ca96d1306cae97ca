"""What the devices of the packs' demo parts say: their course of a day, and what happens on it.

A reading depends on its stream and its time alone, so any window of the day can be made without
the windows before it. Days after the first are like it, without what happened on it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from services.demo.clock import DAY_MINUTES, DAY_START_MS, MINUTE_MS, Reading, at_ms, minutes
from services.demo.placing import Placed, PlacedStream, chance
from services.packs.demo import DemoStream, Happening, Outage
from services.packs.schema import Pack

DAY_MS = DAY_MINUTES * MINUTE_MS


@dataclass(frozen=True, slots=True)
class _Course:
    """What one stream says while something happens."""

    times: tuple[int, ...]
    values: tuple[float, ...]
    ramp: bool
    stays: bool

    def value(self, at: int) -> float | None:
        """None before it begins and, unless it stays, from the last point on."""
        if at < self.times[0] or (at >= self.times[-1] and not self.stays):
            return None
        if self.ramp:
            return float(np.interp(at, self.times, self.values))
        return self.values[bisect_right(self.times, at) - 1]


@dataclass(frozen=True, slots=True)
class _Voice:
    """One stream: when it speaks, what it says at rest, what happens to it."""

    stream: str
    speech: DemoStream
    phase_ms: int
    day: tuple[tuple[float, ...], tuple[float, ...]]
    courses: tuple[_Course, ...]
    gaps: tuple[tuple[int, int], ...]

    def readings(self, start: int, stop: int) -> Iterator[Reading]:
        step = self.speech.every_s * 1000
        times = {at for course in self.courses for at in course.times if start <= at < stop}
        if step:
            times.update(range(start + (self.phase_ms - start) % step, stop, step))
        for at in times:
            if not any(begins <= at < ends for begins, ends in self.gaps):
                yield Reading(self.stream, self._value(at), at)

    def _value(self, at: int) -> float:
        digits = self.speech.digits
        for course in self.courses:
            if (value := course.value(at)) is not None:
                return round(value, digits)
            if at == course.times[-1]:
                return round(course.values[-1], digits)
        value = self.speech.rest
        if self.day[0]:
            minute = (at - DAY_START_MS) % DAY_MS / MINUTE_MS
            value = float(np.interp(minute, *self.day, period=DAY_MINUTES))
        if self.speech.noise:
            value += (2 * chance(f"{self.stream} {at}") - 1) * self.speech.noise
        return round(value, digits)


class Sensors:
    """All devices of the packs in the demo town."""

    def __init__(self, packs: Sequence[Pack], placed: Placed) -> None:
        happenings = [one for pack in packs for one in pack.demo.happenings]
        outages = [one for pack in packs for one in pack.demo.outages]
        known = {stream.record["id"] for stream in placed.streams}
        strange = [one.stream for one in happenings if one.stream not in known]
        if strange:
            raise LookupError(f"the demo has no stream {strange[0]}, of which something is told")
        self._voices = [_voice(stream, happenings, outages) for stream in placed.streams]

    def readings(self, start_ms: int, end_ms: int) -> Iterator[Reading]:
        """Every reading with start <= at < end, each stream in turn."""
        for voice in self._voices:
            yield from voice.readings(start_ms, end_ms)


def _voice(
    placed: PlacedStream, happenings: Iterable[Happening], outages: Iterable[Outage]
) -> _Voice:
    record, speech = placed.record, placed.speech
    every_ms = speech.every_s * 1000
    if speech.first:
        phase = at_ms(speech.first)
    else:
        phase = DAY_START_MS + int(chance(f"{record['id']} phase") * every_ms) // 1000 * 1000
    course = sorted((minutes(at), value) for at, value in speech.day)
    return _Voice(
        record["id"],
        speech,
        phase,
        (tuple(at for at, _ in course), tuple(value for _, value in course)),
        tuple(_course(one) for one in happenings if one.stream == record["id"]),
        tuple(
            (at_ms(one.begins), at_ms(one.ends)) for one in outages if _silences(one, placed.record)
        ),
    )


def _course(happening: Happening) -> _Course:
    times = tuple(at_ms(at) for at, _ in happening.points)
    values = tuple(value for _, value in happening.points)
    return _Course(times, values, happening.ramp, happening.stays)


def _silences(outage: Outage, record: dict[str, object]) -> bool:
    attributes = record["attributes"]
    return record["kind"] in outage.kinds and all(
        isinstance(attributes, dict) and str(attributes.get(name, "")) in wanted
        for name, wanted in outage.where.items()
    )

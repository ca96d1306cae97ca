"""What the packs' devices say, and when."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from services.demo.clock import DAY_END_MS, DAY_START_MS, Reading, at_ms
from services.demo.day import demo_packs
from services.demo.placing import put_up
from services.demo.sensors import DAY_MS, Sensors
from services.packs.demo import Demo, DemoDevice, DemoStream, Happening, Outage
from services.packs.rules import Text
from services.packs.schema import StreamKind


def sensors(
    speech: DemoStream, *happenings: Happening, outages: tuple[Outage, ...] = ()
) -> Sensors:
    """One device with one stream, BX1.heat."""
    device = DemoDevice(
        id="BX", kind="box", name=Text(zh="箱", en="Box"), at=["N16"], streams=[speech]
    )
    demo = Demo(devices={"box": device}, happenings=list(happenings), outages=list(outages))
    kinds = {"box.heat": StreamKind(unit="℃", title=Text(zh="温度", en="Heat"))}
    packs = [replace(demo_packs()[0], streams=kinds, demo=demo)]
    return Sensors(packs, put_up(packs))


def told(source: Sensors, begin: str, end: str) -> list[tuple[str, float]]:
    found = sorted(source.readings(at_ms(begin), at_ms(end)), key=lambda r: r.at_ms)
    return [(clock(reading), reading.value) for reading in found]


def clock(reading: Reading) -> str:
    second = (reading.at_ms - DAY_START_MS) // 1000 + 6 * 3600
    return f"{second // 3600 % 24:02d}:{second // 60 % 60:02d}:{second % 60:02d}"


QUIET = DemoStream(kind="box.heat", every_s=600, first="06:00", rest=20)


def test_a_stream_speaks_at_its_pace() -> None:
    assert told(sensors(QUIET), "08:00", "08:30") == [
        ("08:00:00", 20), ("08:10:00", 20), ("08:20:00", 20),
    ]  # fmt: skip


def test_the_course_of_a_day_runs_round() -> None:
    day = replace(QUIET, day=[("22:00", 10.0), ("10:00", 30.0)])
    assert told(sensors(day), "16:00", "16:10") == [("16:00:00", 20)]
    assert told(sensors(day), "04:00", "04:10") == [("04:00:00", 20)]


def test_what_happens_is_told_at_once_and_then_it_rests() -> None:
    course = Happening(stream="BX1.heat", points=[("08:05", 70), ("08:12", 0)])
    assert told(sensors(QUIET, course), "08:00", "08:30") == [
        ("08:00:00", 20), ("08:05:00", 70), ("08:10:00", 70), ("08:12:00", 0), ("08:20:00", 20),
    ]  # fmt: skip


def test_a_ramp_is_told_along_its_way_and_what_stays_stays() -> None:
    course = Happening(
        stream="BX1.heat", points=[("08:05", 20), ("08:15", 40)], ramp=True, stays=True
    )
    assert told(sensors(QUIET, course), "08:00", "08:30") == [
        ("08:00:00", 20), ("08:05:00", 20), ("08:10:00", 30), ("08:15:00", 40), ("08:20:00", 40),
    ]  # fmt: skip


def test_a_stream_that_only_tells_events_is_silent_otherwise() -> None:
    event = replace(QUIET, every_s=0)
    course = Happening(stream="BX1.heat", points=[("08:05", 1), ("08:06", 0)])
    assert told(sensors(event, course), "06:00", "05:59") == [("08:05:00", 1), ("08:06:00", 0)]


def test_an_outage_swallows_readings_of_its_kinds() -> None:
    outage = Outage(kinds=["box.heat"], begins="08:05", ends="08:20")
    assert [at for at, _ in told(sensors(QUIET, outages=(outage,)), "08:00", "08:30")] == [
        "08:00:00", "08:20:00",
    ]  # fmt: skip
    others = Outage(kinds=["box.heat"], begins="08:05", ends="08:20", where={"feeder": ["F1"]})
    assert len(told(sensors(QUIET, outages=(others,)), "08:00", "08:30")) == 3


def test_the_days_after_are_like_it_without_what_happened() -> None:
    course = Happening(stream="BX1.heat", points=[("08:05", 70), ("08:30", 0)])
    source = sensors(replace(QUIET, first=""), course)
    first = [(r.at_ms + DAY_MS, 20.0) for r in source.readings(DAY_START_MS, DAY_END_MS)]
    after = [(r.at_ms, r.value) for r in source.readings(DAY_END_MS, DAY_END_MS + DAY_MS)]
    assert set(after) <= set(first)
    assert len(after) == 144


def test_any_cut_of_the_time_gives_the_same_readings() -> None:
    packs = demo_packs()
    source = Sensors(packs, put_up(packs))
    start, middle, end = at_ms("20:15"), at_ms("20:21:07"), at_ms("20:30")
    pieces = [*source.readings(start, middle), *source.readings(middle, end)]
    assert sorted(pieces) == sorted(source.readings(start, end))


def test_a_happening_of_no_stream_is_an_error() -> None:
    with pytest.raises(LookupError, match="XX1"):
        sensors(QUIET, Happening(stream="XX1", points=[("08:05", 70)]))

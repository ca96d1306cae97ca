"""The numbers of the typhoon day, against MISSION.md."""

from datetime import UTC, datetime, timedelta, timezone
from itertools import pairwise

import pytest

from services.demo import travel
from services.demo.clock import DAY_END_MS, DAY_START_MS, at_ms, minutes
from services.demo.day import demo_packs
from services.demo.placing import put_up
from services.demo.typhoon import SITES, TyphoonDay, depth_series, rain_at, tide_at


@pytest.fixture(scope="module")
def day() -> TyphoonDay:
    return TyphoonDay()


def _first(day, stream, level, after="19:00"):
    for second in range(int(minutes(after) * 60), 86400):
        if day.depth_at(stream, second / 60) >= level:
            return _clock(second)
    raise AssertionError("never reached")


def _below(day, stream, level, after="20:50"):
    for second in range(int(minutes(after) * 60), 86400):
        if day.depth_at(stream, second / 60) < level:
            return _clock(second)
    raise AssertionError("never below")


def _clock(second):
    return f"{(second // 3600 + 6) % 24:02d}:{second // 60 % 60:02d}"


def test_the_day_starts_at_six_in_shanghai():
    start = datetime.fromtimestamp(DAY_START_MS / 1000, UTC)
    assert start == datetime(2026, 7, 18, 6, tzinfo=timezone(timedelta(hours=8)))
    assert DAY_END_MS - DAY_START_MS == 86_400_000
    assert at_ms("05:00") == DAY_END_MS - 3_600_000
    assert at_ms("20:12:02") == DAY_START_MS + 51_122_000


def test_rain_adds_up_and_bursts():
    assert sum(rain_at(m) / 60 for m in range(1440)) == pytest.approx(237)
    assert rain_at(minutes("20:09")) == 25.5
    assert rain_at(minutes("20:10")) == 76.5
    assert rain_at(minutes("20:40")) == 25.5


@pytest.mark.parametrize(
    ("stream", "pumped", "unpumped"), [("W07", 39.3, 54.2), ("W03", 26.3, 35.8)]
)
def test_peaks(stream, pumped, unpumped):
    assert max(depth_series(SITES[stream])) == pytest.approx(pumped, abs=0.06)
    assert max(depth_series(SITES[stream], with_pumps=False)) == pytest.approx(unpumped, abs=0.06)


@pytest.mark.parametrize(
    ("stream", "level", "clock"),
    [("W07", 15, "20:11"), ("W07", 25, "20:21"), ("W03", 15, "20:18"), ("W03", 25, "20:35")],
)
def test_crossings_upwards(day, stream, level, clock):
    assert _first(day, stream, level) == clock


def test_falling_levels(day):
    assert _below(day, "W07", 25) == "22:03"
    assert _below(day, "W07", 5) == "22:48"


def test_other_sensors_stay_below_the_first_threshold():
    for stream, site in SITES.items():
        if stream not in ("W03", "W07", "W11"):
            assert 3 < max(depth_series(site)) < 12, stream


def test_the_tide_peaks_at_half_past_seven():
    levels = [tide_at(m) for m in range(1440)]
    assert max(levels) == pytest.approx(4.71)
    assert levels.index(max(levels)) == minutes("19:30")
    assert min(levels) > 0.5


def test_readings_are_in_order_and_the_same_however_the_time_is_cut(day):
    start, end = at_ms("20:05"), at_ms("20:31")
    whole = list(day.readings_between(start, end))
    cuts = [start, start + 1, start + 123_456, start + 600_000, end]
    pieces = [r for a, b in pairwise(cuts) for r in day.readings_between(a, b)]
    assert pieces == whole
    assert [r.at_ms for r in whole] == sorted(r.at_ms for r in whole)
    assert len({(r.stream, r.at_ms) for r in whole}) == len(whole)
    assert list(TyphoonDay().readings_between(start, end)) == whole


def test_readings_carry_every_stream_of_the_town(day, records):
    seen = {r.stream for r in day.readings_between(at_ms("12:00"), at_ms("12:05"))}
    of_packs = {placed.record["id"] for placed in put_up(demo_packs()).streams}
    assert seen == set(records["streams"]) - of_packs


def test_depth_is_told_more_often_when_it_matters(day):
    dry = [r for r in day.readings_between(at_ms("08:00"), at_ms("08:10")) if r.stream == "W07"]
    wet = [r for r in day.readings_between(at_ms("20:30"), at_ms("20:40")) if r.stream == "W07"]
    assert (len(dry), len(wet)) == (20, 60)


def test_nothing_is_told_before_the_day(day):
    assert list(day.readings_between(0, DAY_START_MS)) == []


def test_calm_weather_goes_on_after_the_day(day):
    told = list(day.readings_between(DAY_END_MS, DAY_END_MS + 600_000))
    during = day.readings_between(at_ms("12:00"), at_ms("12:10"))
    assert {r.stream for r in told} == {r.stream for r in during}
    assert {r.value for r in told if r.stream[0] in "RW"} == {0.0}


def test_the_shed_breaker_overloads_and_trips(day):
    told = [r for r in day.readings_between(at_ms("21:00"), at_ms("21:30")) if r.stream == "B1120"]
    assert any(r.value > 25 for r in told)
    assert all(r.value == 0 for r in told if r.at_ms >= at_ms("21:18"))


def test_team_three_drives_to_the_underpass(records):
    base, site = records["teams"]["T3"], records["assets"]["U2"]
    assert travel.position("T3", minutes("20:00")) == (base["lon"], base["lat"])
    lon, lat = travel.position("T3", minutes("20:26"))
    assert abs(lon - site["lon"]) < 0.0006
    assert abs(lat - site["lat"]) < 0.0006
    assert travel.is_moving("T3", minutes("20:15"))
    assert not travel.is_moving("T3", minutes("20:40"))


def test_no_team_jumps():
    for team in travel.TEAMS:
        places = [travel.position(team, m / 3) for m in range(3 * 1440)]
        for a, b in pairwise(places):
            assert abs(a[0] - b[0]) + abs(a[1] - b[1]) < 0.0035, team

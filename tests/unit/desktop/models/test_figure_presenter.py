"""The strip of figures and the header."""

from __future__ import annotations

import pytest

from desktop.models.figure_presenter import figures, header
from desktop.models.wording import RESPONSE_NUMERAL
from desktop.state.readings import LatestReadings
from services.contract import events as ev
from services.contract.model import (
    Level,
    Operation,
    ResponseLevel,
    TeamStatus,
    TownState,
    Warning,
)
from tests.fakes import town as fake
from tests.fakes.town import MIN, NOW, ZONE
from widgets.theme import tokens
from widgets.values import Figure


def shown(town: fake.SmallTown, now_ms: int = NOW) -> dict[str, Figure]:
    return {f.id: f for f in figures(town.state, town.store.readings, now_ms, ZONE)}


def test_the_figures_stand_in_one_order() -> None:
    order = ["alerts", "cases", "teams", "response", "rain", "tide"]
    assert list(shown(fake.SmallTown())) == order
    assert list(shown(fake.busy())) == order


def test_before_anything_is_known_no_figure_is_a_count_of_nothing() -> None:
    found = figures(TownState(), LatestReadings(), NOW, ZONE)
    assert [(f.value, f.note, f.stale) for f in found] == [("—", "尚无数据", True)] * 6


def test_alerts_are_counted_by_level_without_shelved_ones() -> None:
    figure = shown(fake.busy())["alerts"]

    assert (figure.value, figure.level) == ("2", tokens.Level.RED)
    assert figure.label == "在报告警 · 未确认 1"
    assert figure.note == "Ⅰ\u20091  Ⅱ\u20091"


def test_a_quiet_town_has_no_alerts_and_no_colour() -> None:
    figure = shown(fake.registers())["alerts"]

    assert (figure.value, figure.note, figure.level) == ("0", "", tokens.Level.NONE)
    assert figure.label == "在报告警"


def test_cases_tell_how_many_are_overdue_and_how_many_were_closed() -> None:
    town = fake.busy()
    assert (shown(town)["cases"].label, shown(town)["cases"].value) == ("在办案件", "2")
    assert shown(town, NOW + 20 * MIN)["cases"].label == "在办案件 · 超时 1"

    town.put(ev.CaseClosed("c1", "水已退"))
    figure = shown(town, NOW + 20 * MIN)["cases"]
    assert (figure.label, figure.value, figure.note) == ("在办案件", "1", "今日结案 1")


def test_teams_tell_how_many_are_out_and_there() -> None:
    town = fake.busy()
    assert shown(town)["teams"].value == "1 / 2"
    assert shown(town)["teams"].note == "到场 0"

    town.set_team("T1", status=TeamStatus.WORKING)
    assert shown(town)["teams"].note == "到场 1"


def test_no_response_in_force() -> None:
    figure = shown(fake.busy())["response"]
    assert (figure.value, figure.level) == ("未启动", tokens.Level.NONE)


@pytest.mark.parametrize(
    ("level", "colour"),
    [
        (ResponseLevel.I, tokens.Level.RED),
        (ResponseLevel.II, tokens.Level.ORANGE),
        (ResponseLevel.III, tokens.Level.YELLOW),
        (ResponseLevel.IV, tokens.Level.BLUE),
    ],
)
def test_the_response_in_force_is_in_figure_and_banner(
    level: ResponseLevel, colour: tokens.Level
) -> None:
    town = fake.busy()
    town.put(ev.ResponseLevelSet(Operation(level, "防汛防台", NOW, "陈立")))
    numeral = RESPONSE_NUMERAL[level]

    figure = shown(town)["response"]
    head = header(town.state, NOW, ZONE)

    assert (figure.value, figure.note, figure.level) == (f"{numeral} 级", "20:35 起", colour)
    assert (head.banner, head.banner_level) == (f"防汛防台 {numeral} 级响应", colour)


def test_a_reading_tells_value_unit_and_age() -> None:
    town = fake.busy()
    town.read("R1", 42.25, age_ms=8000)
    town.read("H1", 3.456, age_ms=MIN)
    rain, tide = shown(town)["rain"], shown(town)["tide"]

    assert (rain.value, rain.unit, rain.note, rain.stale) == ("42.2", "毫米/时", "8 秒前", False)
    assert (tide.value, tide.unit, tide.note, tide.stale) == ("3.46", "米", "1 分前", False)


def test_an_old_reading_stays_and_says_that_it_is_stale() -> None:
    town = fake.busy()
    town.read("H1", 3.4, age_ms=16 * MIN)
    figure = shown(town)["tide"]

    assert (figure.value, figure.note, figure.stale) == ("3.40", "16 分前", True)


def test_a_reading_never_heard_is_a_dash() -> None:
    figure = shown(fake.busy())["rain"]
    assert (figure.value, figure.note, figure.stale) == ("—", "尚无数据", True)


def test_the_highest_fresh_reading_counts_and_the_newest_when_all_are_old() -> None:
    town = fake.busy()
    gauge = town.state.streams["H1"]
    other = type(gauge)("H2", 9, "tide.level", "北闸", "m", 0, 0)
    town.put(ev.StreamRegistered(other))
    town.read("H1", 9.0, age_ms=20 * MIN)
    town.read("H2", 2.0, age_ms=MIN)
    assert shown(town)["tide"].value == "2.00"
    assert shown(town, NOW + 60 * MIN)["tide"].value == "2.00"

    town.read("H1", 1.0)
    assert shown(town)["tide"].value == "2.00"


def test_the_header_says_town_time_and_day() -> None:
    head = header(fake.busy().state, NOW + 12_000, ZONE)

    assert (head.title, head.subtitle) == ("云泽镇 · 一张图", "城市运行指挥")
    assert (head.clock, head.date) == ("20:35:12", "7月18日 周六")
    assert (head.banner, head.warning) == ("", "")


def test_before_any_connection_the_header_says_so() -> None:
    head = header(fake.SmallTown().state, 0, ZONE)

    assert head.title == "未连接 · 一张图"
    assert (head.clock, head.date) == ("—", "")


def test_the_two_worst_warnings_in_force_are_told() -> None:
    town = fake.busy()
    for kind, level in (("rain", Level.YELLOW), ("typhoon", Level.ORANGE), ("tide", Level.BLUE)):
        town.put(ev.WarningIssued(Warning(kind, level, kind, "气象台", NOW - 60 * MIN)))
    assert header(town.state, NOW, ZONE).warning == (
        "typhoon（橙色，19:35 起）　rain（黄色，19:35 起）"
    )

    town.put(ev.WarningLifted("typhoon"))
    assert header(town.state, NOW, ZONE).warning.startswith("rain")

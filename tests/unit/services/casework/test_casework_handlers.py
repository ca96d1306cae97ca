"""What casework decides, and how it refuses. Decisions are applied as the keeper applies them."""

from __future__ import annotations

from itertools import count
from typing import Any

import pytest
from msgspec.structs import replace

from services.casework.handlers import HANDLERS, make_handlers
from services.contract import commands as cmd
from services.contract.apply import apply
from services.contract.events import seal
from services.contract.model import (
    Alert,
    AlertState,
    Area,
    Asset,
    Level,
    Stage,
    Stream,
    Team,
    TeamStatus,
    Tier,
    Town,
    TownState,
)
from services.decisions import Context, Refused
from services.detect.handlers import HANDLERS as DETECT

NOW = 1_784_376_660_000
"""2026-07-18 20:11 in Shanghai."""
HOUR = 3_600_000


class Desk:
    """A town with one alert and two teams; `do` decides and applies."""

    def __init__(self) -> None:
        self.now = NOW
        self.ids = count(1)
        square = ((121.0, 31.0), (121.2, 31.0), (121.2, 31.2), (121.0, 31.2))
        self.state = TownState(
            town=Town("y", "云泽", "Yunze", "Asia/Shanghai", (121.1, 31.1)),
            areas={"N1": Area("N1", "东街", "neighbourhood", (square,))},
            assets={"P1": Asset("P1", "pump", "一号泵", 121.5, 31.5, "N1")},
            streams={"W07": Stream("W07", 0, "water.depth", "人民路下立交", "cm", 121.2, 31.2)},
            teams={n: Team(n, f"{n} 队", 10, 121.0, 31.0) for n in ("T1", "T2")},
        )
        self.handlers = {**HANDLERS, **DETECT}
        self.do(cmd.RaiseAlert(self.alert()), actor="detect")

    def alert(self) -> Alert:
        return Alert(
            "A1", "r", "W07", "积水 15 厘米", Level.ORANGE, AlertState.UNACKNOWLEDGED, 15.2, "cm",
            "N1", 121.2, 31.2, self.now, self.now,
        )  # fmt: skip

    def do(self, body: Any, actor: str = "值班员") -> list[str]:
        context = Context(actor, self.now, lambda: f"e{next(self.ids)}", "Asia/Shanghai")
        bodies = self.handlers[type(body)](self.state, body, context)
        for one in bodies:
            event = seal(
                one,
                seq=self.state.seq + 1,
                id=context.new_id(),
                at_ms=self.now,
                actor=actor,
                command="c",
                prev=self.state.hash,
            )
            apply(self.state, event)
        return [type(one).__name__ for one in bodies]

    def refused(self, body: Any) -> Refused:
        with pytest.raises(Refused) as caught:
            self.do(body)
        assert caught.value.text.endswith(".")
        assert all(isinstance(value, str) for value in caught.value.params.values())
        return caught.value

    def open(self, case: str = "K1", alert: str = "A1", **more: Any) -> None:
        self.do(cmd.OpenCase(case, more.pop("title", ""), "x", Tier.MIDDLE, alert=alert, **more))


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_a_second_acknowledgement_is_told_who_and_when(desk: Desk) -> None:
    assert desk.do(cmd.AcknowledgeAlert("A1"), "小李") == ["AlertAcknowledged"]
    no = desk.refused(cmd.AcknowledgeAlert("A1"))
    assert no.code == "alert.already_acknowledged"
    assert no.params["by"] == "小李"
    assert no.params["at"] == str(NOW)
    assert "20:11" in no.text


def test_a_risen_alert_is_acknowledged_anew(desk: Desk) -> None:
    desk.do(cmd.AcknowledgeAlert("A1"))
    desk.do(cmd.RaiseAlertLevel("A1", Level.RED, 25.0, "积水 25 厘米", "r"))
    assert desk.do(cmd.AcknowledgeAlert("A1")) == ["AlertAcknowledged"]


def test_unknown_and_ended_alerts_are_refused(desk: Desk) -> None:
    assert desk.refused(cmd.AcknowledgeAlert("A9")).code == "alert.unknown"
    desk.do(cmd.ShelveAlert("A1", NOW + HOUR, "测试"))
    desk.do(cmd.ReturnAlert("A1", 1.0))
    desk.do(cmd.UnshelveAlert("A1"))
    assert desk.refused(cmd.AcknowledgeAlert("A1")).code == "alert.ended"
    assert desk.refused(cmd.ShelveAlert("A1", NOW + HOUR, "测试")).code == "alert.ended"


@pytest.mark.parametrize(
    ("until", "reason", "code"),
    [
        (NOW + HOUR, "  ", "alert.reason_missing"),
        (NOW, "检修", "alert.shelf_past"),
        (NOW + 24 * HOUR + 1, "检修", "alert.shelf_too_long"),
        (NOW + HOUR, "长" * 2001, "text.too_long"),
    ],
)
def test_shelving_needs_a_reason_and_a_time_within_a_day(
    desk: Desk, until: int, reason: str, code: str
) -> None:
    assert desk.refused(cmd.ShelveAlert("A1", until, reason)).code == code


def test_shelved_alert_waits_until_it_is_unshelved(desk: Desk) -> None:
    assert desk.refused(cmd.UnshelveAlert("A1")).code == "alert.not_shelved"
    desk.do(cmd.ShelveAlert("A1", NOW + 24 * HOUR, "检修"))
    assert desk.refused(cmd.ShelveAlert("A1", NOW + HOUR, "x")).code == "alert.already_shelved"
    no = desk.refused(cmd.AcknowledgeAlert("A1"))
    assert no.code == "alert.shelved"
    assert "2026-07-19 20:11" in no.text
    desk.do(cmd.UnshelveAlert("A1"))
    assert desk.state.alerts["A1"].state is AlertState.UNACKNOWLEDGED


def test_a_case_takes_title_level_and_place_from_its_alert(desk: Desk) -> None:
    desk.open()
    case = desk.state.cases["K1"]
    assert (case.title, case.level, case.place) == ("积水 15 厘米", Level.ORANGE, "人民路下立交")
    assert (case.area, case.lon, case.number) == ("N1", 121.2, "20260718-001")
    assert (case.opened_by, case.stage) == ("值班员", Stage.FILED)
    assert desk.state.alerts["A1"].case == "K1"


def test_numbers_count_within_the_towns_own_day(desk: Desk) -> None:
    desk.open()
    desk.open("K2", alert="", title="电杆倾斜")
    desk.now += 4 * HOUR
    desk.open("K3", alert="", title="树枝")
    numbers = [case.number for case in desk.state.cases.values()]
    assert numbers == ["20260718-001", "20260718-002", "20260719-001"]


def test_a_case_without_alert_stands_at_a_named_place(desk: Desk) -> None:
    for number, (place, lon) in enumerate((("一号泵", 121.5), ("东街", 121.1), ("某处", 121.1))):
        desk.open(f"K{number}", alert="", title="泵坏", place=place)
        assert desk.state.cases[f"K{number}"].lon == pytest.approx(lon)


def test_one_open_case_per_alert_and_per_id(desk: Desk) -> None:
    desk.open()
    no = desk.refused(cmd.OpenCase("K2", "", "x", Tier.SMALL, alert="A1"))
    assert (no.code, no.params["case"]) == ("alert.has_case", "K1")
    same = cmd.OpenCase("K1", "另一件", "x", Tier.SMALL)
    assert desk.refused(same).code == "case.exists"
    desk.do(cmd.CloseCase("K1", "水退"))
    desk.open("K2")


def test_a_case_keeps_the_alerts_english_while_the_title_is_the_alerts(desk: Desk) -> None:
    words = ("Underpass: 26 cm of water", "封闭", "close it")
    desk.do(cmd.RaiseAlertLevel("A1", Level.RED, 26.0, "积水 26 厘米", "r", *words))
    alert = desk.state.alerts["A1"]
    assert (alert.title_en, alert.guidance, alert.guidance_en) == words
    for case, given in (("K1", ""), ("K2", "积水 26 厘米"), ("K3", words[0])):
        desk.open(case, title=given)
        desk.do(cmd.VoidCase(case, "重复"))
        made = desk.state.cases[case]
        assert (made.title, made.title_en) == ("积水 26 厘米", words[0])
    desk.open("K4", title="另一件")
    assert (desk.state.cases["K4"].title, desk.state.cases["K4"].title_en) == ("另一件", "")


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (cmd.OpenCase("", "有题", "x", Tier.SMALL), "case.id_missing"),
        (cmd.OpenCase("K9", " ", "x", Tier.SMALL), "case.title_missing"),
        (cmd.OpenCase("K9", "题", "x", Tier.SMALL, alert="A9"), "alert.unknown"),
        (cmd.DispatchTeam("K9", "T1"), "case.unknown"),
        (cmd.ReportTeam("T9", TeamStatus.ON_SITE), "team.unknown"),
        (cmd.ReportTeam("T1", TeamStatus.ON_SITE), "team.wrong_step"),
    ],
)
def test_what_cannot_be_is_refused_with_its_code(desk: Desk, command: Any, code: str) -> None:
    assert desk.refused(command).code == code


def test_a_team_goes_out_arrives_and_comes_home(desk: Desk) -> None:
    desk.open()
    desk.do(cmd.DispatchTeam("K1", "T1"))
    case = desk.state.cases["K1"]
    assert (case.stage, case.due_ms) == (Stage.DISPATCHED, NOW + 2 * HOUR)
    desk.open("K2", alert="", title="另一件")
    no = desk.refused(cmd.DispatchTeam("K2", "T1"))
    assert (no.code, no.params["number"]) == ("team.busy", case.number)
    assert desk.refused(cmd.DispatchTeam("K1", "T9")).code == "team.unknown"
    arrived = desk.do(cmd.ReportTeam("T1", TeamStatus.ON_SITE))
    assert arrived == ["TeamStatusChanged", "TeamArrived"]
    assert desk.state.cases["K1"].stage is Stage.HANDLING
    assert desk.state.teams["T1"].status is TeamStatus.ON_SITE
    desk.do(cmd.ReportTeam("T1", TeamStatus.WORKING))
    desk.do(cmd.ReportTeam("T1", TeamStatus.RETURNING))
    assert desk.state.teams["T1"].case == ""
    desk.do(cmd.DispatchTeam("K2", "T1"))
    assert desk.state.teams["T1"].case == "K2"


def test_due_times_come_from_the_pack(desk: Desk) -> None:
    desk.handlers |= make_handlers({Tier.MIDDLE: 45})
    desk.open()
    desk.do(cmd.DispatchTeam("K1", "T1"))
    assert desk.state.cases["K1"].due_ms == NOW + 45 * 60_000


def test_closing_needs_evidence_and_frees_the_team(desk: Desk) -> None:
    desk.open()
    desk.do(cmd.DispatchTeam("K1", "T1"))
    assert desk.refused(cmd.CloseCase("K1", " ")).code == "case.evidence_missing"
    assert desk.do(cmd.CloseCase("K1", "水退 3 厘米"), "小王") == ["CaseClosed"]
    assert desk.state.teams["T1"].status is TeamStatus.RETURNING
    no = desk.refused(cmd.CloseCase("K1", "水退"))
    assert (no.code, no.params["by"]) == ("case.already_closed", "小王")
    assert desk.refused(cmd.DispatchTeam("K1", "T2")).code == "case.closed"
    assert desk.do(cmd.NoteCase("K1", "复查无积水")) == ["CaseNoted"]


def test_void_case_takes_nothing_more(desk: Desk) -> None:
    desk.open()
    assert desk.refused(cmd.VoidCase("K1", "")).code == "case.reason_missing"
    assert desk.do(cmd.VoidCase("K1", "重复")) == ["CaseStageChanged"]
    for body in (
        cmd.NoteCase("K1", "x"),
        cmd.CloseCase("K1", "x"),
        cmd.VoidCase("K1", "x"),
        cmd.ChangeTier("K1", Tier.LARGE, "x"),
    ):
        assert desk.refused(body).code == "case.void"


def test_tier_changes_with_a_reason(desk: Desk) -> None:
    desk.open()
    assert desk.refused(cmd.ChangeTier("K1", Tier.LARGE, "")).code == "case.reason_missing"
    assert desk.refused(cmd.ChangeTier("K1", Tier.MIDDLE, "x")).code == "case.same_tier"
    desk.do(cmd.ChangeTier("K1", Tier.LARGE, "水深 25 厘米"))
    assert desk.state.cases["K1"].tier is Tier.LARGE
    assert desk.refused(cmd.NoteCase("K1", "")).code == "case.note_empty"


def test_a_case_from_an_alert_has_the_class_the_rule_says(desk: Desk) -> None:
    ruled = replace(desk.alert(), id="A2", class_code="event.waterlogging", tier=Tier.SMALL)
    desk.do(cmd.RaiseAlert(ruled), actor="detect")
    desk.open("K1", "A2")
    desk.open("K2", "A1")
    assert desk.state.cases["K1"].class_code == "event.waterlogging"
    assert desk.state.cases["K2"].class_code == "x"


def test_the_loop_proposed_rises_with_the_alert(desk: Desk) -> None:
    desk.do(cmd.RaiseAlertLevel("A1", Level.RED, 25.0, "深", "r", tier=Tier.LARGE))
    assert desk.state.alerts["A1"].tier is Tier.LARGE

"""The panel: what a selection is, what may be done with it, and why not."""

from __future__ import annotations

import pytest

from desktop.actions.catalogue import ActionId, catalogue
from desktop.models.detail_presenter import blocked, detail
from desktop.models.focus import focus_on
from services.contract import events as ev
from services.contract.model import AlertState, Level, Stage, TeamStatus
from tests.fakes import town as fake
from tests.fakes.town import MIN, NOW, ZONE
from widgets.theme import tokens
from widgets.values import Detail, LogLine


def shown(town: fake.SmallTown, selected: str, *pending: str) -> Detail:
    panel = detail(
        town.state, town.store.readings, focus_on(town.state, selected), pending, NOW, ZONE
    )
    assert panel is not None
    return panel


def reasons(town: fake.SmallTown, selected: str, *pending: str) -> dict[str, str]:
    found = blocked(town.state, focus_on(town.state, selected), frozenset(pending))
    return {str(action): why for action, why in found.items()}


@pytest.mark.parametrize("selected", ["", "alert:gone"])
def test_nothing_selected_is_no_panel(selected: str) -> None:
    town = fake.busy()
    assert (
        detail(town.state, town.store.readings, focus_on(town.state, selected), (), NOW, ZONE)
        is None
    )


@pytest.mark.parametrize(
    ("state", "actions"),
    [
        (AlertState.UNACKNOWLEDGED, {"acknowledge", "shelve", "open_case"}),
        (AlertState.RETURNED_UNACKNOWLEDGED, {"acknowledge", "shelve", "open_case"}),
        (AlertState.ACKNOWLEDGED, {"shelve", "open_case"}),
        (AlertState.SHELVED, {"unshelve", "open_case"}),
        (AlertState.NORMAL, set()),
        (AlertState.SUPPRESSED, set()),
        (AlertState.OUT_OF_SERVICE, set()),
    ],
)
def test_an_alert_offers_what_its_state_allows(state: AlertState, actions: set[str]) -> None:
    town = fake.busy()
    town.set_alert("a2", state=state)

    assert reasons(town, "alert:a2") == dict.fromkeys(actions, "")


def test_an_alert_with_a_command_out_says_that_it_waits() -> None:
    town = fake.busy()
    town.set_alert("a2", state=AlertState.UNACKNOWLEDGED)
    found = reasons(town, "alert:a2", "a2")

    assert found == {"acknowledge": "指令待发送", "shelve": "指令待发送", "open_case": ""}


@pytest.mark.parametrize("stage", list(Stage))
def test_a_case_offers_its_actions_until_it_ends(stage: Stage) -> None:
    town = fake.busy()
    town.set_case("c2", stage=stage)
    ended = stage in (Stage.CLOSED, Stage.VOID)

    wanted = {} if ended else {"dispatch": "", "note": "", "close_case": ""}
    assert reasons(town, "case:c2") == wanted


def test_arrival_is_offered_while_a_team_is_on_its_way() -> None:
    town = fake.busy()
    assert reasons(town, "case:c1")["arrived"] == ""

    town.set_team("T1", status=TeamStatus.ON_SITE)
    assert "arrived" not in reasons(town, "case:c1")


def test_dispatch_says_when_every_team_is_busy() -> None:
    town = fake.busy()
    town.set_team("T2", status=TeamStatus.WORKING, case="other")

    assert reasons(town, "case:c1")["dispatch"] == "没有空闲队伍"
    button = {a.id: a for a in shown(town, "case:c1").actions}[ActionId.DISPATCH]
    assert (button.enabled, button.why_not) == (False, "没有空闲队伍")


def test_a_team_that_still_has_a_case_is_not_free() -> None:
    town = fake.busy()
    for team in ("T1", "T2"):
        town.set_team(team, status=TeamStatus.RETURNING, case="other")

    assert reasons(town, "case:c1")["dispatch"] == "没有空闲队伍"


def test_a_live_alert_whose_case_has_ended_may_have_another() -> None:
    town = fake.busy()
    town.put(ev.CaseClosed("c1", "水已退"))

    assert reasons(town, "alert:a1")["open_case"] == ""


def test_buttons_carry_words_keys_and_one_is_primary() -> None:
    actions = shown(fake.busy(), "case:c1").actions
    words = {a.id: a for a in catalogue()}

    assert [a.id for a in actions] == [
        "acknowledge",
        "dispatch",
        "arrived",
        "note",
        "close_case",
        "shelve",
    ]
    assert [a.id for a in actions if a.primary] == ["acknowledge"]
    for action in actions:
        said = words[ActionId(action.id)]
        assert (action.text, action.shortcut) == (said.text, said.shortcut)


def test_the_primary_button_is_the_first_that_can_be_pressed() -> None:
    actions = shown(fake.busy(), "case:c1", "a1").actions
    assert [a.id for a in actions if a.primary] == ["dispatch"]


def test_a_case_is_headed_by_number_area_loop_and_stage() -> None:
    panel = shown(fake.busy(), "case:c1")

    assert (panel.title, panel.level) == ("案件 c1", tokens.Level.RED)
    assert panel.subtitle == "告警时 36.0 厘米 · 20260718-c1 · 东村 · 中环 · 已派遣"
    assert (panel.clock, panel.clock_label) == ("12:48", "距处置时限")


def test_without_a_running_clock_none_is_shown() -> None:
    panel = shown(fake.busy(), "case:c2")
    assert (panel.clock, panel.clock_label) == ("", "")


@pytest.mark.parametrize(
    ("selected", "title", "subtitle"),
    [
        ("alert:a2", "W2 积水", "橙色 · 已确认 · 西村"),
        ("team:T2", "二队", "待命 · 4 人 · 冲锋舟"),
        ("stream:R1", "R1 镇政府雨量站", "东村"),
    ],
)
def test_everything_has_a_heading(selected: str, title: str, subtitle: str) -> None:
    panel = shown(fake.busy(), selected)
    assert (panel.id, panel.title, panel.subtitle) == (selected, title, subtitle)


def test_the_chain_tells_the_times_that_are_known() -> None:
    steps = shown(fake.busy(), "case:c1").steps

    assert [(s.text, s.time) for s in steps] == [
        ("感知", "20:25"),
        ("确认", "—"),
        ("立案", "20:27"),
        ("派遣", "20:30"),
        ("到场", "—"),
        ("结案", "—"),
    ]
    assert shown(fake.busy(), "stream:R1").steps == ()


def test_the_log_is_newest_first_and_ends_with_what_to_do() -> None:
    town = fake.busy()
    town.put(ev.CaseNoted("c1", "水位上涨"), at_ms=NOW - MIN)
    town.put(ev.AlertAcknowledged("a1"), actor="system:engine")

    assert shown(town, "case:c1").log == (
        LogLine("20:34", "水位上涨", "陈立"),
        LogLine("20:30", "派遣 一队", "陈立"),
        LogLine("20:27", "立案：案件 c1", "陈立"),
        LogLine("20:35", "确认告警", "自动"),
        LogLine("20:25", "W1 积水", "depth"),
        LogLine("", "封闭下立交", "处置要点"),
    )


def test_a_shelved_alert_says_until_when_and_why() -> None:
    assert LogLine("", "搁置至 20:45：检修") in shown(fake.busy(), "alert:a3").log


def test_a_raised_level_is_the_level_of_the_panel() -> None:
    town = fake.busy()
    town.put(ev.AlertLevelRaised("a2", Level.RED, 40.0, "更深", "depth"))
    panel = shown(town, "alert:a2")

    assert (panel.level, panel.title) == (tokens.Level.RED, "更深")
    assert "acknowledge" in {a.id for a in panel.actions}

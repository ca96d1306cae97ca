"""Where a change stands, and what is said before it goes."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import pytest

from desktop.link.rulebook import Finding, Report
from desktop.models import rule_state
from desktop.models.rule_draft import begin
from desktop.models.rule_state import Standing
from desktop.state.values import PendingCommand, RefusedCommand
from services.contract.commands import AcknowledgeAlert, ChangeRule
from services.contract.wire import Refusal
from tests.fakes.rulebook import ROAD, make_report
from tests.unit.desktop.models.test_rule_draft import UNDERPASS, rule, typed

CALM = Standing(begin(rule(UNDERPASS)), can_operate=True, is_online=True)
CHANGED = replace(CALM, draft=typed(CALM.draft, "deadband", "9"))
WRONG = replace(CALM, draft=typed(CALM.draft, "deadband", "x"))
REFUSED = RefusedCommand(
    "1",
    ChangeRule(ROAD, "{}", "x"),
    0,
    Refusal(
        "rule.invalid", "no", {"path": "levels.blue.at", "problem": "too high", "fix": "lower"}
    ),
)


@pytest.mark.parametrize(
    ("at", "begins", "tone"),
    [
        (CALM, "", "quiet"),
        (CHANGED, "改动还没有保存", "warn"),
        (replace(CHANGED, is_online=False), "改动还没有保存。现在没有连接", "warn"),
        (WRONG, "有 1 处要改正", "bad"),
        (replace(CALM, is_pending=True), "改动已发出", "warn"),
        (replace(CALM, is_pending=True, is_online=False), "没有连接：改动已存好", "warn"),
        (replace(CHANGED, refused=REFUSED), "服务器没有接受改动", "bad"),
        (replace(CALM, was_sent=True), "改动已生效", "good"),
        (replace(CHANGED, can_operate=False), "您的账号只能查看规则", "quiet"),
        (replace(CALM, draft=begin(rule())), "这条规则和场景包的规定不同", "quiet"),
        (
            replace(CALM, draft=begin(msgspec.structs.replace(rule(), problem="gone"))),
            "场景包变了",
            "bad",
        ),
    ],
)
def test_a_change_says_where_it_stands(at: Standing, begins: str, tone: str) -> None:
    said = rule_state.said(at)
    assert said.text.startswith(begins) and bool(said.text) == bool(begins)
    assert said.tone == tone


def test_only_a_right_change_of_somebody_with_the_right_is_saved_once() -> None:
    assert rule_state.can_save(CHANGED)
    assert rule_state.can_save(replace(CHANGED, is_online=False))
    for other in (CALM, WRONG):
        assert not rule_state.can_save(other)
    assert not rule_state.can_save(replace(CHANGED, can_operate=False))
    assert not rule_state.can_save(replace(CHANGED, is_pending=True))


def test_only_a_change_in_force_is_taken_back() -> None:
    changed = replace(CALM, draft=begin(rule()))
    assert rule_state.can_take_back(changed)
    assert not rule_state.can_take_back(replace(changed, can_operate=False))
    assert not rule_state.can_take_back(CALM)


def test_pending_and_refused_are_found_by_rule() -> None:
    other = PendingCommand("0", AcknowledgeAlert("a"), 0)
    mine = PendingCommand("1", ChangeRule(ROAD, "{}", "x"), 0)
    assert rule_state.is_pending(ROAD, [other, mine])
    assert not rule_state.is_pending("water.rising", [other, mine])
    assert rule_state.last_refused(ROAD, [REFUSED]) is REFUSED
    assert rule_state.last_refused("water.rising", [REFUSED]) is None


def test_a_refusal_about_one_field_is_a_finding() -> None:
    assert rule_state.findings_of(REFUSED) == (
        Finding(("levels", "blue", "at"), "too high", "lower"),
    )
    unchanged = msgspec.structs.replace(REFUSED, refusal=Refusal("rule.unchanged", "same"))
    assert rule_state.findings_of(unchanged) == ()


def test_what_to_mind_before_saving() -> None:
    report = msgspec.convert(make_report(), Report)
    losing = msgspec.convert(make_report(lost_red=2), Report)

    def said(found: Report | None, fits: bool = True, online: bool = True) -> list[str]:
        return rule_state.warnings(found, is_of_these_values=fits, is_online=online)

    assert said(None) == ["这些改动还没有回测过"]
    assert said(report, fits=False) == ["这些改动还没有回测过"]
    assert said(report) == []
    assert said(losing) == ["回测期间有 2 条红色告警改后不再报出"]
    assert said(report, online=False) == ["现在没有连接，改动要等连上服务器才生效"]

"""Changes in words, and the history newest first."""

from __future__ import annotations

import msgspec

from desktop.link.rulebook import PastChange
from desktop.models.rule_changes import change_lines, history_rows
from desktop.models.rule_draft import begin, with_level
from tests.fakes.town import NOW, ZONE
from tests.unit.desktop.models.test_rule_draft import rule, typed


def test_every_change_is_a_line() -> None:
    draft = typed(typed(begin(rule()), "levels.yellow.at", "18"), "latch", "true")
    draft = with_level(draft, "red", False)
    lines = change_lines(rule(), draft.values)
    assert sorted(lines) == sorted(["黄色 达到 15 → 18", "去掉 红色", "手动复位 设为 是"])


def test_history_tells_who_changed_what_and_why_newest_first() -> None:
    rows = history_rows(rule(), ZONE)
    assert rows[0] == ("7月17日 周五 20:35", "陈立", "回差 4 → 3", "夜里反复")
    assert rows[1][2:] == ("回差 2 → 4", "试一试")


def test_taking_a_change_back_is_told_as_that() -> None:
    back = PastChange("{}", "不用了", "system:rules", NOW)
    changed = msgspec.structs.replace(rule(), history=(*rule().history, back))
    assert history_rows(changed, ZONE)[0][1:] == ("自动", "恢复为场景包的规定", "不用了")


def test_a_past_change_that_cannot_be_read_changes_nothing() -> None:
    odd = PastChange("[1", "?", "x", NOW)
    assert history_rows(msgspec.structs.replace(rule(), history=(odd,)), ZONE)[0][2]

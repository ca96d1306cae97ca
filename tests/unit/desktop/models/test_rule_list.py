"""The list: packs as headings, what a rule watches, found by what it says in either language."""

from __future__ import annotations

import msgspec
import pytest

from desktop.link.rulebook import BookRule
from desktop.models.rule_list import rule_rows, rule_title
from tests.fakes.rulebook import ROAD, SILENT, UNDERPASS, make_rules
from widgets.theme.tokens import Level

RULES = [msgspec.convert(each, BookRule) for each in make_rules()]


def ids(words: str = "") -> list[str]:
    return [row.id for row in rule_rows(RULES, words) if not row.is_heading]


def test_rules_stand_under_their_packs() -> None:
    rows = rule_rows(RULES)
    assert [row.title for row in rows if row.is_heading] == ["积水防汛", "设备"]
    assert rows[0].right == "3 条"


def test_a_row_says_what_the_rule_watches_and_how_bad_it_gets() -> None:
    row = next(row for row in rule_rows(RULES) if row.id == ROAD)
    assert row.title == "积水 N 厘米"
    assert row.subtitle == "超限　24 个测点　depth_road"
    assert row.right == "7 天 12 条"
    assert row.mark == "已改"
    assert row.levels == (Level.RED, Level.ORANGE, Level.YELLOW, Level.BLUE)


def test_a_mark_of_the_moment_stands_before_that_of_a_change() -> None:
    rows = {row.id: row for row in rule_rows(RULES, "", {ROAD: "未保存"})}
    assert rows[ROAD].mark == "未保存" and rows[UNDERPASS].mark == ""


def test_a_change_that_is_not_obeyed_is_told() -> None:
    broken = msgspec.structs.replace(RULES[0], problem="gone")
    row = next(row for row in rule_rows([broken]) if not row.is_heading)
    assert row.is_wrong and row.mark == "改动未生效"


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("cm/min", ["water.rising"]),
        ("失联", [SILENT]),
        ("devices", [SILENT]),
        ("underpass", [UNDERPASS]),
        ("积水 deVICES", [SILENT]),
        ("没有这样的", []),
    ],
)
def test_words_find_rules(words: str, found: list[str]) -> None:
    assert ids(words) == found


def test_a_rule_without_words_is_called_by_its_name() -> None:
    rule = msgspec.structs.replace(RULES[0], rule={"title": {"zh": "{name}", "en": ""}})
    assert rule_title(rule) == "depth_road"


def test_a_figure_alone_says_of_what_it_is() -> None:
    title = {"zh": "{name} {value:.2f} 米", "en": "{name}: {value:.2f} m"}
    assert rule_title(msgspec.structs.replace(RULES[0], rule={"title": title})) == "积水深度 N 米"

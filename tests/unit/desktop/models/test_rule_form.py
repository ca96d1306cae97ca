"""The form: the worst level first, each field with its unit and what it was before."""

from __future__ import annotations

from desktop.models.rule_draft import begin, with_level
from desktop.models.rule_form import sections, spec_of
from tests.unit.desktop.models.test_rule_draft import RISING, UNDERPASS, rule, typed
from widgets.rules.values import Editor, FormField
from widgets.theme.tokens import Level


def field(draft, key: str) -> FormField:  # type: ignore[no-untyped-def]
    fields = (one for section in sections(draft) for one in section.fields)
    return next(one for one in fields if one.key == key)


def test_levels_stand_from_the_worst_with_a_switch_each() -> None:
    rows = [one for one in sections(begin(rule(UNDERPASS))) if one.switch is not None]
    assert [row.level for row in rows] == [Level.RED, Level.ORANGE, Level.YELLOW, Level.BLUE]
    assert [row.switch for row in rows] == [True, True, False, True]
    assert [len(row.fields) for row in rows] == [2, 2, 0, 2]


def test_a_field_has_its_unit_range_and_meaning() -> None:
    found = field(begin(rule(UNDERPASS)), "deadband")
    assert (found.unit, found.range_text, found.editor) == ("厘米", "0 以上", Editor.NUMBER)
    assert found.meaning
    assert found.told == ""


def test_a_field_tells_what_is_in_force_and_what_the_pack_says() -> None:
    draft = begin(rule())
    assert field(draft, "deadband").told == "场景包为 2"
    assert field(typed(draft, "deadband", "9"), "deadband").told == "现行 3，场景包为 2"
    assert field(typed(draft, "off_delay_s", "9"), "off_delay_s").told == "现行 300"
    assert field(typed(draft, "deadband", "2"), "deadband").told == "现行 3，场景包为 2"


def test_choices_are_told_in_their_words() -> None:
    draft = typed(begin(rule()), "direction", "below")
    assert field(draft, "direction").told == "现行 高于"


def test_a_problem_stands_at_its_field() -> None:
    draft = typed(begin(rule()), "levels.orange.at", "14")
    assert field(draft, "levels.orange.at").problem == "要高于黄色的 15"


def test_a_rule_without_levels_says_so_at_the_top() -> None:
    draft = with_level(begin(rule(RISING)), "orange", False)
    assert sections(draft)[0].problem == "至少要有一个等级"
    row = next(one for one in sections(draft) if one.id == "level:orange")
    assert row.note == "现行 0.8"


def test_what_the_pack_alone_changes_is_fixed() -> None:
    draft = begin(rule())
    assert field(draft, "where").editor is Editor.FIXED
    assert field(draft, "where").text == "site = road, estate"


def test_a_key_without_a_field_is_none() -> None:
    assert spec_of(begin(rule()), "levels.purple.at") is None

"""A draft: what is typed becomes values, what is wrong is said where it is, the patch is small."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.link.rulebook import BookRule, Finding
from desktop.models.rule_draft import (
    Draft,
    begin,
    field_text,
    problems,
    with_findings,
    with_level,
    with_text,
)
from desktop.models.rule_fields import FieldSpec, Shape
from desktop.models.rule_form import spec_of
from services.packs.rules import Rule
from tests.fakes.rulebook import make_rules

ROAD, UNDERPASS, RISING, SILENT = range(4)


def rule(at: int = ROAD) -> BookRule:
    return msgspec.convert(make_rules()[at], BookRule)


def typed(draft: Draft, key: str, text: str) -> Draft:
    spec = spec_of(draft, key)
    assert spec is not None, key
    return with_text(draft, spec, text)


def test_a_new_draft_changes_nothing_that_is_in_force() -> None:
    draft = begin(rule())
    assert not draft.is_changed
    assert draft.patch == {"deadband": 3}
    assert problems(draft) == {}


def test_the_patch_leads_from_the_pack_not_from_what_is_in_force() -> None:
    draft = typed(begin(rule()), "levels.yellow.at", "18")
    assert draft.patch == {"deadband": 3, "levels": {"yellow": {"at": 18}}}
    assert draft.is_changed


def test_writing_back_what_was_there_changes_nothing() -> None:
    draft = typed(typed(begin(rule(UNDERPASS)), "deadband", "7"), "deadband", "2")
    assert not draft.is_changed and draft.patch == {}


def test_everything_as_the_pack_says_is_an_empty_patch() -> None:
    draft = Draft(rule(), rule().base)
    assert draft.patch == {} and draft.is_changed


@pytest.mark.parametrize(
    ("key", "text", "said"),
    [
        ("deadband", "x", "“x”不是数值"),
        ("deadband", "nan", "“nan”不是数值"),
        ("deadband", "-1", "不在范围内：0 以上"),
        ("deadband", "", "请填写数值"),
        ("levels.red.at", "", "请填写数值"),
        ("levels.orange.at", "14", "要高于黄色的 15"),
        ("levels.blue.at", "20", "要高于蓝色的 20"),
        ("title.zh", "", "不能为空"),
        ("title.en", "{depth}", "花括号里只能写 {name}、{value:.0f}、{unit}、{level}"),
    ],
)
def test_what_is_wrong_is_said(key: str, text: str, said: str) -> None:
    assert said in problems(typed(begin(rule()), key, text)).values()


def test_levels_out_of_order_are_said_beside_another_problem() -> None:
    draft = typed(typed(begin(rule()), "levels.orange.at", "14"), "off_delay_s", "x")
    assert set(problems(draft)) == {("levels", "orange", "at"), ("off_delay_s",)}


def test_below_the_order_is_the_other_way_round() -> None:
    draft = typed(begin(rule()), "direction", "below")
    wrong = problems(draft)
    assert wrong[("levels", "yellow", "at")] == "要低于蓝色的 5"


def test_a_window_has_an_end() -> None:
    wrong = problems(typed(begin(rule(RISING)), "window_s", "90000"))
    assert wrong == {("window_s",): "不在范围内：1 到 86400"}


def test_a_level_can_go_and_come_back_as_the_pack_has_it() -> None:
    draft = with_level(begin(rule()), "yellow", False)
    assert draft.patch["levels"] == {"yellow": None}
    assert not with_level(draft, "yellow", True).is_changed


def test_a_level_the_pack_does_not_have_wants_a_number() -> None:
    draft = with_level(begin(rule(UNDERPASS)), "yellow", True)
    assert problems(draft) == {("levels", "yellow", "at"): "请填写数值"}
    draft = typed(draft, "levels.yellow.at", "10")
    assert problems(draft) == {}
    assert draft.patch == {"levels": {"yellow": {"at": 10}}}


def test_a_rule_without_levels_is_none() -> None:
    draft = begin(rule(RISING))
    assert problems(with_level(draft, "orange", False)) == {("levels",): "至少要有一个等级"}


def test_guidance_in_one_language_is_guidance_and_empty_words_are_none() -> None:
    draft = typed(begin(rule(SILENT)), "levels.blue.guidance.zh", "去看看")
    assert draft.patch == {"levels": {"blue": {"guidance": {"zh": "去看看", "en": ""}}}}
    assert problems(draft) == {}
    assert typed(draft, "levels.blue.guidance.zh", "").patch == {}


def test_a_default_nobody_wrote_is_not_written() -> None:
    draft = typed(begin(rule(SILENT)), "off_delay_s", "60")
    assert draft.patch == {"off_delay_s": 60}
    assert typed(draft, "off_delay_s", "0").patch == {}


def test_what_may_be_left_empty_is_taken_away() -> None:
    assert typed(begin(rule(RISING)), "from_value", "").patch == {"from_value": None}


def test_what_the_server_found_stands_at_its_field_until_that_is_changed() -> None:
    found = (Finding(("levels", "blue", "at"), "too high", "lower it"),)
    draft = with_findings(begin(rule()), found)
    assert problems(draft) == {("levels", "blue", "at"): "服务器：too high：lower it"}
    assert problems(typed(draft, "deadband", "4")) != {}
    assert problems(typed(draft, "levels.blue.at", "4")) == {}


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        (("during", 0), ("during",)),
        (("levels", "blue"), ("levels", "blue")),
        (("levels", "blue", "guidance", "zh"), ("levels", "blue", "guidance", "zh")),
        (("stream",), ()),
        ((), ()),
    ],
)
def test_a_finding_within_a_field_stands_at_the_field(
    path: tuple[str | int, ...], shown: tuple[str, ...]
) -> None:
    draft = with_findings(begin(rule()), (Finding(path, "odd"),))
    assert set(problems(draft)) == {shown}


@given(st.lists(st.floats(-1e6, 1e6).map(lambda one: round(one, 3)), max_size=4))
def test_numbers_read_as_they_were_written(numbers: list[float]) -> None:
    spec = FieldSpec(("resting_values",), Shape.NUMBERS, "x", is_optional=True)
    draft = with_text(begin(rule(SILENT)), spec, field_text(spec, numbers))
    assert (draft.values.get("resting_values") or []) == numbers


@given(st.sampled_from(("deadband", "levels.red.at", "title.zh", "during")), st.text(max_size=12))
def test_whatever_is_typed_is_either_wrong_or_makes_a_rule(key: str, text: str) -> None:
    draft = typed(begin(rule()), key, text)
    if not problems(draft):
        msgspec.convert(dict(draft.values), Rule)

from __future__ import annotations

import pytest

from services.contract.model import Tier
from services.packs.rules import StuckRule, Threshold
from services.packs.schema import Casework
from services.rulebook.book import (
    BadPatch,
    RuleBook,
    UnknownRule,
    differences_of,
    pack_of,
    values_of,
)
from tests.unit.services.rulebook.samples import DEPTH, change, pack


def refused(patch, book=None):
    with pytest.raises(BadPatch) as error:
        (book or RuleBook((pack(),))).changed(DEPTH, patch, {})
    return error.value.findings


def test_what_is_in_force_is_the_pack_with_the_changes_put_in():
    book = RuleBook((pack(),), {DEPTH: change({"levels": {"blue": {"at": 7}}, "deadband": 3})})
    rule = book.now.rules[DEPTH]
    assert (rule.levels["blue"].at, rule.levels["red"].at, rule.deadband) == (7, 25, 3)
    assert book.now.rules["p.silent"] == pack().rules["silent"]
    assert not book.now.problems
    book.follow({})
    assert book.now.packs == (pack(),)


def test_a_change_may_take_a_level_away_or_make_another_kind_of_rule():
    book = RuleBook((pack(),))
    (changed,) = book.changed(DEPTH, {"levels": {"red": None}}, {})
    assert list(changed.rules["depth"].levels) == ["blue"]
    kind = {"kind": "stuck", "levels": {"red": None, "blue": {"at": 60}}, "deadband": None}
    (changed,) = book.changed(DEPTH, kind, {})
    assert isinstance(changed.rules["depth"], StuckRule)
    assert changed.rules["depth"].levels["blue"] == Threshold(at=60)


def test_a_value_of_the_wrong_type_is_refused_with_its_place_and_what_to_write():
    (finding,) = refused({"levels": {"blue": {"at": "hoch"}}})
    assert finding.path == ("levels", "blue", "at")
    assert "number" in finding.fix and "text" in finding.problem
    assert str(finding).startswith("levels.blue.at: ")


def test_thresholds_out_of_order_are_refused_by_the_checks_of_packs():
    (finding,) = refused({"levels": {"blue": {"at": 30}}})
    assert finding.path == ("levels", "red", "at")
    assert "red" in finding.problem and "30" in finding.fix


def test_a_key_no_rule_has_is_refused_with_the_nearest_one():
    (finding,) = refused({"dead_band": 2})
    assert finding.path == ("dead_band",)
    assert "deadband" in finding.fix


def test_a_template_that_cannot_be_filled_is_refused():
    (finding,) = refused({"title": {"zh": "{depth}"}})
    assert finding.path == ("title", "zh")


def test_a_rule_no_pack_has_cannot_be_changed():
    with pytest.raises(UnknownRule):
        RuleBook((pack(),)).changed("p.other", {}, {})
    with pytest.raises(UnknownRule):
        pack_of((pack(),), "depth")


def test_a_change_is_judged_beside_the_changes_of_other_rules():
    book = RuleBook((pack(),))
    others = {"p.silent": change({"levels": {"blue": {"at": 60}}}, "p.silent")}
    (changed,) = book.changed(DEPTH, {"deadband": 1}, {**others, DEPTH: change({"deadband": 4})})
    assert changed.rules["silent"].levels["blue"].at == 60
    assert changed.rules["depth"].deadband == 1


def test_a_change_that_fits_no_longer_is_left_out_and_said_so():
    changes = {DEPTH: change({"levels": {"blue": {"at": 20}}}), "p.gone": change({}, "p.gone")}
    book = RuleBook((pack(),), changes)
    assert list(book.now.problems) == ["p.gone"]
    book.read((pack(at=3, rules={**pack().rules, "depth": pack().rules["silent"]}),), changes)
    assert book.now.rules[DEPTH].levels["blue"].at == 20
    tight = pack().rules["depth"]
    levels = {"blue": Threshold(at=2), "red": Threshold(at=9)}
    book.read((pack(rules={"depth": type(tight)(**{**fields(tight), "levels": levels})}),), changes)
    assert book.now.rules[DEPTH].levels == levels
    assert "levels.red.at" in book.now.problems[DEPTH]


def fields(rule):
    return {name: getattr(rule, name) for name in rule.__struct_fields__}


def test_handling_times_are_those_of_the_packs_read_last():
    book = RuleBook((pack(),))
    kept = book.due_minutes
    assert kept == {Tier.SMALL: 30}
    book.read((), {})
    assert kept == {}


def test_values_are_those_a_pack_file_may_hold():
    values = values_of(pack().rules["depth"])
    assert values["kind"] == "threshold"
    assert values["levels"]["blue"]["at"] == 5
    assert "guidance" not in values["levels"]["blue"]


def test_what_differs_between_packs_is_said_rule_by_rule():
    before = (pack(),)
    less = {"depth": pack().rules["depth"]}
    more = {**pack(at=7).rules, "new": pack().rules["silent"]}
    assert differences_of(before, before) == []
    assert differences_of(before, (pack(rules=less),)) == ["- p.silent"]
    assert differences_of(before, (pack(rules=more),)) == [
        "+ p.new",
        "p.depth levels.blue.at: 5 → 7",
    ]
    assert differences_of(before, ()) == ["- p.depth", "- p.silent", "- p"]


def test_what_differs_beside_the_rules_is_said_too():
    after = pack(casework=Casework(due_minutes={Tier.SMALL: 45}))
    assert differences_of((pack(),), (after,)) == ["p casework.due_minutes.small: 30 → 45"]

from __future__ import annotations

import json

import pytest

from services.contract import commands as cmd
from services.contract.events import PacksReloaded, RuleChanged
from services.contract.model import TownState
from services.decisions import Context, Refused
from services.rulebook.book import RuleBook
from services.rulebook.handlers import make_handlers
from tests.unit.services.rulebook.samples import DEPTH, change, pack

CONTEXT = Context("li", 1000, lambda: "x", "Asia/Shanghai")


def decide(patch, rule=DEPTH, reason="误报多", state=None, packs=None):
    book = RuleBook((pack(),) if packs is None else packs)
    text = patch if isinstance(patch, str) else json.dumps(patch)
    command = cmd.ChangeRule(rule, text, reason)
    return make_handlers(book)[cmd.ChangeRule](state or TownState(), command, CONTEXT)


def refused(*args, **fields):
    with pytest.raises(Refused) as error:
        decide(*args, **fields)
    return error.value


def test_a_change_says_what_who_when_and_why():
    (event,) = decide({"deadband": 1})
    assert isinstance(event, RuleChanged)
    change = event.change
    assert (change.rule, json.loads(change.patch)) == (DEPTH, {"deadband": 1})
    assert (change.reason, change.by, change.at_ms) == ("误报多", "li", 1000)


def test_a_change_the_packs_do_not_allow_is_refused_in_their_words():
    error = refused({"levels": {"blue": {"at": 30}}})
    assert error.code == "rule.invalid"
    assert error.params["path"] == "levels.red.at"
    assert error.params["rule"] == DEPTH
    assert error.params["problem"] in error.text and error.params["fix"] in error.text


@pytest.mark.parametrize(
    ("patch", "rule", "reason", "code"),
    [
        ({"deadband": 1}, "p.none", "r", "rule.unknown"),
        ({"deadband": 1}, DEPTH, " ", "rule.reason_missing"),
        ({"deadband": 1}, DEPTH, "r" * 2001, "text.too_long"),
        ("[", DEPTH, "r", "rule.bad_patch"),
        ("[]", DEPTH, "r", "rule.bad_patch"),
        ("[" * 100_000, DEPTH, "r", "rule.bad_patch"),
        ('{"deadband": NaN}', DEPTH, "r", "rule.bad_patch"),
        ({"deadband": 2}, DEPTH, "r", "rule.unchanged"),
        ({}, DEPTH, "r", "rule.unchanged"),
    ],
)
def test_what_cannot_be_done_is_refused(patch, rule, reason, code):
    assert refused(patch, rule, reason).code == code


def test_a_change_takes_the_place_of_the_one_before():
    state = TownState(rule_changes={DEPTH: change({"deadband": 1})})
    assert refused({"deadband": 1}, state=state).code == "rule.unchanged"
    assert refused({"deadband": 1, "latch": False}, state=state).code == "rule.unchanged"
    (event,) = decide({"off_delay_s": 5}, state=state)
    assert json.loads(event.change.patch) == {"off_delay_s": 5}


def test_a_change_is_taken_back_also_when_its_rule_is_gone():
    state = TownState(rule_changes={"p.gone": change({"deadband": 1}, "p.gone")})
    (event,) = decide({}, rule="p.gone", state=state)
    assert event.change.patch == "{}"


def test_a_reload_that_changed_something_is_put_down():
    reload = make_handlers(RuleBook())[cmd.RecordReload]
    assert reload(TownState(), cmd.RecordReload(("+ p.new",)), CONTEXT) == [
        PacksReloaded(("+ p.new",))
    ]
    assert reload(TownState(), cmd.RecordReload(()), CONTEXT) == []

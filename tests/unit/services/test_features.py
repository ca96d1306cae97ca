from __future__ import annotations

import json

import pytest

from services.contract.commands import ChangeRule, RecordReload
from services.contract.model import TownState
from services.decisions import Context, Refused
from services.features import PolicyInForce, make_decide
from services.rulebook.book import RuleBook
from tests.unit.services.rulebook.samples import DEPTH, change, pack

CONTEXT = Context("li", 1000, lambda: "x", "Asia/Shanghai")


def test_a_change_of_a_rule_is_decided_on_the_packs_read_last():
    book = RuleBook()
    decide = make_decide(book)
    command = ChangeRule(DEPTH, json.dumps({"deadband": 1}), "误报多")
    with pytest.raises(Refused, match=DEPTH):
        decide(TownState(), command, CONTEXT)
    book.read((pack(),), {})
    assert len(decide(TownState(), command, CONTEXT)) == 1


def test_a_command_nobody_knows_is_refused():
    with pytest.raises(Refused, match="does not know"):
        make_decide()(TownState(), object(), CONTEXT)
    assert make_decide()(TownState(), RecordReload(("+ a",)), CONTEXT)


def test_grouping_follows_the_changes_in_force():
    book = RuleBook((pack(),))
    policy = PolicyInForce(book)
    before = policy()
    assert policy() is before
    book.follow({DEPTH: change({"group_by": "rule"})})
    assert policy() != before

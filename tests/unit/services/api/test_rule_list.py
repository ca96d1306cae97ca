from __future__ import annotations

from services.api.rule_list import HISTORY, WEEK_MS, listed
from services.contract.model import Alert, AlertState, Level, Stream
from services.rulebook.book import RuleBook
from tests.unit.services.rulebook.samples import DEPTH, change, pack

NOW = 100 * WEEK_MS
STREAMS = [
    Stream("S0", 0, "d", "S0", "cm", 0, 0, attributes={"site": "road"}),
    Stream("S1", 1, "d", "S1", "cm", 0, 0),
    Stream("S2", 2, "other", "S2", "cm", 0, 0),
]


def alert(key, rule, state, ago_ms):
    raised = NOW - ago_ms
    return Alert(key, rule, "S0", "", Level.RED, state, 1, "cm", "", 0, 0, raised, raised)


def rules(changes=(), history=(), alerts=()):
    current = {one.rule: one for one in changes}
    book = RuleBook((pack(),), current)
    found = listed(book.now, book.packs, current, history, STREAMS, alerts, NOW)
    return {one.id: one for one in found}


def test_a_rule_says_what_it_is_and_how_many_streams_it_watches():
    found = rules()
    assert list(found) == [DEPTH, "p.silent"]
    depth, silent = found.values()
    assert (depth.pack, depth.name, depth.kind) == ("p", "depth", "threshold")
    assert (depth.unit, depth.measure_unit, silent.measure_unit) == ("cm", "cm", "s")
    assert (depth.streams, silent.streams) == (1, 2)
    assert depth.rule == depth.base
    assert (depth.patch, depth.problem, depth.history) == ({}, "", [])


def test_a_changed_rule_has_both_its_values_and_its_patch():
    depth = rules([change({"deadband": 1})])[DEPTH]
    assert (depth.rule["deadband"], depth.base["deadband"]) == (1, 2)
    assert depth.patch == {"deadband": 1}


def test_a_patch_that_is_not_obeyed_says_why():
    depth = rules([change({"deadband": "x"})])[DEPTH]
    assert depth.rule == depth.base
    assert "deadband" in depth.problem


def test_past_changes_are_kept_by_rule_the_newest_of_them():
    many = [change({"deadband": n}, at_ms=n) for n in range(HISTORY + 5)]
    found = rules(history=[change({}, "p.silent"), *many])
    assert [one.at_ms for one in found[DEPTH].history] == list(range(5, HISTORY + 5))
    assert len(found["p.silent"].history) == 1


def test_alarms_are_counted_that_stand_and_that_came_within_a_week():
    depth = rules(
        alerts=[
            alert("a", DEPTH, AlertState.UNACKNOWLEDGED, 5),
            alert("b", DEPTH, AlertState.NORMAL, 5),
            alert("c", DEPTH, AlertState.SHELVED, WEEK_MS),
            alert("d", "p.silent", AlertState.UNACKNOWLEDGED, 5),
        ]
    )[DEPTH]
    assert (depth.open, depth.alerts_7d) == (2, 2)

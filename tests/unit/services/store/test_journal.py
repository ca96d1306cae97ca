from __future__ import annotations

import pytest

from services.contract import events as ev
from services.contract.model import RuleChange
from services.contract.wire import Refusal, Result
from services.store.audit import Verified
from services.store.journal import JournalStore, StoreConflict


def test_what_was_appended_is_read_back_in_order(engine, chain):
    store, events = JournalStore(engine), chain(5)
    store.append(events, [])
    assert store.read(1, 100) == events
    assert store.read(3, 2) == events[2:4]
    assert store.head() == (5, events[-1].hash)
    assert store.hash_at(2) == events[1].hash
    assert store.hash_at(0) == ""
    assert store.hash_at(9) is None
    assert store.verify() == Verified(5)


def test_an_empty_journal_is_whole(engine):
    store = JournalStore(engine)
    assert store.head() == (0, "")
    assert store.verify() == Verified(0)


def test_answers_are_kept_refusals_included(engine, chain):
    store = JournalStore(engine)
    refused = Result("r", 0, Refusal("case.ended", "it is closed", {"case": "7"}))
    store.append(chain(1), [Result("c1", 1), refused], at_ms=5)
    assert store.result_of("c1") == Result("c1", 1)
    assert store.results_of([str(n) for n in range(1200)] + ["r"]) == {"r": refused}
    assert store.result_of("unknown") is None


def test_a_writer_that_is_behind_is_refused_and_leaves_nothing(engine, chain):
    store, events = JournalStore(engine), chain(3)
    store.append(events[:2], [])
    with pytest.raises(StoreConflict, match="stands at event 2"):
        store.append(events[:1], [Result("late", 1)])
    assert store.result_of("late") is None
    store.append(events[2:], [])


def test_a_command_is_answered_once(engine, chain):
    store, events = JournalStore(engine), chain(2)
    store.append(events[:1], [Result("c", 1)])
    with pytest.raises(StoreConflict):
        store.append(events[1:], [Result("c", 2)])
    assert store.head()[0] == 1


def test_the_newest_two_snapshots_are_kept(engine):
    store = JournalStore(engine)
    assert store.load_snapshot() is None
    for seq in (3, 9, 6, 9):
        store.save_snapshot(seq, b"at %d" % seq)
    assert store.load_snapshot() == (9, b"at 9")


def test_the_changes_of_rules_are_found_among_all_events(engine, chain):
    store, events = JournalStore(engine), chain(2)
    changes = [RuleChange("p.r", patch, "误报多", "li", at) for at, patch in ((5, "{}"), (6, ""))]
    for change in changes:
        last = events[-1]
        events.append(
            ev.seal(
                ev.RuleChanged(change),
                seq=last.seq + 1,
                id=f"r{last.seq}",
                at_ms=change.at_ms,
                actor="li",
                command="c",
                prev=last.hash,
            )
        )
    store.append(events, [])
    assert store.rule_changes() == changes

"""Columns of alerts: rows come and go, words are kept once and forgotten in the end."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from desktop.models.alarm_columns import AlarmColumns, Words
from desktop.models.alarm_facts import Facts
from services.contract.model import AlertState, Level

STEPS = st.lists(st.tuples(st.sampled_from("pd"), st.integers(0, 30)), max_size=80)


def row(title: str = "t", state: AlertState = AlertState.UNACKNOWLEDGED, **fields: object) -> Facts:
    made = Facts(Level.RED, state, 1, title, "东村", "A1", "积水", 2.0, "C", "", "陈立")
    return made._replace(**fields)


@given(STEPS)
def test_the_columns_hold_what_was_put_and_not_dropped(steps: list[tuple[str, int]]) -> None:
    columns, held = AlarmColumns(), {}
    for number, (what, id) in enumerate(steps):
        if what == "p":
            held[str(id)] = f"title {number}"
            columns.put(str(id), row(f"title {number}"), "g", mine=False)
        else:
            held.pop(str(id), None)
            columns.drop(str(id))
    assert len(columns) == len(held)
    assert {id: columns.word("title", columns.slot(id)) for id in held} == held
    assert int(columns.used.sum()) == len(held)
    assert all(str(id) in columns or str(id) not in held for id in range(31))


def test_rows_past_the_first_room_fit_too() -> None:
    columns = AlarmColumns()
    for number in range(1000):
        columns.put(str(number), row(since_ms=number), "g", mine=number % 2 == 0)
    assert columns.since_ms[columns.slot("999")] == 999
    assert int(columns.mine.sum()) == 500


def test_a_free_row_is_in_no_state() -> None:
    columns = AlarmColumns()
    columns.put("a", row(), "g", mine=False)
    columns.drop("a")
    assert not columns.is_state(frozenset(AlertState)).any()


def test_the_empty_word_stands_last_in_the_alphabet() -> None:
    words = Words()
    numbers = [words.number(word) for word in ("b", "", "a")]
    ranks = words.ranks()
    assert [int(ranks[number]) for number in numbers] == [1, 2, 0]


def test_words_are_found_in_any_case() -> None:
    words = Words()
    for word in ("W07 下立交", "w03"):
        words.number(word)
    assert words.holding("W0").tolist() == [True, True]
    assert words.holding("下立交").tolist() == [True, False]


def test_words_nobody_says_any_more_are_forgotten() -> None:
    columns = AlarmColumns()
    for number in range(5000):
        columns.put("a", row(f"积水 {number} 厘米"), "g", mine=False)
    columns.put("b", row("另一条"), "h", mine=False)
    columns.tidy()
    assert len(columns.words["title"].words) <= 3
    assert columns.word("title", columns.slot("a")) == "积水 4999 厘米"
    assert columns.word("title", columns.slot("b")) == "另一条"
    assert columns.word("group", columns.slot("b")) == "h"

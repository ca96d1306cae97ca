"""The order of the alarm table: by several columns, flat and in groups."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.models.alarm_arrange import FIRST_ORDER, Sort, flat, grouped, resorted
from desktop.models.alarm_filter import AlarmFilter, mask
from desktop.models.alarm_index import AlarmIndex
from services.contract.model import AlertState
from tests.fakes import flood


@pytest.fixture(scope="module")
def index() -> AlarmIndex:
    town = flood.raised()
    flood.acknowledged(town, "stall", "w3")
    made = AlarmIndex()
    made.rebuild(town.state, frozenset())
    return made


def shown(index: AlarmIndex, *, held: bool = False) -> object:
    states = frozenset(AlertState) if held else AlarmFilter().states
    return mask(index.columns, AlarmFilter(states))


def lines(index: AlarmIndex, *expanded: str, sorts: tuple[Sort, ...] = FIRST_ORDER) -> list[str]:
    return grouped(index.columns, shown(index), sorts, set(expanded))


def test_at_first_the_worst_stand_first_then_the_unanswered_then_the_newest(
    index: AlarmIndex,
) -> None:
    ids = flat(index.columns, shown(index), FIRST_ORDER)
    assert ids[:2] == ["alert:w7", "alert:stall"]
    assert ids[2:4] == ["alert:f0", "alert:w7r"]


def test_by_several_columns(index: AlarmIndex) -> None:
    ids = flat(index.columns, shown(index), (Sort("place"), Sort("since_ms")))
    places = [index.columns.word("place", index.columns.slot(id)) for id in ids]
    assert places == sorted(places)
    of_one = [id for id, place in zip(ids, places, strict=True) if place == "东岸新村居委"]
    assert of_one == ["alert:w7", "alert:w7r", "alert:w3", "alert:stall", "alert:w3p", "alert:w7s"]


@given(st.lists(st.sampled_from(("level", "rank", "title", "value", "case", "by")), max_size=4))
def test_every_order_shows_everyone_once(columns: list[str]) -> None:
    town = flood.raised()
    made = AlarmIndex()
    made.rebuild(town.state, frozenset())
    sorts = tuple(Sort(column, number % 2 == 0) for number, column in enumerate(columns))
    ids = flat(made.columns, shown(made, held=True), sorts)
    assert sorted(ids) == sorted(f"alert:{id}" for id in town.state.alerts)


def test_the_flood_is_six_lines(index: AlarmIndex) -> None:
    assert sorted(lines(index)) == sorted(
        ["group:w7", "group:f0", "group:rain", "group:w3", "group:w11", "alert:bike"]
    )
    assert lines(index)[:2] == ["group:w7", "group:f0"]


def test_an_open_group_shows_its_members_and_a_fold_for_the_silenced(index: AlarmIndex) -> None:
    ids = lines(index, "group:f0")
    at = ids.index("group:f0")
    assert ids[at : at + 4] == ["group:f0", "alert:f0", "alert:pump", "held:f0"]
    assert len(ids) == 9


def test_an_open_fold_shows_the_silenced(index: AlarmIndex) -> None:
    ids = lines(index, "group:f0", "held:f0")
    at = ids.index("held:f0")
    assert set(ids[at + 1 : at + 10]) == {f"alert:{id}" for id in flood.CAMERAS}


def test_the_silenced_asked_for_stand_in_their_group(index: AlarmIndex) -> None:
    states = frozenset({AlertState.SUPPRESSED})
    only = grouped(
        index.columns, mask(index.columns, AlarmFilter(states)), FIRST_ORDER, {"group:f0"}
    )
    assert only[0] == "group:f0"
    assert len(only) == 10


def test_a_click_sorts_the_second_turns_and_the_third_undoes() -> None:
    first = resorted(FIRST_ORDER, "place", adding=False)
    assert first == (Sort("place"),)
    second = resorted(first, "place", adding=False)
    assert second == (Sort("place", True),)
    assert resorted(second, "place", adding=False) == FIRST_ORDER


def test_levels_and_times_begin_with_the_greatest() -> None:
    assert resorted((Sort("place"),), "level", adding=False) == (Sort("level", True),)
    assert resorted((Sort("place"),), "since_ms", adding=False) == (Sort("since_ms", True),)


def test_adding_keeps_what_is_there_and_turns_what_is_there_already() -> None:
    two = resorted((Sort("place"),), "title", adding=True)
    assert two == (Sort("place"), Sort("title"))
    assert resorted(two, "place", adding=True) == (Sort("place", True), Sort("title"))

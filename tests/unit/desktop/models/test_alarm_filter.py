"""Which alerts a filter asks for, and what its choices would show."""

from __future__ import annotations

import pytest

from desktop.models.alarm_facts import ALERT
from desktop.models.alarm_filter import AlarmFilter, counts, mask
from desktop.models.alarm_index import AlarmIndex
from services.contract.model import OPEN_STATES, AlertState, Level
from tests.fakes import flood

SUPPRESSED = frozenset({AlertState.SUPPRESSED})


@pytest.fixture(scope="module")
def index() -> AlarmIndex:
    town = flood.raised()
    flood.acknowledged(town, "bike", "w11")
    made = AlarmIndex()
    made.rebuild(town.state, frozenset({"陈立"}))
    return made


def found(index: AlarmIndex, wanted: AlarmFilter) -> set[str]:
    slots = mask(index.columns, wanted).nonzero()[0].tolist()
    return {index.columns.ids[slot].removeprefix(ALERT) for slot in slots}


def test_as_it_is_made_it_asks_for_everything_open(index: AlarmIndex) -> None:
    every = {id for members in flood.GROUPS.values() for id in members}
    assert found(index, AlarmFilter()) == every - set(flood.CAMERAS)


def test_what_is_held_is_shown_when_asked_for(index: AlarmIndex) -> None:
    assert found(index, AlarmFilter(states=SUPPRESSED)) == set(flood.CAMERAS)


@pytest.mark.parametrize(
    ("wanted", "ids"),
    [
        (AlarmFilter(levels=frozenset({Level.RED})), {"w7", "stall"}),
        (AlarmFilter(pack="电动车安全"), {"bike"}),
        (AlarmFilter(area="N15"), {"w11", "w11r"}),
        (AlarmFilter(mine=True), {"bike", "w11"}),
        (AlarmFilter(text="w07 上涨"), {"w7r"}),
        (AlarmFilter(text="陈立"), {"bike", "w11"}),
        (AlarmFilter(text="下立交 东向"), {"w7", "stall"}),
        (AlarmFilter(text="没有这个词"), set()),
        (AlarmFilter(pack="没有这个包"), set()),
    ],
    ids=["level", "pack", "area", "mine", "words", "person", "two words", "no word", "no pack"],
)
def test_each_wish_narrows(index: AlarmIndex, wanted: AlarmFilter, ids: set[str]) -> None:
    assert found(index, wanted) == ids


def test_the_last_state_cannot_be_taken_away() -> None:
    wanted = AlarmFilter(states=SUPPRESSED)
    assert wanted.with_state(AlertState.SUPPRESSED) == wanted
    more = wanted.with_state(AlertState.SHELVED)
    assert more.states == SUPPRESSED | {AlertState.SHELVED}


def test_a_level_is_taken_in_and_out() -> None:
    wanted = AlarmFilter().with_level(Level.RED)
    assert wanted.levels == {Level.RED}
    assert wanted.with_level(Level.RED) == AlarmFilter()


def test_every_count_is_what_the_choice_would_show(index: AlarmIndex) -> None:
    wanted = AlarmFilter(levels=frozenset({Level.BLUE}))
    told = counts(index.columns, wanted)
    for state, count in told.states.items():
        one = AlarmFilter(frozenset({state}), wanted.levels)
        assert count == len(found(index, one)), state
    for level, count in told.levels.items():
        assert count == len(found(index, AlarmFilter(OPEN_STATES, frozenset({level})))), level
    for area, count in told.areas.items():
        assert count == len(found(index, AlarmFilter(levels=wanted.levels, area=area))), area


def test_an_empty_town_has_nothing_to_count() -> None:
    told = counts(AlarmIndex().columns, AlarmFilter())
    assert sum(told.states.values()) == 0
    assert found(AlarmIndex(), AlarmFilter(text="x")) == set()

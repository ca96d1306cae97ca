"""The index taken a change at a time is the index of the whole, and tells what it touched."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.models.alarm_columns import TEXTS
from desktop.models.alarm_index import AlarmIndex, service_of
from services.contract import events as ev
from services.contract.changes import Changes
from services.contract.model import Level, OutOfService
from tests.fakes import town as fake
from tests.fakes.town import MIN, NOW, SmallTown

ME = frozenset({"陈立"})
DEEDS = ("raise", "worsen", "acknowledge", "shelve", "suppress", "return", "out", "in", "case")
STEPS = st.lists(st.tuples(st.sampled_from(DEEDS), st.integers(0, 4)), max_size=24)


def of(town: SmallTown) -> AlarmIndex:
    made = AlarmIndex()
    made.rebuild(town.state, ME)
    return made


def rows(index: AlarmIndex) -> dict[str, tuple[object, ...]]:
    """Everything the index says, by id."""
    columns = index.columns
    return {
        id: (
            int(columns.level[slot]),
            int(columns.rank[slot]),
            int(columns.since_ms[slot]),
            bool(columns.mine[slot]),
            *(columns.word(name, slot) for name in TEXTS),
        )
        for slot, id in enumerate(columns.ids)
        if id
    }


def act(town: SmallTown, what: str, number: int) -> None:
    id, stream = f"x{number}", f"W{1 + number % 2}"
    item = OutOfService(stream, "", "送修", "陈立", NOW)
    bodies = {
        "worsen": ev.AlertLevelRaised(id, Level.RED, 9.0, "更深", "depth"),
        "acknowledge": ev.AlertAcknowledged(id),
        "shelve": ev.AlertShelved(id, NOW + MIN, "检修"),
        "suppress": ev.AlertSuppressed(id, "x0", "停电"),
        "return": ev.AlertReturnedToNormal(id, 0.0),
        "out": ev.TakenOutOfService(item),
        "in": ev.ReturnedToService(item),
    }
    if what == "raise":
        if id not in town.state.alerts:
            group = "x0" if number in (0, 1) else ""
            town.put(ev.AlertRaised(fake.alert(id, stream, Level.BLUE, age_ms=MIN, group=group)))
    elif what == "case":
        if id in town.state.alerts and f"c{id}" not in town.state.cases:
            town.put(ev.CaseOpened(fake.case(f"c{id}", Level.RED, age_ms=0, alert=id)))
    elif what in ("out", "in") or id in town.state.alerts:
        town.put(bodies[what])


@settings(deadline=None)
@given(STEPS)
def test_taken_step_by_step_it_equals_the_whole(steps: list[tuple[str, int]]) -> None:
    town = fake.registers()
    town.store.drain()
    index = of(town)
    for what, number in steps:
        act(town, what, number)
        before = rows(index)
        touched = index.update(town.state, town.store.drain().state)
        after = rows(index)
        changed = {id for id in before | after if before.get(id) != after.get(id)}
        assert changed <= touched
        assert after == rows(of(town))


def test_a_change_touches_the_line_of_its_group_too() -> None:
    town = fake.registers()
    for number in (0, 1):
        act(town, "raise", number)
    index = of(town)
    town.store.drain()
    act(town, "acknowledge", 1)
    touched = index.update(town.state, town.store.drain().state)
    assert touched >= {"alert:x1", "group:x0", "held:x0"}


def test_a_case_touches_its_alert() -> None:
    town = fake.busy()
    index = of(town)
    town.store.drain()
    town.put(ev.CaseClosed("c1", "水退"))
    assert "alert:a1" in index.update(town.state, town.store.drain().state)


def test_what_is_off_without_an_alert_has_a_line_of_its_own() -> None:
    town = fake.registers()
    act(town, "out", 0)
    index = of(town)
    assert list(rows(index)) == ["service:W1|"]
    assert service_of(town.state, "service:W1|") == town.state.out_of_service["W1|"]
    assert service_of(town.state, "alert:x") is None


def test_what_reaches_every_row_asks_for_a_rebuild() -> None:
    assert AlarmIndex.is_outdated_by(Changes(streams={"W1"}))
    assert AlarmIndex.is_outdated_by(Changes(everything=True))
    assert not AlarmIndex.is_outdated_by(Changes(alerts={"a"}, cases={"c"}))

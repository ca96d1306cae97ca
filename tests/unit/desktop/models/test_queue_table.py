"""The queue's rows taken a change at a time: the same as made anew, and as steps to get there."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from desktop.models.queue_presenter import queue_rows
from desktop.models.queue_table import MANY, QueueTable
from desktop.state.changes import StoreChanges
from services.contract import events as ev
from services.contract.changes import Changes
from services.contract.model import ENDED_STAGES, Area, Level, Stage, Team
from tests.fakes import town as fake
from tests.fakes.town import MIN, NOW, ZONE
from widgets.values import QueueRow, RowEdit

Step = tuple[str, int, int]

DEEDS = (
    "raise",
    "worsen",
    "acknowledge",
    "shelve",
    "return",
    "open",
    "stage",
    "close",
    "send",
)
STEPS = st.tuples(st.sampled_from(DEEDS), st.integers(0, 4), st.integers(0, 7))


def table_of(town: fake.SmallTown, *pending: str) -> QueueTable:
    table = QueueTable()
    table.rebuild(town.state, town.store.readings, pending, NOW, ZONE)
    return table


def update(
    table: QueueTable, town: fake.SmallTown, *pending: str, now_ms: int = NOW
) -> list[RowEdit]:
    return table.update(
        town.state, town.store.readings, town.store.drain().state, pending, now_ms, ZONE
    )


def applied(rows: list[QueueRow], edits: list[RowEdit]) -> list[QueueRow]:
    """What a follower of the edits holds."""
    after = list(rows)
    for edit in edits:
        if edit.source >= 0:
            del after[edit.source]
        if edit.target >= 0:
            assert edit.row is not None
            after.insert(edit.target, edit.row)
    return after


def act(town: fake.SmallTown, pending: set[str], step: Step) -> None:
    """One thing that may happen to an alert or a case, if it may happen now."""
    what, which, number = step
    alert, case = f"x{which}", f"y{which}"
    level = Level(1 + number % 4)
    if what == "send":
        pending.symmetric_difference_update({alert, case} if number % 2 else {case})
    elif what == "raise" and alert not in town.state.alerts:
        town.put(ev.AlertRaised(fake.alert(alert, "W1", level, age_ms=which * MIN)))
    elif what == "worsen":
        town.put(ev.AlertLevelRaised(alert, level, 9.0, "更深", "depth"))
    elif what == "acknowledge":
        town.put(ev.AlertAcknowledged(alert))
    elif what == "shelve":
        town.put(ev.AlertShelved(alert, NOW + MIN, "检修"))
    elif what == "return":
        town.put(ev.AlertReturnedToNormal(alert, 0.0))
    elif what == "open":
        open_case(town, alert if number else "", level)
    elif what in ("stage", "close"):
        change_case(town, what, which, list(Stage)[number])


def open_case(town: fake.SmallTown, alert: str, level: Level) -> None:
    """A case on an alert that has none open, or on none."""
    state = town.state
    if alert and (alert not in state.alerts or is_open(town, state.alerts[alert].case)):
        return
    opened = fake.case(f"y{len(state.cases)}", level, age_ms=len(state.cases), alert=alert)
    town.put(ev.CaseOpened(opened))


def change_case(town: fake.SmallTown, what: str, which: int, stage: Stage) -> None:
    opened = [case for case in town.state.cases if is_open(town, case)]
    if opened:
        case = opened[which % len(opened)]
        town.put(
            ev.CaseClosed(case, "已处理") if what == "close" else ev.CaseStageChanged(case, stage)
        )


def is_open(town: fake.SmallTown, case: str) -> bool:
    return case in town.state.cases and town.state.cases[case].stage not in ENDED_STAGES


@given(st.lists(st.lists(STEPS, max_size=4), max_size=12))
def test_changes_taken_one_by_one_equal_rows_made_anew(frames: list[list[Step]]) -> None:
    town = fake.busy()
    town.store.drain()
    table, pending = table_of(town), set[str]()
    shown = list(table.rows)
    for frame in frames:
        for step in frame:
            act(town, pending, step)
        edits = update(table, town, *pending)
        shown = applied(shown, edits)

        assert tuple(table.rows) == queue_rows(town.state, town.store.readings, pending, NOW, ZONE)
        assert shown == table.rows


def test_rows_nothing_happened_to_stay_the_same_objects() -> None:
    town = fake.busy()
    town.store.drain()
    table = table_of(town)
    before = {row.id: row for row in table.rows}
    town.put(ev.AlertRaised(fake.alert("new", "W1", Level.RED, age_ms=0)))
    edits = update(table, town)

    assert [(edit.source, edit.row and edit.row.id) for edit in edits] == [(-1, "alert:new")]
    assert all(before[row.id] is row for row in table.rows if row.id in before)


def test_what_changes_nothing_on_the_row_is_no_edit() -> None:
    town = fake.busy()
    town.store.drain()
    table = table_of(town)
    town.put(ev.CaseNoted("c2", "看过了"))

    assert update(table, town) == []


def test_a_command_that_goes_out_or_comes_back_touches_its_row_only() -> None:
    town = fake.busy()
    town.store.drain()
    table = table_of(town)

    out = update(table, town, "a1")
    assert [(edit.row and edit.row.id, edit.row and edit.row.pending) for edit in out] == [
        ("case:c1", True)
    ]
    back = update(table, town)
    assert [edit.row and edit.row.pending for edit in back] == [False]


def test_clocks_run_on_only_between_the_rows_asked_for() -> None:
    town = fake.busy()
    town.put(ev.TeamDispatched("c2", "T2", NOW + 10 * MIN))
    town.store.drain()
    table = table_of(town)
    assert [row.right for row in table.rows if row.id.startswith("case")] == ["12:48", "10:00"]

    edits = table.pass_time(town.state, town.store.readings, NOW + MIN, ZONE, range(2))
    assert [row.right for row in table.rows if row.id.startswith("case")] == ["11:48", "10:00"]
    assert [(edit.source, edit.target) for edit in edits] == [(0, 0)]
    assert table.pass_time(town.state, town.store.readings, NOW + MIN, ZONE, range(2)) == []

    table.pass_time(town.state, town.store.readings, NOW + MIN, ZONE, range(-5, 99))
    assert tuple(table.rows) == queue_rows(town.state, town.store.readings, (), NOW + MIN, ZONE)


def test_registers_that_rows_name_take_all_rows_anew() -> None:
    town = fake.busy()
    town.store.drain()
    table = table_of(town)

    def is_outdated() -> bool:
        return table.is_outdated_by(town.state, town.store.drain().state)

    town.put(ev.TeamArrived("c1", "T1"))
    assert not is_outdated()
    town.put(ev.TeamRegistered(Team("T1", "一大队", 6, 121.0, 31.0, "")))
    assert is_outdated()
    town.put(ev.AreaRegistered(Area("A1", "新东村", "village", ())))
    assert is_outdated()
    assert table.is_outdated_by(town.state, Changes(everything=True))
    assert table.is_outdated_by(town.state, Changes(town=True))
    assert not table.is_outdated_by(town.state, StoreChanges().state)


def test_a_flood_of_changes_is_better_taken_as_a_whole() -> None:
    town = fake.busy()
    ids = {f"a{n}" for n in range(MANY)}

    assert not table_of(town).is_outdated_by(town.state, Changes(alerts=ids))
    assert table_of(town).is_outdated_by(town.state, Changes(alerts=ids, cases={"c1"}))


def test_time_passes_over_rows_whose_case_the_state_has_lost() -> None:
    town = fake.busy()
    table = table_of(town)
    town.state.cases.clear()

    assert table.pass_time(town.state, town.store.readings, NOW + MIN, ZONE, range(9)) == []

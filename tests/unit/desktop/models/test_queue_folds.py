"""A group of alerts is one row of the queue, kept up a change at a time."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.models.queue_folds import QueueFolds
from desktop.models.queue_presenter import queue_rows
from desktop.models.queue_table import QueueTable
from services.contract import events as ev
from services.contract.model import Level, Stage
from tests.fakes import flood
from tests.fakes import town as fake
from tests.fakes.town import MIN, NOW, ZONE, SmallTown
from tests.unit.desktop.models.test_queue_table import applied
from widgets.values import QueueRow

DEEDS = ("raise", "worsen", "acknowledge", "shelve", "suppress", "return", "open", "close")
STEPS = st.lists(st.tuples(st.sampled_from(DEEDS), st.integers(0, 5)), max_size=30)


def rows(town: SmallTown) -> tuple[QueueRow, ...]:
    folds = QueueFolds()
    folds.rebuild(town.state)
    return queue_rows(town.state, town.store.readings, (), NOW, ZONE, folds)


def act(town: SmallTown, what: str, number: int) -> None:
    id, case = f"x{number}", f"y{number}"
    if what == "raise":
        if id not in town.state.alerts:
            level = Level(1 + number % 4)
            group = f"x{number // 3 * 3}"
            raised = fake.alert(id, "W1", level, age_ms=number * MIN, group=group)
            town.put(ev.AlertRaised(raised))
    elif id not in town.state.alerts:
        return
    elif what == "open":
        if case not in town.state.cases:
            town.put(ev.CaseOpened(fake.case(case, Level.BLUE, age_ms=number, alert=id)))
    elif what == "close":
        if case in town.state.cases and town.state.cases[case].stage is not Stage.CLOSED:
            town.put(ev.CaseClosed(case, "水退"))
    else:
        town.put(
            {
                "worsen": ev.AlertLevelRaised(id, Level.RED, 9.0, "更深", "depth"),
                "acknowledge": ev.AlertAcknowledged(id),
                "shelve": ev.AlertShelved(id, NOW + MIN, "检修"),
                "suppress": ev.AlertSuppressed(id, "x0", "停电"),
                "return": ev.AlertReturnedToNormal(id, 0.0),
            }[what]
        )


@settings(deadline=None)
@given(STEPS)
def test_taken_a_change_at_a_time_it_equals_the_whole(steps: list[tuple[str, int]]) -> None:
    town = fake.registers()
    town.store.drain()
    table = QueueTable(is_grouped=True)
    table.rebuild(town.state, town.store.readings, (), NOW, ZONE)
    held = list(table.rows)
    for what, number in steps:
        act(town, what, number)
        changes = town.store.drain().state
        edits = table.update(town.state, town.store.readings, changes, (), NOW, ZONE)
        held = applied(held, edits)
        assert held == table.rows == list(rows(town))


def test_the_flood_is_six_rows_and_the_cameras_are_told_with_their_cause() -> None:
    shown = rows(flood.raised())
    assert len(shown) == 6
    feeder = next(row for row in shown if row.id == "alert:f0")
    assert feeder.subtitle.startswith("9 路摄像机已抑制：北街供电支路停电 · 共 2 条")


def test_flat_every_alert_that_is_not_silenced_has_a_row() -> None:
    town = flood.raised()
    assert len(queue_rows(town.state, town.store.readings, (), NOW, ZONE)) == 14


def test_the_case_of_one_speaks_for_its_group_and_is_as_bad_as_the_worst() -> None:
    town = flood.raised()
    town.put(ev.CaseOpened(fake.case("c1", Level.BLUE, age_ms=0, alert="w7s")))
    shown = {row.id: row for row in rows(town)}
    assert shown["case:c1"].level == Level.RED
    assert shown["case:c1"].subtitle.startswith("共 4 条")
    assert "alert:w7" not in shown


def test_what_is_shelved_keeps_its_own_row() -> None:
    town = flood.raised()
    town.put(ev.AlertShelved("w7s", NOW + MIN, "检修"))
    assert {row.id for row in rows(town)} >= {"alert:w7", "alert:w7s"}


def test_a_row_asks_for_an_answer_while_one_of_its_group_does() -> None:
    town = flood.raised()
    flood.acknowledged(town, "w3")
    row = next(row for row in rows(town) if row.id == "alert:w3")
    assert (row.unacknowledged, row.right_sub) == (True, "未确认 1/2")
    flood.acknowledged(town, "w3p")
    assert not next(row for row in rows(town) if row.id == "alert:w3").unacknowledged

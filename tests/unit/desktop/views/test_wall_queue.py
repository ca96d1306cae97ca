"""The queue in step: rows touched only, clocks in sight."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from desktop.state.values import PendingCommand
from desktop.views.wall_queue import WallQueue
from services.contract import commands as cmd
from services.contract import events as ev
from services.contract.model import Level, Team
from tests.fakes import town as fake
from tests.fakes.town import MIN, NOW
from widgets.queue.delegate import ROW_HEIGHT
from widgets.queue.view import QueueView


class Desk:
    """A queue over the small town with more cases than fit."""

    def __init__(self, qtbot: QtBot) -> None:
        self.town = fake.busy()
        for number in range(60):
            made = fake.case(f"x{number:02}", Level.BLUE, age_ms=number, due_ms=NOW + 10 * MIN)
            self.town.put(ev.CaseOpened(made))
        self.town.store.drain()
        self.view = QueueView()
        qtbot.addWidget(self.view)
        self.view.resize(300, 5 * ROW_HEIGHT)
        self.queue = WallQueue(self.view, self.town.store, lambda: fake.ZONE)
        self.queue.rebuild()
        with qtbot.waitExposed(self.view):
            self.view.show()

    def take(self) -> None:
        self.queue.take(self.town.store.drain())

    def rights(self) -> dict[str, str]:
        return {row.id: row.right for row in self.view.queue_model().rows()}


@pytest.fixture
def desk(qtbot: QtBot) -> Desk:
    return Desk(qtbot)


def test_a_change_touches_its_row_only(desk: Desk, qtbot: QtBot) -> None:
    model = desk.view.queue_model()
    with qtbot.waitSignal(model.rowsInserted) as inserted:
        desk.town.put(ev.AlertRaised(fake.alert("new", "W1", Level.RED, age_ms=0)))
        desk.take()
    assert inserted.args[1:] == [0, 0]
    assert desk.queue.ids() == [row.id for row in model.rows()]


def test_a_command_that_waits_shows_on_its_row(desk: Desk) -> None:
    desk.town.store.set_commands([PendingCommand("x", cmd.AcknowledgeAlert("a1"), NOW)], [])
    desk.take()

    assert [row.id for row in desk.view.queue_model().rows() if row.pending] == ["case:c1"]


def test_readings_leave_the_rows_alone(desk: Desk, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(desk.view.queue_model().update_started):
        desk.town.read("W1", 3.0)
        desk.take()


def test_a_team_renamed_is_renamed_on_every_row(desk: Desk) -> None:
    desk.town.put(ev.TeamRegistered(Team("T1", "一大队", 6, 121.0, 31.0, "")))
    desk.take()

    row = next(row for row in desk.view.queue_model().rows() if row.id == "case:c1")
    assert row.subtitle.endswith("一大队")


def test_clocks_in_sight_run_on_and_others_do_when_they_come_into_sight(desk: Desk) -> None:
    desk.town.real_s += 60
    desk.queue.pass_time()
    first, end = desk.view.rows_in_sight()
    ids = desk.queue.ids()
    assert "case:c1" in ids[first:end]
    assert desk.rights()["case:c1"] == "11:48"
    assert desk.rights()["case:x59"] == "10:00"

    desk.view.verticalScrollBar().setValue(desk.view.verticalScrollBar().maximum())
    assert desk.rights()["case:x59"] == "09:00"


def test_a_state_that_was_replaced_is_not_read_before_its_changes_are_told(desk: Desk) -> None:
    for id in ("g1", "g2"):
        raised = fake.alert(id, "W1", Level.RED, age_ms=0, group="g1")
        desk.town.put(ev.AlertRaised(raised))
    desk.town.put(ev.AlertSuppressed("g2", "g1", "停电"))
    desk.take()
    other = fake.registers()
    other.put(ev.AlertRaised(fake.alert("g1", "W1", Level.RED, age_ms=0, group="g1")))
    desk.town.store.replace_state(other.state)
    desk.queue.pass_time()
    assert len(desk.queue.ids()) > 1
    desk.take()
    assert desk.queue.ids() == ["alert:g1"]


def test_a_group_is_one_row_until_its_alerts_are_asked_for(desk: Desk) -> None:
    for id in ("g1", "g2"):
        raised = fake.alert(id, "W1", Level.RED, age_ms=0, group="g1")
        desk.town.put(ev.AlertRaised(raised))
    desk.take()
    assert [id for id in desk.queue.ids() if id.startswith("alert:g")] == ["alert:g1"]
    desk.queue.toggle_grouping()
    assert {"alert:g1", "alert:g2"} <= set(desk.queue.ids())

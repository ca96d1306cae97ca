"""What waits, what was refused, what is done: by alert."""

from __future__ import annotations

from desktop.models.alarm_sending import about, done, sending
from desktop.state.values import PendingCommand, RefusedCommand
from services.contract import commands as cmd
from services.contract.wire import Refusal
from tests.fakes import town as fake
from tests.fakes.town import NOW
from widgets.alarms.values import Sending


def pending(body: cmd.OperatorCommand, id: str = "p") -> PendingCommand:
    return PendingCommand(id, body, NOW)


def refused(body: cmd.OperatorCommand, id: str = "r") -> RefusedCommand:
    return RefusedCommand(id, body, NOW, Refusal("no", "no"))


def test_a_command_is_about_its_alerts() -> None:
    state = fake.busy().state
    assert about(state, cmd.AcknowledgeAlert("a1")) == ("a1",)
    assert about(state, cmd.AcknowledgeAlerts(("a1", "a2"))) == ("a1", "a2")
    assert about(state, cmd.NoteCase("c1", "x")) == ()


def test_out_of_service_is_about_every_alert_it_covers() -> None:
    state = fake.busy().state
    assert about(state, cmd.TakeOutOfService("W2", "", "送修")) == ("service:W2|", "a3", "a2")
    assert about(state, cmd.TakeOutOfService("W2", "other", "送修")) == ("service:W2|other",)


def test_what_waits_counts_more_than_what_was_refused() -> None:
    state = fake.busy().state
    found = sending(
        state,
        [pending(cmd.AcknowledgeAlert("a1"))],
        [refused(cmd.ShelveAlert("a1", 1, "x")), refused(cmd.ShelveAlert("a2", 1, "x"))],
    )
    assert found == {"a1": Sending.PENDING, "a2": Sending.REFUSED}


def test_done_is_what_waited_and_was_not_refused() -> None:
    taken, no = cmd.AcknowledgeAlert("a1"), cmd.AcknowledgeAlert("a2")
    before = {"1": taken, "2": no, "3": no}
    assert done(before, [pending(no, "3")], [refused(no, "2")]) == [taken]

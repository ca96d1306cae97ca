"""Sender: disk first, then the wire."""

from __future__ import annotations

from pathlib import Path

from desktop.actions.sender import Sender
from desktop.cache.outbox import open_outbox
from desktop.state.store import TownStore
from desktop.state.values import PendingCommand
from services.contract.commands import AcknowledgeAlert
from services.contract.wire import Refusal, Result


class Wire:
    def __init__(self) -> None:
        self.woken: list[PendingCommand] = []

    def send(self, command: PendingCommand) -> None:
        self.woken.append(command)


def test_a_command_is_on_disk_pending_and_on_its_way(tmp_path: Path) -> None:
    store, wire = TownStore(), Wire()
    store.clock.set(5_000, 1.0)
    outbox = open_outbox(tmp_path / "o.db").outbox
    sender = Sender(outbox, store, wire)
    store.drain()
    given = sender.send(AcknowledgeAlert("a"))
    assert [c.id for c in store.pending] == [c.id for c in wire.woken] == [given]
    assert store.pending[0].at_ms >= 5_000 and store.drain().pending
    outbox.close()


def test_what_an_earlier_run_left_is_shown_and_can_be_dismissed(tmp_path: Path) -> None:
    outbox = open_outbox(tmp_path / "o.db").outbox
    for n in range(3):
        command = outbox.add(AcknowledgeAlert(str(n)), n)
        if n:
            outbox.settle(Result(command.id, refusal=Refusal("no", "no")))
    store = TownStore()
    sender = Sender(outbox, store)
    assert len(store.pending) == 1 and len(store.refusals) == 2
    sender.dismiss(store.refusals[0].id)
    assert len(store.refusals) == 1
    sender.dismiss_all()
    assert not store.refusals
    outbox.close()

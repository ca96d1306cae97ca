"""A rule editor over the small town and a rulebook in this process."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.models.feed import Feed
from desktop.state.changes import StoreChanges
from desktop.state.values import PendingCommand, RefusedCommand, Status
from desktop.views.rules.desk import RuleDesk
from desktop.views.rules.window import RuleWindow
from services.contract.commands import ChangeRule, OperatorCommand
from services.contract.wire import Refusal
from tests.fakes import town as fake
from tests.fakes.rulebook import FakeRulebook, door
from widgets.theme.style import apply_theme


@dataclass
class Made:
    """A desk with everything around it, and the commands that were given."""

    app: QApplication
    town: fake.SmallTown
    book: FakeRulebook
    feed: Feed
    desk: RuleDesk
    sent: list[OperatorCommand] = field(default_factory=list)

    @property
    def window(self) -> RuleWindow:
        assert self.desk.window is not None
        return self.desk.window

    async def until(self, condition: Callable[[], bool]) -> None:
        """Let both loops run until something is so."""
        async with asyncio.timeout(20):
            while not condition():
                await asyncio.sleep(0)
                self.app.processEvents()

    async def open(self) -> None:
        """Open the editor and wait for its rules."""
        self.desk.open()
        await self.until(lambda: bool(self.window.rule.title()))

    def connect(
        self, *, status: Status = Status.ONLINE, roles: tuple[str, ...] = ("operate",)
    ) -> None:
        """Change the connection, and have it told."""
        self.town.store.set_connection(status=status, roles=roles)
        self.feed.changed.emit(StoreChanges(connection=True))

    def type(self, key: str, text: str) -> None:
        """Write into a field as a hand does."""
        line = self.window.rule.form.box(key).line()
        line.setText(text)
        line.textEdited.emit(text)

    def outbox(self, *, pending: bool = False, refusal: Refusal | None = None) -> None:
        """What became of the last command."""
        body = self.sent[-1]
        assert isinstance(body, ChangeRule)
        waiting = [PendingCommand("c1", body, fake.NOW)] if pending else []
        refused = [RefusedCommand("c1", body, fake.NOW, refusal)] if refusal else []
        self.town.store.set_commands(waiting, refused)
        self.feed.changed.emit(StoreChanges(pending=True))


@pytest.fixture
async def made(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> AsyncIterator[Made]:
    apply_theme(qapp)
    town = fake.busy()
    town.store.set_connection(status=Status.ONLINE, roles=("operate",))
    feed = Feed(town.store)
    wall = QWidget()
    qtbot.addWidget(wall)
    sent: list[OperatorCommand] = []
    tasks: list[asyncio.Task[None]] = []

    def spawn(work, name: str) -> asyncio.Task[None]:  # type: ignore[no-untyped-def]
        tasks.append(asyncio.create_task(work, name=name))
        return tasks[-1]

    book = FakeRulebook()
    desk = RuleDesk(
        town.store, feed, sent.append, door(book, tmp_path), spawn, lambda: fake.ZONE, wall
    )
    yield Made(qapp, town, book, feed, desk, sent)
    desk.close()
    feed.stop()
    for task in tasks:
        task.cancel()
    ended = await asyncio.gather(*tasks, return_exceptions=True)
    assert [one for one in ended if isinstance(one, Exception)] == []

"""The alarm table over the flood, fed and shown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.actions.catalogue import ActionId
from desktop.models.feed import Feed
from desktop.models.tile_presenter import Still
from desktop.state.values import Status
from desktop.views.alarms.alarms import Alarms
from desktop.views.alarms.table import AlarmTable
from desktop.views.alarms.window import AlarmWindow
from services.contract import events as ev
from services.contract.commands import OperatorCommand
from tests.fakes import flood
from tests.fakes import town as fake
from widgets.theme.style import apply_theme


@dataclass
class Desk:
    """The window with what it shows, and the commands its operator gave."""

    town: fake.SmallTown
    alarms: Alarms
    window: AlarmWindow
    feed: Feed
    qtbot: QtBot
    owner: QObject
    stills: dict[str, Still]
    sent: list[OperatorCommand] = field(default_factory=list)

    @property
    def table(self) -> AlarmTable:
        assert self.alarms.table is not None
        return self.alarms.table

    @property
    def lines(self) -> tuple[str, ...]:
        return self.window.table.alarm_model().ids()

    def put(self, *bodies: ev.EventBody) -> None:
        """Something happens, and the windows hear of it."""
        with self.qtbot.waitSignal(self.feed.changed_beside, timeout=2000):
            for body in bodies:
                self.town.put(body)

    def tick(self) -> None:
        """A second passes."""
        self.feed.ticked_beside.emit()

    def choose(self, id: str) -> None:
        """Put the cursor on a line, as a hand does."""
        model = self.window.table.alarm_model()
        self.window.table.setCurrentIndex(model.index_of(id))

    def choose_nothing(self) -> None:
        """Take the cursor away, as Esc does."""
        self.table.perform(ActionId.DESELECT)


@pytest.fixture
def desk(qtbot: QtBot, qapp: QApplication) -> Iterator[Desk]:
    apply_theme(qapp)
    town = flood.raised()
    town.store.set_connection(status=Status.ONLINE, roles=("operate",))
    owner = QObject()
    feed = Feed(town.store, owner)
    sent: list[OperatorCommand] = []
    stills: dict[str, Still] = {}
    alarms = Alarms(town.store, feed, sent.append, stills, lambda: fake.ZONE, owner)
    with qtbot.waitSignal(feed.changed_beside, timeout=2000):
        pass
    window = alarms.show_table()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow, timeout=2000)
    yield Desk(town, alarms, window, feed, qtbot, owner, stills, sent)
    feed.stop()
    alarms.close()

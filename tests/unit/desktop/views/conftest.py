"""A wall over the small town, fed and shown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.actions.catalogue import catalogue
from desktop.models.feed import Feed
from desktop.models.tile_presenter import Still
from desktop.views.map.bookmarks import BookmarkShelf
from desktop.views.map.desks import MapDesks, furnish
from desktop.views.map.kit import MapKit
from desktop.views.map.notices import Notices
from desktop.views.map.town_index import TownIndex
from desktop.views.operator_desk import OperatorDesk
from desktop.views.wall import Wall
from desktop.views.wall_window import WallWindow
from services.contract.commands import OperatorCommand
from tests.fakes import town as fake
from widgets.theme.style import apply_theme


@dataclass
class Room:
    """A wall with everything it shows, and the commands its operator gave."""

    town: fake.SmallTown
    window: WallWindow
    wall: Wall
    feed: Feed
    desk: OperatorDesk
    kit: MapKit
    desks: MapDesks
    stills: dict[str, Still]
    sent: list[OperatorCommand] = field(default_factory=list)


@pytest.fixture
def room(qtbot: QtBot, qapp: QApplication) -> Iterator[Room]:
    apply_theme(qapp)
    town = fake.busy()
    window = WallWindow(catalogue())
    qtbot.addWidget(window)
    feed = Feed(town.store)
    sent: list[OperatorCommand] = []
    stills: dict[str, Still] = {}
    wall = Wall(window, town.store, feed, stills, lambda: fake.ZONE)
    desk = OperatorDesk(town.store, sent.append, window)
    kit = MapKit(
        town.store,
        sent.append,
        lambda: fake.ZONE,
        Notices(window.banner),
        BookmarkShelf((), lambda marks: None),
        TownIndex(town.store, feed),
    )
    desks = furnish(window.pane, kit, feed, wall.live)
    wall.furnish(desks)
    wall.action_asked.connect(desk.perform)
    with qtbot.waitSignals([feed.changed, feed.calmed], timeout=2000):
        pass
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow, timeout=2000)
    wall.deselect()
    yield Room(town, window, wall, feed, desk, kit, desks, stills, sent)
    feed.stop()

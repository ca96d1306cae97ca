"""The second window has a map of its own on the same grounds, and both end in order."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.__main__ import make_parser
from desktop.actions.catalogue import ActionId, catalogue
from desktop.composition.parts import Parts
from desktop.composition.town_maps import TownMaps
from desktop.link.http import HttpDoor
from desktop.models.feed import Feed
from desktop.sessions import Profile, open_profile
from desktop.views.map.window import MapWindow
from desktop.views.wall import Wall
from desktop.views.wall_window import WallWindow
from tests.fakes import town as fake
from widgets.theme.style import apply_theme


async def _no_token() -> str:
    return ""


@pytest.fixture
def profile(tmp_path: Path) -> Profile:
    return open_profile(make_parser().parse_args(["demo"]), tmp_path)


@pytest.fixture
def parts(qtbot: QtBot, qapp: QApplication) -> Iterator[Parts]:
    apply_theme(qapp)
    store = fake.busy().store
    window = WallWindow(catalogue())
    qtbot.addWidget(window)
    feed = Feed(store)
    wall = Wall(window, store, feed, {}, lambda: fake.ZONE)
    yield Parts(window, wall, store, feed, lambda command: None, lambda: fake.ZONE)
    feed.stop()


def test_the_key_of_the_second_map_opens_it_and_where_it_stood_is_kept(
    parts: Parts, profile: Profile, qtbot: QtBot, tmp_path: Path
) -> None:
    maps = TownMaps(parts, profile, HttpDoor("", _no_token, tmp_path / "http"))
    windows = _opened(parts)
    assert len(windows) == 1
    windows[0].close()

    assert profile.settings.map_window
    qtbot.waitUntil(lambda: maps.is_idle, timeout=10_000)
    parts.window.map._tiles.stop()
    maps.rest()
    maps.stop()
    assert maps.is_idle


def _opened(parts: Parts) -> list[MapWindow]:
    parts.wall.perform(ActionId.SECOND_MAP)
    shown = [each for each in QApplication.topLevelWidgets() if isinstance(each, MapWindow)]
    return [each for each in shown if each.isVisible()]

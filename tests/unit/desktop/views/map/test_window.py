"""The second map window: the same town and desks, linked until locked, gone with the wall."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.actions.catalogue import ActionId
from desktop.views.map.desks import MapDesks, furnish
from desktop.views.map.live import LiveMap
from desktop.views.map.notices import Notices
from desktop.views.map.pane import MapPane
from desktop.views.map.tool_items import LINK, LOCK
from desktop.views.map.window import MapWindow, SecondMap
from services.contract import commands as cmd
from services.contract import events as ev
from services.contract.model import Level
from tests.fakes import town as fake
from tests.unit.desktop.views.conftest import Room
from widgets.boards.banner import Banner
from widgets.map.values import MapView

VIEW = MapView(121.01, 31.01, 15.0)


@pytest.fixture
def second(room: Room, qtbot: QtBot) -> Iterator[SecondMap]:
    def furnish_pane(pane: MapPane, banner: Banner, live: LiveMap) -> MapDesks:
        kit = replace(room.kit, notices=Notices(banner))
        return furnish(pane, kit, room.feed, live, is_second=True)

    made = SecondMap(room.window.map, room.town.store, room.feed, furnish_pane, "", room.window)
    made.selected.connect(room.wall.select)
    made.action_asked.connect(room.desk.perform)
    made.asked.connect(room.wall.perform)
    room.wall.focused.connect(made.set_focus)
    room.window.closed.connect(made.close)
    made.toggle()
    with qtbot.waitExposed(opened(made)):
        pass
    opened(made).pane.canvas.set_animated(False)
    room.window.map.set_animated(False)
    yield made
    made.close()


def opened(second: SecondMap) -> MapWindow:
    assert second.window is not None
    return second.window


def zoom_and_place(view: MapView) -> tuple[float, float, float]:
    return view.lon, view.lat, view.zoom


def test_it_shows_the_town_and_follows_it(room: Room, second: SecondMap) -> None:
    canvas = opened(second).pane.canvas
    points = canvas._scene.points
    assert points.level[points.row("stream:W1")] == Level.RED
    assert [mark.id for mark in canvas._scene.teams] == ["team:T1", "team:T2"]
    room.town.put(ev.AlertRaised(fake.alert("r", "R1", Level.ORANGE, age_ms=0)))
    room.feed.changed.emit(room.town.store.drain())
    assert points.level[points.row("stream:R1")] == Level.ORANGE


def test_it_goes_with_the_wall_and_the_wall_with_it(room: Room, second: SecondMap) -> None:
    canvas = opened(second).pane.canvas
    room.window.map.set_view(VIEW)
    assert zoom_and_place(canvas.view()) == pytest.approx(zoom_and_place(VIEW))
    canvas.set_view(MapView(121.02, 31.0, 13.0))
    assert zoom_and_place(room.window.map.view()) == pytest.approx((121.02, 31.0, 13.0))


def test_locked_it_stays_and_shows_that_it_is(room: Room, second: SecondMap) -> None:
    pane = opened(second).pane
    room.window.map.set_view(VIEW)
    pane.toolbar.button(LOCK).click()
    room.window.map.set_view(MapView(121.02, 31.0, 13.0))
    assert zoom_and_place(pane.canvas.view()) == pytest.approx(zoom_and_place(VIEW))
    assert pane.canvas.extent_locked()
    assert pane.toolbar.button(LOCK).isChecked()
    assert not pane.toolbar.button(LINK).isChecked()
    pane.toolbar.button(LOCK).click()
    assert zoom_and_place(pane.canvas.view()) == pytest.approx((121.02, 31.0, 13.0))
    assert pane.toolbar.button(LINK).isChecked()


def test_let_go_it_moves_by_itself(room: Room, second: SecondMap) -> None:
    pane = opened(second).pane
    room.window.map.set_view(VIEW)
    pane.toolbar.button(LINK).click()
    pane.canvas.set_view(MapView(121.02, 31.0, 13.0))
    assert zoom_and_place(room.window.map.view()) == pytest.approx(zoom_and_place(VIEW))
    assert not pane.toolbar.button(LINK).isChecked()


def test_linking_unlocks(second: SecondMap) -> None:
    pane = opened(second).pane
    pane.toolbar.button(LOCK).click()
    pane.toolbar.button(LINK).click()
    assert not pane.canvas.extent_locked()
    assert second.links is not None
    assert second.links.linked


def test_what_is_selected_in_one_is_selected_in_both(room: Room, second: SecondMap) -> None:
    canvas = opened(second).pane.canvas
    canvas.picked.emit("stream:W1")
    assert room.wall.focus.id == "stream:W1"
    assert canvas.selected() == "stream:W1"
    room.wall.select("stream:H1")
    assert canvas.selected() == "stream:H1"
    canvas.background_clicked.emit()
    assert room.window.map.selected() is None


def test_its_keys_are_its_own_and_the_walls(room: Room, second: SecondMap) -> None:
    window = opened(second)
    window.activateWindow()
    QTest.keyClick(window, Qt.Key.Key_M)
    assert window.pane.toolbar.button("measure").isChecked()
    assert room.desks.tools.mode == ""
    QTest.keyClick(window, Qt.Key.Key_Escape)
    room.wall.select("stream:W1")
    QTest.keyClick(window, Qt.Key.Key_A)
    assert room.sent == [cmd.AcknowledgeAlert("a1")]


def test_full_screen_is_its_own(room: Room, second: SecondMap) -> None:
    window = opened(second)
    QTest.keyClick(window, Qt.Key.Key_F11)
    assert window.isFullScreen()
    assert not room.window.isFullScreen()
    QTest.keyClick(window, Qt.Key.Key_F11)
    assert not window.isFullScreen()


def test_it_has_lists_of_its_own(room: Room, second: SecondMap) -> None:
    window = opened(second)
    room.wall.select("stream:W1")
    QTest.keyClick(window, Qt.Key.Key_V)
    assert window.pane.places.isVisible()
    assert not room.window.pane.places.isVisible()


def test_it_closes_with_its_key_and_opens_where_it_stood(
    room: Room, second: SecondMap, qtbot: QtBot
) -> None:
    window = opened(second)
    window.resize(700, 560)
    with qtbot.waitSignal(second.moved) as moved:
        QTest.keyClick(window, Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier)
    assert second.window is None
    assert moved.args[0]
    second.toggle()
    assert (opened(second).width(), opened(second).height()) == (700, 560)


def test_it_closes_with_the_wall(room: Room, second: SecondMap) -> None:
    window = opened(second)
    room.window.close()
    assert second.window is None
    assert not window.isVisible()


def test_the_town_goes_on_after_it_closed(room: Room, second: SecondMap) -> None:
    second.toggle()
    room.town.put(ev.AlertRaised(fake.alert("r", "R1", Level.ORANGE, age_ms=0)))
    room.feed.changed.emit(room.town.store.drain())
    room.feed.ticked.emit()
    room.wall.select("stream:R1")
    second.set_words()
    assert second.window is None


@pytest.mark.parametrize("geometry", ["", "not base64 ÿ", "AAAA"])
def test_a_place_that_cannot_be_read_is_ignored(qtbot: QtBot, geometry: str) -> None:
    window = MapWindow()
    size = window.size()
    window.restore(geometry)
    assert window.size() == size
    window.close()


def test_those_who_furnish_more_are_told(room: Room, second: SecondMap) -> None:
    second.toggle()
    told: list[MapDesks] = []
    second.opened.connect(told.append)
    second.toggle()
    assert len(told) == 1
    assert told[0].tools.is_tool(ActionId.MEASURE_AREA)

"""The menu of whatever is under the cursor, by mouse and by key."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QApplication, QMenu

from desktop.actions.catalogue import ActionId
from desktop.state.values import PendingCommand
from desktop.views.map.markup_dialog import MarkupDialog
from desktop.views.map.sheets import Sheet
from services.contract import commands as cmd
from services.contract import events as ev
from services.contract.model import Markup, MarkupKind
from tests.fakes.town import NOW
from tests.unit.desktop.views.conftest import Room
from tests.unit.desktop.views.map.hands import WEST_PLACE, key, listed, right_click, trigger
from widgets.map.values import Tool

W1 = (121.001, 31.001)
W2 = (121.03, 31.01)


def menu(room: Room) -> QMenu:
    found = room.desks.menu.menu()
    assert found is not None
    return found


def texts(of: QMenu) -> list[str]:
    return [action.text().partition("\t")[0] for action in of.actions() if action.text()]


def entry(of: QMenu, text: str) -> QAction:
    return next(a for a in of.actions() if a.text().partition("\t")[0] == text)


def submenu(of: QMenu, text: str) -> QMenu:
    found = entry(of, text).menu()
    assert isinstance(found, QMenu)
    return found


def test_a_thing_offers_its_actions_with_their_keys(room: Room) -> None:
    right_click(room, 121.039, 31.019)
    assert texts(menu(room)) == ["南闸", "选择", "飞到该处", "周边", "复制坐标"]
    room.desks.menu.open("stream:W1", *W1, room.window.pos())
    found = menu(room)
    assert {"确认告警", "派遣队伍…", "结案…", "记一笔…"} <= set(texts(found))
    assert entry(found, "确认告警").text().endswith("\tA")


def test_an_action_is_done_to_the_thing_of_the_menu_not_to_the_selection(room: Room) -> None:
    room.wall.select("stream:H1")
    room.desks.menu.open("stream:W1", *W1, room.window.pos())
    entry(menu(room), "确认告警").trigger()
    assert room.sent == [cmd.AcknowledgeAlert("a1")]
    assert room.wall.focus.id == "stream:H1"


def test_what_cannot_be_done_now_says_why(room: Room) -> None:
    waiting = PendingCommand("x", cmd.AcknowledgeAlert("a1"), NOW)
    room.town.store.set_commands([waiting], [])
    room.desks.menu.open("stream:W1", *W1, room.window.pos())
    action = entry(menu(room), "确认告警（指令待发送）")
    assert not action.isEnabled()


def test_select_fly_and_nearby(room: Room) -> None:
    room.window.map.set_animated(False)
    room.desks.menu.open("asset:C2", *W2, room.window.pos())
    found = menu(room)
    entry(found, "选择").trigger()
    assert room.wall.focus.id == "asset:C2"
    entry(found, "飞到该处").trigger()
    assert room.window.map.view().lon == pytest.approx(121.0302)
    submenu(found, "周边").actions()[0].trigger()
    assert room.desks.around.query is not None
    assert room.desks.around.query.radius_m == 200
    assert room.desks.around.query.name == "河浜路球机"


def test_the_ground_says_where_it_is(room: Room) -> None:
    right_click(room, *WEST_PLACE)
    found = menu(room)
    assert texts(found)[0].startswith("东村 · 31.010")
    entry(found, "这里的坐标").trigger()
    assert len(listed(room)) == 5


def test_nearby_of_the_ground(room: Room) -> None:
    right_click(room, *WEST_PLACE)
    submenu(menu(room), "周边").actions()[3].trigger()
    query = room.desks.around.query
    assert query is not None
    assert (query.lon, query.lat) == pytest.approx(WEST_PLACE, abs=1e-4)
    assert query.radius_m == 2000


def test_a_measure_begins_where_the_menu_was_asked(room: Room) -> None:
    room.desks.menu.open("", *WEST_PLACE, room.window.pos())
    entry(menu(room), "从这里量距离").trigger()
    assert room.window.map.tool() is Tool.MEASURE_LINE
    room.window.map.put_corner(121.02, 31.0105)
    room.window.map._hand.finish()
    (measure,) = room.desks.sheets.on(Sheet.MEASURES)
    assert measure.lonlat[0] == pytest.approx(WEST_PLACE, abs=1e-6)

    room.desks.menu.open(measure.id, *WEST_PLACE, room.window.pos())
    entry(menu(room), "移除该量测").trigger()
    assert room.desks.sheets.on(Sheet.MEASURES) == ()


def test_a_markup_begins_where_the_menu_was_asked(room: Room) -> None:
    room.desks.menu.open("", *WEST_PLACE, room.window.pos())
    submenu(menu(room), "在这里标绘").actions()[0].trigger()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, MarkupDialog)
    dialog.accept()
    (body,) = room.sent
    assert isinstance(body, cmd.DrawMarkup)
    assert (body.kind, body.lonlat) == (MarkupKind.POINT, (WEST_PLACE,))


def test_coordinates_are_copied_in_each_system(room: Room) -> None:
    room.desks.menu.open("", *WEST_PLACE, room.window.pos())
    for action in submenu(menu(room), "复制坐标").actions():
        action.trigger()
        assert QGuiApplication.clipboard().text() == action.text().partition("　")[2]


def test_a_markup_can_be_changed_and_erased(room: Room) -> None:
    room.town.put(ev.MarkupDrawn(Markup("m", MarkupKind.POINT, (WEST_PLACE,), text="封路")))
    room.feed.changed.emit(room.town.store.drain())
    right_click(room, *WEST_PLACE)
    found = menu(room)
    assert texts(found)[0] == "封路"
    entry(found, "擦除标绘").trigger()
    assert room.sent == [cmd.EraseMarkup("m")]


def test_the_circle_of_a_query_is_ground(room: Room) -> None:
    room.desks.menu.open("local:around", *WEST_PLACE, room.window.pos())
    assert "从这里量距离" in texts(menu(room))


@pytest.mark.parametrize("selected", ["stream:W1", "asset:C1", "team:T1", "case:c1", "alert:a1"])
def test_the_key_opens_the_menu_of_what_is_selected(room: Room, selected: str) -> None:
    room.wall.select(selected)
    key(room, Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier)
    assert "选择" in texts(menu(room))
    assert room.desks.menu.menu() is not None


def test_without_a_selection_the_key_opens_the_menu_of_the_middle(room: Room) -> None:
    key(room, Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier)
    assert "从这里量距离" in texts(menu(room))


def test_another_menu_takes_the_place_of_the_first(room: Room) -> None:
    right_click(room, *WEST_PLACE)
    first = menu(room)
    right_click(room, *W2)
    assert menu(room) is not first
    assert not first.isVisible()
    menu(room).close()
    assert room.desks.menu.menu() is None


def test_tools_are_let_go_before_another_is_taken(room: Room) -> None:
    trigger(room, ActionId.MEASURE_AREA)
    room.desks.menu.open("", *WEST_PLACE, room.window.pos())
    entry(menu(room), "从这里量距离").trigger()
    assert room.desks.tools.mode == ActionId.MEASURE_LENGTH

"""Redlining: drawn by hand, asked for in words, sent as a command, shown to everyone."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip

from desktop.actions.catalogue import ActionId
from desktop.state.values import PendingCommand
from desktop.views.map.markup_dialog import MarkupDialog
from desktop.views.map.sheets import Sheet
from services.contract import commands as cmd
from services.contract import events as ev
from services.contract.model import Markup, MarkupKind
from tests.fakes.town import MIN, NOW
from tests.unit.desktop.views.conftest import Room
from tests.unit.desktop.views.map.hands import click, drag, listed, pixel, trigger
from widgets.map.values import MarkupRole, Tool

PLACE = (121.0105, 31.0105)
DRAWN = Markup(
    "m1",
    MarkupKind.POINT,
    (PLACE,),
    text="封路",
    role="danger",
    drawn_at_ms=NOW - 3 * MIN,
    drawn_by="陈立",
)


def dialog() -> MarkupDialog:
    found = QApplication.activeModalWidget()
    assert isinstance(found, MarkupDialog)
    return found


def answer(text: str, role: MarkupRole) -> None:
    asked = dialog()
    asked._text.setText(text)
    asked._role.setCurrentIndex(asked._role.findData(role.value))
    asked.accept()


def put(room: Room, markup: Markup = DRAWN) -> None:
    room.town.put(ev.MarkupDrawn(markup))
    room.feed.changed.emit(room.town.store.drain())


def sent(room: Room) -> cmd.OperatorCommand:
    (body,) = room.sent
    return body


def test_a_point_is_drawn_with_its_words(room: Room) -> None:
    trigger(room, ActionId.MARK_POINT)
    click(room, *PLACE)
    answer("集结点", MarkupRole.SAFE)
    body = sent(room)
    assert isinstance(body, cmd.DrawMarkup)
    assert (body.kind, body.text, body.role) == (MarkupKind.POINT, "集结点", "safe")
    assert body.lonlat[0] == pytest.approx(PLACE, abs=1e-4)
    assert body.markup
    assert room.window.map.tool() is Tool.PAN


@pytest.mark.parametrize(
    ("tool", "kind", "corners"),
    [
        (ActionId.MARK_LINE, MarkupKind.LINE, 2),
        (ActionId.MARK_POLYGON, MarkupKind.POLYGON, 3),
    ],
)
def test_a_shape_of_corners_is_drawn(
    room: Room, tool: ActionId, kind: MarkupKind, corners: int
) -> None:
    trigger(room, tool)
    for corner in ((121.005, 31.005), (121.015, 31.005), (121.015, 31.015))[:corners]:
        click(room, *corner)
    QTest.keyClick(room.window.map, Qt.Key.Key_Return)
    answer("", MarkupRole.NOTE)
    body = sent(room)
    assert isinstance(body, cmd.DrawMarkup)
    assert (body.kind, len(body.lonlat), body.role) == (kind, corners, "note")


def test_a_circle_is_its_middle_and_its_radius(room: Room) -> None:
    trigger(room, ActionId.MARK_CIRCLE)
    drag(room, (121.01, 31.01), (121.012, 31.01))
    answer("警戒", MarkupRole.CAUTION)
    body = sent(room)
    assert isinstance(body, cmd.DrawMarkup)
    assert len(body.lonlat) == 1
    assert body.radius_m == pytest.approx(191, abs=20)


def test_a_text_needs_words(room: Room) -> None:
    trigger(room, ActionId.MARK_TEXT)
    click(room, *PLACE)
    answer(" ", MarkupRole.ACCENT)
    assert room.sent == []
    answer("绕行", MarkupRole.ACCENT)
    body = sent(room)
    assert isinstance(body, cmd.DrawMarkup)
    assert (body.kind, body.text) == (MarkupKind.TEXT, "绕行")


def test_cancelling_the_dialog_draws_nothing(room: Room) -> None:
    trigger(room, ActionId.MARK_POINT)
    click(room, *PLACE)
    dialog().reject()
    assert room.sent == []
    assert room.desks.sheets.on(Sheet.REDLINE) == ()


def test_what_the_town_has_is_on_the_map(room: Room) -> None:
    put(room)
    (shown,) = room.desks.sheets.on(Sheet.REDLINE)
    assert (shown.id, shown.text, shown.role) == ("markup:m1", "封路", MarkupRole.DANGER)
    room.town.put(ev.MarkupErased(DRAWN))
    room.feed.changed.emit(room.town.store.drain())
    assert room.desks.sheets.on(Sheet.REDLINE) == ()


def test_what_waits_is_on_the_map_and_says_so(room: Room) -> None:
    body = cmd.DrawMarkup("n", MarkupKind.POINT, (PLACE,), text="集结点")
    room.town.store.set_commands([PendingCommand("x", body, NOW)], [])
    room.feed.changed.emit(room.town.store.drain())
    (shown,) = room.desks.sheets.on(Sheet.REDLINE)
    assert (shown.text, shown.role) == ("集结点（待发送）", MarkupRole.FAINT)
    assert shown.is_pending


def test_an_erased_markup_can_be_had_back(room: Room) -> None:
    put(room)
    room.desks.redline.erase("markup:m1")
    assert room.sent == [cmd.EraseMarkup("m1")]
    banner = room.window.banner
    assert "已删除标绘：封路" in banner.accessibleName()
    banner.action_button().click()
    again = room.sent[1]
    assert isinstance(again, cmd.DrawMarkup)
    assert (again.markup, again.text, again.role) == ("m1", "封路", "danger")
    assert not banner.isVisible()


def test_undoing_twice_draws_once(room: Room) -> None:
    put(room)
    room.desks.redline.erase("markup:m1")
    banner = room.window.banner
    banner.action_button().click()
    banner.triggered.emit(banner.message_id())
    assert len(room.sent) == 2


def test_words_and_meaning_can_be_changed(room: Room) -> None:
    put(room)
    room.desks.redline.edit("markup:m1")
    assert dialog()._text.text() == "封路"
    answer("解封", MarkupRole.SAFE)
    assert room.sent == [cmd.ChangeMarkup("m1", DRAWN.lonlat, 0.0, "解封", "safe")]


def test_a_change_of_nothing_is_not_sent(room: Room) -> None:
    put(room)
    room.desks.redline.edit("markup:m1")
    dialog().accept()
    assert room.sent == []


def test_resting_on_a_markup_tells_whose_it_is(room: Room) -> None:
    put(room)
    at = pixel(room.window.pane, *PLACE)
    on_desktop = room.window.map.mapToGlobal(at)
    QApplication.sendEvent(room.window.map, QHelpEvent(QEvent.Type.ToolTip, at, on_desktop))
    assert QToolTip.text() == "封路\n危险 · 陈立 · 3 分前"
    QToolTip.hideText()
    assert room.desks.redline.describe("stream:W1") == ""


def test_resting_on_the_ground_tells_nothing(room: Room) -> None:
    put(room)
    nowhere = QPoint(3, 3)
    event = QHelpEvent(QEvent.Type.ToolTip, nowhere, room.window.map.mapToGlobal(nowhere))
    assert not room.desks.redline.eventFilter(room.window.map, event)


def test_the_list_of_all_flies_to_each(room: Room) -> None:
    room.window.map.set_animated(False)
    put(room)
    trigger(room, "markup_list")
    assert listed(room) == ["markup:m1"]
    room.window.pane.places.selected.emit("markup:m1")
    free = room.window.pane.free_bounds()
    assert (free.west + free.east) / 2 == pytest.approx(PLACE[0], abs=5e-4)


def test_the_list_follows_the_town(room: Room) -> None:
    put(room)
    trigger(room, "markup_list")
    room.town.put(ev.MarkupErased(DRAWN))
    room.feed.changed.emit(room.town.store.drain())
    assert listed(room) == []
    assert room.window.pane.places.isVisible()


def _box(room: Room) -> tuple[str, str, str] | None:
    callout = room.window.map._scene.callout
    return None if callout is None else (callout.title, callout.text, callout.note)


def test_a_click_on_a_markup_opens_its_box_and_one_beside_it_closes_it(room: Room) -> None:
    put(room)
    click(room, *PLACE)
    assert _box(room) == ("封路", "危险", "陈立 · 3 分前")
    click(room, PLACE[0] + 0.004, PLACE[1])
    assert _box(room) is None


def test_the_box_goes_with_its_markup_and_by_esc(room: Room) -> None:
    put(room)
    click(room, *PLACE)
    assert room.desks.step_back()
    assert _box(room) is None
    click(room, *PLACE)
    room.town.put(ev.MarkupErased(DRAWN))
    room.feed.changed.emit(room.town.store.drain())
    assert _box(room) is None


def test_the_box_says_what_became_of_the_markup(room: Room) -> None:
    put(room)
    click(room, *PLACE)
    put(room, replace(DRAWN, text="解封", role="safe"))
    room.desks.redline.pass_time()
    assert _box(room) == ("解封", "安全", "陈立 · 3 分前")


def test_a_box_of_something_else_is_left_alone(room: Room) -> None:
    put(room)
    click(room, *PLACE)
    room.desks.here.show(*PLACE, "某处")
    room.desks.redline.refresh()
    room.desks.redline.close()
    found = _box(room)
    assert found is not None and found[0] == "某处"

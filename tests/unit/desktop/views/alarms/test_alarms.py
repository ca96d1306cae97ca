"""The windows beside the wall: opened, in step, closed at no cost."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.actions.catalogue import ActionId
from desktop.models.tile_presenter import Still
from desktop.state.values import PendingCommand, Status
from services.contract import commands as cmd
from services.contract import events as ev
from services.contract.model import Level
from tests.fakes import flood
from tests.fakes import town as fake
from tests.fakes.town import NOW
from tests.unit.desktop.views.alarms.conftest import Desk
from widgets.boards.text import ElidedLabel
from widgets.gallery import sample_still


def test_the_flood_is_six_lines(desk: Desk) -> None:
    assert len(desk.lines) == 6
    assert desk.lines[0] == "group:w7"


def test_a_change_shows_in_its_line_and_moves_no_other(desk: Desk) -> None:
    desk.choose("group:w3")
    before = desk.lines
    desk.put(ev.AlertAcknowledged("w7"), ev.AlertLevelRaised("bike", Level.RED, 1, "更重", "x"))
    assert desk.lines == before
    assert desk.window.table.alarm_model().line("group:w7").state == "未确认 3/4"


def test_opening_again_brings_the_same_window_to_the_front(desk: Desk) -> None:
    assert desk.alarms.show_table() is desk.window


def test_closed_it_listens_no_more_and_opens_with_what_is_then(desk: Desk) -> None:
    desk.window.close()
    assert desk.alarms.window is None
    desk.town.put(ev.AlertRaised(fake.alert("late", "W07", Level.RED, age_ms=0)))
    desk.qtbot.wait(100)
    window = desk.alarms.show_table()
    assert "alert:late" in window.table.alarm_model().ids()


def test_the_cursor_tells_the_wall_which_alert_it_is(desk: Desk, qtbot: QtBot) -> None:
    with qtbot.waitSignal(desk.alarms.selected) as told:
        desk.choose("alert:bike")
    assert told.args == ["alert:bike"]
    assert desk.window.detail.panel.detail_id() == "alert:bike"


def test_the_detail_asks_for_its_curve_and_its_pictures(desk: Desk, qtbot: QtBot) -> None:
    with (
        qtbot.waitSignal(desk.alarms.watch_asked) as curves,
        qtbot.waitSignal(desk.alarms.stills_asked) as pictures,
    ):
        desk.choose("group:w7")
    assert curves.args == [["W07"]]
    assert pictures.args[0][0] == "C-0101"


def test_a_picture_that_comes_in_is_shown(desk: Desk) -> None:
    desk.choose("group:w7")
    desk.stills["C-0101"] = Still(sample_still(), NOW, "a")
    desk.alarms.show_stills()
    assert desk.window.detail.cameras[0].isVisible()


def test_b_turns_to_the_areas_and_an_area_turns_back(desk: Desk) -> None:
    QTest.keyClick(desk.window, Qt.Key.Key_B)
    assert desk.window.shows_areas()
    assert len(desk.window.areas.tiles()) == 23
    desk.window.areas.picked.emit("area:N10")
    assert not desk.window.shows_areas()
    assert desk.lines == ("alert:bike",)


def test_nothing_is_done_with_what_the_areas_hide(desk: Desk) -> None:
    desk.choose("alert:bike")
    QTest.keyClick(desk.window, Qt.Key.Key_B)
    QTest.keyClick(desk.window.areas, Qt.Key.Key_A)
    assert desk.sent == []
    QTest.keyClick(desk.window.areas, Qt.Key.Key_Escape)
    assert not desk.window.shows_areas()
    assert desk.table.current == "alert:bike"


def test_the_panel_of_its_own_filters_the_table(desk: Desk) -> None:
    desk.window.close()
    board = desk.alarms.show_board()
    board.board.picked.emit("area:N15")
    window = desk.alarms.window
    assert window is not None
    assert window.table.alarm_model().ids() == ("group:w11",)
    board.step_back()
    assert desk.alarms.board is None


def test_the_panel_hears_of_changes_while_the_table_is_closed(desk: Desk) -> None:
    desk.window.close()
    board = desk.alarms.show_board()
    raised = fake.alert("n", "W07", Level.RED, age_ms=0, area="N20")
    desk.put(ev.AlertRaised(raised))
    desk.tick()
    tile = next(tile for tile in board.board.tiles() if tile.id == "area:N20")
    assert (tile.level, tile.unanswered) == (Level.RED, 1)


def test_the_status_says_how_it_stands(desk: Desk) -> None:
    with desk.qtbot.waitSignal(desk.feed.changed_beside, timeout=2000):
        desk.town.store.set_connection(status=Status.OFFLINE)
    said = [label.text() for label in desk.window.status.findChildren(ElidedLabel)]
    assert any("离线" in text for text in said)


def test_another_person_has_other_alerts_of_his_own(desk: Desk) -> None:
    desk.put(ev.AlertAcknowledged("w3"))
    desk.window.bar.mine_asked.emit()
    assert desk.lines == ("alert:w3",)
    with desk.qtbot.waitSignal(desk.feed.changed_beside, timeout=2000):
        desk.town.store.set_connection(user="zhang", name="张敏")
    assert desk.lines == ()


def test_a_state_that_is_replaced_is_taken_whole(desk: Desk) -> None:
    desk.choose("group:w7")
    other = flood.raised()
    flood.acknowledged(other, "bike")
    with desk.qtbot.waitSignal(desk.feed.changed_beside, timeout=2000):
        desk.town.store.replace_state(fake.busy().state)
    assert set(desk.lines) == {"alert:a1", "alert:a2"}
    with desk.qtbot.waitSignal(desk.feed.changed_beside, timeout=2000):
        desk.town.store.replace_state(other.state)
    assert len(desk.lines) == 6


def test_another_language_is_said_everywhere(desk: Desk) -> None:
    desk.alarms.set_words()
    assert desk.window.windowTitle() == "OneMap 告警表"
    assert desk.window.table.alarm_model().headerData(0, Qt.Orientation.Horizontal) == "等级"


def test_keys_of_the_wall_are_passed_on(desk: Desk, qtbot: QtBot) -> None:
    with qtbot.waitSignal(desk.alarms.asked) as told:
        QTest.keyClick(desk.window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert told.args == [ActionId.LANGUAGE]
    with qtbot.waitSignal(desk.alarms.help_asked) as told:
        QTest.keyClick(desk.window, Qt.Key.Key_F1)
    assert told.args == [desk.window]


def test_a_command_that_waits_is_hatched_and_then_told_as_done(desk: Desk) -> None:
    waiting = PendingCommand("p", cmd.AcknowledgeAlert("bike"), NOW)
    with desk.qtbot.waitSignal(desk.feed.changed_beside, timeout=2000):
        desk.town.store.set_commands([waiting], [])
    assert desk.window.table.alarm_model().line("alert:bike").sending == "pending"
    with desk.qtbot.waitSignal(desk.feed.changed_beside, timeout=2000):
        desk.town.store.set_commands([], [])
    assert desk.window.table.alarm_model().line("alert:bike").sending == ""
    assert desk.window.banner.isVisible()
    assert desk.window.banner.accessibleName() == "已完成：确认告警（1）"

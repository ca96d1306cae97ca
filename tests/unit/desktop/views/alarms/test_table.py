"""The table in step: what is read stays, what comes is counted, keys and choices."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.models.alarm_listing import QUIET_MS
from services.contract import events as ev
from services.contract.model import AlertState, Level
from tests.fakes import town as fake
from tests.unit.desktop.views.alarms.conftest import Desk


def fresh(id: str, level: Level = Level.RED) -> ev.AlertRaised:
    return ev.AlertRaised(fake.alert(id, "W07", level, age_ms=0, area="N16"))


def press(desk: Desk, key: Qt.Key, shift: bool = False) -> None:
    modifier = Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
    QTest.keyClick(desk.window.table, key, modifier)


def test_new_alerts_wait_at_the_edge_while_something_is_chosen(desk: Desk) -> None:
    desk.choose("group:w3")
    desk.put(fresh("n1"), fresh("n2"))
    desk.tick()
    assert desk.window.edge.arrivals.text() == "有 2 条新告警（U）"
    assert "alert:n1" not in desk.lines
    press(desk, Qt.Key.Key_U)
    assert desk.lines[0].startswith("alert:n")
    assert desk.window.edge.arrivals.text() == ""
    assert desk.table.current == "group:w3"


def test_with_nobody_at_it_the_table_follows(desk: Desk) -> None:
    desk.put(fresh("n1"))
    desk.tick()
    assert "alert:n1" in desk.lines


def test_a_hand_on_it_holds_it_for_a_while(desk: Desk) -> None:
    now = [1000.0]
    desk.table._monotonic = lambda: now[0]
    desk.window.table.touched.emit()
    desk.put(fresh("n1"))
    desk.tick()
    assert "alert:n1" not in desk.lines
    now[0] += QUIET_MS / 1000
    desk.tick()
    assert "alert:n1" in desk.lines


def test_j_and_k_move_and_shift_marks(desk: Desk) -> None:
    desk.choose_nothing()
    press(desk, Qt.Key.Key_J)
    assert desk.table.current == desk.lines[0]
    press(desk, Qt.Key.Key_J, shift=True)
    assert desk.table.lines_chosen() == desk.lines[:2]
    press(desk, Qt.Key.Key_K)
    assert desk.table.current == desk.lines[0]
    assert desk.window.edge.marked.text() == "已标记 2 行"


def test_escape_takes_away_the_marks_and_then_the_cursor(desk: Desk) -> None:
    press(desk, Qt.Key.Key_Space)
    press(desk, Qt.Key.Key_Escape)
    assert (desk.window.table.marks(), desk.table.current) == ((), desk.lines[1])
    press(desk, Qt.Key.Key_Escape)
    assert desk.table.current == ""
    assert desk.window.detail.panel.detail_id() is None


def test_enter_opens_a_group_and_closes_it(desk: Desk) -> None:
    desk.choose("group:f0")
    press(desk, Qt.Key.Key_Return)
    at = desk.lines.index("group:f0")
    assert desk.lines[at + 1 : at + 4] == ("alert:f0", "alert:pump", "held:f0")
    press(desk, Qt.Key.Key_Return)
    assert len(desk.lines) == 6


def test_z_shows_every_alert_for_itself(desk: Desk) -> None:
    press(desk, Qt.Key.Key_Z)
    assert len(desk.lines) == 14
    assert all(line.startswith("alert:") for line in desk.lines)


def test_opened_it_shows_the_worst_first_and_tells_the_wall_nothing(desk: Desk) -> None:
    assert desk.table.current == desk.lines[0] == "group:w7"
    assert desk.window.detail.panel.detail_id() == "group:w7"


def test_the_cursor_it_was_given_stays_on_its_line_while_the_table_follows(desk: Desk) -> None:
    desk.put(ev.AlertReturnedToNormal("w7", 0.0), fresh("n1"))
    desk.tick()
    assert "alert:n1" in desk.lines
    assert desk.table.current == "group:w7"


def test_grouped_or_flat_the_cursor_stays_with_its_alert(desk: Desk) -> None:
    desk.choose("group:f0")
    press(desk, Qt.Key.Key_Z)
    assert desk.table.current == "alert:f0"
    assert desk.window.detail.panel.detail_id() == "alert:f0"
    press(desk, Qt.Key.Key_Z)
    assert desk.table.current == "group:f0"


def test_a_group_chosen_stands_for_its_open_alerts(desk: Desk) -> None:
    desk.choose("group:f0")
    assert set(desk.table.alerts_chosen()) == {"f0", "pump"}


def test_digits_sort_and_alt_adds(desk: Desk) -> None:
    press(desk, Qt.Key.Key_Z)
    QTest.keyClick(desk.window.table, Qt.Key.Key_5)
    QTest.keyClick(desk.window.table, Qt.Key.Key_3, Qt.KeyboardModifier.AltModifier)
    assert [sort.column for sort in desk.table.listing.sorts] == ["place", "since_ms"]
    head = desk.window.table.alarm_model().headerData(4, Qt.Orientation.Horizontal)
    assert head == "片区 ↑①"


def test_slash_goes_to_the_words_and_they_narrow_at_once(desk: Desk) -> None:
    QTest.keyClick(desk.window.table, Qt.Key.Key_Slash)
    assert desk.window.focusWidget() is desk.window.bar.words
    QTest.keyClicks(desk.window.bar.words, "w03")
    assert desk.lines == ("group:w3",)
    QTest.keyClick(desk.window.bar.words, Qt.Key.Key_Return)
    assert desk.window.focusWidget() is desk.window.table
    press(desk, Qt.Key.Key_F, shift=True)
    assert len(desk.lines) == 6 and desk.window.bar.words.text() == ""


def test_escape_in_the_words_clears_them_and_then_goes_back_to_the_cursor(desk: Desk) -> None:
    desk.choose("group:w3")
    QTest.keyClick(desk.window.table, Qt.Key.Key_Slash)
    QTest.keyClicks(desk.window.bar.words, "w03")
    QTest.keyClick(desk.window.bar.words, Qt.Key.Key_Escape)
    assert desk.window.bar.words.text() == ""
    assert desk.window.focusWidget() is desk.window.bar.words
    QTest.keyClick(desk.window.bar.words, Qt.Key.Key_Escape)
    assert desk.window.focusWidget() is desk.window.table
    assert desk.table.current == "group:w3"


def test_letters_typed_into_the_words_are_no_keys(desk: Desk) -> None:
    desk.choose("group:w3")
    desk.window.bar.words.setFocus()
    QTest.keyClicks(desk.window.bar.words, "a")
    assert desk.sent == []


@pytest.mark.parametrize(("state", "count"), [(AlertState.SUPPRESSED, 1), (AlertState.SHELVED, 0)])
def test_what_is_held_is_shown_when_asked_for(desk: Desk, state: AlertState, count: int) -> None:
    for each in (AlertState.UNACKNOWLEDGED, AlertState.RETURNED_UNACKNOWLEDGED):
        desk.window.bar.state_asked.emit(state)
        desk.window.bar.state_asked.emit(each)
        desk.window.bar.state_asked.emit(state)
    desk.window.bar.state_asked.emit(state)
    desk.window.bar.state_asked.emit(AlertState.ACKNOWLEDGED)
    assert len(desk.lines) == count


def test_the_edge_says_how_much_is_shown(desk: Desk) -> None:
    assert desk.window.edge.shown.text() == "14 条告警并成 6 行（在册 23）"


def test_an_empty_table_tells_a_filter_from_calm(desk: Desk) -> None:
    desk.window.bar.level_asked.emit("4")
    desk.window.bar.area_asked.emit("N20")
    assert desk.lines == ()
    assert "筛选" in desk.window.table._empty_text


def test_what_was_in_sight_is_remembered(desk: Desk) -> None:
    assert desk.table.has_seen("bike")
    assert not desk.table.has_seen("w7")
    desk.table.fold("group:w7", True)
    desk.tick()
    assert desk.table.has_seen("w7")

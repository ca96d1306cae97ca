"""The alarm table under the hand: cursor, marks, folds, and what stays where it is read."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from widgets.alarms.line_painter import ROW_HEIGHT
from widgets.alarms.values import AlarmLine, Column
from widgets.alarms.view import AlarmView
from widgets.theme.style import apply_theme
from widgets.theme.tokens import Level


def tell(id: str) -> AlarmLine:
    return AlarmLine(id, Level.RED, title=id, is_expanded=False if id.startswith("g") else None)


@pytest.fixture
def view(qtbot: QtBot, qapp: QApplication) -> AlarmView:
    apply_theme(qapp)
    made = AlarmView()
    qtbot.addWidget(made)
    made.alarm_model().set_teller(tell)
    made.resize(1400, 400)
    made.set_lines([f"a{number:03}" for number in range(100)])
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    made.setFocus()
    qtbot.waitUntil(made.hasFocus, timeout=2000)
    return made


def y_of(view: AlarmView, id: str) -> int:
    return view.visualRect(view.alarm_model().index_of(id)).top()


def test_nothing_has_the_cursor_until_somebody_puts_it(view: AlarmView) -> None:
    assert view.current_id() == ""
    view.step(1)
    assert view.current_id() == "a000"
    view.step(1)
    assert view.current_id() == "a001"


def test_the_arrows_move_the_cursor_and_tell(view: AlarmView, qtbot: QtBot) -> None:
    view.set_current("a003")
    with qtbot.waitSignal(view.selected) as told:
        QTest.keyClick(view, Qt.Key.Key_Down)
    assert told.args == ["a004"]
    QTest.keyClick(view, Qt.Key.Key_Up)
    assert view.current_id() == "a003"


def test_to_set_the_cursor_tells_nobody(view: AlarmView, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(view.selected):
        view.set_current("a005")


def test_space_marks_and_goes_on(view: AlarmView) -> None:
    view.set_current("a000")
    QTest.keyClick(view, Qt.Key.Key_Space)
    QTest.keyClick(view, Qt.Key.Key_Space)
    assert view.marks() == ("a000", "a001")
    view.set_current("a000")
    QTest.keyClick(view, Qt.Key.Key_Space)
    assert view.marks() == ("a001",)


def test_shift_and_an_arrow_mark_both_lines(view: AlarmView) -> None:
    view.set_current("a002")
    QTest.keyClick(view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert view.marks() == ("a002", "a003")


def test_ctrl_a_marks_all_and_marks_can_be_cleared(view: AlarmView) -> None:
    QTest.keyClick(view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert len(view.marks()) == 100
    view.clear_marks()
    assert view.marks() == ()


@pytest.mark.parametrize(
    ("modifier", "marks"),
    [
        (Qt.KeyboardModifier.ControlModifier, ("a004",)),
        (Qt.KeyboardModifier.ShiftModifier, ("a002", "a003", "a004")),
    ],
)
def test_a_click_with_a_key_marks(
    view: AlarmView, modifier: Qt.KeyboardModifier, marks: tuple[str, ...]
) -> None:
    view.set_current("a002")
    place = view.visualRect(view.alarm_model().index_of("a004")).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, modifier, place)
    assert view.marks() == marks
    assert view.current_id() == "a002"


def test_enter_and_a_double_click_activate(view: AlarmView, qtbot: QtBot) -> None:
    view.set_current("a001")
    with qtbot.waitSignal(view.activated_id) as told:
        QTest.keyClick(view, Qt.Key.Key_Return)
    assert told.args == ["a001"]


def test_right_opens_a_group_and_left_does_not(view: AlarmView, qtbot: QtBot) -> None:
    view.set_lines(["g1", "a001"])
    view.set_current("g1")
    with qtbot.waitSignal(view.fold_asked) as told:
        QTest.keyClick(view, Qt.Key.Key_Right)
    assert told.args == ["g1", True]
    with qtbot.assertNotEmitted(view.fold_asked):
        QTest.keyClick(view, Qt.Key.Key_Left)


def test_a_click_on_the_sign_of_a_group_opens_it(view: AlarmView, qtbot: QtBot) -> None:
    view.set_lines(["g1", "a001"])
    x = view.columnViewportPosition(int(Column.TITLE)) + 12
    place = QPoint(x, ROW_HEIGHT // 2)
    with qtbot.waitSignal(view.fold_asked):
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)


def test_letters_are_left_to_the_window(view: AlarmView) -> None:
    QTest.keyClicks(view, "a0")
    assert view.current_id() == ""


def test_the_line_that_is_read_stays_where_it_is(view: AlarmView) -> None:
    view.set_current("a050")
    view.verticalScrollBar().setValue(48 * ROW_HEIGHT + 7)
    before = y_of(view, "a050")
    fresh = [f"new{number}" for number in range(30)]
    view.set_lines([*fresh, *view.alarm_model().ids()])
    assert y_of(view, "a050") == before
    view.set_lines([f"r{n}" for n in range(300)] + ["a050"] + [f"s{n}" for n in range(300)])
    assert y_of(view, "a050") == before
    assert view.current_id() == "a050"


def test_without_a_cursor_the_first_line_in_sight_stays(view: AlarmView) -> None:
    view.verticalScrollBar().setValue(20 * ROW_HEIGHT)
    view.set_lines(["new", *view.alarm_model().ids()])
    assert y_of(view, "a020") == 0


def test_at_the_top_without_a_cursor_new_lines_are_seen(view: AlarmView) -> None:
    view.set_lines(["new", *view.alarm_model().ids()])
    assert y_of(view, "new") == 0


def test_cursor_and_marks_come_back_with_their_lines(view: AlarmView, qtbot: QtBot) -> None:
    view.set_current("a001")
    view.toggle_mark()
    view.set_current("a001")
    with qtbot.assertNotEmitted(view.selected):
        view.set_lines(["a002"])
        assert view.current_id() == "a001"
        view.set_lines(["a002", "a001"])
    assert view.currentIndex().row() == 1
    assert view.marks() == ("a001",)


def test_scrolling_is_a_touch_and_shows_others(view: AlarmView, qtbot: QtBot) -> None:
    with qtbot.waitSignals([view.touched, view.in_sight]):
        view.verticalScrollBar().setValue(10 * ROW_HEIGHT)
    first, end = view.rows_in_sight()
    assert first == 10 and end > 15


def test_lines_that_come_are_no_touch(view: AlarmView, qtbot: QtBot) -> None:
    view.set_current("a050")
    with qtbot.assertNotEmitted(view.touched):
        view.set_lines(["new", *view.alarm_model().ids()])


def test_a_head_asks_for_an_order_and_shift_adds_to_it(view: AlarmView, qtbot: QtBot) -> None:
    place = QPoint(view.columnViewportPosition(int(Column.AGE)) + 10, 10)
    for modifier, adding in (
        (Qt.KeyboardModifier.NoModifier, False),
        (Qt.KeyboardModifier.ShiftModifier, True),
    ):
        with qtbot.waitSignal(view.sort_asked) as told:
            QTest.mouseClick(view.heads.viewport(), Qt.MouseButton.LeftButton, modifier, place)
        assert told.args == [int(Column.AGE), adding]


def test_an_empty_table_says_why(view: AlarmView) -> None:
    view.set_lines([])
    plain = view.grab().toImage()
    view.set_empty_text("没有未了的告警")
    assert view.grab().toImage() != plain

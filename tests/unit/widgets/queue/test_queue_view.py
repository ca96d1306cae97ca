"""The queue view: selection by id, signals, elision."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt

from widgets.boards.text import fitted, text_width
from widgets.queue.delegate import ROW_HEIGHT
from widgets.queue.stages import StageStrip
from widgets.queue.view import QueueView
from widgets.theme.fonts import ui_font
from widgets.theme.tokens import Level
from widgets.values import QueueRow, RowEdit, StageCount


def rows(ids: str) -> list[QueueRow]:
    return [QueueRow(one, Level.ORANGE, "title " * 20, "sub", "12:00", "doing") for one in ids]


def shown(qtbot, ids: str) -> QueueView:
    view = QueueView(empty_text="nothing")
    qtbot.addWidget(view)
    view.resize(300, 400)
    view.set_rows(rows(ids))
    view.show()
    return view


def test_selection_follows_its_id_through_updates_without_signals(qtbot):
    view = shown(qtbot, "abc")
    view.set_selected("b")
    with qtbot.assertNotEmitted(view.selected):
        view.set_rows(rows("xcab"))
        assert view.currentIndex().row() == 3
        view.set_rows(rows("xca"))
        assert not view.currentIndex().isValid()
        assert view.selectedIndexes() == []
        view.set_rows(rows("bx"))
    assert view.currentIndex().row() == 0
    assert view.selected_id() == "b"


def test_selection_follows_its_id_through_edits_without_signals(qtbot):
    view = shown(qtbot, "abc")
    view.set_selected("b")
    a, b, x = rows("abx")
    with qtbot.assertNotEmitted(view.selected):
        view.edit_rows([RowEdit(1, 2, b), RowEdit(-1, 0, x)])
        assert [index.row() for index in view.selectedIndexes()] == [3]
        view.edit_rows([RowEdit(3, -1)])
        assert view.selectedIndexes() == []
        assert not view.currentIndex().isValid()
        view.edit_rows([RowEdit(-1, 0, b)])
    assert [index.row() for index in view.selectedIndexes()] == [0]
    view.edit_rows([RowEdit(1, 1, replace(a, id="z"))])
    assert view.selected_id() == "b"


def test_rows_that_come_into_sight_are_told_by_scrolling_and_resizing(qtbot):
    view = QueueView()
    qtbot.addWidget(view)
    view.resize(300, 3 * ROW_HEIGHT)
    view.set_rows([replace(rows("a")[0], id=str(at)) for at in range(100)])
    with qtbot.waitExposed(view):
        view.show()
    assert view.rows_in_sight() == (0, 4)
    with qtbot.waitSignal(view.in_sight) as seen:
        view.verticalScrollBar().setValue(10 * ROW_HEIGHT)
    assert seen.args == [10, 14]
    with qtbot.waitSignal(view.in_sight) as seen:
        view.resize(300, 5 * ROW_HEIGHT)
    assert seen.args == [10, 16]
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum())
    assert view.rows_in_sight() == (95, 100)


def test_rows_are_not_told_to_be_in_sight_while_they_change(qtbot):
    view = shown(qtbot, "abcdefghijklmnopqrst")
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum())
    view.set_selected("t")
    with qtbot.assertNotEmitted(view.in_sight):
        view.edit_rows([RowEdit(19, -1), RowEdit(18, -1)])


def test_click_and_arrow_select_and_enter_activates(qtbot):
    view = shown(qtbot, "abc")
    with qtbot.waitSignal(view.selected) as picked:
        at = view.visualRect(view.queue_model().index_of("a")).center()
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert picked.args == ["a"]
    with qtbot.waitSignal(view.selected) as picked:
        qtbot.keyClick(view, Qt.Key.Key_Down)
    assert picked.args == ["b"]
    with qtbot.waitSignal(view.activated_id) as opened:
        qtbot.keyClick(view, Qt.Key.Key_Return)
    assert opened.args == ["b"]


def test_states_of_a_row_look_different(qtbot):
    view = shown(qtbot, "a")
    base = rows("a")[0]
    images = [view.grab().toImage()]
    for state in ("pending", "overdue", "unacknowledged"):
        view.set_rows([replace(base, **{state: True})])
        images.append(view.grab().toImage())
    view.set_rows([])
    images.append(view.grab().toImage())
    for at, image in enumerate(images):
        assert all(image != other for other in images[at + 1 :])


def test_text_that_does_not_fit_ends_in_an_ellipsis(qapp):
    font = ui_font(14)
    short = fitted(font, "人民路下立交积水", 60)
    assert short.endswith("…")
    assert text_width(font, short) <= 61
    assert fitted(font, "人民", 200) == "人民"
    assert fitted(font, "人民", 0) == ""


def test_stage_emits_by_mouse_and_space_and_keeps_buttons(qtbot):
    strip = StageStrip()
    qtbot.addWidget(strip)
    strip.set_stages([StageCount("new", "New", 2), StageCount("done", "Done", 3, True)])
    strip.show()
    button = strip.button("done")
    with qtbot.waitSignal(strip.selected) as picked:
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert picked.args == ["done"]
    with qtbot.waitSignal(strip.selected):
        qtbot.keyClick(button, Qt.Key.Key_Space)
    strip.set_stages([StageCount("new", "New", 5), StageCount("done", "Done", 3)])
    assert strip.button("done") is button

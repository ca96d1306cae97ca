"""The list beside the map: what is chosen, how it closes, what it says when it is empty."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QListView
from pytestqt.qtbot import QtBot

from widgets.map.place_list import PlaceList, PlaceView
from widgets.map.place_rows import PlaceRow

ROWS = (PlaceRow("", "队伍"), PlaceRow("a", "一队"), PlaceRow("b", "二队"))


@pytest.fixture
def panel(qtbot: QtBot) -> PlaceList:
    made = PlaceList()
    qtbot.addWidget(made)
    made.set_texts("周边没有", "关闭")
    made.set_title("周边 500 米", "2 项")
    made.set_rows(ROWS)
    made.resize(320, 400)
    made.show()
    qtbot.waitExposed(made)
    return made


def view(panel: PlaceList) -> QListView:
    return panel.findChildren(QListView)[0]


def test_a_row_is_selected_a_heading_is_not(panel: PlaceList, qtbot: QtBot) -> None:
    rows = view(panel)
    told: list[str] = []
    panel.selected.connect(told.append)
    for number in (0, 2):
        place = rows.visualRect(rows.model().index(number, 0)).center()
        qtbot.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert told == ["b"]


def test_the_cross_and_esc_close(panel: PlaceList, qtbot: QtBot) -> None:
    with qtbot.waitSignal(panel.closed):
        qtbot.mouseClick(panel.close_button(), Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(panel.closed):
        qtbot.keyClick(panel, Qt.Key.Key_Escape)


def test_an_empty_list_says_so(panel: PlaceList) -> None:
    panel.set_rows(())
    said = [label.text() for label in panel.findChildren(QLabel) if label.isVisible()]
    assert said == ["周边没有"]
    assert not view(panel).isVisible()


def test_the_selection_follows_the_id(panel: PlaceList) -> None:
    panel.set_selected("b")
    chosen = view(panel).selectedIndexes()
    assert [index.data(Qt.ItemDataRole.UserRole).id for index in chosen] == ["b"]
    panel.set_selected("nobody")
    assert view(panel).selectedIndexes() == []


def test_a_digit_picks_the_row_that_shows_it_only_where_digits_count(qtbot: QtBot) -> None:
    told: list[str] = []
    for takes in (True, False):
        rows = PlaceView(takes_digits=takes)
        qtbot.addWidget(rows)
        rows.set_rows((PlaceRow("", "图", figure="3"), PlaceRow("a", "甲", figure="3")))
        rows.picked.connect(told.append)
        qtbot.keyClick(rows, Qt.Key.Key_3)
        qtbot.keyClick(rows, Qt.Key.Key_4)
        qtbot.keyClick(rows, Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    assert told == ["a"]

"""The filter bar asks; whether a choice is on is decided by whoever answers."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from widgets.alarms.filter_bar import FilterBar
from widgets.alarms.values import Choice
from widgets.theme.tokens import Level


@pytest.fixture
def bar(qtbot: QtBot) -> FilterBar:
    made = FilterBar()
    qtbot.addWidget(made)
    made.states.set_choices([Choice("a", "未确认", 3, True), Choice("b", "已搁置", 1)])
    made.levels.set_choices([Choice("4", "", 2, level=Level.RED, tip="红色")])
    made.packs.set_choices([Choice("", "全部", is_on=True), Choice("water", "积水", 4)])
    made.areas.set_choices([Choice("", "全部", is_on=True), Choice("N1", "东村", 2)])
    made.show()
    return made


def test_a_choice_shows_its_count_and_whether_it_is_on(bar: FilterBar) -> None:
    first, second = bar.states.buttons()
    assert (first.text(), first.isChecked()) == ("未确认 3", True)
    assert (second.text(), second.isChecked()) == ("已搁置 1", False)


def test_a_click_asks_and_changes_nothing_itself(bar: FilterBar, qtbot: QtBot) -> None:
    second = bar.states.buttons()[1]
    with qtbot.waitSignal(bar.state_asked) as told:
        QTest.mouseClick(second, Qt.MouseButton.LeftButton)
    assert told.args == ["b"]
    assert not second.isChecked()


def test_a_level_is_said_by_its_symbol_and_its_name(bar: FilterBar) -> None:
    (red,) = bar.levels.buttons()
    assert not red.icon().isNull()
    assert red.accessibleName() == "红色 2"


def test_fewer_choices_hide_the_buttons_left_over(bar: FilterBar) -> None:
    bar.states.set_choices([Choice("a", "未确认", 3, True)])
    assert [button.isVisible() for button in bar.states.buttons()] == [True, False]


def test_one_of_a_list_is_asked_for_by_its_id(bar: FilterBar, qtbot: QtBot) -> None:
    with qtbot.waitSignal(bar.pack_asked) as told:
        bar.packs.setFocus()
        QTest.keyClick(bar.packs, Qt.Key.Key_Down)
    assert told.args == ["water"]


def test_new_counts_keep_what_is_chosen(bar: FilterBar, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(bar.area_asked):
        bar.areas.set_choices([Choice("", "全部"), Choice("N1", "东村", 9, is_on=True)])
    assert bar.areas.currentText() == "东村 9"


def test_words_are_told_as_they_are_typed_and_set_in_silence(bar: FilterBar, qtbot: QtBot) -> None:
    with qtbot.waitSignal(bar.text_asked) as told:
        QTest.keyClicks(bar.words, "W")
    assert told.args == ["W"]
    with qtbot.assertNotEmitted(bar.text_asked):
        bar.set_text("")


def test_escape_clears_the_words_and_then_goes_back(bar: FilterBar, qtbot: QtBot) -> None:
    QTest.keyClicks(bar.words, "W07")
    with qtbot.assertNotEmitted(bar.left):
        QTest.keyClick(bar.words, Qt.Key.Key_Escape)
    assert bar.words.text() == ""
    with qtbot.waitSignal(bar.left):
        QTest.keyClick(bar.words, Qt.Key.Key_Escape)


@pytest.mark.parametrize("name", ["mine", "grouping", "everything"])
def test_the_other_buttons_ask(bar: FilterBar, qtbot: QtBot, name: str) -> None:
    signal = {
        "mine": bar.mine_asked,
        "grouping": bar.grouping_asked,
        "everything": bar.all_asked,
    }[name]
    with qtbot.waitSignal(signal):
        QTest.mouseClick(getattr(bar, name), Qt.MouseButton.LeftButton)

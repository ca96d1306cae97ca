"""The list beside the map is one desk's at a time, and each hears when it lost it."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QFrame
from pytestqt.qtbot import QtBot

from desktop.views.map.pane import MapPane
from desktop.views.map.places import PlaceShelf
from widgets.map.place_rows import PlaceRow

ROWS = (PlaceRow("a", "甲"), PlaceRow("b", "乙"))


@pytest.fixture
def pane(qtbot: QtBot) -> MapPane:
    made = MapPane()
    qtbot.addWidget(made)
    made.resize(900, 700)
    made.show()
    return made


def test_the_list_opens_for_a_desk_and_closes_again(pane: MapPane) -> None:
    shelf = PlaceShelf(pane)
    left: list[str] = []
    shelf.left.connect(left.append)
    shelf.show("one", "甲组", "", ROWS)
    assert pane.open_panel() is pane.places
    assert shelf.owner == "one"
    shelf.close()
    assert pane.open_panel() is None
    assert (shelf.owner, left) == ("", ["one"])


def test_showing_anew_leaves_nobody(pane: MapPane) -> None:
    shelf = PlaceShelf(pane)
    left: list[str] = []
    shelf.left.connect(left.append)
    shelf.show("one", "甲组", "", ROWS)
    shelf.show("one", "甲组", "", ROWS[:1])
    assert left == []
    assert len(pane.places.rows()) == 1


def test_another_desk_takes_the_list_over(pane: MapPane) -> None:
    shelf = PlaceShelf(pane)
    left: list[str] = []
    shelf.left.connect(left.append)
    shelf.show("one", "甲组", "", ROWS)
    shelf.show("two", "乙组", "", ROWS)
    assert (shelf.owner, left) == ("two", ["one"])
    assert pane.places.isVisible()


def test_another_panel_puts_the_list_away(pane: MapPane) -> None:
    shelf = PlaceShelf(pane)
    left: list[str] = []
    shelf.left.connect(left.append)
    other = QFrame()
    pane.add_panel(other)
    shelf.show("one", "甲组", "", ROWS)
    pane.show_panel(other)
    assert (shelf.owner, left) == ("", ["one"])


def test_hiding_the_window_leaves_the_list_where_it_is(pane: MapPane) -> None:
    shelf = PlaceShelf(pane)
    shelf.show("one", "甲组", "", ROWS)
    pane.hide()
    assert shelf.owner == "one"
    pane.show()
    assert pane.places.isVisible()


def test_closing_what_is_closed_does_nothing(pane: MapPane) -> None:
    shelf = PlaceShelf(pane)
    other = QFrame()
    pane.add_panel(other)
    pane.show_panel(other)
    shelf.close()
    assert pane.open_panel() is other

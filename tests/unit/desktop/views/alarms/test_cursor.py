"""The cursor nobody put: given once, kept with its alert, no choice of anybody's."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from desktop.views.alarms.cursor import Cursor
from widgets.alarms.values import AlarmLine
from widgets.alarms.view import AlarmView


@pytest.fixture
def view(qtbot: QtBot) -> AlarmView:
    made = AlarmView()
    qtbot.addWidget(made)
    made.alarm_model().set_teller(AlarmLine)
    made.set_lines(["group:a", "alert:b"])
    return made


def test_it_is_given_to_the_first_line_and_that_is_no_choice(view: AlarmView) -> None:
    cursor = Cursor(view)
    assert cursor.give(()) is False
    assert cursor.give(("group:a", "alert:b")) is True
    assert (view.current_id(), cursor.is_chosen) == ("group:a", False)


def test_it_is_given_once(view: AlarmView) -> None:
    cursor = Cursor(view)
    cursor.give(("group:a",))
    assert cursor.give(("alert:b", "group:a")) is False
    assert view.current_id() == "group:a"


def test_where_somebody_took_it_away_it_is_not_given_again(view: AlarmView) -> None:
    cursor = Cursor(view)
    cursor.take()
    assert cursor.give(("group:a",)) is False
    assert view.current_id() == ""


def test_what_somebody_chose_stays_chosen(view: AlarmView) -> None:
    view.set_current("alert:b")
    cursor = Cursor(view)
    assert cursor.give(("group:a",)) is False
    assert (view.current_id(), cursor.is_chosen) == ("alert:b", True)


def test_it_follows_an_alert_into_its_group_and_out(view: AlarmView) -> None:
    cursor = Cursor(view)
    cursor.give(("alert:b",))
    assert cursor.follow("b", "a", {"group:a"}) is True
    assert (view.current_id(), cursor.is_chosen) == ("group:a", False)
    assert cursor.follow("b", "a", {"alert:c"}) is False
    assert view.current_id() == "group:a"

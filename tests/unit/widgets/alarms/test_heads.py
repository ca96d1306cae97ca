"""Every column has a width, and together they fit a wide screen beside the detail."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from widgets.alarms.heads import WIDTHS, fitted
from widgets.alarms.values import AlarmLine, Column
from widgets.alarms.view import AlarmView


def test_every_column_has_a_width() -> None:
    assert set(WIDTHS) == set(Column)


def test_the_columns_fit_1920_beside_the_detail() -> None:
    assert sum(WIDTHS.values()) <= 1920 - 62 * 8


HEADS = ("Level", "State", "Age", "Alert", "Area", "Pack", "Reading", "Camera", "Case", "By")


def test_a_column_is_as_wide_as_what_it_says_and_no_wider_than_it_may_be(qtbot: QtBot) -> None:
    rest = fitted([], HEADS)
    some = fitted([AlarmLine("x", case="20260718-013", pack="P" * 99)], HEADS)
    assert rest[Column.CASE] < some[Column.CASE] < WIDTHS[Column.CASE]
    assert some[Column.PACK] == WIDTHS[Column.PACK]
    assert some[Column.BY] == rest[Column.BY]


def test_a_note_has_room_over_the_columns_it_stands_for(qtbot: QtBot) -> None:
    rest = fitted([], HEADS)
    noted = fitted([AlarmLine("x", note="9 cameras suppressed: feeder", camera="C" * 99)], HEADS)
    over = (Column.CAMERA, Column.CASE, Column.BY)
    assert sum(noted[each] for each in over) > sum(rest[each] for each in over)
    assert noted[Column.STATE] == rest[Column.STATE]


def test_columns_grow_with_what_comes_and_shrink_only_when_asked(qtbot: QtBot) -> None:
    view = AlarmView()
    qtbot.addWidget(view)
    view.resize(1400, 400)
    view.alarm_model().set_heads(HEADS)
    said = {"long": AlarmLine("long", case="20260718-013 handling"), "short": AlarmLine("short")}
    view.alarm_model().set_teller(said.__getitem__)
    view.set_lines(["short"])
    view.fit_columns(anew=True)
    narrow = view.columnWidth(Column.CASE)
    view.set_lines(["long"])
    view.fit_columns()
    wide = view.columnWidth(Column.CASE)
    view.set_lines(["short"])
    view.fit_columns()
    assert narrow < wide == view.columnWidth(Column.CASE)
    view.fit_columns(anew=True)
    assert view.columnWidth(Column.CASE) == narrow

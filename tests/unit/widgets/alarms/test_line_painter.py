"""Every kind of line is drawn, and a note is drawn whole from any of its cells."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from widgets.alarms.values import AlarmLine, AlarmMark, Column, Sending
from widgets.alarms.view import AlarmView
from widgets.theme.style import apply_theme
from widgets.theme.tokens import Level

PLAIN = AlarmLine("x", Level.YELLOW, AlarmMark.ACKNOWLEDGED, "s", "a", "title", "place", "pack")


@pytest.fixture
def view(qtbot: QtBot, qapp: QApplication) -> AlarmView:
    apply_theme(qapp)
    made = AlarmView()
    qtbot.addWidget(made)
    made.resize(1500, 200)
    return made


def drawn(view: AlarmView, line: AlarmLine, column: Column | None = None) -> QImage:
    view.alarm_model().set_teller(lambda id: line)
    view.set_lines([line.id])
    picture = view.grab().toImage()
    if column is None:
        return picture
    left = view.columnViewportPosition(int(column))
    return picture.copy(QRect(left, 36, view.columnWidth(int(column)) - 1, 36))


@pytest.mark.parametrize(
    "fields",
    [
        {"level": Level.RED},
        {"mark": AlarmMark.SHELVED},
        {"is_unanswered": True},
        {"is_held": True},
        {"is_over": True},
        {"sending": Sending.PENDING},
        {"sending": Sending.REFUSED},
        {"is_expanded": False},
        {"depth": 1},
        {"count": 4},
        {"note": "9 路摄像机已抑制"},
    ],
    ids=str,
)
def test_what_differs_looks_different(view: AlarmView, fields: dict[str, object]) -> None:
    assert drawn(view, PLAIN) != drawn(view, replace(PLAIN, **fields))


def test_an_open_fold_looks_unlike_a_closed_one(view: AlarmView) -> None:
    opened = AlarmLine("g", title="t", is_expanded=True)
    closed = AlarmLine("g", title="t", is_expanded=False)
    assert drawn(view, opened) != drawn(view, closed)


def test_a_note_goes_on_into_the_next_columns(view: AlarmView) -> None:
    short = AlarmLine("x", note="共")
    long = AlarmLine("x", note="共 4 条 · 最重：W07 人民路下立交 积水 36 厘米 · 已抑制 9")
    assert drawn(view, short, Column.CASE) != drawn(view, long, Column.CASE)


def test_a_title_goes_on_where_there_is_no_place(view: AlarmView) -> None:
    title = "已抑制 9（北街供电支路停电）" * 6
    alone = drawn(view, AlarmLine("x", title=title), Column.PLACE)
    assert alone != drawn(view, AlarmLine("x", title="已"), Column.PLACE)


def test_every_mark_can_be_told_from_the_others(view: AlarmView) -> None:
    pictures = [drawn(view, AlarmLine("x", mark=mark), Column.STATE) for mark in AlarmMark]
    for at, picture in enumerate(pictures):
        assert all(picture != other for other in pictures[at + 1 :])


def test_a_member_stands_further_in_than_the_title_of_its_group(view: AlarmView) -> None:
    def left(line: AlarmLine) -> int:
        image = drawn(view, line, Column.TITLE)
        ground = drawn(view, AlarmLine("x", depth=line.depth), Column.TITLE)
        return min(
            x
            for x in range(image.width())
            for y in range(image.height())
            if image.pixel(x, y) != ground.pixel(x, y)
        )

    shut = AlarmLine("g", is_expanded=False)
    sign = drawn(view, shut, Column.TITLE)
    titled = drawn(view, AlarmLine("g", title="W07", is_expanded=False), Column.TITLE)
    group = min(
        x
        for x in range(sign.width())
        for y in range(sign.height())
        if sign.pixel(x, y) != titled.pixel(x, y)
    )
    assert left(AlarmLine("m", title="W07", depth=1)) >= group + 16

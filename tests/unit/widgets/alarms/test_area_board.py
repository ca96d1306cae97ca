"""The area panel: legible from afar, calm when calm, picked by mouse and keys."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.fakes.flood import NAMES
from widgets.alarms.area_board import AreaBoard, character_mm, grid, legible_m
from widgets.alarms.values import AreaTile
from widgets.boards.text import text_width
from widgets.theme import tokens
from widgets.theme.fonts import ui_font
from widgets.theme.style import apply_theme
from widgets.theme.tokens import Level
from widgets.values import Age

TILES = [
    AreaTile(f"area:{n}", name, age=Age("4 秒前")) for n, name in enumerate(("云泽镇", *NAMES))
]
PIXELS_4K = (1920, 1080)
"""Logical, at scale 2."""


@pytest.fixture
def board(qtbot: QtBot, qapp: QApplication) -> AreaBoard:
    apply_theme(qapp)
    made = AreaBoard()
    qtbot.addWidget(made)
    made.resize(*PIXELS_4K)
    made.set_tiles(TILES)
    made.show()
    made.activateWindow()
    made.setFocus()
    return made


def test_every_name_of_the_town_is_shown_whole_and_large(board: AreaBoard) -> None:
    font = ui_font(board.name_px(), QFont.Weight.Bold)
    room = board.tile_rect(0).width() - 4 * tokens.GRID
    assert board.name_px() >= tokens.SIZE_CLOCK
    assert max(text_width(font, name) for name in NAMES) <= room


def test_names_are_read_from_ten_metres_on_a_large_screen(board: AreaBoard) -> None:
    on_98_inch = legible_m(board.name_px(), 2170, PIXELS_4K[0])
    assert on_98_inch >= 10
    assert character_mm(44, 2170, 1920) == pytest.approx(49.7, abs=0.1)


def test_all_tiles_are_on_the_board_and_none_on_another(board: AreaBoard) -> None:
    rects = [board.tile_rect(at) for at in range(len(TILES))]
    assert all(board.rect().toRectF().contains(rect) for rect in rects)
    for at, rect in enumerate(rects):
        assert not any(rect.intersects(other) for other in rects[at + 1 :])


@pytest.mark.parametrize("count", [1, 2, 7, 23, 60])
def test_the_grid_has_a_place_for_everyone(count: int, qapp: QApplication) -> None:
    columns, rows, size = grid(["东岸新村"] * count, 1920, 1080)
    assert columns * rows >= count
    assert size >= tokens.SIZE_CLOCK


def test_a_town_without_areas_says_so(board: AreaBoard) -> None:
    board.set_tiles([])
    plain = board.grab().toImage()
    board.set_empty_text("正在读取片区……")
    assert board.grab().toImage() != plain


def test_a_click_and_enter_pick(board: AreaBoard, qtbot: QtBot) -> None:
    place = board.tile_rect(5).center().toPoint()
    with qtbot.waitSignal(board.picked) as told:
        QTest.mouseClick(board, Qt.MouseButton.LeftButton, pos=place)
    assert told.args == ["area:5"]
    QTest.keyClick(board, Qt.Key.Key_Right)
    with qtbot.waitSignal(board.picked) as told:
        QTest.keyClick(board, Qt.Key.Key_Return)
    assert told.args == ["area:6"]


def test_the_cursor_stays_on_the_board(board: AreaBoard, qtbot: QtBot) -> None:
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Up):
        QTest.keyClick(board, key)
    with qtbot.waitSignal(board.picked) as told:
        QTest.keyClick(board, Qt.Key.Key_Space)
    assert told.args == ["area:0"]


@pytest.mark.parametrize(
    "fields",
    [
        {"level": Level.RED},
        {"level": Level.RED, "unanswered": 3, "unanswered_text": "未确认"},
        {"age": Age("20 分前", True)},
        {"count_text": "在报 3"},
    ],
    ids=str,
)
def test_what_is_not_calm_looks_unlike_calm(board: AreaBoard, fields: dict[str, object]) -> None:
    calm = board.grab().toImage()
    board.set_tiles([replace(TILES[0], **fields), *TILES[1:]])
    assert board.grab().toImage() != calm

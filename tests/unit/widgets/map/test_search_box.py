"""The search line: typing asks, arrows choose, Enter picks, Esc clears and then leaves."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from widgets.map.place_rows import PlaceRow
from widgets.map.search_box import SearchBox

HITS = tuple(PlaceRow(f"p{n}", f"东{n}", "", "地点") for n in range(12))


@pytest.fixture
def box(qtbot: QtBot) -> SearchBox:
    made = SearchBox()
    qtbot.addWidget(made)
    made.set_texts("搜索", "没有找到")
    made.show()
    qtbot.waitExposed(made)
    return made


def listed(box: SearchBox) -> bool:
    return box.sizeHint().height() > 200


def test_typing_asks_and_enter_takes_the_first(box: SearchBox, qtbot: QtBot) -> None:
    with qtbot.waitSignal(box.asked) as asked:
        qtbot.keyClicks(box.line(), "d")
    assert asked.args == ["d"]
    box.set_hits(HITS)
    assert listed(box)
    with qtbot.waitSignal(box.picked) as picked:
        qtbot.keyClick(box.line(), Qt.Key.Key_Return)
    assert picked.args == ["p0"]
    assert not listed(box)


def test_arrows_choose_and_stop_at_the_ends(box: SearchBox, qtbot: QtBot) -> None:
    qtbot.keyClicks(box.line(), "d")
    box.set_hits(HITS)
    for _ in range(20):
        qtbot.keyClick(box.line(), Qt.Key.Key_Down)
    qtbot.keyClick(box.line(), Qt.Key.Key_Up)
    with qtbot.waitSignal(box.picked) as picked:
        qtbot.keyClick(box.line(), Qt.Key.Key_Enter)
    assert picked.args == ["p10"]


def test_nothing_found_is_said(box: SearchBox, qtbot: QtBot) -> None:
    empty = box.sizeHint().height()
    qtbot.keyClicks(box.line(), "x")
    box.set_hits(())
    said = box.sizeHint().height()
    assert said > empty
    with qtbot.assertNotEmitted(box.picked):
        qtbot.keyClick(box.line(), Qt.Key.Key_Return)
    qtbot.keyClick(box.line(), Qt.Key.Key_Backspace)
    assert box.sizeHint().height() == empty


def test_esc_clears_first_and_leaves_then(box: SearchBox, qtbot: QtBot) -> None:
    qtbot.keyClicks(box.line(), "d")
    box.set_hits(HITS)
    with qtbot.assertNotEmitted(box.left):
        qtbot.keyClick(box.line(), Qt.Key.Key_Escape)
    assert box.text() == ""
    assert not listed(box)
    with qtbot.waitSignal(box.left):
        qtbot.keyClick(box.line(), Qt.Key.Key_Escape)


def test_an_answer_to_an_emptied_line_shows_nothing(box: SearchBox, qtbot: QtBot) -> None:
    box.set_hits(HITS)
    assert not listed(box)

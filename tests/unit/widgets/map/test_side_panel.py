"""The frame of a panel: its words, how it closes, and what it holds."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from widgets.map.side_panel import SidePanel, scrolled


@pytest.fixture
def panel(qtbot: QtBot) -> SidePanel:
    made = SidePanel()
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    return made


def test_the_cross_and_esc_close_and_other_keys_do_not(panel: SidePanel, qtbot: QtBot) -> None:
    told: list[str] = []
    panel.closed.connect(lambda: told.append("closed"))
    qtbot.keyClick(panel, Qt.Key.Key_A)
    qtbot.keyClick(panel, Qt.Key.Key_Escape)
    qtbot.mouseClick(panel.close_button(), Qt.MouseButton.LeftButton)
    assert told == ["closed", "closed"]


def test_title_and_note_are_read_out_and_no_note_takes_no_room(panel: SidePanel) -> None:
    panel.set_title("图层", "底图与专题")
    assert panel.accessibleName() == "图层 底图与专题"
    assert panel._note.isVisible()
    panel.set_title("图层")
    assert panel.accessibleName() == "图层"
    assert not panel._note.isVisible()


def test_the_cross_says_what_it_does(panel: SidePanel) -> None:
    panel.set_close_text("关闭")
    assert (panel.close_button().accessibleName(), panel.close_button().toolTip()) == (
        "关闭",
        "关闭",
    )


def test_what_is_too_tall_scrolls_down_and_never_across(panel: SidePanel, qtbot: QtBot) -> None:
    tall = QLabel("\n".join("row" for _ in range(500)))
    area = scrolled(tall)
    panel.body.addWidget(area)
    panel.resize(300, 200)
    qtbot.waitUntil(lambda: area.verticalScrollBar().maximum() > 0, timeout=2000)
    assert not area.horizontalScrollBar().isVisible()

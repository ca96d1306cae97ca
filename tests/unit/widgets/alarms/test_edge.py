"""The edge above the table: always as high, whatever waits."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from widgets.alarms.edge import HEIGHT, EdgeStrip
from widgets.theme.tokens import Level


@pytest.fixture
def edge(qtbot: QtBot) -> EdgeStrip:
    made = EdgeStrip()
    qtbot.addWidget(made)
    made.resize(900, HEIGHT)
    made.show()
    return made


def test_nothing_waits_at_first(edge: EdgeStrip) -> None:
    assert not edge.arrivals.isVisible()


def test_what_waits_is_told_and_can_be_asked_for(edge: EdgeStrip, qtbot: QtBot) -> None:
    edge.set_arrivals("有 12 条新告警（U）", Level.RED)
    assert edge.arrivals.isVisible()
    assert edge.arrivals.accessibleName() == "有 12 条新告警（U）"
    with qtbot.waitSignal(edge.asked):
        QTest.mouseClick(edge.arrivals, Qt.MouseButton.LeftButton)
    edge.set_arrivals("")
    assert not edge.arrivals.isVisible()


def test_it_takes_the_same_room_always(edge: EdgeStrip) -> None:
    edge.set_arrivals("有 12 条新告警（U）", Level.RED)
    assert edge.height() == HEIGHT
    assert edge.arrivals.height() < HEIGHT


def test_the_worst_level_is_shown(edge: EdgeStrip) -> None:
    edge.set_arrivals("有 1 条", Level.RED)
    red = edge.grab().toImage()
    edge.set_arrivals("有 1 条 ", Level.BLUE)
    assert edge.grab().toImage() != red


def test_what_a_filter_leaves_out_is_told_in_full_beside_what_is_shown(edge: EdgeStrip) -> None:
    edge.shown.set_text("很长的一句话" * 30)
    edge.set_hidden("筛选外还有 3 条未了告警", Level.RED)
    assert edge.hidden.isVisible()
    edge.layout().activate()
    assert not edge.hidden.is_elided()
    edge.set_hidden("")
    assert not edge.hidden.isVisible()
    assert edge.height() == HEIGHT

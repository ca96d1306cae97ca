"""Measures stay on the map until they are cleared, and are nobody else's."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.actions.catalogue import ActionId
from desktop.maps.geodesy import distance_m
from desktop.views.map.sheets import Sheet
from tests.unit.desktop.views.conftest import Room
from tests.unit.desktop.views.map.hands import click, key, trigger
from widgets.map.values import MarkupKind, Tool


def measure(room: Room, tool: ActionId, *corners: tuple[float, float]) -> None:
    if room.desks.tools.mode != tool:
        trigger(room, tool)
    for corner in corners:
        click(room, *corner)
    QTest.keyClick(room.window.map, Qt.Key.Key_Return)


def test_a_length_stays_with_its_figure(room: Room) -> None:
    measure(room, ActionId.MEASURE_LENGTH, (121.005, 31.012), (121.015, 31.012))
    (markup,) = room.desks.sheets.on(Sheet.MEASURES)
    assert markup.kind is MarkupKind.LINE
    metres = distance_m(121.005, 31.012, 121.015, 31.012)
    said = float(markup.text.split()[1])
    assert said == pytest.approx(metres, abs=15)
    assert room.sent == []


def test_an_area_says_area_and_perimeter(room: Room) -> None:
    corners = (121.005, 31.005), (121.015, 31.005), (121.015, 31.015)
    measure(room, ActionId.MEASURE_AREA, *corners)
    (markup,) = room.desks.sheets.on(Sheet.MEASURES)
    assert markup.kind is MarkupKind.POLYGON
    assert "面积" in markup.text
    assert "周长" in markup.text


def test_one_measure_follows_another_with_the_tool_in_hand(room: Room) -> None:
    measure(room, ActionId.MEASURE_LENGTH, (121.005, 31.012), (121.015, 31.012))
    assert room.window.map.tool() is Tool.MEASURE_LINE
    measure(room, ActionId.MEASURE_LENGTH, (121.005, 31.005), (121.015, 31.005))
    assert len(room.desks.sheets.on(Sheet.MEASURES)) == 2


def test_clearing_takes_all_away_and_removing_one(room: Room) -> None:
    measure(room, ActionId.MEASURE_LENGTH, (121.005, 31.012), (121.015, 31.012))
    measure(room, ActionId.MEASURE_LENGTH, (121.005, 31.005), (121.025, 31.005))
    first, second = room.desks.sheets.on(Sheet.MEASURES)
    room.desks.measures.remove(first.id)
    (left,) = room.desks.sheets.on(Sheet.MEASURES)
    assert left.text == second.text
    key(room, Qt.Key.Key_M, Qt.KeyboardModifier.AltModifier)
    assert room.desks.sheets.on(Sheet.MEASURES) == ()


def test_a_stranger_is_not_removed(room: Room) -> None:
    measure(room, ActionId.MEASURE_LENGTH, (121.005, 31.012), (121.015, 31.012))
    for stranger in ("markup:0", "local:measure:x", "", "local:around"):
        room.desks.measures.remove(stranger)
    assert len(room.desks.sheets.on(Sheet.MEASURES)) == 1

"""Several desks draw on one map without knowing of each other."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from desktop.views.map.sheets import MarkupSheets, Sheet
from widgets.map.canvas import MapCanvas
from widgets.map.values import Markup, MarkupKind

A, B, C = (Markup(id, MarkupKind.POINT, ((121.0, 31.0),)) for id in "abc")


@pytest.fixture
def canvas(qtbot: QtBot) -> MapCanvas:
    made = MapCanvas()
    qtbot.addWidget(made)
    return made


def test_sheets_lie_over_each_other_in_their_order(canvas: MapCanvas) -> None:
    sheets = MarkupSheets(canvas)
    sheets.put(Sheet.MEASURES, [C])
    sheets.put(Sheet.REDLINE, [A, B])
    assert canvas._scene.markups == (A, B, C)
    sheets.put(Sheet.REDLINE, [])
    assert canvas._scene.markups == (C,)
    assert sheets.on(Sheet.MEASURES) == (C,)


def test_the_same_again_paints_nothing(canvas: MapCanvas) -> None:
    sheets = MarkupSheets(canvas)
    sheets.put(Sheet.REDLINE, [A])
    before = canvas._scene.markups
    sheets.put(Sheet.REDLINE, [A])
    assert canvas._scene.markups is before

"""Rows of places: the model keeps what did not change, headings cannot be chosen."""

from __future__ import annotations

from PySide6.QtCore import Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from widgets.map.place_rows import PlaceModel, PlaceRow

HEAD = PlaceRow("", "队伍", figure="2")
ROWS = (HEAD, PlaceRow("a", "一队", "待命", "320 米"), PlaceRow("b", "二队", stale=True))


def test_only_changed_rows_are_told(qtbot: QtBot, qtmodeltester: ModelTester) -> None:
    model = PlaceModel()
    qtmodeltester.check(model)
    model.set_rows(ROWS)
    told: list[int] = []
    resets: list[None] = []
    model.dataChanged.connect(lambda first, _last: told.append(first.row()))
    model.modelReset.connect(lambda: resets.append(None))
    model.set_rows((HEAD, PlaceRow("a", "一队", "出动", "320 米"), ROWS[2]))
    assert (told, resets) == ([1], [])
    model.set_rows(ROWS[:2])
    assert len(resets) == 1
    assert model.rowCount() == 2


def test_a_heading_is_no_choice_and_a_row_speaks(qtbot: QtBot) -> None:
    model = PlaceModel()
    model.set_rows(ROWS)
    assert model.flags(model.index(0)) == Qt.ItemFlag.NoItemFlags
    assert model.flags(model.index(1)) & Qt.ItemFlag.ItemIsSelectable
    said = model.data(model.index(1), Qt.ItemDataRole.AccessibleTextRole)
    assert said == "一队 待命 320 米"

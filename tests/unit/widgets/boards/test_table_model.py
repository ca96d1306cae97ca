"""The rows of a table: sorted by what stands behind the text."""

from __future__ import annotations

from PySide6.QtCore import QPersistentModelIndex, Qt
from pytestqt.modeltest import ModelTester

from widgets.boards.table_model import Cell, Column, TableRow, ValueTableModel
from widgets.theme.tokens import Level

COLUMNS = (Column("Name"), Column("Count", True, 80, "how many"))
ROWS = (
    TableRow("a", (Cell("beta"), Cell("10", 10))),
    TableRow("b", (Cell("alpha", level=Level.RED), Cell("9", 9, "bad"))),
    TableRow("c", (Cell("gamma"), Cell("10", 10)), "tip"),
)
DOWN, UP = Qt.SortOrder.DescendingOrder, Qt.SortOrder.AscendingOrder


def model() -> ValueTableModel:
    made = ValueTableModel()
    made.set_columns(COLUMNS)
    made.set_rows(ROWS)
    return made


def order(of: ValueTableModel) -> str:
    return "".join(row.id for row in of.rows())


def test_the_model_keeps_the_rules_of_models(qtmodeltester: ModelTester) -> None:
    made = model()
    qtmodeltester.check(made, force_py=True)
    made.sort(1, DOWN)
    made.set_rows(ROWS[1:])
    made.set_columns(COLUMNS[:1])


def test_numbers_sort_as_numbers_and_equals_stay_as_given() -> None:
    made = model()
    made.sort(1, DOWN)
    assert order(made) == "acb"
    made.sort(0, UP)
    assert order(made) == "bac"
    made.sort(-1)
    assert order(made) == "abc"


def test_the_order_holds_when_rows_change() -> None:
    made = model()
    made.sort(1, UP)
    made.set_rows((*ROWS[:2], TableRow("c", (Cell("gamma"), Cell("1", 1)))))
    assert order(made) == "cba"


def test_an_index_follows_its_row_through_a_sort() -> None:
    made = model()
    held = QPersistentModelIndex(made.index(0, 1))
    made.sort(0, UP)
    assert held.row() == 1 and held.data() == "10"

"""Keeps a table under the eye: the line that is read stays where it is while lines come and go.

Knows a table with rows of one height; must not know what the rows are.
"""

from __future__ import annotations

from PySide6.QtWidgets import QTableView

from widgets.alarms.line_painter import ROW_HEIGHT
from widgets.alarms.model import AlarmModel


class Eye:
    """`remember` before the lines change, `restore` after. At the top with no cursor the table
    stays at the top."""

    def __init__(self, view: QTableView, model: AlarmModel) -> None:
        self._view = view
        self._model = model
        self._places: list[tuple[str, int]] = []

    def remember(self, current: str) -> None:
        """Which lines are in sight and how far down: the one with the cursor counts first."""
        top = self._view.verticalScrollBar().value()
        if top == 0 and not current:
            self._places = []
            return
        ids = self._model.ids()
        first = top // ROW_HEIGHT
        end = (top + self._view.viewport().height()) // ROW_HEIGHT + 1
        shown = enumerate(ids[first:end], start=first)
        places = [(id, row * ROW_HEIGHT - top) for row, id in shown]
        self._places = [one for one in places if one[0] == current]
        self._places += [one for one in places if one[0] != current]

    def restore(self) -> None:
        """Put the first of them that is still there where it was."""
        for id, y in self._places:
            row = self._model.row_of(id)
            if row >= 0:
                self._view.verticalScrollBar().setValue(row * ROW_HEIGHT - y)
                break
        self._places = []

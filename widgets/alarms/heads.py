"""The heads of the alarm table: widths of the columns, and clicks that sort.

Owns the bar of heads; must not know how anything is sorted.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QHeaderView, QWidget

from widgets.alarms.values import Column

WIDTHS: Final = {
    Column.LEVEL: 76,
    Column.STATE: 160,
    Column.AGE: 96,
    Column.TITLE: 300,
    Column.PLACE: 140,
    Column.PACK: 112,
    Column.VALUE: 128,
    Column.CAMERA: 148,
    Column.CASE: 156,
    Column.BY: 104,
}
HEAD_HEIGHT: Final = 36


class AlarmHeads(QHeaderView):
    """The heads: `asked(column, adding)` on a click, adding with Shift or Ctrl held."""

    asked = Signal(int, bool)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._adding = False
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setFixedHeight(HEAD_HEIGHT)
        self.sectionClicked.connect(self._on_clicked)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        held = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier
        self._adding = bool(event.modifiers() & held)
        super().mousePressEvent(event)

    def _on_clicked(self, column: int) -> None:
        self.asked.emit(column, self._adding)

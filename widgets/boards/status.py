"""The status bar: quiet words at the bottom, with a shape when one needs a tone.

Owns the two groups; must not know what the words measure.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from widgets.boards.text import ElidedLabel
from widgets.theme import tokens
from widgets.theme.fonts import ui_font
from widgets.theme.tokens import Level
from widgets.values import StatusItem

TONE_GLYPH: Final = {"quiet": "", "good": "●", "warn": "▲", "bad": "■"}
TONE_COLOR: Final = {
    "quiet": tokens.SECONDARY,
    "good": tokens.NORMAL,
    "warn": tokens.LEVEL_COLOR[Level.YELLOW],
    "bad": tokens.LEVEL_COLOR[Level.RED],
}


def status_text(item: StatusItem) -> str:
    """The words of `item` with the shape of its tone before them."""
    glyph = TONE_GLYPH.get(item.tone, "")
    return f"{glyph} {item.text}" if glyph else item.text


class StatusBar(QWidget):
    """`StatusItem` values in a left and a right group."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._font = ui_font(tokens.SIZE_CAPTION + 1, tabular=True)
        self._left: list[ElidedLabel] = []
        self._right: list[ElidedLabel] = []
        self._left_row = QHBoxLayout()
        self._right_row = QHBoxLayout()
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * tokens.GRID, 0, 2 * tokens.GRID, 0)
        row.setSpacing(3 * tokens.GRID)
        for group in (self._left_row, self._right_row):
            group.setSpacing(3 * tokens.GRID)
        row.addLayout(self._left_row)
        row.addStretch(1)
        row.addLayout(self._right_row)
        self.setFixedHeight(28)

    def set_items(self, left: Sequence[StatusItem], right: Sequence[StatusItem] = ()) -> None:
        """Show both groups; labels are reused."""
        self._fill(self._left_row, self._left, left)
        self._fill(self._right_row, self._right, right)

    def texts(self) -> list[str]:
        """What is written, left to right."""
        return [label.text() for label in (*self._left, *self._right)]

    def _fill(
        self, row: QHBoxLayout, labels: list[ElidedLabel], items: Sequence[StatusItem]
    ) -> None:
        while len(labels) > len(items):
            gone = labels.pop()
            row.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        while len(labels) < len(items):
            label = ElidedLabel(self._font, parent=self)
            row.addWidget(label)
            labels.append(label)
        for label, item in zip(labels, items, strict=True):
            label.set_text(status_text(item), TONE_COLOR.get(item.tone, tokens.SECONDARY))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(tokens.PANEL))
        painter.fillRect(QRectF(0, 0, self.width(), 1), QColor(tokens.LINE))
        painter.end()

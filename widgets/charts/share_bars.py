"""Shares of a whole as bars, each with the mark of what it should be and the symbols of its levels.

Owns no words; must not know what is shared.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from widgets.boards.text import CENTER, RIGHT, draw_text, text_width
from widgets.theme import tokens
from widgets.theme.fonts import ui_font
from widgets.theme.symbols import paint_level
from widgets.theme.tokens import Level

ROW: Final = 5 * tokens.GRID
_SYMBOL: Final = 18
_NAME: Final = 6 * tokens.GRID
_BAR: Final = 10


@dataclass(frozen=True, slots=True)
class Share:
    """One bar: `share` and `target` are parts of 1; `text` stands above its end."""

    levels: tuple[Level, ...]
    name: str
    share: float
    target: float
    text: str
    is_over: bool = False
    """The share is further from its target than it should be."""


class ShareBars(QWidget):
    """Draws `Share` values below each other."""

    def __init__(self, *, empty_text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shares: tuple[Share, ...] = ()
        self._empty_text = empty_text
        self._font = ui_font(tokens.SIZE_CAPTION + 1)
        self._name_font = ui_font(tokens.SIZE_BODY, QFont.Weight.Medium)

    def shares(self) -> tuple[Share, ...]:
        """What it shows."""
        return self._shares

    def set_shares(self, shares: Sequence[Share]) -> None:
        """Show these, from the top."""
        if tuple(shares) == self._shares:
            return
        self._shares = tuple(shares)
        said = (f"{one.name} {one.text}" for one in self._shares)
        self.setAccessibleName("; ".join(said))
        self.updateGeometry()
        self.update()

    def set_empty_text(self, text: str) -> None:
        """What to say while there is nothing to share."""
        self._empty_text = text
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(40 * tokens.GRID, max(3, len(self._shares)) * ROW)

    def minimumSizeHint(self) -> QSize:
        return QSize(24 * tokens.GRID, max(3, len(self._shares)) * ROW)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if not self._shares:
            font = ui_font(tokens.SIZE_BODY)
            draw_text(
                painter, QRectF(self.rect()), self._empty_text, font, tokens.SECONDARY, CENTER
            )
        widest = max((len(one.levels) for one in self._shares), default=0)
        names = max((text_width(self._name_font, one.name) for one in self._shares), default=0.0)
        left = widest * (_SYMBOL + 4) + max(_NAME, names) + 2 * tokens.GRID
        for at, one in enumerate(self._shares):
            row = QRectF(0, at * ROW, self.width(), ROW)
            self._paint_name(painter, row, one)
            self._paint_bar(painter, row.adjusted(left, 0, 0, 0), one)
        painter.end()

    def _paint_name(self, painter: QPainter, row: QRectF, one: Share) -> None:
        x = row.x()
        for level in one.levels:
            paint_level(painter, QRectF(x, row.bottom() - 22, _SYMBOL, _SYMBOL), level)
            x += _SYMBOL + 4
        box = QRectF(x + 4, row.bottom() - 24, row.width() - x, 22)
        draw_text(painter, box, one.name, self._name_font, tokens.TEXT)

    def _paint_bar(self, painter: QPainter, row: QRectF, one: Share) -> None:
        field = QRectF(row.x(), row.bottom() - 18, row.width(), _BAR)
        painter.fillRect(field, QColor(tokens.LINE))
        tone = tokens.LEVEL_COLOR[Level.YELLOW] if one.is_over else tokens.SECONDARY
        share = min(1.0, max(0.0, one.share))
        painter.fillRect(QRectF(field.x(), field.y(), field.width() * share, _BAR), QColor(tone))
        mark = field.x() + field.width() * one.target
        painter.fillRect(QRectF(mark - 1, field.y() - 1, 2, _BAR + 6), QColor(tokens.TEXT))
        box = QRectF(row.x(), row.y(), row.width(), ROW - 20)
        color = tokens.LEVEL_COLOR[Level.YELLOW] if one.is_over else tokens.SECONDARY
        draw_text(painter, box, one.text, self._font, color, RIGHT)

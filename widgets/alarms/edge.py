"""The edge above the table: how many new alarms wait to be put in, what is shown and left out.

It always takes the same room, so that what is being read never shifts. Owns the strip; must not
know when the lines are put in.
"""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from widgets.boards.text import ElidedLabel, draw_text, text_width
from widgets.theme import tokens
from widgets.theme.fonts import ui_font
from widgets.theme.symbols import paint_level
from widgets.theme.tokens import Level

HEIGHT = 40
_SYMBOL = 22
_PAD = tokens.GRID


class _Arrivals(QAbstractButton):
    """What waits: its worst level and how many."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._level = Level.NONE
        self._font = ui_font(tokens.SIZE_BODY, QFont.Weight.Bold)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.hide()

    def set_arrivals(self, text: str, level: Level) -> None:
        self._level = level
        self.setText(text)
        self.setAccessibleName(text)
        self.setVisible(bool(text))
        self.updateGeometry()
        self.update()

    def _room(self) -> int:
        return _SYMBOL + _PAD if self._level is not Level.NONE else 0

    def sizeHint(self) -> QSize:
        return QSize(int(text_width(self._font, self.text())) + self._room() + 3 * _PAD, HEIGHT - 8)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(self.rect())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        color = QColor(tokens.ACCENT if self._level is Level.NONE else _color(self._level))
        painter.setPen(QPen(color, 2 if self.hasFocus() else 1))
        painter.setBrush(QColor(tokens.RAISED))
        painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), 4, 4)
        if self._level is not Level.NONE:
            box = QRectF(_PAD, rect.center().y() - _SYMBOL / 2, _SYMBOL, _SYMBOL)
            paint_level(painter, box, self._level, unacknowledged=True)
        room = rect.adjusted(_PAD + self._room(), 0, -_PAD, 0)
        draw_text(painter, room, self.text(), self._font, tokens.TEXT)
        painter.end()


class EdgeStrip(QWidget):
    """`asked()` when what waits is to be put in."""

    asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        font = ui_font(tokens.SIZE_BODY)
        self.arrivals = _Arrivals(self)
        self.shown = ElidedLabel(font, tokens.SECONDARY, parent=self)
        bold = ui_font(tokens.SIZE_BODY, QFont.Weight.Bold)
        self.hidden = ElidedLabel(bold, rigid=True, parent=self)
        self.marked = ElidedLabel(bold, parent=self)
        self.setFixedHeight(HEIGHT)
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * tokens.GRID, 4, 2 * tokens.GRID, 4)
        row.setSpacing(2 * tokens.GRID)
        row.addWidget(self.arrivals)
        row.addWidget(self.hidden)
        row.addWidget(self.marked)
        row.addWidget(self.shown, 1)
        self.arrivals.clicked.connect(self.asked)

    def set_arrivals(self, text: str, level: Level = Level.NONE) -> None:
        """What waits and how bad it is; an empty text for nothing."""
        if text != self.arrivals.text():
            self.arrivals.set_arrivals(text, level)

    def set_hidden(self, text: str, level: Level = Level.NONE) -> None:
        """What is left out of the lines and how bad it is; an empty text for nothing."""
        self.hidden.set_text(text, _color(level) if text else None)


def _color(level: Level) -> str:
    return tokens.LEVEL_COLOR[level]

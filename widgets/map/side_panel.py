"""The frame of a panel beside the map's tools: a title, a quiet line, a cross, and what it holds.

Knows its frame only; every word comes from the caller.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from widgets.boards.text import ElidedLabel
from widgets.theme import tokens
from widgets.theme.fonts import ui_font
from widgets.theme.icons import Icon, icon, icon_size

_WIDTH: Final = 46 * tokens.GRID


class SidePanel(QFrame):
    """`closed()` for the cross or Esc. `body` is the column of what it holds."""

    closed = Signal()

    def __init__(self, parent: QWidget | None = None, *, width: int = _WIDTH) -> None:
        super().__init__(parent)
        self._title = ElidedLabel(ui_font(tokens.SIZE_TITLE, QFont.Weight.Bold))
        self._note = ElidedLabel(ui_font(tokens.SIZE_CAPTION))
        self._note.hide()
        self._close = QToolButton()
        self._close.setIcon(icon(Icon.CLOSE))
        self._close.setIconSize(icon_size())
        self.body = QVBoxLayout()
        self.body.setContentsMargins(2 * tokens.GRID, 0, 2 * tokens.GRID, tokens.GRID)
        self.body.setSpacing(tokens.GRID)
        self._lay_out()
        self.setFixedWidth(width)
        self._close.clicked.connect(self.closed)

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._title)
        words.addWidget(self._note)
        head = QHBoxLayout()
        head.setContentsMargins(2 * tokens.GRID, tokens.GRID, tokens.GRID, tokens.GRID)
        head.addLayout(words, 1)
        head.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addLayout(head)
        column.addLayout(self.body, 1)

    def set_close_text(self, text: str) -> None:
        """What the cross says."""
        self._close.setToolTip(text)
        self._close.setAccessibleName(text)

    def set_title(self, title: str, note: str = "") -> None:
        """What the panel is about, and a quiet line under it."""
        self._title.set_text(title)
        self._note.set_text(note, tokens.SECONDARY)
        self._note.setVisible(bool(note))
        self._note.setToolTip(note)
        self.setAccessibleName(f"{title} {note}".strip())

    def close_button(self) -> QToolButton:
        """The cross."""
        return self._close

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(tokens.LINE))
        painter.setBrush(QColor(tokens.PANEL))
        painter.drawRoundedRect(self.rect().toRectF().adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.end()


LIST_STYLE: Final = f"""
QListView::item {{ padding: 8px 4px; border-bottom: 1px solid {tokens.LINE}; }}
QListView::item:selected {{ background: {tokens.RAISED}; border-left: 3px solid {tokens.ACCENT}; }}
QListView:focus {{ border: 1px solid {tokens.ACCENT}; }}
QListView::indicator {{
    width: 14px; height: 14px; border: 1px solid {tokens.STALE}; border-radius: 3px;
}}
QListView::indicator:checked {{ background: {tokens.ACCENT}; border-color: {tokens.ACCENT}; }}
"""
"""Of a list whose rows have a second line; what can be ticked shows so."""
TICK_STYLE: Final = f"""
QCheckBox::indicator {{
    width: 14px; height: 14px; border: 1px solid {tokens.STALE}; border-radius: 3px;
}}
QCheckBox::indicator:checked {{ background: {tokens.ACCENT}; border-color: {tokens.ACCENT}; }}
"""


def scrolled(inside: QWidget) -> QScrollArea:
    """The widget with a scroll bar when it is too tall; never one across."""
    area = QScrollArea()
    area.setWidget(inside)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.viewport().setAutoFillBackground(False)
    inside.setAutoFillBackground(False)
    return area

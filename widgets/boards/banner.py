"""A dismissable line for refusals and notices.

Owns the line; must not know how long it stays: its owner hides it.
"""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QToolButton, QWidget

from widgets.boards.status import TONE_COLOR, TONE_GLYPH
from widgets.boards.text import ElidedLabel
from widgets.theme import tokens
from widgets.theme.fonts import ui_font


class Banner(QWidget):
    """One message with an optional action. Hidden until `show_message`.

    `dismissed(id)` when the user closes it (the cross or Esc), `triggered(id)` for the action.
    """

    dismissed = Signal(str)
    triggered = Signal(str)

    def __init__(self, *, close_text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._id = ""
        self._tone = "quiet"
        self._mark = ElidedLabel(ui_font(tokens.SIZE_BODY), rigid=True, parent=self)
        self._text = ElidedLabel(ui_font(tokens.SIZE_BODY, QFont.Weight.Medium), parent=self)
        self._action = QPushButton(self)
        self._close = QToolButton(self)
        self._close.setText("✕")
        self._close.setAccessibleName(close_text)
        self._close.setToolTip(close_text)
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * tokens.GRID, 4, tokens.GRID, 4)
        row.setSpacing(tokens.GRID)
        row.addWidget(self._mark)
        row.addWidget(self._text, 1)
        row.addWidget(self._action)
        row.addWidget(self._close)
        self.setFixedHeight(48)
        self.hide()
        self._action.clicked.connect(self._trigger)
        self._close.clicked.connect(self._dismiss)

    def show_message(
        self, message_id: str, text: str, tone: str = "quiet", action_text: str = ""
    ) -> None:
        """Show `text`; `tone` is one of quiet, good, warn, bad."""
        self._id = message_id
        self._tone = tone
        self._mark.set_text(TONE_GLYPH.get(tone, ""), TONE_COLOR.get(tone, tokens.SECONDARY))
        self._text.set_text(text)
        self._action.setText(action_text)
        self._action.setVisible(bool(action_text))
        self.setAccessibleName(text)
        self.show()
        self.update()

    def message_id(self) -> str:
        """The id of the message shown."""
        return self._id

    def close_button(self) -> QToolButton:
        """The cross."""
        return self._close

    def action_button(self) -> QPushButton:
        """The action's button."""
        return self._action

    def _dismiss(self) -> None:
        self.hide()
        self.dismissed.emit(self._id)

    def _trigger(self) -> None:
        self.triggered.emit(self._id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._dismiss()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(tokens.RAISED))
        color = QColor(TONE_COLOR.get(self._tone, tokens.SECONDARY))
        painter.fillRect(QRectF(0, 0, 4, self.height()), color)
        painter.fillRect(QRectF(0, self.height() - 1, self.width(), 1), QColor(tokens.LINE))
        painter.end()

"""The chain of steps and the buttons of the detail panel.

Own paint; must not know what a step or an action is.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeySequence, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from widgets.boards.text import draw_text, text_width
from widgets.theme import tokens
from widgets.theme.fonts import ui_font
from widgets.values import Action, LogLine

_DOT: Final = 5.0
_PAD: Final = 2 * tokens.GRID


class StepChain(QWidget):
    """Steps from left to right. One without a time is still to come: hollow."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._steps: tuple[LogLine, ...] = ()
        self._time_font = ui_font(tokens.SIZE_BODY, QFont.Weight.Bold, tabular=True)
        self._text_font = ui_font(tokens.SIZE_CAPTION + 1)
        self.setFixedHeight(68)

    def set_steps(self, steps: Sequence[LogLine]) -> None:
        """Show `steps`; none hides the chain."""
        self._steps = tuple(steps)
        self.setVisible(bool(steps))
        lines = (f"{one.time} {one.text} {one.note}".strip() for one in steps)
        self.setToolTip("\n".join(lines))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._steps:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = self.width() / len(self._steps)
        for at, step in enumerate(self._steps):
            left = at * width
            done = any(one.isdigit() for one in step.time)
            center = QPointF(left + _DOT + 1, 12)
            if at + 1 < len(self._steps):
                painter.setPen(QPen(QColor(tokens.FAINT), 1))
                end = QPointF(left + width - 5, 12)
                painter.drawLine(QPointF(center.x() + _DOT + 5, 12), end)
            painter.setPen(QPen(QColor(tokens.NORMAL if done else tokens.STALE), 2))
            painter.setBrush(QColor(tokens.NORMAL) if done else Qt.BrushStyle.NoBrush)
            painter.drawEllipse(center, _DOT - 1, _DOT - 1)
            time_box = QRectF(left, 24, width - tokens.GRID, 22)
            text_box = QRectF(left, 45, width - tokens.GRID, 20)
            text = f"{step.text} {step.note}".strip()
            draw_text(painter, time_box, step.time or "—", self._time_font, tokens.TEXT)
            draw_text(painter, text_box, text, self._text_font, tokens.SECONDARY)
        painter.end()


class ActionButton(QAbstractButton):
    """An action with its key beside it; a disabled one says why in place of the key."""

    triggered = Signal(str)

    def __init__(self, action: Action, *, bind: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._action = action
        self._font = ui_font(tokens.SIZE_BODY, QFont.Weight.Medium)
        self._key_font = ui_font(tokens.SIZE_CAPTION)
        self.setEnabled(action.enabled)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(action.text)
        self.setAccessibleDescription(action.why_not)
        self.setToolTip("" if action.enabled else action.why_not)
        if bind and action.shortcut:
            self.setShortcut(QKeySequence(action.shortcut))
        self.clicked.connect(self._trigger)

    def _trigger(self) -> None:
        self.triggered.emit(self._action.id)

    def side_text(self) -> str:
        """What stands beside the name: the key, or why it may not be done now."""
        return self._action.shortcut if self._action.enabled else self._action.why_not

    def sizeHint(self) -> QSize:
        width = text_width(self._font, self._action.text) + 2 * _PAD + 2
        if self.side_text():
            width += text_width(self._key_font, self.side_text()) + tokens.GRID
        return QSize(int(width), 36)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(self.rect())
        enabled = self.isEnabled()
        primary = enabled and self._action.primary
        ground = tokens.ACCENT if primary else tokens.RAISED if enabled else tokens.PANEL
        style = Qt.PenStyle.SolidLine if enabled else Qt.PenStyle.DashLine
        edge = tokens.ACCENT if primary else tokens.FAINT if self.underMouse() else tokens.LINE
        painter.setPen(QPen(QColor(edge), 1, style))
        painter.setBrush(QColor(tokens.LINE if self.isDown() else ground))
        painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        ink = tokens.ON_LEVEL if primary and not self.isDown() else tokens.TEXT
        faint = ink if primary else tokens.SECONDARY
        room = rect.adjusted(_PAD, 0, -_PAD + 1, 0)
        used = draw_text(
            painter, room, self._action.text, self._font, ink if enabled else tokens.STALE
        )
        side = room.adjusted(used + tokens.GRID, 0, 1, 0)
        draw_text(painter, side, self.side_text(), self._key_font, faint)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(tokens.TEXT if primary else tokens.ACCENT), 2))
            painter.drawRoundedRect(rect.adjusted(2, 2, -2, -2), 3, 3)
        painter.end()

"""The strip of stage counts above the queue: each a button that narrows the list.

Owns the buttons; must not know what choosing a stage does.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from widgets.boards.text import CENTER, draw_text
from widgets.theme import tokens
from widgets.theme.fonts import ui_font
from widgets.values import StageCount

_HEIGHT: Final = 60


class _StageButton(QAbstractButton):
    """One stage: the count above, its name below."""

    picked = Signal(str)

    def __init__(self, stage: StageCount, parent: QWidget) -> None:
        super().__init__(parent)
        self._stage = stage
        self._count_font = ui_font(tokens.SIZE_HEADING, QFont.Weight.Bold, tabular=True)
        self._text_font = ui_font(tokens.SIZE_CAPTION + 1)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self._pick)
        self.set_stage(stage)

    def set_stage(self, stage: StageCount) -> None:
        self._stage = stage
        self.setToolTip(stage.text)
        self.setAccessibleName(f"{stage.text} {stage.count}")
        self.update()

    def _pick(self) -> None:
        self.picked.emit(self._stage.id)

    def sizeHint(self) -> QSize:
        return QSize(8 * tokens.GRID, _HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(5 * tokens.GRID, _HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(self.rect())
        current = self._stage.current
        if self.underMouse() or self.isDown():
            painter.fillRect(rect, QColor(tokens.RAISED))
        count = QRectF(2, 8, rect.width() - 4, 26)
        text = QRectF(2, 34, rect.width() - 4, 20)
        draw_text(
            painter,
            count,
            str(self._stage.count),
            self._count_font,
            tokens.ACCENT if current else tokens.TEXT,
            CENTER,
        )
        draw_text(
            painter,
            text,
            self._stage.text,
            self._text_font,
            tokens.TEXT if current else tokens.SECONDARY,
            CENTER,
        )
        if current:
            underline = QRectF(tokens.GRID, rect.height() - 3, rect.width() - 2 * tokens.GRID, 2)
            painter.fillRect(underline, QColor(tokens.ACCENT))
        if self.hasFocus():
            painter.setPen(QPen(QColor(tokens.ACCENT), 1))
            painter.drawRect(rect.adjusted(1.5, 1.5, -1.5, -1.5))
        painter.end()


class StageStrip(QWidget):
    """`StageCount` values side by side; `selected(id)` when one is clicked."""

    selected = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._buttons: dict[str, _StageButton] = {}
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(tokens.GRID, 0, tokens.GRID, 0)
        self._row.setSpacing(0)
        self.setFixedHeight(_HEIGHT)

    def set_stages(self, stages: Sequence[StageCount]) -> None:
        """Show `stages` in this order; buttons are kept while the ids are the same."""
        if [stage.id for stage in stages] != list(self._buttons):
            self._rebuild(stages)
        for stage in stages:
            self._buttons[stage.id].set_stage(stage)

    def button(self, stage_id: str) -> QAbstractButton:
        """The button of `stage_id`, for focus order and tests."""
        return self._buttons[stage_id]

    def _rebuild(self, stages: Sequence[StageCount]) -> None:
        for button in self._buttons.values():
            self._row.removeWidget(button)
            button.deleteLater()
        self._buttons = {}
        for stage in stages:
            button = _StageButton(stage, self)
            button.picked.connect(self.selected)
            self._row.addWidget(button)
            button.show()
            self._buttons[stage.id] = button

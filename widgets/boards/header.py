"""The header: product, response level, warning, figures, clock.

Owns their places and which give way when it is narrow; must not know the time.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from widgets.boards.figures import figure_color
from widgets.boards.text import ElidedLabel, draw_text, text_width
from widgets.theme import tokens
from widgets.theme.fonts import ui_font
from widgets.theme.symbols import paint_level
from widgets.theme.tokens import Level
from widgets.values import Figure

_HEIGHT: Final = 64
_GAP: Final = 3 * tokens.GRID


class ResponseBadge(QAbstractButton):
    """The response level in force: filled with its colour, its symbol and its name."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._level = Level.NONE
        self._font = ui_font(tokens.SIZE_BODY, QFont.Weight.Bold)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.hide()

    def set_response(self, level: Level, text: str) -> None:
        """Show `level` and `text`; an empty text hides the badge."""
        self._level = level
        self.setText(text)
        self.setAccessibleName(text)
        self.setVisible(bool(text))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(int(text_width(self._font, self.text())) + 28 + 3 * tokens.GRID, 32)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        calm = self._level == Level.NONE
        painter.setPen(QColor(tokens.LINE if calm else tokens.LEVEL_COLOR[self._level]))
        painter.setBrush(QColor(tokens.RAISED if calm else tokens.LEVEL_COLOR[self._level]))
        rect = QRectF(self.rect())
        painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        symbol = QRectF(tokens.GRID, rect.center().y() - 11, 22, 22)
        if not calm:
            # On its own colour the symbol would vanish; a dark plate carries it.
            painter.setBrush(QColor(tokens.ON_LEVEL))
            painter.drawRoundedRect(symbol.adjusted(-2, -2, 2, 2), 3, 3)
        paint_level(painter, symbol, self._level)
        left = symbol.right() + tokens.GRID
        room = QRectF(left, 0, rect.width() - left - 4, rect.height())
        draw_text(painter, room, self.text(), self._font, tokens.TEXT if calm else tokens.ON_LEVEL)
        painter.end()


class _HeaderFigure(QWidget):
    """label value unit on one line."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._label = ElidedLabel(ui_font(tokens.SIZE_BODY), tokens.SECONDARY, parent=self)
        self._value = ElidedLabel(
            ui_font(tokens.SIZE_BODY + 1, QFont.Weight.Bold, tabular=True), rigid=True, parent=self
        )
        self._unit = ElidedLabel(ui_font(tokens.SIZE_BODY), tokens.SECONDARY, parent=self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(5)
        for label in (self._label, self._value, self._unit):
            row.addWidget(label)

    def set_figure(self, figure: Figure) -> None:
        self._label.set_text(figure.label)
        self._value.set_text(figure.value, figure_color(figure))
        self._unit.set_text(" ".join(text for text in (figure.unit, figure.note) if text))


class HeaderBar(QWidget):
    """The bar at the top. Title, response and clock keep their width; the rest gives way.

    `response_clicked()` when the response badge is pressed.
    """

    response_clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        body = ui_font(tokens.SIZE_BODY)
        clock_font = ui_font(tokens.SIZE_FIGURE, QFont.Weight.Bold, tabular=True)
        self._title = ElidedLabel(
            ui_font(tokens.SIZE_HEADING, QFont.Weight.Bold), rigid=True, parent=self
        )
        self._subtitle = ElidedLabel(body, tokens.SECONDARY, rigid=True, parent=self)
        self._badge = ResponseBadge(self)
        self._warning = ElidedLabel(body, tokens.SECONDARY, parent=self)
        self._clock = ElidedLabel(clock_font, rigid=True, parent=self)
        self._date = ElidedLabel(body, tokens.SECONDARY, rigid=True, parent=self)
        self._figures: list[_HeaderFigure] = []
        self._figure_row = QHBoxLayout()
        self._figure_row.setSpacing(_GAP)
        self._lay_out()
        self.setFixedHeight(_HEIGHT)
        self._badge.clicked.connect(self.response_clicked)

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(_GAP, 0, _GAP, 0)
        row.setSpacing(_GAP)
        for widget in (self._title, self._subtitle, self._badge, self._warning):
            row.addWidget(widget)
        row.addStretch(1)
        row.addLayout(self._figure_row)
        row.addWidget(self._clock)
        row.addWidget(self._date)

    def set_title(self, title: str, subtitle: str = "") -> None:
        """The product's name and what this window is."""
        self._title.set_text(title)
        self._subtitle.set_text(subtitle)

    def set_response(self, level: Level, text: str) -> None:
        """The response level in force; an empty text hides it."""
        self._badge.set_response(level, text)

    def set_warning(self, text: str) -> None:
        """What is going on, in a line."""
        self._warning.set_text(text)

    def set_clock(self, time: str, date: str = "") -> None:
        """The time and date as they are written."""
        self._clock.set_text(time)
        self._date.set_text(date)

    def set_figures(self, figures: Sequence[Figure]) -> None:
        """Figures at the right, in this order."""
        while len(self._figures) > len(figures):
            gone = self._figures.pop()
            self._figure_row.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        while len(self._figures) < len(figures):
            fresh = _HeaderFigure(self)
            self._figure_row.addWidget(fresh)
            self._figures.append(fresh)
        for widget, figure in zip(self._figures, figures, strict=True):
            widget.set_figure(figure)

    def badge(self) -> ResponseBadge:
        """The response badge."""
        return self._badge

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(tokens.GROUND))
        painter.fillRect(QRectF(0, self.height() - 1, self.width(), 1), QColor(tokens.LINE))
        painter.end()

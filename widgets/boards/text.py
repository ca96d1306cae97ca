"""Drawing of text that is elided and never clipped, and a label made of it.

Knows fonts and colours of the theme; knows nothing of what the text says.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from widgets.theme import tokens

LEFT: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
CENTER: Final = Qt.AlignmentFlag.AlignCenter

# One pixel of slack: advances are fractional and Qt elides on equality.
_SLACK: Final = 1.0


def text_width(font: QFont, text: str) -> float:
    """Width in pixels that `text` needs to be drawn whole."""
    return QFontMetricsF(font).horizontalAdvance(text) + _SLACK


def line_height(font: QFont) -> float:
    """Height in pixels of one line of `font`."""
    return QFontMetricsF(font).height()


def fitted(font: QFont, text: str, width: float) -> str:
    """`text` as it is drawn in `width` pixels: whole, or with an ellipsis, or nothing."""
    if width <= 0 or not text:
        return ""
    return QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, width)


def draw_text(
    painter: QPainter,
    rect: QRectF,
    text: str,
    font: QFont,
    color: str,
    align: Qt.AlignmentFlag = LEFT,
) -> float:
    """Draw one elided line inside `rect` and return the width it took."""
    shown = fitted(font, text, rect.width())
    if not shown:
        return 0.0
    painter.setFont(font)
    painter.setPen(QColor(color))
    painter.drawText(rect, int(align | Qt.TextFlag.TextSingleLine), shown)
    return min(text_width(font, shown), rect.width())


def draw_clock_mark(painter: QPainter, rect: QRectF, color: str) -> None:
    """A small clock face: waiting to be sent, or too old."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(color), 1.5))
    side = min(rect.width(), rect.height()) - 2
    center = rect.center()
    painter.drawEllipse(center, side / 2, side / 2)
    painter.drawLine(center, QPointF(center.x(), center.y() - side * 0.32))
    painter.drawLine(center, QPointF(center.x() + side * 0.25, center.y()))
    painter.restore()


class ElidedLabel(QWidget):
    """One line of text that shrinks to an ellipsis; the whole text is then in the tooltip.

    A rigid label keeps its full width in a layout, a yielding one gives way first.
    """

    def __init__(
        self,
        font: QFont,
        color: str = tokens.TEXT,
        *,
        rigid: bool = False,
        align: Qt.AlignmentFlag = LEFT,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._font = font
        self._color = color
        self._text = ""
        self._rigid = rigid
        self._align = align
        horizontal = QSizePolicy.Policy.Fixed if rigid else QSizePolicy.Policy.Preferred
        self.setSizePolicy(horizontal, QSizePolicy.Policy.Fixed)
        self.hide()

    def text(self) -> str:
        """The whole text."""
        return self._text

    def set_text(self, text: str, color: str | None = None) -> None:
        """Show `text`; an empty one takes no room."""
        changed_color = color is not None and color != self._color
        if text == self._text and not changed_color:
            return
        if color is not None:
            self._color = color
        self._text = text
        self.setAccessibleName(text)
        self.setVisible(bool(text))
        self.updateGeometry()
        self._refresh_tip()
        self.update()

    def is_elided(self) -> bool:
        """Whether the text does not fit as the label is now."""
        return fitted(self._font, self._text, self.width()) != self._text

    def _refresh_tip(self) -> None:
        self.setToolTip(self._text if self.is_elided() else "")

    def sizeHint(self) -> QSize:
        width = int(text_width(self._font, self._text) + 1) if self._text else 0
        return QSize(width, int(line_height(self._font) + 1))

    def minimumSizeHint(self) -> QSize:
        hint = self.sizeHint()
        return hint if self._rigid else QSize(min(hint.width(), 3 * tokens.GRID), hint.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._refresh_tip()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        draw_text(painter, QRectF(self.rect()), self._text, self._font, self._color, self._align)
        painter.end()

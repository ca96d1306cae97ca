"""How one line of the alarm table is drawn, and the pictures of the lines in sight.

A line is drawn once for as long as it says and looks the same; what is repainted is copied. Owns
the geometry and the paint of a line; must not know the model.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QPainter, QPen, QPixmap, QPolygonF

from widgets.alarms.marks import paint_mark
from widgets.alarms.values import NOTE_FROM, AlarmLine, AlarmMark, Column, Sending
from widgets.boards.text import RIGHT, draw_clock_mark, draw_text
from widgets.theme import tokens
from widgets.theme.fonts import ui_font
from widgets.theme.symbols import paint_level
from widgets.theme.tokens import Level

ROW_HEIGHT: Final = 36
INDENT: Final = 3 * tokens.GRID
_PAD: Final = tokens.GRID
_SYMBOL: Final = 24
_MARK: Final = 16
_BAR: Final = 4
_FOLD: Final = 2 * tokens.GRID + 4
"""Room of the sign that opens a group."""
_TINT: Final = {
    Level.NONE: 0.0,
    Level.BLUE: 0.07,
    Level.YELLOW: 0.09,
    Level.ORANGE: 0.12,
    Level.RED: 0.18,
}
"""How strongly a line nobody has answered is coloured: the worst catches the eye first."""
_KEPT: Final = 256
"""Pictures kept; past it all are drawn anew."""


@dataclass(frozen=True, slots=True)
class Look:
    """How a line looks besides what it says. `widths` are those of the columns, in order."""

    widths: tuple[int, ...]
    is_current: bool = False
    is_marked: bool = False
    has_focus: bool = False
    ratio: float = 1.0
    """Pixels of the screen a logical one has."""


class LinePictures:
    """The lines drawn last, by id."""

    def __init__(self) -> None:
        self._painter = LinePainter()
        self._kept: dict[str, tuple[AlarmLine, Look, QPixmap]] = {}
        self.drawn = 0
        """How many were drawn so far."""

    def picture(self, line: AlarmLine, look: Look) -> QPixmap:
        """The picture of a line, `ROW_HEIGHT` high and as wide as its columns."""
        held = self._kept.get(line.id)
        if held is not None and held[1] == look and held[0] == line:
            return held[2]
        if len(self._kept) > _KEPT:
            self._kept.clear()
        made = self._draw(line, look)
        self._kept[line.id] = (line, look, made)
        return made

    def _draw(self, line: AlarmLine, look: Look) -> QPixmap:
        self.drawn += 1
        width = max(1, sum(look.widths))
        made = QPixmap(round(width * look.ratio), round(ROW_HEIGHT * look.ratio))
        made.setDevicePixelRatio(look.ratio)
        made.fill(QColor(tokens.PANEL))
        painter = QPainter(made)
        self._painter.paint(painter, line, look)
        painter.end()
        return made


class LinePainter:
    """Paints an `AlarmLine` from (0, 0); one with a note says it across the last columns."""

    def __init__(self) -> None:
        self._plain = ui_font(tokens.SIZE_BODY)
        self._strong = ui_font(tokens.SIZE_BODY, QFont.Weight.Bold)
        self._title = ui_font(tokens.SIZE_BODY + 1, QFont.Weight.Medium)
        self._title_unseen = ui_font(tokens.SIZE_BODY + 1, QFont.Weight.Bold)
        self._count = ui_font(tokens.SIZE_CAPTION + 1, QFont.Weight.Bold)

    def paint(self, painter: QPainter, line: AlarmLine, look: Look) -> None:
        """Paint one line."""
        cells = _cells(look.widths)
        whole = QRectF(0, 0, sum(look.widths), ROW_HEIGHT)
        self._paint_ground(painter, whole, line, look)
        self._paint_level(painter, cells[Column.LEVEL], line, look.is_marked)
        self._paint_state(painter, cells[Column.STATE], line)
        title = cells[Column.TITLE]
        if not line.place:
            title = title.united(cells[Column.PLACE])
        self._paint_title(painter, title, line)
        for column in _PLAIN:
            if not (line.note and column >= NOTE_FROM):
                self._paint_text(painter, cells[column], line, column)
        if line.note:
            room = cells[NOTE_FROM].united(cells[Column.BY]).adjusted(_PAD, 0, -_PAD, 0)
            draw_text(painter, room, line.note, self._strong, _color(line))

    def _paint_ground(self, painter: QPainter, rect: QRectF, line: AlarmLine, look: Look) -> None:
        if look.is_current or look.is_marked:
            painter.fillRect(rect, QColor(tokens.RAISED))
        if line.is_unanswered and not line.is_over:
            tint = QColor(tokens.LEVEL_COLOR[line.level])
            tint.setAlphaF(_TINT[line.level])
            painter.fillRect(rect, tint)
        if line.sending is Sending.PENDING:
            hatch = QColor(tokens.FAINT)
            hatch.setAlphaF(0.35)
            painter.fillRect(rect, QBrush(hatch, Qt.BrushStyle.BDiagPattern))
        low = QRectF(rect.left(), rect.bottom() - 1, rect.width(), 1)
        painter.fillRect(low, QColor(tokens.LINE))
        if not look.is_current:
            return
        accent = QColor(tokens.ACCENT)
        painter.fillRect(QRectF(rect.left(), rect.top(), _BAR, rect.height()), accent)
        if look.has_focus:
            for top in (rect.top(), rect.bottom() - 1):
                painter.fillRect(QRectF(rect.left(), top, rect.width(), 1), accent)

    # Columns

    def _paint_level(
        self, painter: QPainter, rect: QRectF, line: AlarmLine, is_marked: bool
    ) -> None:
        box = QRectF(0, 0, _SYMBOL, _SYMBOL)
        box.moveCenter(rect.center())
        box.moveLeft(rect.left() + 2 * tokens.GRID)
        if is_marked:
            tick = QRectF(rect.left() + _BAR, rect.top(), 12, rect.height())
            paint_mark(painter, tick, AlarmMark.ACKNOWLEDGED, tokens.ACCENT)
        is_quiet = line.is_over or line.is_held
        if line.mark is not AlarmMark.SUPPRESSED or line.level is not Level.NONE:
            paint_level(painter, box, line.level, unacknowledged=line.is_unanswered, stale=is_quiet)
        if line.count > 1:
            room = QRectF(
                box.right() + 4, rect.top(), rect.right() - box.right() - 4, rect.height()
            )
            draw_text(painter, room, str(line.count), self._count, _color(line))

    def _paint_state(self, painter: QPainter, rect: QRectF, line: AlarmLine) -> None:
        color = tokens.TEXT if line.is_unanswered else tokens.SECONDARY
        box = QRectF(rect.left() + _PAD, rect.top(), _MARK, rect.height())
        paint_mark(painter, box, line.mark, color)
        left = box.right() + 6
        room = QRectF(left, rect.top(), rect.right() - left - 4, rect.height())
        draw_text(painter, room, line.state, self._plain, color)

    def _paint_title(self, painter: QPainter, rect: QRectF, line: AlarmLine) -> None:
        left = rect.left() + _PAD + line.depth * INDENT
        if line.is_expanded is not None:
            _paint_fold(painter, QRectF(left, rect.top(), _FOLD - 6, rect.height()), line)
            left += _FOLD
        elif line.depth:
            # Further in than the title of the group above it, which has the sign that opens it.
            left += _FOLD
        edge = rect.right() - _PAD
        if line.sending is not Sending.NONE:
            box = QRectF(edge - _MARK, rect.top(), _MARK, rect.height())
            if line.sending is Sending.PENDING:
                draw_clock_mark(painter, box, tokens.SECONDARY)
            else:
                red = tokens.LEVEL_COLOR[Level.RED]
                paint_mark(painter, box, AlarmMark.REFUSED, red)
            edge = box.left() - _PAD
        font = self._title_unseen if line.is_unanswered else self._title
        room = QRectF(left, rect.top(), edge - left, rect.height())
        draw_text(painter, room, line.title, font, _color(line))

    def _paint_text(self, painter: QPainter, rect: QRectF, line: AlarmLine, column: Column) -> None:
        text, color, align = "", tokens.SECONDARY, None
        if column is Column.AGE:
            text = line.age
        elif column is Column.PLACE:
            text, color = line.place, _color(line)
        elif column is Column.PACK:
            text = line.pack
        elif column is Column.VALUE:
            text, color, align = line.value, _color(line), RIGHT
        elif column is Column.CAMERA:
            text = line.camera
        elif column is Column.CASE:
            text = line.case
        else:
            text = line.by
        room = rect.adjusted(_PAD, 0, -_PAD, 0)
        if align is None:
            draw_text(painter, room, text, self._plain, color)
        else:
            draw_text(painter, room, text, self._plain, color, align)


_PLAIN: Final = (
    Column.AGE,
    Column.PLACE,
    Column.PACK,
    Column.VALUE,
    Column.CAMERA,
    Column.CASE,
    Column.BY,
)


def _cells(widths: Sequence[int]) -> list[QRectF]:
    cells, left = [], 0
    for width in widths:
        cells.append(QRectF(left, 0, width, ROW_HEIGHT))
        left += width
    return cells


def _color(line: AlarmLine) -> str:
    return tokens.SECONDARY if line.is_over or line.is_held else tokens.TEXT


def _paint_fold(painter: QPainter, rect: QRectF, line: AlarmLine) -> None:
    """A triangle: to the right while closed, down while open."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(tokens.SECONDARY), 1.6))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    centre, half = rect.center(), 4.0
    corners: tuple[tuple[float, float], ...] = ((-0.5, -1), (0.5, 0), (-0.5, 1))
    if line.is_expanded:
        corners = ((-1, -0.5), (0, 0.5), (1, -0.5))
    points = [QPointF(centre.x() + x * half, centre.y() + y * half) for x, y in corners]
    painter.drawPolyline(QPolygonF(points))
    painter.restore()

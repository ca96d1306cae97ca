"""The area panel: a tile for every neighbourhood, to be read from across the room.

How large letters must be: a character is read with ease when it is at least 1/200 of the distance
high, and without effort at 1/150: at 10 m that is 50 mm, better 67 mm. Names are drawn as large as
the longest fits, and never below 44 px. With the 22 neighbourhoods of Yunze and the town itself
(the longest name has seven characters) 3840x2160 at scale 2 gives 48 px: 54 mm on a 98-inch screen
(2170 mm wide), 1/185 of 10 m, and 90 mm on a wall of nine 55-inch screens (3630 mm). On a 27-inch
desk screen (600 mm) the same names are 15 mm, for 3 m. `character_mm` does the sum.

Owns tiles, focus and clicks; must not know what picking an area shows.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFont,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QToolTip, QWidget

from widgets.alarms.values import AreaTile
from widgets.boards.text import CENTER, RIGHT, draw_clock_mark, draw_text, text_width
from widgets.theme import tokens
from widgets.theme.fonts import ui_font
from widgets.theme.symbols import paint_level
from widgets.theme.tokens import Level

LEGIBLE: Final = 1 / 200
"""Least height of a character over the distance from which it is read."""
_GAP: Final = tokens.GRID
_PAD: Final = 2 * tokens.GRID
_NAME_SHARE: Final = 0.25
"""Of the height of a tile: the rest is for the level, the count and the age."""
_PROBE: Final = 100
_TINT: Final = {Level.RED: 0.30, Level.ORANGE: 0.22, Level.YELLOW: 0.15, Level.BLUE: 0.13}
"""How strongly a tile is coloured: the worst catches the eye first, from across the room too."""


def character_mm(size_px: float, screen_mm: float, screen_px: float) -> float:
    """Height of a character of `size_px` on a screen so many mm and logical pixels wide."""
    return size_px * screen_mm / screen_px


def legible_m(size_px: float, screen_mm: float, screen_px: float) -> float:
    """From how far, in metres, a character of that size is read."""
    return character_mm(size_px, screen_mm, screen_px) / LEGIBLE / 1000


def grid(names: Sequence[str], width: float, height: float) -> tuple[int, int, int]:
    """Columns, rows and size of the names in px: the grid in which the longest can be largest.

    The names are never below `SIZE_CLOCK`; one that does not fit even so is shortened.
    """
    font = ui_font(_PROBE, QFont.Weight.Bold)
    longest = max((text_width(font, name) for name in names), default=1.0) / _PROBE
    best = (1, max(1, len(names)), 0)
    for columns in range(1, len(names) + 1):
        rows = math.ceil(len(names) / columns)
        across = (width - _GAP * (columns + 1)) / columns - 2 * _PAD
        down = (height - _GAP * (rows + 1)) / rows
        size = int(min(across / longest, down * _NAME_SHARE))
        if size > best[2]:
            best = (columns, rows, size)
    return best[0], best[1], max(best[2], tokens.SIZE_CLOCK)


class AreaBoard(QWidget):
    """`AreaTile` values side by side; `picked(id)` on a click, Enter or Space."""

    picked = Signal(str)

    def __init__(self, *, empty_text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tiles: tuple[AreaTile, ...] = ()
        self._at = 0
        self._columns, self._rows, self._name_px = 1, 1, tokens.SIZE_CLOCK
        self._empty_text = empty_text
        self._selected_id: str | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(60 * tokens.GRID, 40 * tokens.GRID)

    def set_tiles(self, tiles: Sequence[AreaTile]) -> None:
        """Show these, in this order."""
        fresh = tuple(tiles)
        if fresh == self._tiles:
            return
        has_new_names = [t.name for t in fresh] != [t.name for t in self._tiles]
        self._tiles = fresh
        self._at = min(self._at, max(0, len(fresh) - 1))
        if has_new_names:
            self._fit()
        self.update()

    def tiles(self) -> tuple[AreaTile, ...]:
        """The tiles shown."""
        return self._tiles

    def set_selected(self, id: str | None) -> None:
        """Which tile the table is narrowed to."""
        if id != self._selected_id:
            self._selected_id = id
            self.update()

    def set_empty_text(self, text: str) -> None:
        """What to say while there are no tiles."""
        self._empty_text = text
        self.update()

    def name_px(self) -> int:
        """Size of the names, in logical pixels."""
        return self._name_px

    def tile_rect(self, at: int) -> QRectF:
        """Where a tile is."""
        columns, rows = self._columns, self._rows
        width = (self.width() - _GAP * (columns + 1)) / columns
        height = (self.height() - _GAP * (rows + 1)) / rows
        row, column = divmod(at, columns)
        return QRectF(_GAP + column * (width + _GAP), _GAP + row * (height + _GAP), width, height)

    def _fit(self) -> None:
        """Names as large as the longest allows, the same on every tile."""
        names = [tile.name for tile in self._tiles]
        found = grid(names, float(self.width()), float(self.height()))
        self._columns, self._rows, self._name_px = found

    # Paint

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(tokens.GROUND))
        for at, tile in enumerate(self._tiles):
            rect = self.tile_rect(at)
            if rect.intersects(QRectF(event.rect())):
                self._paint_tile(painter, rect, tile, has_cursor=at == self._at)
        if not self._tiles:
            font = ui_font(tokens.SIZE_HEADING)
            room = QRectF(self.rect())
            draw_text(painter, room, self._empty_text, font, tokens.SECONDARY, CENTER)
        painter.end()

    def _paint_tile(
        self, painter: QPainter, rect: QRectF, tile: AreaTile, *, has_cursor: bool
    ) -> None:
        self._paint_ground(painter, rect, tile, has_cursor=has_cursor)
        inner = rect.adjusted(_PAD, _PAD, -_PAD, -_PAD)
        name = ui_font(self._name_px, QFont.Weight.Bold)
        line = QRectF(inner.left(), inner.top(), inner.width(), self._name_px * 1.3)
        is_calm = tile.level is Level.NONE
        color = tokens.SECONDARY if is_calm or tile.age.stale else tokens.TEXT
        draw_text(painter, line, tile.name, name, color)
        foot = max(tokens.SIZE_TITLE, min(tokens.SIZE_FIGURE, int(self._name_px * 0.42)))
        low = QRectF(inner.left(), inner.bottom() - foot * 1.4, inner.width(), foot * 1.4)
        middle = QRectF(
            inner.left(), line.bottom(), inner.width(), max(0.0, low.top() - line.bottom())
        )
        self._paint_level(painter, middle, tile)
        self._paint_foot(painter, low, tile, foot)

    def _paint_ground(
        self, painter: QPainter, rect: QRectF, tile: AreaTile, *, has_cursor: bool
    ) -> None:
        painter.fillRect(rect, QColor(tokens.PANEL))
        if tile.level is not Level.NONE and not tile.age.stale:
            tint = QColor(tokens.LEVEL_COLOR[tile.level])
            strength = _TINT[tile.level]
            tint.setAlphaF(strength if tile.unanswered else strength / 2)
            painter.fillRect(rect, tint)
            bar = QRectF(rect.left(), rect.top(), rect.width(), 6 if tile.unanswered else 3)
            painter.fillRect(bar, QColor(tokens.LEVEL_COLOR[tile.level]))
        border = tokens.LINE
        width = 1.0
        if tile.id == self._selected_id:
            border, width = tokens.SECONDARY, 2.0
        if has_cursor and self.hasFocus():
            border, width = tokens.ACCENT, 3.0
        painter.setBrush(Qt.BrushStyle.NoBrush)
        pen = QPen(QColor(border), width)
        if tile.age.stale:
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        half = width / 2
        painter.drawRect(rect.adjusted(half, half, -half, -half))

    def _paint_level(self, painter: QPainter, room: QRectF, tile: AreaTile) -> None:
        """The worst level, and how many nobody has acknowledged in figures as large."""
        side = min(room.height() * 0.86, room.width() * 0.34)
        if side < tokens.GRID:
            return
        calm = side * 0.45 if tile.level is Level.NONE else side
        box = QRectF(0, 0, calm, calm)
        box.moveCenter(QPointF(room.left() + side / 2, room.center().y()))
        paint_level(
            painter, box, tile.level, unacknowledged=tile.unanswered > 0, stale=tile.age.stale
        )
        if not tile.unanswered:
            return
        figure = ui_font(max(tokens.SIZE_FIGURE, int(side * 0.72)), QFont.Weight.Bold)
        left = room.left() + side + _PAD
        number = QRectF(left, room.top(), room.right() - left, room.height())
        used = draw_text(painter, number, str(tile.unanswered), figure, tokens.TEXT)
        words = ui_font(max(tokens.SIZE_TITLE, int(self._name_px * 0.5)))
        rest = number.adjusted(used + tokens.GRID, 0, 0, 0)
        if text_width(words, tile.unanswered_text) <= rest.width():
            draw_text(painter, rest, tile.unanswered_text, words, tokens.TEXT)

    def _paint_foot(self, painter: QPainter, room: QRectF, tile: AreaTile, size: int) -> None:
        font = ui_font(size)
        left = room.left()
        if tile.age.stale:
            box = QRectF(left, room.top(), size, room.height())
            draw_clock_mark(painter, box, tokens.STALE)
            left = box.right() + tokens.GRID / 2
        text = tile.age.text
        color = tokens.STALE if tile.age.stale else tokens.SECONDARY
        age = QRectF(left, room.top(), room.right() - left, room.height())
        used = draw_text(painter, age, text, font, color)
        rest = age.adjusted(used + _PAD, 0, 0, 0)
        if text_width(font, tile.count_text) <= rest.width():
            draw_text(painter, rest, tile.count_text, font, tokens.SECONDARY, RIGHT)

    # Hands

    def _tile_at(self, place: QPointF) -> int:
        found = (at for at in range(len(self._tiles)) if self.tile_rect(at).contains(place))
        return next(found, -1)

    def _pick(self, at: int) -> None:
        if 0 <= at < len(self._tiles):
            self._at = at
            self.update()
            self.picked.emit(self._tiles[at].id)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._pick(self._tile_at(event.position()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        columns = self._columns
        steps = {
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Down: columns,
            Qt.Key.Key_Up: -columns,
        }
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._pick(self._at)
        elif key in steps:
            target = self._at + steps[key]
            if 0 <= target < len(self._tiles):
                self._at = target
                self.update()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._fit()
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            at = self._tile_at(QPointF(event.pos()))
            tip = _tip(self._tiles[at]) if at >= 0 else ""
            QToolTip.showText(event.globalPos(), tip, self)
            return True
        return super().event(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(1280, 720)


def _tip(tile: AreaTile) -> str:
    figures = f"{tile.unanswered_text} {tile.unanswered}".strip() if tile.unanswered else ""
    return "\n".join(text for text in (tile.name, figures, tile.count_text, tile.age.text) if text)

"""A scrolling column of camera tiles: which is shown where, and which is selected.

Owns order, scrolling and selection by id; must not know where pictures come from.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QToolTip, QWidget

from widgets.boards.text import CENTER, draw_text
from widgets.cameras.paint import TilePainter, tile_height
from widgets.cameras.stills import StillCache
from widgets.theme import tokens
from widgets.theme.fonts import ui_font
from widgets.values import Tile

_PAD: Final = 2 * tokens.GRID
_GAP: Final = tokens.GRID


class TileColumn(QAbstractScrollArea):
    """Camera tiles below each other, as wide as the column.

    `selected(id)` when the user picks a tile by mouse or arrow keys; `activated_id(id)` on
    Enter or double click.
    """

    selected = Signal(str)
    activated_id = Signal(str)

    def __init__(self, *, empty_text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tiles: tuple[Tile, ...] = ()
        self._selected_id: str | None = None
        self._stills = StillCache()
        self._painter = TilePainter()
        self._empty_text = empty_text
        self._empty_font = ui_font(tokens.SIZE_BODY)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)

    def set_tiles(self, tiles: Sequence[Tile]) -> None:
        """Show `tiles` in this order; stills no longer shown are forgotten."""
        fresh = tuple(tiles)
        if fresh == self._tiles:
            return
        self._tiles = fresh
        self._stills.keep_only(_still_key(tile) for tile in fresh)
        self._update_range()
        self.viewport().update()

    def set_selected(self, tile_id: str | None) -> None:
        """Select `tile_id` without a signal."""
        if tile_id == self._selected_id:
            return
        self._selected_id = tile_id
        self._scroll_to_selected()
        self.viewport().update()

    def selected_id(self) -> str | None:
        """The selected id, also while its tile is away."""
        return self._selected_id

    def set_empty_text(self, text: str) -> None:
        """What to say while there are no tiles."""
        self._empty_text = text
        self.viewport().update()

    def decoded_count(self) -> int:
        """How many stills were decoded so far."""
        return self._stills.decoded_count

    def tile_rect(self, at: int) -> QRectF:
        """Where tile number `at` is, in viewport pixels."""
        width = self._tile_width()
        step = tile_height(width) + _GAP
        top = _PAD + at * step - self.verticalScrollBar().value()
        return QRectF(_PAD, top, width, tile_height(width))

    def sizeHint(self) -> QSize:
        return QSize(392, 640)

    def _tile_width(self) -> float:
        return max(1.0, float(self.viewport().width() - 2 * _PAD))

    def _update_range(self) -> None:
        """Decide the range from the outer size, before Qt decides whether to show the bar."""
        bar = self.verticalScrollBar()
        total, step = self._extent(self.width())
        if total > self.height():
            total, step = self._extent(self.width() - bar.sizeHint().width())
        bar.setRange(0, max(0, total - self.height()))
        bar.setPageStep(self.height())
        bar.setSingleStep(int(step / 3))

    def _extent(self, width: int) -> tuple[int, float]:
        """Height of all tiles and the step from one to the next, in a viewport of `width`."""
        step = tile_height(max(1.0, float(width - 2 * _PAD))) + _GAP
        total = int(len(self._tiles) * step + 2 * _PAD - _GAP) if self._tiles else 0
        return total, step

    def _selected_at(self) -> int:
        ids = [tile.id for tile in self._tiles]
        return ids.index(self._selected_id) if self._selected_id in ids else -1

    def _scroll_to_selected(self) -> None:
        at = self._selected_at()
        if at < 0:
            return
        rect = self.tile_rect(at)
        bar = self.verticalScrollBar()
        if rect.top() < 0:
            bar.setValue(int(bar.value() + rect.top() - _PAD))
        elif rect.bottom() > self.viewport().height():
            bar.setValue(int(bar.value() + rect.bottom() + _PAD - self.viewport().height()))

    def _pick(self, at: int) -> None:
        tile_id = self._tiles[at].id
        if tile_id != self._selected_id:
            self.set_selected(tile_id)
            self.selected.emit(tile_id)

    def _tile_at(self, position: QPointF) -> int:
        for at in range(len(self._tiles)):
            if self.tile_rect(at).contains(position):
                return at
        return -1

    def _still(self, tile: Tile, width: float) -> QPixmap:
        if not tile.image:
            return QPixmap()
        ratio = self.devicePixelRatioF()
        size = QSize(round(width * ratio), round(round(width * 9 / 16) * ratio))
        return self._stills.pixmap(_still_key(tile), tile.image, size)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        view = QRectF(self.viewport().rect())
        for at, tile in enumerate(self._tiles):
            rect = self.tile_rect(at)
            if not rect.intersects(view):
                continue
            chosen = tile.id == self._selected_id
            self._painter.paint(
                painter,
                rect,
                tile,
                self._still(tile, rect.width()),
                selected=chosen,
                focused=chosen and self.hasFocus(),
            )
        if not self._tiles:
            room = view.adjusted(_PAD, 0, -_PAD, 0)
            draw_text(painter, room, self._empty_text, self._empty_font, tokens.SECONDARY, CENTER)
        painter.end()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._update_range()
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = self._tile_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and at >= 0:
            self._pick(at)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        at = self._tile_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and at >= 0:
            self.activated_id.emit(self._tiles[at].id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        at = self._selected_at()
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and at >= 0:
            self.activated_id.emit(self._tiles[at].id)
        elif key == Qt.Key.Key_Down and self._tiles:
            self._pick(min(at + 1, len(self._tiles) - 1))
        elif key == Qt.Key.Key_Up and self._tiles:
            self._pick(max(at - 1, 0))
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            at = self._tile_at(QPointF(event.pos()))
            tip = _tip(self._tiles[at]) if at >= 0 else ""
            QToolTip.showText(event.globalPos(), tip, self.viewport())
            return True
        return super().viewportEvent(event)


def _still_key(tile: Tile) -> str:
    return tile.image_key or tile.id


def _tip(tile: Tile) -> str:
    texts = (tile.name, tile.overlay, f"{tile.mark} {tile.age.text}".strip(), tile.time)
    return "\n".join(text for text in texts if text)

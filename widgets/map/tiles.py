"""The tiles of the base map: asked for, painted off the GUI thread, kept, drawn.

A request captures everything; the response arrives by signal and is applied on the GUI thread.
While a tile is missing, tiles of other zooms stand in for it, scaled.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import Final

from PySide6.QtCore import QObject, QRectF, QRunnable, QThreadPool, Signal, Slot
from PySide6.QtGui import QColor, QImage, QPainter
from shiboken6 import Shiboken

from widgets.map import style
from widgets.map.basemap import Basemap
from widgets.map.projection import WORLD_PX
from widgets.map.tile_painter import TILE_PX, TileKey, TileRequest, paint_tile, tiles_over
from widgets.map.viewport import Viewport

CACHE_BYTES: Final = 96 * 1024 * 1024
_AROUND_PX: Final = 256.0
_STAND_INS: Final = 3
"""How many other zooms may stand in for a missing tile."""


class _Relay(QObject):
    """Carries finished tiles to the GUI thread."""

    painted = Signal(object, QImage)


class _Job(QRunnable):
    def __init__(self, request: TileRequest, relay: _Relay) -> None:
        super().__init__()
        self._request = request
        self._relay = relay

    def run(self) -> None:
        self._relay.painted.emit(self._request, paint_tile(self._request))


class TileStore(QObject):
    """An LRU of painted tiles over one worker. Emits `changed` when a new tile can be drawn."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._basemap: Basemap | None = None
        self._dpr = 1.0
        self._generation = 0
        self._tiles: OrderedDict[TileKey, QImage] = OrderedDict()
        self._waiting: set[TileKey] = set()
        self._pool = QThreadPool()
        self._pool.setMaxThreadCount(1)
        self._relay = _Relay()
        self._relay.painted.connect(self._accept)

    def set_basemap(self, basemap: Basemap | None) -> None:
        """Show another base map; everything painted is forgotten."""
        self._basemap = basemap
        self._forget()

    @Slot()
    def stop(self) -> None:
        """Drop what is queued and wait for the tile being painted. The store stays usable."""
        # At the end of the program Qt may have taken the pool down before the canvas.
        if not Shiboken.isValid(self._pool):
            return
        self._pool.clear()
        self._waiting.clear()
        self._pool.waitForDone()

    def is_idle(self) -> bool:
        """Say whether nothing is being painted."""
        return not self._waiting

    def want(self, view: Viewport, dpr: float) -> None:
        """Have painted what is missing of the view and a little around it."""
        if self._basemap is None:
            return
        if dpr != self._dpr:
            self._dpr = dpr
            self._forget()
        wanted = tiles_over(view.world_rect(_AROUND_PX), view.zoom)
        self._ask([key for key in wanted if key not in self._tiles])

    def draw(self, painter: QPainter, view: Viewport) -> None:
        """Draw what is known of the view."""
        if self._basemap is None:
            return
        wanted = tiles_over(view.world_rect(), view.zoom)
        missing = [key for key in wanted if key not in self._tiles]
        left, top, right, bottom = view.world_rect()
        if missing or left < 0.0 or top < 0.0 or right > 1.0 or bottom > 1.0:
            # Only then does the ground show; filling a 4K screen costs as much as the points.
            painter.fillRect(QRectF(0.0, 0.0, view.width, view.height), QColor(style.BACKDROP))
            self._draw_stand_ins(painter, view)
        for key in wanted:
            image = self._tiles.get(key)
            if image is not None:
                self._tiles.move_to_end(key)
                painter.drawImage(self._target(key, view), image)

    def _draw_stand_ins(self, painter: QPainter, view: Viewport) -> None:
        zooms = sorted({key.zoom for key in self._tiles}, key=lambda zoom: abs(zoom - view.zoom))
        nearest = [zoom for zoom in zooms if zoom != view.zoom][:_STAND_INS]
        for zoom in reversed(nearest):
            if abs(zoom - view.zoom) > 4.0:
                continue
            for key in tiles_over(view.world_rect(), zoom):
                image = self._tiles.get(key)
                if image is not None:
                    painter.drawImage(self._target(key, view), image)

    def _target(self, key: TileKey, view: Viewport) -> QRectF:
        """Return where the tile lies on screen, on whole device pixels so that nothing blurs."""
        span = TILE_PX / (WORLD_PX * 2.0**key.zoom)
        scale, dpr = view.scale, self._dpr
        origin_x = round((view.x * scale - view.width / 2.0) * dpr)
        origin_y = round((view.y * scale - view.height / 2.0) * dpr)
        left = (round(key.column * span * scale * dpr) - origin_x) / dpr
        top = (round(key.row * span * scale * dpr) - origin_y) / dpr
        right = (round((key.column + 1) * span * scale * dpr) - origin_x) / dpr
        bottom = (round((key.row + 1) * span * scale * dpr) - origin_y) / dpr
        return QRectF(left, top, right - left, bottom - top)

    def _ask(self, missing: list[TileKey]) -> None:
        new = [key for key in missing if key not in self._waiting]
        if not new or self._basemap is None:
            return
        # What was asked for another view waits no longer: the newest view comes first.
        self._pool.clear()
        self._waiting = set(missing)
        for key in missing:
            request = TileRequest(key, self._basemap, self._dpr, self._generation)
            self._pool.start(_Job(request, self._relay))

    @Slot(object, QImage)
    def _accept(self, request: TileRequest, image: QImage) -> None:
        self._waiting.discard(request.key)
        if request.generation != self._generation:
            return
        self._tiles[request.key] = image
        self._tiles.move_to_end(request.key)
        used = sum(tile.sizeInBytes() for tile in self._tiles.values())
        while used > CACHE_BYTES and len(self._tiles) > 1:
            _key, dropped = self._tiles.popitem(last=False)
            used -= dropped.sizeInBytes()
        self.changed.emit()

    def _forget(self) -> None:
        self._generation += 1
        self._pool.clear()
        self._waiting.clear()
        self._tiles.clear()

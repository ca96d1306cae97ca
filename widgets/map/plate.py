"""A picture of a map for paper: the same content as a canvas, in another size and density.

It has tiles of its own and waits for them; the canvas it was taken from goes on meanwhile.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QObject, QSize, QTimer, Signal, Slot
from PySide6.QtGui import QImage, QPainter, QRegion

from widgets.map.base_layer import BaseLayer
from widgets.map.scene import Scene
from widgets.map.surface import MapSurface
from widgets.map.tiles import TileStore
from widgets.map.viewport import ZOOM_STEP, Viewport

MAX_PIXELS: Final = 40_000_000
_PACE_MS: Final = 50
_PATIENCE_MS: Final = 60_000


class PlateTooLarge(ValueError):
    """A picture of so many pixels is not made."""


@dataclass(frozen=True, slots=True)
class PlateSize:
    """Logical pixels decide how large symbols and letters are beside the map, `dpr` how sharp."""

    width: int
    height: int
    dpr: float

    @property
    def pixels(self) -> QSize:
        """The picture's size."""
        return QSize(math.ceil(self.width * self.dpr), math.ceil(self.height * self.dpr))


class MapPlate(QObject):
    """Signals: `ready(QImage, complete)` once; `complete` is False when tiles were missing after
    a minute. `stop` ends it before."""

    ready = Signal(QImage, bool)

    def __init__(
        self,
        surface: MapSurface,
        size: PlateSize,
        base: Sequence[BaseLayer] | None = None,
        parent: QObject | None = None,
    ) -> None:
        """Show what `surface` shows, all of its extent; `base` in place of its base layers.

        Raises PlateTooLarge.
        """
        super().__init__(parent)
        pixels = size.pixels
        if pixels.width() * pixels.height() > MAX_PIXELS:
            raise PlateTooLarge(f"{pixels.width()} × {pixels.height()} pixels")
        self._size = size
        self._view = Viewport(size.width, size.height)
        self._view.fit(*surface.world_rect())
        self._view.zoom = math.floor(self._view.zoom / ZOOM_STEP) * ZOOM_STEP
        self._tiles = TileStore(self)
        self._scene = Scene(self._view, self._tiles, surface.texts())
        self._scene.show_same(surface.scene(), base)
        self._image = QImage(pixels, QImage.Format.Format_RGB32)
        self._image.setDevicePixelRatio(size.dpr)
        self._turns = 0
        self._timer = QTimer(self)
        self._timer.setInterval(_PACE_MS)
        self._timer.timeout.connect(self._turn)
        self._timer.start()

    @property
    def ground_m(self) -> float:
        """Width of the map on the ground, in metres, along its middle."""
        return self._view.width * self._view.metres_per_pixel

    @property
    def attribution(self) -> str:
        """Who made the base map."""
        return self._tiles.attribution

    def stop(self) -> None:
        """Let go of everything; there will be no picture."""
        self._timer.stop()
        self._tiles.stop()

    @Slot()
    def _turn(self) -> None:
        """Paint, and see whether that was all."""
        self._turns += 1
        self._scene.refresh_ground()
        self._paint()
        is_complete = self._scene.is_settled()
        if is_complete or self._turns * _PACE_MS > _PATIENCE_MS:
            self.stop()
            self.ready.emit(self._image, is_complete)

    def _paint(self) -> None:
        painter = QPainter(self._image)
        whole = QRegion(0, 0, self._size.width, self._size.height)
        self._scene.paint(painter, self._size.dpr, whole, phase=0.0, settled=True, focused=False)
        painter.end()

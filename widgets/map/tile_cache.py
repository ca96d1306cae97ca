"""Painted tiles kept within a bound of bytes, and how one is put on screen. GUI thread."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter

from widgets.map.styles.colors import Color
from widgets.map.tile_grid import PictureKey, edges
from widgets.map.tile_painter import TilePicture
from widgets.map.viewport import Viewport

CACHE_BYTES: Final = 64 * 1024 * 1024
"""Enough for two views of 1920 x 1080; a view that needs more gets more, see `make_room`."""

_SPARE: Final = 1.25


class PictureCache:
    """Pictures, least recently drawn first to go."""

    def __init__(self, limit_bytes: int = CACHE_BYTES) -> None:
        self._least = self._limit = limit_bytes
        self._pictures: OrderedDict[PictureKey, TilePicture] = OrderedDict()
        self._bytes = 0

    def __contains__(self, key: PictureKey) -> bool:
        return key in self._pictures

    def __len__(self) -> int:
        return len(self._pictures)

    @property
    def used_bytes(self) -> int:
        """About how many bytes the pictures take."""
        return self._bytes

    @property
    def limit_bytes(self) -> int:
        """How many bytes may be used now."""
        return self._limit

    def make_room(self, view_bytes: int) -> None:
        """Let a view that needs so much fit: else its pictures would push each other out."""
        self._limit = max(self._least, int(view_bytes * _SPARE))
        self._shrink()

    def get(self, key: PictureKey) -> TilePicture | None:
        """Return a picture and count it as used."""
        picture = self._pictures.get(key)
        if picture is not None:
            self._pictures.move_to_end(key)
        return picture

    def put(self, key: PictureKey, picture: TilePicture) -> None:
        """Keep a picture; what was not drawn for longest goes when there is no room."""
        self._drop(key)
        self._pictures[key] = picture
        self._bytes += picture.cost()
        self._shrink()

    def _shrink(self) -> None:
        while self._bytes > self._limit and len(self._pictures) > 1:
            self._drop(next(iter(self._pictures)))

    def keep_slots(self, numbers: Iterable[int]) -> None:
        """Forget the pictures of all other slots."""
        kept = set(numbers)
        for key in [key for key in self._pictures if key.slot not in kept]:
            self._drop(key)

    def stages(self, slot: int) -> set[tuple[float, float, int]]:
        """Return the (view zoom, density, tile zoom) there are pictures of."""
        return {(key.zoom, key.dpr, key.address.z) for key in self._pictures if key.slot == slot}

    def _drop(self, key: PictureKey) -> None:
        dropped = self._pictures.pop(key, None)
        if dropped is not None:
            self._bytes -= dropped.cost()


def draw_picture(
    painter: QPainter,
    key: PictureKey,
    picture: TilePicture,
    view: Viewport,
    dpr: float,
    *,
    with_ground: bool,
) -> None:
    """Draw a picture where its tile is; one that is only ground when `with_ground`."""
    target = target_of(key, view, dpr)
    if picture.image is not None:
        painter.drawImage(target, picture.image)
    elif picture.ground is not None and with_ground:
        painter.fillRect(target, qcolor(picture.ground))


def target_of(key: PictureKey, view: Viewport, dpr: float) -> QRectF:
    """Return where a tile lies on screen; on whole device pixels when it is of this zoom."""
    scale = 2.0 ** (view.zoom - key.zoom) * dpr / key.dpr
    left, top, right, bottom = (round(edge * scale) for edge in edges(key))
    origin_x = round((view.x * view.scale - view.width / 2.0) * dpr)
    origin_y = round((view.y * view.scale - view.height / 2.0) * dpr)
    return QRectF(
        (left - origin_x) / dpr,
        (top - origin_y) / dpr,
        (right - left) / dpr,
        (bottom - top) / dpr,
    )


def qcolor(color: Color) -> QColor:
    """Return a style's colour as Qt's."""
    red, green, blue = (round(part) for part in color[:3])
    return QColor(red, green, blue, round(color.alpha * 255.0))

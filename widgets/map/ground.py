"""Keeps what lies still under the points as one picture, so that dragging the map copies and
does not draw.

Knows absolute device pixels and a function that draws a piece; not what is drawn.

The picture is a torus: the pixel (x, y) of the world, counted in device pixels from its corner at
this zoom, is kept at (x mod width, y mod height). Moving by a pixel moves nothing in memory; only
the strip that comes into view is drawn, in whole chunks, so once in a while and not every frame.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QImage, QPainter

from widgets.map.projection import WORLD_PX
from widgets.map.viewport import Viewport

CHUNK_PX: Final = 256
_SPARE_S: Final = 0.006
"""How long a frame may draw stale pieces: at least one is drawn, whatever it costs."""

_SMALLEST: Final = 0.2
_LARGEST: Final = 8.0

WorldRect = tuple[float, float, float, float]

Draw = Callable[[QPainter, Viewport], None]
"""Draws a piece: the painter is set up in device-independent pixels of the little viewport."""


@dataclass(frozen=True, slots=True)
class _Span:
    """A rectangle of absolute device pixels, right and bottom excluded."""

    left: int
    top: int
    right: int
    bottom: int

    def is_empty(self) -> bool:
        return self.left >= self.right or self.top >= self.bottom

    def common(self, other: _Span) -> _Span:
        return _Span(
            max(self.left, other.left),
            max(self.top, other.top),
            min(self.right, other.right),
            min(self.bottom, other.bottom),
        )

    def scaled(self, ratio: float) -> _Span:
        """Return where it lies at another zoom, on whole pixels so that pieces leave no seam."""
        edges = (self.left, self.top, self.right, self.bottom)
        return _Span(*(round(edge * ratio) for edge in edges))

    def rect(self, origin: _Span) -> QRect:
        """Return it relative to the corner of another."""
        left, top = self.left - origin.left, self.top - origin.top
        return QRect(left, top, self.right - self.left, self.bottom - self.top)

    def without(self, known: _Span) -> Iterator[_Span]:
        """Yield what is left when `known` is cut out, in at most four pieces."""
        inner = self.common(known)
        if inner.is_empty():
            yield self
            return
        pieces = (
            _Span(self.left, self.top, self.right, inner.top),
            _Span(self.left, inner.bottom, self.right, self.bottom),
            _Span(self.left, inner.top, inner.left, inner.bottom),
            _Span(inner.right, inner.top, self.right, inner.bottom),
        )
        yield from (piece for piece in pieces if not piece.is_empty())


_NOTHING: Final = _Span(0, 0, 0, 0)


class Ground:
    """The kept picture of one map at one zoom, one density and one state of its layers."""

    def __init__(self) -> None:
        self._image = QImage()
        self._known = _NOTHING
        self._key: object = None
        self._zoom = 0.0
        self._dpr = 0.0
        self._stale: dict[_Span, None] = {}

    def forget(self) -> None:
        """Draw everything anew next time."""
        self._known = _NOTHING

    def drop(self) -> None:
        """Give the memory back, as when the map is hidden."""
        self._image = QImage()
        self._known = _NOTHING

    def refresh(self, rect: WorldRect) -> None:
        """Draw what lies in a world rectangle anew, a few pieces with each frame."""
        world_px = WORLD_PX * 2.0**self._zoom * self._dpr
        # A rectangle far larger than the picture is cut before it becomes pieces.
        left, top, right, bottom = (edge * world_px for edge in rect)
        touched = _Span(math.floor(left), math.floor(top), math.ceil(right), math.ceil(bottom))
        touched = _chunks(touched.common(self._known))
        for y in range(touched.top, touched.bottom, CHUNK_PX):
            for x in range(touched.left, touched.right, CHUNK_PX):
                self._stale[_Span(x, y, x + CHUNK_PX, y + CHUNK_PX)] = None

    def is_stale(self) -> bool:
        """Say whether pieces wait to be drawn anew."""
        return bool(self._stale)

    def draw(
        self, painter: QPainter, view: Viewport, dpr: float, state: object, draw: Draw
    ) -> None:
        """Draw the view, asking `draw` only for pieces not known for this `state`."""
        seen = _seen(view, dpr)
        wanted = _chunks(seen)
        size = (
            math.ceil((seen.right - seen.left) / CHUNK_PX + 1) * CHUNK_PX,
            math.ceil((seen.bottom - seen.top) / CHUNK_PX + 1) * CHUNK_PX,
        )
        key = (view.zoom, dpr, size, state)
        if key != self._key or self._image.isNull():
            self._key, self._zoom, self._dpr = key, view.zoom, dpr
            self._known = _NOTHING
            if (self._image.width(), self._image.height()) != size:
                self._image = QImage(*size, QImage.Format.Format_RGB32)
        if wanted != self._known:
            for span in wanted.without(self._known):
                self._fill(span, view.zoom, dpr, draw)
            if self._known.is_empty():
                self._stale.clear()
            self._known = wanted
        self._freshen(view.zoom, dpr, draw)
        painter.save()
        painter.scale(1.0 / dpr, 1.0 / dpr)
        for piece, at in self._pieces(seen):
            source = QRect(at.x(), at.y(), piece.right - piece.left, piece.bottom - piece.top)
            target = QPoint(piece.left - seen.left, piece.top - seen.top)
            painter.drawImage(target, self._image, source)
        painter.restore()

    def _freshen(self, zoom: float, dpr: float, draw: Draw) -> None:
        """Draw stale pieces for as long as a frame can spare."""
        begun = time.perf_counter()
        while self._stale and time.perf_counter() - begun < _SPARE_S:
            span = next(iter(self._stale)).common(self._known)
            del self._stale[next(iter(self._stale))]
            if not span.is_empty():
                self._fill(span, zoom, dpr, draw)

    def draw_scaled(self, painter: QPainter, view: Viewport, dpr: float, draw: Draw) -> bool:
        """Draw the picture of another zoom in the view's, and with `draw` what it does not cover.

        For frames on the way somewhere. Says whether there was a picture near enough in zoom.
        """
        ratio = 2.0 ** (view.zoom - self._zoom)
        if self._known.is_empty() or dpr != self._dpr or not _SMALLEST < ratio < _LARGEST:
            return False
        seen = _seen(view, dpr)
        painter.save()
        painter.scale(1.0 / dpr, 1.0 / dpr)
        for piece, at in self._pieces(self._known):
            target = piece.scaled(ratio)
            if target.common(seen).is_empty():
                continue
            source = QRect(at.x(), at.y(), piece.right - piece.left, piece.bottom - piece.top)
            painter.drawImage(target.rect(seen), self._image, source)
        painter.restore()
        for span in seen.without(self._known.scaled(ratio)):
            rect = span.rect(seen)
            painter.save()
            painter.scale(1.0 / dpr, 1.0 / dpr)
            painter.setClipRect(rect, Qt.ClipOperation.IntersectClip)
            painter.translate(rect.topLeft())
            painter.scale(dpr, dpr)
            draw(painter, _part(span, view.zoom, dpr))
            painter.restore()
        return True

    def _fill(self, span: _Span, zoom: float, dpr: float, draw: Draw) -> None:
        painter = QPainter(self._image)
        for piece, at in self._pieces(span):
            painter.save()
            painter.setClipRect(QRect(at, piece.rect(piece).size()))
            painter.translate(at)
            painter.scale(dpr, dpr)
            draw(painter, _part(piece, zoom, dpr))
            painter.restore()
        painter.end()

    def _pieces(self, span: _Span) -> Iterator[tuple[_Span, QPoint]]:
        """Cut a span where the torus wraps; with each piece comes its corner in the image."""
        across, down = self._image.width(), self._image.height()
        for top, bottom in _cut(span.top, span.bottom, down):
            for left, right in _cut(span.left, span.right, across):
                yield _Span(left, top, right, bottom), QPoint(left % across, top % down)


def _part(span: _Span, zoom: float, dpr: float) -> Viewport:
    """Return the view of just this piece."""
    width, height = span.right - span.left, span.bottom - span.top
    part = Viewport(width / dpr, height / dpr)
    part.zoom = zoom
    part.x = (span.left + width / 2.0) / dpr / part.scale
    part.y = (span.top + height / 2.0) / dpr / part.scale
    return part


def _seen(view: Viewport, dpr: float) -> _Span:
    left = round((view.x * view.scale - view.width / 2.0) * dpr)
    top = round((view.y * view.scale - view.height / 2.0) * dpr)
    return _Span(left, top, left + math.ceil(view.width * dpr), top + math.ceil(view.height * dpr))


def _chunks(span: _Span) -> _Span:
    """Grow to whole chunks."""
    return _Span(
        span.left // CHUNK_PX * CHUNK_PX,
        span.top // CHUNK_PX * CHUNK_PX,
        -(-span.right // CHUNK_PX) * CHUNK_PX,
        -(-span.bottom // CHUNK_PX) * CHUNK_PX,
    )


def _cut(begin: int, end: int, every: int) -> Iterator[tuple[int, int]]:
    while begin < end:
        stop = min(end, (begin // every + 1) * every)
        yield begin, stop
        begin = stop

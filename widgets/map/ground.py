"""Keeps what lies still under the points as one picture, so that dragging the map copies and
does not draw.

Knows absolute device pixels and a function that draws a piece; not what is drawn.

The picture is a torus: the pixel (x, y) of the world, counted in device pixels from its corner at
this zoom, is kept at (x mod width, y mod height). Moving by a pixel moves nothing in memory; only
the strip that comes into view is drawn, in whole chunks, so once in a while and not every frame.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QImage, QPainter

from widgets.map.viewport import Viewport

CHUNK_PX: Final = 256

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

    def forget(self) -> None:
        """Draw everything anew next time."""
        self._known = _NOTHING

    def drop(self) -> None:
        """Give the memory back, as when the map is hidden."""
        self._image = QImage()
        self._known = _NOTHING

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
            self._key = key
            self._known = _NOTHING
            if (self._image.width(), self._image.height()) != size:
                self._image = QImage(*size, QImage.Format.Format_RGB32)
        if wanted != self._known:
            for span in wanted.without(self._known):
                self._fill(span, view.zoom, dpr, draw)
            self._known = wanted
        painter.save()
        painter.scale(1.0 / dpr, 1.0 / dpr)
        for piece, at in self._pieces(seen):
            source = QRect(at.x(), at.y(), piece.right - piece.left, piece.bottom - piece.top)
            target = QPoint(piece.left - seen.left, piece.top - seen.top)
            painter.drawImage(target, self._image, source)
        painter.restore()

    def _fill(self, span: _Span, zoom: float, dpr: float, draw: Draw) -> None:
        painter = QPainter(self._image)
        for piece, at in self._pieces(span):
            width, height = piece.right - piece.left, piece.bottom - piece.top
            part = Viewport(width / dpr, height / dpr)
            part.zoom = zoom
            part.x = (piece.left + width / 2.0) / dpr / part.scale
            part.y = (piece.top + height / 2.0) / dpr / part.scale
            painter.save()
            painter.setClipRect(QRect(at.x(), at.y(), width, height))
            painter.translate(at)
            painter.scale(dpr, dpr)
            draw(painter, part)
            painter.restore()
        painter.end()

    def _pieces(self, span: _Span) -> Iterator[tuple[_Span, QPoint]]:
        """Cut a span where the torus wraps; with each piece comes its corner in the image."""
        across, down = self._image.width(), self._image.height()
        for top, bottom in _cut(span.top, span.bottom, down):
            for left, right in _cut(span.left, span.right, across):
                yield _Span(left, top, right, bottom), QPoint(left % across, top % down)


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

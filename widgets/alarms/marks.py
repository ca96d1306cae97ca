"""The symbols of the alarm states: strokes, so that they stay crisp at any size.

A state always shows its symbol and its word. Knows marks, not what carries them.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from widgets.alarms.values import AlarmMark


def paint_mark(painter: QPainter, rect: QRectF, mark: AlarmMark, color: str) -> None:
    """Paint `mark` in the middle of `rect`, as large as its shorter side."""
    half = min(rect.width(), rect.height()) / 2 - 1
    if mark is AlarmMark.NONE or half <= 0:
        return
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(rect.center())
    painter.setBrush(Qt.BrushStyle.NoBrush)
    cap, join = Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
    width = max(1.4, half * 0.22)
    painter.setPen(QPen(QColor(color), width, Qt.PenStyle.SolidLine, cap, join))
    _PAINTERS[mark](painter, half)
    painter.restore()


def _line(painter: QPainter, half: float, *points: tuple[float, float]) -> None:
    painter.drawPolyline(QPolygonF([QPointF(x * half, y * half) for x, y in points]))


def _ring(painter: QPainter, half: float) -> None:
    painter.drawEllipse(QPointF(0, 0), half, half)


def _unacknowledged(painter: QPainter, half: float) -> None:
    """A ring with an exclamation mark: it asks for somebody."""
    _ring(painter, half)
    _line(painter, half, (0, -0.5), (0, 0.1))
    _line(painter, half, (0, 0.48), (0, 0.5))


def _acknowledged(painter: QPainter, half: float) -> None:
    """A tick: somebody has it."""
    _line(painter, half, (-0.7, 0.05), (-0.2, 0.55), (0.75, -0.5))


def _returned(painter: QPainter, half: float) -> None:
    """A way down to normal, inside the ring of what nobody has acknowledged."""
    _ring(painter, half)
    _line(painter, half, (0, -0.5), (0, 0.5))
    _line(painter, half, (-0.35, 0.12), (0, 0.5), (0.35, 0.12))


def _shelved(painter: QPainter, half: float) -> None:
    """A clock: it comes back by itself."""
    _ring(painter, half)
    _line(painter, half, (0, -0.5), (0, 0.05), (0.4, 0.25))


def _suppressed(painter: QPainter, half: float) -> None:
    """A ring with a bar across: silenced by design."""
    _ring(painter, half)
    _line(painter, half, (-0.68, 0.68), (0.68, -0.68))


def _out_of_service(painter: QPainter, half: float) -> None:
    """A box with a cross: nobody listens to it."""
    side = half * 1.7
    painter.drawRect(QRectF(-side / 2, -side / 2, side, side))
    _line(painter, half, (-0.42, -0.42), (0.42, 0.42))
    _line(painter, half, (-0.42, 0.42), (0.42, -0.42))


def _over(painter: QPainter, half: float) -> None:
    """A level line: nothing any more."""
    _line(painter, half, (-0.7, 0), (0.7, 0))


def _refused(painter: QPainter, half: float) -> None:
    """A bare cross: it was not done."""
    _line(painter, half, (-0.6, -0.6), (0.6, 0.6))
    _line(painter, half, (-0.6, 0.6), (0.6, -0.6))


_PAINTERS = {
    AlarmMark.UNACKNOWLEDGED: _unacknowledged,
    AlarmMark.ACKNOWLEDGED: _acknowledged,
    AlarmMark.RETURNED: _returned,
    AlarmMark.SHELVED: _shelved,
    AlarmMark.SUPPRESSED: _suppressed,
    AlarmMark.OUT_OF_SERVICE: _out_of_service,
    AlarmMark.OVER: _over,
    AlarmMark.REFUSED: _refused,
}

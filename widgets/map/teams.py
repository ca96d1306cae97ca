"""Teams on the map: a ring where each one is, and its name on a plate that covers nothing that
matters.

Knows viewports and marks. Where the plates stand depends on the zoom, not on what part of the map
is in view, so that they keep still while the map is dragged.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from widgets.map.projection import Floats, lonlat_to_world
from widgets.map.values import TeamMark
from widgets.map.viewport import Viewport
from widgets.theme.fonts import ui_font
from widgets.theme.tokens import ACCENT, GROUND, LINE, PANEL, SECONDARY, SIZE_CAPTION, STALE, TEXT

TEAM_HIT_PX: Final = 12.0
_RADIUS: Final = 7.0
_HEIGHT: Final = 20.0
_GAP: Final = 5.0
_ALERT_REACH: Final = 15.0
_STEPS: Final = (0.0, -24.0, 24.0, -48.0, 48.0, -72.0, 72.0)
"""How far up and down, in pixels, a plate may move away from its ring."""

Boxes = NDArray[np.float64]
"""Rectangles (n, 4): left, top, right, bottom."""


class TeamLayer:
    """Draws teams. A team on a task always has its name; one that waits has it where there is
    room."""

    def __init__(self) -> None:
        self._key: object = None
        self._plates: dict[str, QRectF] = {}
        self._widths: dict[str, float] = {}

    def draw(
        self, painter: QPainter, view: Viewport, teams: Sequence[TeamMark], alerts: Floats
    ) -> None:
        """Draw the teams; `alerts` (n, 2) are world positions whose symbols stay clear."""
        plates = self.plates(view, teams, alerts)
        painter.setFont(ui_font(SIZE_CAPTION))
        room = QRectF(-200.0, -120.0, view.width + 400.0, view.height + 240.0)
        seen = [(team, at) for team in teams if room.contains(at := _place(view, team))]
        for team, at in seen:
            plate = plates.get(team.id)
            if plate is not None:
                _draw_plate(painter, team, at, plate.translated(at))
        for team, at in seen:
            _draw_ring(painter, team, at)

    def plates(
        self, view: Viewport, teams: Sequence[TeamMark], alerts: Floats
    ) -> dict[str, QRectF]:
        """Where each name stands, relative to its team's place on the screen."""
        key = (view.zoom, tuple(teams), alerts.tobytes())
        if key != self._key:
            self._key = key
            self._plates = self._placed(view, teams, alerts)
        return self._plates

    def _placed(
        self, view: Viewport, teams: Sequence[TeamMark], alerts: Floats
    ) -> dict[str, QRectF]:
        places = _absolute(view, teams)
        rings = _around(places, _RADIUS + 2.0)
        # Of ten thousand alerts few are near a team: sorted, they are found without looking at all.
        symbols = _around(alerts[np.argsort(alerts[:, 0])] * view.scale, _ALERT_REACH)
        taken = rings
        found: dict[str, QRectF] = {}
        order = sorted(range(len(teams)), key=lambda row: (teams[row].state == "idle", row))
        for row in order:
            team = teams[row]
            if not team.text:
                continue
            options = _options(self._width(team.text))
            corner = np.tile(places[row], 2)
            least, most = options[:, :2].min(axis=0), options[:, 2:].max(axis=0)
            band = slice(
                int(np.searchsorted(symbols[:, 2], corner[0] + least[0], side="right")),
                int(np.searchsorted(symbols[:, 0], corner[0] + most[0])),
            )
            others = _near(np.concatenate((taken, symbols[band])), least, most, corner)
            cost = _overlaps(options + corner, others[(others != rings[row]).any(axis=1)])
            best = int(cost.argmin())
            if cost[best] > 0.0 and team.state == "idle":
                continue
            left, top, right, bottom = options[best].tolist()
            found[team.id] = QRectF(left, top, right - left, bottom - top)
            taken = np.concatenate((taken, (options[best] + corner)[None]))
        return found

    def _width(self, text: str) -> float:
        width = self._widths.get(text)
        if width is None:
            width = QFontMetricsF(ui_font(SIZE_CAPTION)).horizontalAdvance(text) + 12.0
            self._widths[text] = width
        return width


def team_at(view: Viewport, teams: Iterable[TeamMark], position: QPointF) -> str | None:
    """Return the nearest team under the position, or None."""
    best, best_distance = None, TEAM_HIT_PX
    for team in teams:
        at = _place(view, team) - position
        distance = math.hypot(at.x(), at.y())
        if distance <= best_distance:
            best, best_distance = team.id, distance
    return best


def _place(view: Viewport, team: TeamMark) -> QPointF:
    x, y = view.to_screen(*lonlat_to_world(team.lon, team.lat))
    return QPointF(float(x), float(y))


def _absolute(view: Viewport, teams: Sequence[TeamMark]) -> Floats:
    """Positions (n, 2) in pixels from the world's corner."""
    x, y = lonlat_to_world([t.lon for t in teams], [t.lat for t in teams])
    return np.stack((x, y), axis=1) * view.scale


def _around(places: Floats, reach: float) -> Boxes:
    return np.concatenate((places - reach, places + reach), axis=1)


def _options(width: float) -> Boxes:
    """Plates beside the ring, right before left, near before far."""
    aside = _RADIUS + _GAP
    return np.array(
        [
            (left, step - _HEIGHT / 2.0, left + width, step + _HEIGHT / 2.0)
            for step in _STEPS
            for left in (aside, -aside - width)
        ]
    )


def _near(taken: Boxes, least: Floats, most: Floats, corner: Floats) -> Boxes:
    """What of `taken` any option at `corner` could touch: of thousands of alerts a few."""
    near = (taken[:, 2] > corner[0] + least[0]) & (taken[:, 0] < corner[0] + most[0])
    near &= (taken[:, 3] > corner[1] + least[1]) & (taken[:, 1] < corner[1] + most[1])
    found: Boxes = taken[near]
    return found


def _overlaps(options: Boxes, taken: Boxes) -> Floats:
    """How many square pixels of each option are covered."""
    wide = np.minimum(options[:, None, 2], taken[None, :, 2]) - np.maximum(
        options[:, None, 0], taken[None, :, 0]
    )
    tall = np.minimum(options[:, None, 3], taken[None, :, 3]) - np.maximum(
        options[:, None, 1], taken[None, :, 1]
    )
    covered: Floats = (np.maximum(wide, 0.0) * np.maximum(tall, 0.0)).sum(axis=1)
    return covered


def _draw_ring(painter: QPainter, team: TeamMark, at: QPointF) -> None:
    """A ring; filled in the middle once the team has arrived, grey and dotted when it is lost."""
    lost = team.state == "lost"
    tone = _tone(team)
    line = Qt.PenStyle.DotLine if lost else Qt.PenStyle.SolidLine
    painter.setPen(QPen(QColor(tone), 2.0, line))
    painter.setBrush(QColor(GROUND))
    painter.drawEllipse(at, _RADIUS, _RADIUS)
    if team.state == "arrived":
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tone))
        painter.drawEllipse(at, 3.0, 3.0)


def _draw_plate(painter: QPainter, team: TeamMark, at: QPointF, plate: QRectF) -> None:
    """The name; a plate that had to move away is tied to its ring by a line."""
    if abs(plate.center().y() - at.y()) > _HEIGHT / 2.0:
        edge = plate.left() if plate.left() > at.x() else plate.right()
        painter.setPen(QPen(QColor(_tone(team)), 1.0))
        painter.drawLine(at, QPointF(edge, plate.center().y()))
    color = QColor(PANEL)
    color.setAlphaF(0.95)
    painter.setPen(QPen(QColor(LINE), 1.0))
    painter.setBrush(color)
    painter.drawRoundedRect(plate, 4.0, 4.0)
    painter.setPen(QColor(STALE if team.state == "lost" else TEXT))
    painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, team.text)


def _tone(team: TeamMark) -> str:
    return {"idle": SECONDARY, "lost": STALE}.get(team.state, ACCENT)

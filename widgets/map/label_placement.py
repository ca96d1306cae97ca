"""Where names stand: by rank, without touching, and beside the symbols of alerts, not under them.

Knows viewports and candidates; keeps nothing from one placement to the next. A name at a point that
an alert would cover steps aside, if there is room near by; one along a line stands elsewhere on it
or not at all.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from PySide6.QtCore import QRectF

from widgets.map.collisions import Box, Echoes, Plane
from widgets.map.label_painter import COLUMN_EM, lines_size
from widgets.map.label_values import ANCHORS, LabelCandidate
from widgets.map.projection import Floats
from widgets.map.viewport import Viewport

MARGIN_PX: Final = 256.0
"""How far outside the view names are placed, for when the map is dragged."""

MOST_ALERTS: Final = 1000
"""Of more alerts around a view the rest hides names: nothing would stand free of them anyway."""

_GAP_PX: Final = 3.0
_ALERT_REACH: Final = 17.0
"""Half a symbol and its ring at rest; the ring may pulse over a name."""
_STEP_ASIDE_PX: Final = 48.0
"""A name farther from its place than this would be taken for another's."""

_STEEP: Final = math.radians(50.0)


@dataclass(frozen=True, slots=True)
class PlacedLabel:
    """A text that stands: where its middle is in pixels from the anchor, its box, its angle.

    `upright` is a column of characters leaning by `angle`.
    """

    candidate: LabelCandidate
    angle: float
    upright: bool
    middle_x: float
    middle_y: float
    width: float
    height: float

    def box(self, view: Viewport) -> QRectF:
        """Return the rectangle it takes on screen."""
        x, y = view.to_screen(self.candidate.x, self.candidate.y)
        left = float(x) + self.middle_x - self.width / 2.0
        top = float(y) + self.middle_y - self.height / 2.0
        return QRectF(left, top, self.width, self.height)


def alerts_in(rect: tuple[float, float, float, float], alerts: Floats) -> Floats:
    """Return those of the world positions (n, 2) in a world rectangle, not more than count."""
    left, top, right, bottom = rect
    x, y = alerts[:, 0], alerts[:, 1]
    near: Floats = alerts[(x >= left) & (x <= right) & (y >= top) & (y <= bottom)]
    return near[:MOST_ALERTS]


def place(view: Viewport, found: Iterable[LabelCandidate], alerts: Floats) -> list[PlacedLabel]:
    """Return those of the candidates, the first first, that can stand in and around the view."""
    placing = _Placing(view, alerts)
    return [label for candidate in found if (label := placing.placed(candidate)) is not None]


class _Placing:
    """What stands so far."""

    def __init__(self, view: Viewport, alerts: Floats) -> None:
        self._view = view
        self._plane, self._echoes, self._alerts = Plane(), Echoes(), Plane()
        self._seen: set[tuple[str, float, float]] = set()
        x, y = view.to_screen(alerts[:, 0], alerts[:, 1])
        middles = np.stack((x, y), axis=1)
        corners = np.concatenate((middles - _ALERT_REACH, middles + _ALERT_REACH), axis=1)
        for left, top, right, bottom in corners.tolist():
            self._alerts.add((left, top, right, bottom))

    def placed(self, candidate: LabelCandidate) -> PlacedLabel | None:
        """Place a candidate, None where there is no room."""
        view = self._view
        x = (candidate.x - view.x) * view.scale + view.width / 2.0
        y = (candidate.y - view.y) * view.scale + view.height / 2.0
        if not (
            -MARGIN_PX <= x <= view.width + MARGIN_PX and -MARGIN_PX <= y <= view.height + MARGIN_PX
        ):
            return None
        identity = (candidate.text, candidate.x, candidate.y)
        if identity in self._seen:
            return None
        self._seen.add(identity)
        if candidate.spacing and self._echoes.is_near(candidate.text, x, y, candidate.spacing):
            return None
        label = self._free(placed_label(candidate), x, y)
        if label is not None:
            self._echoes.add(candidate.text, x, y)
        return label

    def _free(self, label: PlacedLabel, x: float, y: float) -> PlacedLabel | None:
        """Return the label where it may stand, and take that place."""
        candidate = label.candidate
        if candidate.may_overlap:
            return label
        left = x + label.middle_x - label.width / 2.0
        top = y + label.middle_y - label.height / 2.0
        box = (left, top, left + label.width, top + label.height)
        gap = candidate.look.padding + _GAP_PX
        for across, down in self._steps(box, may_move=candidate.angle is None):
            moved = (box[0] + across, box[1] + down, box[2] + across, box[3] + down)
            wide = (moved[0] - gap, moved[1] - gap, moved[2] + gap, moved[3] + gap)
            if self._plane.is_free(wide) and self._alerts.is_free(moved):
                self._plane.add(moved)
                middle_x, middle_y = label.middle_x + across, label.middle_y + down
                return replace(label, middle_x=middle_x, middle_y=middle_y)
        return None

    def _steps(self, box: Box, *, may_move: bool) -> Iterator[tuple[float, float]]:
        """Yield how far to move: not at all, then out of the alert in the way, the least first."""
        yield 0.0, 0.0
        alert = self._alerts.first_in(box) if may_move else None
        if alert is None:
            return
        steps = (
            (0.0, alert[3] - box[1]),
            (0.0, alert[1] - box[3]),
            (alert[2] - box[0], 0.0),
            (alert[0] - box[2], 0.0),
        )
        for step in sorted(steps, key=lambda step: abs(step[0]) + abs(step[1])):
            if abs(step[0]) + abs(step[1]) <= _STEP_ASIDE_PX:
                yield step


def placed_label(candidate: LabelCandidate) -> PlacedLabel:
    """Return the label with its size on screen."""
    look = candidate.look
    width, height = lines_size(candidate.text, look)
    if candidate.angle is None:
        to_x, to_y = ANCHORS[candidate.anchor]
        middle_x = to_x * width + candidate.shift[0] * look.size
        middle_y = to_y * height + candidate.shift[1] * look.size
        return PlacedLabel(candidate, 0.0, False, middle_x, middle_y, width, height)
    angle = readable(candidate.angle)
    # Steep Chinese names stand as a column of upright characters, as on Chinese maps.
    if abs(angle) > _STEEP and not candidate.text.isascii() and _is_wide(candidate.text):
        lean = _column_lean(angle)
        tall = look.size * COLUMN_EM * len(candidate.text)
        across = abs(tall * math.sin(lean)) + look.size * 1.2
        return PlacedLabel(candidate, lean, True, 0.0, 0.0, across, tall * math.cos(lean))
    cosine, sine = math.cos(angle), abs(math.sin(angle))
    across, down = width * cosine + height * sine, width * sine + height * cosine
    return PlacedLabel(candidate, angle, False, 0.0, 0.0, across, down)


def _is_wide(text: str) -> bool:
    return sum(ord(character) >= 0x2E80 for character in text) * 2 > len(text)


def readable(angle: float) -> float:
    """Turn a direction so that text along it is never upside down: within ±90°."""
    return math.remainder(angle, math.pi)


def _column_lean(angle: float) -> float:
    """Return how far a column of characters leans right at the top, for a steep line."""
    return math.pi / 2.0 + angle if angle < 0.0 else angle - math.pi / 2.0

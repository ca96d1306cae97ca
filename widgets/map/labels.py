"""Names on the map: placed greedily by rank without touching, drawn from cached pictures.

A placement covers more than the view and is kept while the view stays inside it at one zoom, so
that names stand still while the map is dragged. While tiles are still missing, names placed at
the zoom before stay where no tile of the new zoom has come yet.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QImage, QPainter

from widgets.map.collisions import Echoes, Plane
from widgets.map.label_painter import COLUMN_EM, lines_size, paint_label
from widgets.map.label_values import ANCHORS, LabelCandidate, TextLook
from widgets.map.viewport import Viewport

_MARGIN_PX: Final = 256.0
_GAP_PX: Final = 3.0
_STEEP: Final = math.radians(50.0)
PICTURE_BYTES: Final = 8 * 1024 * 1024
"""Pictures beyond this, those of the names that stand now excepted, are given back."""

_ROOM_PX: Final = 12.0
"""How far a picture reaches beyond its box: the halo."""

_BATCH: Final = 64
"""Names painted by a worker before the map is drawn again."""

_PATIENCE_S: Final = 1.0
"""While tiles keep coming, names are placed anew no more often."""


_PictureKey = tuple[str, TextLook, bool, int, float]
"""Text, look, upright, degrees, density."""


class LabelSource(Protocol):
    """Where candidates come from: the tile store."""

    @property
    def version(self) -> int:
        """Changes with the candidates."""

    def is_idle(self) -> bool:
        """Say whether all candidates of the view are there."""

    def labels(self, view: Viewport, margin_px: float) -> Iterable[LabelCandidate]:
        """Yield candidates in and around the view."""

    def run_aside(self, act: Callable[[], None]) -> None:
        """Run `act` in a worker; whoever draws hears when it is done."""


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


class LabelLayer:
    """Places and draws the names of the tiles in view."""

    def __init__(self, source: LabelSource, clock: Callable[[], float] = time.monotonic) -> None:
        self._source = source
        self._clock = clock
        self._placed: list[PlacedLabel] = []
        self._covered: tuple[float, float, float, float, float] | None = None
        self._version = -1
        self._placed_at = 0.0
        self._pictures: dict[_PictureKey, QImage] = {}
        self._painting: set[_PictureKey] = set()
        self._boxes = np.empty((0, 6))
        self._requested: list[PlacedLabel] = []
        self._requested_dpr = 0.0

    def placed(self, view: Viewport) -> list[PlacedLabel]:
        """Return the names standing in and around the view; no two touch."""
        if not self._fits(view) or self._is_stale():
            is_complete = self._source.is_idle()
            self._placed = self._place(view, keep_old=not is_complete)
            self._boxes = _boxes(self._placed)
            self._covered = (*view.world_rect(_MARGIN_PX), view.zoom)
            self._version = self._source.version
            self._placed_at = self._clock()
        return self._placed

    def is_settled(self) -> bool:
        """Say whether what was drawn last is all there is to draw."""
        if self._covered is None:
            return True
        return self._version == self._source.version and self._requested is self._placed

    @property
    def used_bytes(self) -> int:
        """Bytes of the pictures of names."""
        return sum(picture.sizeInBytes() for picture in list(self._pictures.values()))

    def _fits(self, view: Viewport) -> bool:
        covered = self._covered
        left, top, right, bottom = view.world_rect()
        return (
            covered is not None
            and covered[4] == view.zoom
            and (covered[0] <= left and covered[1] <= top)
            and (covered[2] >= right and covered[3] >= bottom)
        )

    def _is_stale(self) -> bool:
        if self._source.version == self._version:
            return False
        return self._source.is_idle() or self._clock() - self._placed_at > _PATIENCE_S

    def draw(self, painter: QPainter, view: Viewport, dpr: float) -> None:
        """Draw the placed names that reach into a view, on whole device pixels.

        One whose picture is not there is left out; see `request`.
        """
        if not len(self._boxes):
            return
        scale = view.scale
        left = (self._boxes[:, 0] - view.x) * scale + view.width / 2.0 + self._boxes[:, 2]
        top = (self._boxes[:, 1] - view.y) * scale + view.height / 2.0 + self._boxes[:, 3]
        reach_x, reach_y = self._boxes[:, 4] / 2.0 + _ROOM_PX, self._boxes[:, 5] / 2.0 + _ROOM_PX
        hit = (left + reach_x > 0.0) & (left - reach_x < view.width)
        hit &= (top + reach_y > 0.0) & (top - reach_y < view.height)
        for index in np.flatnonzero(hit).tolist():
            picture = self._pictures.get(_picture_key(self._placed[index], dpr))
            if picture is not None:
                corner_x = float(left[index]) - picture.width() / dpr / 2.0
                corner_y = float(top[index]) - picture.height() / dpr / 2.0
                corner = QPointF(round(corner_x * dpr) / dpr, round(corner_y * dpr) / dpr)
                painter.drawImage(corner, picture)

    def request(self, dpr: float) -> None:
        """Have the pictures that placed names lack painted by a worker."""
        if self._requested is self._placed and self._requested_dpr == dpr:
            return
        self._requested, self._requested_dpr = self._placed, dpr
        keyed = {_picture_key(label, dpr): label for label in self._placed}
        if self.used_bytes > PICTURE_BYTES:
            # In place: a worker may be adding to it.
            for key in [key for key in list(self._pictures) if key not in keyed]:
                del self._pictures[key]
        missing = [
            (key, label)
            for key, label in keyed.items()
            if key not in self._pictures and key not in self._painting
        ]
        for begin in range(0, len(missing), _BATCH):
            batch = missing[begin : begin + _BATCH]
            self._painting.update(key for key, _label in batch)
            self._source.run_aside(partial(_paint_all, batch, self._pictures, self._painting))

    def _place(self, view: Viewport, *, keep_old: bool) -> list[PlacedLabel]:
        found = sorted(self._source.labels(view, _MARGIN_PX), key=lambda one: one.rank)
        if keep_old:
            found += [label.candidate for label in self._placed]
        plane, echoes = Plane(), Echoes()
        placed: list[PlacedLabel] = []
        reach_x, reach_y = view.width + _MARGIN_PX, view.height + _MARGIN_PX
        scale = view.scale
        seen: set[tuple[str, float, float]] = set()
        for candidate in found:
            x = (candidate.x - view.x) * scale + view.width / 2.0
            y = (candidate.y - view.y) * scale + view.height / 2.0
            if not (-_MARGIN_PX <= x <= reach_x and -_MARGIN_PX <= y <= reach_y):
                continue
            identity = (candidate.text, candidate.x, candidate.y)
            if identity in seen:
                continue
            seen.add(identity)
            if candidate.spacing and echoes.is_near(candidate.text, x, y, candidate.spacing):
                continue
            label = placed_label(candidate)
            left = x + label.middle_x - label.width / 2.0
            top = y + label.middle_y - label.height / 2.0
            gap = candidate.look.padding + _GAP_PX
            box = (left - gap, top - gap, left + label.width + gap, top + label.height + gap)
            if not candidate.may_overlap:
                if not plane.is_free(box):
                    continue
                plane.add((left, top, left + label.width, top + label.height))
            echoes.add(candidate.text, x, y)
            placed.append(label)
        return placed


def _boxes(placed: list[PlacedLabel]) -> NDArray[np.float64]:
    """Return world x and y, offset of the middle, width and height of each, shape (n, 6)."""
    rows = [
        (
            label.candidate.x,
            label.candidate.y,
            label.middle_x,
            label.middle_y,
            label.width,
            label.height,
        )
        for label in placed
    ]
    return np.array(rows, dtype=np.float64).reshape(-1, 6)


def _paint_all(
    batch: list[tuple[_PictureKey, PlacedLabel]],
    pictures: dict[_PictureKey, QImage],
    painting: set[_PictureKey],
) -> None:
    for key, label in batch:
        try:
            pictures[key] = _paint(label, key[-1])
        finally:
            painting.discard(key)


def _picture_key(label: PlacedLabel, dpr: float) -> _PictureKey:
    degrees = round(math.degrees(label.angle))
    return (label.candidate.text, label.candidate.look, label.upright, degrees, dpr)


def _paint(label: PlacedLabel, dpr: float) -> QImage:
    box = QRectF(0.0, 0.0, label.width, label.height)
    candidate = label.candidate
    return paint_label(candidate.text, candidate.look, label.angle, box, dpr, upright=label.upright)


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

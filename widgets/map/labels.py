"""Names on the map: placed greedily by rank without touching, drawn from cached pictures.

A placement covers more than the view and is kept while the view stays inside it at one zoom, so
that names stand still while the map is dragged. While tiles are still missing, names placed at
the zoom before stay where no tile of the new zoom has come yet. Alerts that come or go where names
stand have them placed anew, a reading or a level that changes does not.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable
from functools import partial
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QImage, QPainter

from widgets.map.label_painter import paint_label
from widgets.map.label_placement import MARGIN_PX, PlacedLabel, alerts_in, place
from widgets.map.label_values import LabelCandidate, TextLook
from widgets.map.projection import Floats
from widgets.map.viewport import Viewport

PICTURE_BYTES: Final = 8 * 1024 * 1024
"""Pictures beyond this, those of the names that stand now excepted, are given back."""

_ROOM_PX: Final = 12.0
"""How far a picture reaches beyond its box: the halo."""

_BATCH: Final = 64
"""Names painted by a worker before the map is drawn again."""

_PATIENCE_S: Final = 1.0
"""While tiles or alerts keep coming, names are placed anew no more often."""

_NO_ALERTS: Final[Floats] = np.empty((0, 2))


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
        self._alerts = self._near = _NO_ALERTS
        self._waits = False
        self._requested: list[PlacedLabel] = []
        self._requested_dpr = 0.0

    def placed(self, view: Viewport, alerts: Floats = _NO_ALERTS) -> list[PlacedLabel]:
        """Return the names standing in and around the view; no two touch.

        `alerts` (n, 2) are world positions whose symbols stay clear. Whoever has the same ones
        gives the same array: it is not looked at again.
        """
        if not self._fits(view) or self._is_stale() or self._gives_way(alerts):
            keep_old = not self._source.is_idle()
            found = sorted(self._source.labels(view, MARGIN_PX), key=lambda one: one.rank)
            if keep_old:
                found += [label.candidate for label in self._placed]
            covered = view.world_rect(MARGIN_PX)
            self._alerts, self._near = alerts, alerts_in(covered, alerts)
            self._placed = place(view, found, self._near)
            self._boxes = _boxes(self._placed)
            self._covered = (*covered, view.zoom)
            self._version = self._source.version
            self._placed_at = self._clock()
            self._waits = False
        return self._placed

    def is_waiting(self) -> bool:
        """Say whether a frame a little later would place names out of the way of alerts."""
        return self._waits

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

    def _gives_way(self, alerts: Floats) -> bool:
        if alerts is self._alerts or self._covered is None:
            return False
        if np.array_equal(alerts_in(self._covered[:4], alerts), self._near):
            self._alerts, self._waits = alerts, False
            return False
        self._waits = self._clock() - self._placed_at <= _PATIENCE_S
        return not self._waits

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

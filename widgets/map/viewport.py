"""What part of the world is on screen. Pure arithmetic; knows no Qt.

World units are those of `projection`; screen units are device-independent pixels, y down.
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from widgets.map.projection import WORLD_PX, Floats, metres_per_pixel, world_to_lonlat

MIN_ZOOM: Final = 2.0
MAX_ZOOM: Final = 20.0
ZOOM_STEP: Final = 0.125
"""Zooms at rest are multiples of this, so that tiles are painted at exactly the scale shown."""


class Viewport:
    """Centre, fractional zoom and size; converts both ways and moves."""

    def __init__(self, width: float = 1.0, height: float = 1.0) -> None:
        self.x = 0.5
        self.y = 0.5
        self.zoom = MIN_ZOOM
        self.width = width
        self.height = height
        self._limits: tuple[float, float, float, float] = (0.0, 0.0, 1.0, 1.0)

    @property
    def scale(self) -> float:
        """Screen pixels per world unit."""
        return float(WORLD_PX * 2.0**self.zoom)

    @property
    def metres_per_pixel(self) -> float:
        """Ground size of a pixel at the centre."""
        _lon, lat = world_to_lonlat(self.x, self.y)
        return metres_per_pixel(float(lat), self.zoom)

    def is_resting(self) -> bool:
        """Say whether the zoom is one that tiles are painted for."""
        return self.zoom == snap_zoom(self.zoom)

    def key(self) -> tuple[float, float, float, float, float]:
        """Return a value equal exactly when the view is the same."""
        return (self.x, self.y, self.zoom, self.width, self.height)

    def world_rect(self, margin_px: float = 0.0) -> tuple[float, float, float, float]:
        """Return (left, top, right, bottom) in world units, grown by `margin_px` on each side."""
        half_w = (self.width / 2.0 + margin_px) / self.scale
        half_h = (self.height / 2.0 + margin_px) / self.scale
        return (self.x - half_w, self.y - half_h, self.x + half_w, self.y + half_h)

    def to_screen(self, x: ArrayLike, y: ArrayLike) -> tuple[Floats, Floats]:
        """Convert world units to screen pixels."""
        scale = self.scale
        screen_x = (np.asarray(x, dtype=np.float64) - self.x) * scale + self.width / 2.0
        screen_y = (np.asarray(y, dtype=np.float64) - self.y) * scale + self.height / 2.0
        return screen_x, screen_y

    def to_world(self, screen_x: float, screen_y: float) -> tuple[float, float]:
        """Convert a screen position to world units."""
        scale = self.scale
        return (
            self.x + (screen_x - self.width / 2.0) / scale,
            self.y + (screen_y - self.height / 2.0) / scale,
        )

    def resize(self, width: float, height: float) -> None:
        """Take a new size; the centre stays."""
        self.width = max(1.0, width)
        self.height = max(1.0, height)
        self._clamp()

    def set_limits(self, left: float, top: float, right: float, bottom: float) -> None:
        """Keep the centre inside this world rectangle from now on."""
        self._limits = (left, top, right, bottom)
        self._clamp()

    def centre_on(self, x: float, y: float, zoom: float | None = None) -> None:
        """Put a world position in the middle; what is not a number moves nothing."""
        if math.isfinite(x) and math.isfinite(y):
            self.x, self.y = x, y
        if zoom is not None and math.isfinite(zoom):
            self.zoom = min(MAX_ZOOM, max(MIN_ZOOM, zoom))
        self._clamp()

    def pan_by(self, dx: float, dy: float) -> None:
        """Move the map by screen pixels: positive `dx` shows what lies to the west."""
        self.centre_on(self.x - dx / self.scale, self.y - dy / self.scale)

    def zoom_at(self, screen_x: float, screen_y: float, zoom: float) -> None:
        """Zoom so that what is under the screen position stays there (within the limits)."""
        world_x, world_y = self.to_world(screen_x, screen_y)
        self.zoom = min(MAX_ZOOM, max(MIN_ZOOM, zoom))
        scale = self.scale
        self.x = world_x - (screen_x - self.width / 2.0) / scale
        self.y = world_y - (screen_y - self.height / 2.0) / scale
        self._clamp()

    def fit(
        self, left: float, top: float, right: float, bottom: float, padding_px: float = 32.0
    ) -> None:
        """Show the whole world rectangle, as large as the padding allows."""
        room_w = max(1.0, self.width - 2.0 * padding_px)
        room_h = max(1.0, self.height - 2.0 * padding_px)
        span_w = max(right - left, 1e-9)
        span_h = max(bottom - top, 1e-9)
        scale = min(room_w / span_w, room_h / span_h)
        zoom = snap_zoom(math.log2(scale / WORLD_PX), down=True)
        self.centre_on((left + right) / 2.0, (top + bottom) / 2.0, zoom)

    def _clamp(self) -> None:
        left, top, right, bottom = self._limits
        self.x = min(right, max(left, self.x))
        self.y = min(bottom, max(top, self.y))


def snap_zoom(zoom: float, *, down: bool = False) -> float:
    """Return the resting zoom nearest to `zoom`, or the one not above it."""
    steps = zoom / ZOOM_STEP
    whole = math.floor(steps + 1e-9) if down else round(steps)
    return min(MAX_ZOOM, max(MIN_ZOOM, whole * ZOOM_STEP))

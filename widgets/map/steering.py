"""Where the map looks, as a program asks it to: views, flights, home. Hands belong to `canvas`."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QTimer, Slot
from PySide6.QtWidgets import QWidget

from widgets.map.projection import MAX_LATITUDE, lonlat_to_world, world_to_lonlat
from widgets.map.surface import MapSurface
from widgets.map.values import Bounds, MapTexts, MapView
from widgets.map.viewport import snap_zoom

_REST_MS: Final = 160
"""A zoom between the resting ones, as a pinch leaves it, is rounded after this."""


class SteeredMap(MapSurface):
    """A map that can be told where to look. Positions are degrees; beyond the world is clamped."""

    def __init__(
        self, texts: MapTexts | None = None, *, animate: bool = True, parent: QWidget | None = None
    ) -> None:
        super().__init__(texts, animate=animate, parent=parent)
        self._is_locked = False
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._come_to_rest)

    def view(self) -> MapView:
        """Return what is in the middle and how near."""
        lon, lat = world_to_lonlat(self._view.x, self._view.y)
        return MapView(float(lon), float(lat), self._view.zoom)

    def set_view(self, view: MapView) -> None:
        """Look there at once, as a linked map does with every `view_changed` of its leader."""
        self._motion.stop()
        self._at_home = False
        self._view.centre_on(*_world(view.lon, view.lat), view.zoom)
        self._rest_soon()
        self._refresh()

    def bounds(self) -> Bounds:
        """Return the rectangle in view, in degrees, within the world."""
        left, top, right, bottom = self._view.world_rect()
        (west, east), (north, south) = world_to_lonlat(
            [max(0.0, left), min(1.0, right)], [max(0.0, top), min(1.0, bottom)]
        )
        return Bounds(float(west), float(south), float(east), float(north))

    def extent_locked(self) -> bool:
        """Say whether hands cannot move the map."""
        return self._is_locked

    def set_extent_locked(self, locked: bool) -> None:
        """Let hands move the map, or only the program: a linked map follows and does not lead."""
        self._is_locked = locked
        if locked:
            self._motion.stop()

    def fly_to(self, lon: float, lat: float, zoom: float | None = None) -> None:
        """Bring a position in degrees to the middle."""
        self._go(*_world(lon, lat), self._view.zoom if zoom is None else zoom)

    def fit(self, bounds: Bounds) -> None:
        """Show all of a rectangle in degrees."""
        self._motion.stop()
        left, bottom = _world(bounds.west, bounds.south)
        right, top = _world(bounds.east, bounds.north)
        self._view.fit(left, top, right, bottom)
        self._at_home = False
        self._refresh()

    def set_home(self, bounds: Bounds) -> None:
        """Make a rectangle in degrees the whole of the town, and show it.

        It stays in view as the widget is resized, until somebody moves the map.
        """
        left, bottom = _world(bounds.west, bounds.south)
        right, top = _world(bounds.east, bounds.north)
        self._home = (left, top, right, bottom)
        self.go_home()

    def lonlat_at(self, position: QPointF) -> tuple[float, float]:
        """Return the longitude and latitude under a widget position, within the world."""
        x, y = self._view.to_world(position.x(), position.y())
        lon, lat = world_to_lonlat(min(1.0, max(0.0, x)), min(1.0, max(0.0, y)))
        return float(lon), float(lat)

    def _go(self, x: float, y: float, zoom: float) -> None:
        self._at_home = False
        if self._animate and self.isVisible():
            self._motion.fly(x, y, zoom)
            return
        self._motion.stop()
        self._view.centre_on(x, y, snap_zoom(zoom))
        self._refresh()

    def _rest_soon(self) -> None:
        if self._view.is_resting():
            self._rest.stop()
        else:
            self._rest.start()

    @Slot()
    def _come_to_rest(self) -> None:
        if not self._view.is_resting() and not self._motion.is_flying():
            self._view.centre_on(self._view.x, self._view.y, snap_zoom(self._view.zoom))
            self._refresh()


def _world(lon: float, lat: float) -> tuple[float, float]:
    """Project degrees, brought inside the world; what is not a number stays one."""
    x, y = lonlat_to_world(min(180.0, max(-180.0, lon)), min(MAX_LATITUDE, max(-MAX_LATITUDE, lat)))
    return float(x), float(y)

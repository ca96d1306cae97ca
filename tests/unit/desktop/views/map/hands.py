"""What a hand does to a map in tests: clicks and drags at places in degrees, keys of the window."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest

from desktop.views.map.pane import MapPane
from tests.unit.desktop.views.conftest import Room

LEFT = Qt.MouseButton.LeftButton
WEST_PLACE = 121.0105, 31.0105
"""A place of the small town with nothing on it, in 东村."""


def pixel(pane: MapPane, lon: float, lat: float) -> QPoint:
    """Where a place is on the canvas, as far as its own read-out tells."""
    canvas = pane.canvas
    west, north = canvas.lonlat_at(QPointF(0.0, 0.0))
    east, south = canvas.lonlat_at(QPointF(canvas.width(), canvas.height()))
    x = (lon - west) / (east - west) * canvas.width()
    # Latitude is as good as linear over a town.
    y = (north - lat) / (north - south) * canvas.height()
    return QPoint(round(x), round(y))


def click(room: Room, lon: float, lat: float) -> None:
    """Click on a place."""
    pane = room.window.pane
    QTest.mouseClick(pane.canvas, LEFT, pos=pixel(pane, lon, lat))


def right_click(room: Room, lon: float, lat: float) -> None:
    """Ask for the menu of a place."""
    pane = room.window.pane
    QTest.mouseClick(pane.canvas, Qt.MouseButton.RightButton, pos=pixel(pane, lon, lat))


def drag(room: Room, start: tuple[float, float], end: tuple[float, float]) -> None:
    """Press at one place, let go at another."""
    pane = room.window.pane
    QTest.mousePress(pane.canvas, LEFT, pos=pixel(pane, *start))
    QTest.mouseMove(pane.canvas, pixel(pane, *end))
    QTest.mouseRelease(pane.canvas, LEFT, pos=pixel(pane, *end))


def key(room: Room, pressed: Qt.Key, held: Qt.KeyboardModifier | None = None) -> None:
    """Press a key of the window."""
    QTest.keyClick(room.window, pressed, held or Qt.KeyboardModifier.NoModifier)


def trigger(room: Room, tool: str) -> None:
    """Choose an entry of the tool strip."""
    room.window.pane.toolbar.entry(tool).trigger()


def listed(room: Room) -> list[str]:
    """Ids in the list beside the map, headings left out; nothing while it is closed."""
    places = room.window.pane.places
    return [row.id for row in places.rows() if row.id] if places.isVisible() else []

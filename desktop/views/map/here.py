"""A place on the ground: a box at it, and the list of its coordinates, each to be copied."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtGui import QGuiApplication

from desktop.views.map.coordinates import Reading, area_at, read_out
from desktop.views.map.kit import MapKit
from desktop.views.map.live import LiveMap
from desktop.views.map.pane import MapPane
from desktop.views.map.places import PlaceShelf
from widgets.map.place_rows import PlaceRow
from widgets.map.values import Callout

translate = QCoreApplication.translate

OWNER: Final = "here"
_ROW: Final = "reading:"


class HereDesk(QObject):
    """Says what is known of a place and copies its coordinates."""

    def __init__(self, pane: MapPane, kit: MapKit, live: LiveMap, shelf: PlaceShelf) -> None:
        super().__init__(pane)
        self._kit = kit
        self._live = live
        self._shelf = shelf
        self._readings: tuple[Reading, ...] = ()
        shelf.picked.connect(self._on_picked)
        shelf.left.connect(self._on_left)

    def show(self, lon: float, lat: float, name: str = "") -> None:
        """Put the box there and list the coordinates."""
        self._readings = read_out(lon, lat)
        area = area_at(self._kit.store.state, lon, lat)
        title = name or area or translate("Here", "所选位置")
        first = self._readings[0]
        self._live.pin(Callout("here", lon, lat, title, first.text))
        rows = [
            PlaceRow(f"{_ROW}{at}", reading.text, reading.system)
            for at, reading in enumerate(self._readings)
        ]
        note = area if name else ""
        hint = translate("Here", "单击一行即复制")
        self._shelf.show(OWNER, title, " · ".join(part for part in (note, hint) if part), rows)

    def copy(self, reading: Reading) -> None:
        """Put a coordinate on the clipboard and say so."""
        QGuiApplication.clipboard().setText(reading.text)
        text = translate("Here", "已复制 {system}：{text}").format(
            system=reading.system, text=reading.text
        )
        self._kit.notices.say(text, "good")

    def _on_picked(self, row: str) -> None:
        if row.startswith(_ROW):
            self.copy(self._readings[int(row.removeprefix(_ROW))])

    def _on_left(self, owner: str) -> None:
        if owner == OWNER:
            self._live.pin(None)

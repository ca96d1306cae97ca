"""The map and what stands over it: search top left, tools top right, panels beside the tools.

It lays out and says nothing of the town: the desks of this package feed its parts and listen to
them. The wall has one pane, every further map window another.
"""

from __future__ import annotations

import math
from typing import Final

from PySide6.QtCore import QEvent, QObject, QPointF, QRect, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QWidget

from widgets.map.canvas import MapCanvas
from widgets.map.place_list import PlaceList
from widgets.map.search_box import SearchBox
from widgets.map.toolbar import Toolbar
from widgets.map.values import Bounds, MapView
from widgets.theme import tokens

_EDGE: Final = 2 * tokens.GRID
_FOOT: Final = 6 * tokens.GRID
"""Room for the scale and the attribution under a panel."""

_HINT_STYLE: Final = f"""
QLabel {{
    background: {tokens.RAISED}; color: {tokens.TEXT};
    border: 1px solid {tokens.FAINT}; border-radius: 4px; padding: 6px 16px;
}}
"""


class MapPane(QWidget):
    """A canvas under its controls. One panel at most is open at a time."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.canvas = MapCanvas(parent=self)
        self.search = SearchBox(self)
        self.toolbar = Toolbar(self)
        self.places = PlaceList(self)
        self._hint = QLabel(self)
        self._hint.setStyleSheet(_HINT_STYLE)
        self._hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._hint.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._hint.hide()
        self._panels: list[QWidget] = []
        self.add_panel(self.places)
        for part in (self.search, self.toolbar):
            part.installEventFilter(self)

    def add_panel(self, panel: QWidget) -> None:
        """Give a panel its place beside the tools; it is hidden until `show_panel`."""
        panel.setParent(self)
        panel.hide()
        panel.installEventFilter(self)
        self._panels.append(panel)

    def show_panel(self, panel: QWidget | None) -> None:
        """Open one panel and put the others away; None closes all."""
        for other in self._panels:
            if other is not panel:
                other.hide()
        if panel is not None:
            self._place(panel)
            panel.show()
            panel.raise_()
        self._lay_out()

    def open_panel(self) -> QWidget | None:
        """The panel that is open."""
        return next((panel for panel in self._panels if not panel.isHidden()), None)

    def free_rect(self) -> QRect:
        """The part of the map that no panel covers."""
        panel = self.open_panel()
        right = panel.x() - tokens.GRID if panel is not None else self.width()
        return QRect(0, 0, max(1, right), self.height())

    def free_bounds(self) -> Bounds:
        """What of the ground is seen beside a panel, in degrees."""
        free = self.free_rect()
        west, north = self.canvas.lonlat_at(QPointF(free.topLeft()))
        east, south = self.canvas.lonlat_at(QPointF(free.bottomRight()))
        return Bounds(west, south, east, north)

    def fly_to(self, lon: float, lat: float, zoom: float | None = None) -> None:
        """Bring a place into the middle of what no panel covers."""
        self.canvas.fly_to(lon + self._aside(zoom), lat, zoom)

    def show_bounds(self, bounds: Bounds) -> None:
        """Show all of a rectangle beside the panel."""
        wider = (bounds.east - bounds.west) * self.width() / self.free_rect().width()
        self.canvas.fit(Bounds(bounds.west, bounds.south, bounds.west + wider, bounds.north))
        view = self.canvas.view()
        middle = (bounds.west + bounds.east) / 2 + self._aside(view.zoom)
        self.canvas.set_view(MapView(middle, view.lat, view.zoom))

    def _aside(self, zoom: float | None) -> float:
        """How far east of a place the map's middle is when the place is in the free middle."""
        middle, canvas = QPointF(self.rect().center()), self.canvas
        shift_px = (self.width() - self.free_rect().width()) / 2
        here, _ = canvas.lonlat_at(middle)
        there, _ = canvas.lonlat_at(middle + QPointF(1.0, 0.0))
        now = canvas.view().zoom
        return shift_px * (there - here) * math.pow(2.0, 0.0 if zoom is None else now - zoom)

    def set_hint(self, text: str) -> None:
        """A line at the foot of the map that says how the present tool is used; "" hides it."""
        self._hint.setText(text)
        self._hint.setVisible(bool(text))
        self._lay_out()

    def hint(self) -> str:
        """The line at the foot, "" when there is none."""
        return self._hint.text()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.canvas.setGeometry(self.rect())
        self._lay_out()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # The search grows with its answer, a panel with its content.
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Resize, QEvent.Type.Show):
            self._lay_out()
        return False

    def _lay_out(self) -> None:
        width, height = self.width(), self.height()
        tools = self.toolbar.sizeHint()
        self._move(self.toolbar, QRect(width - tools.width() - _EDGE, _EDGE, *tools.toTuple()))
        found = self.search.sizeHint()
        room = width - 3 * _EDGE - tools.width()
        tall = min(found.height(), height - 2 * _EDGE)
        self._move(self.search, QRect(_EDGE, _EDGE, min(found.width(), room), tall))
        panel = self.open_panel()
        if panel is not None:
            self._place(panel)
        self.canvas.set_covered(self.width() - self.free_rect().width())
        said = self._hint.sizeHint()
        left = (self.free_rect().width() - said.width()) // 2
        top = height - said.height() - _FOOT
        self._move(self._hint, QRect(left, top, *said.toTuple()))

    def _place(self, panel: QWidget) -> None:
        tools = self.toolbar.sizeHint().width()
        wanted = max(panel.minimumWidth(), panel.sizeHint().width())
        wide = min(wanted, panel.maximumWidth(), self.width() - 3 * _EDGE - tools)
        tall = self.height() - _EDGE - _FOOT
        left = self.width() - tools - wide - _EDGE - tokens.GRID
        self._move(panel, QRect(left, _EDGE, wide, tall))

    def _move(self, part: QWidget, to: QRect) -> None:
        if part.geometry() != to:
            part.setGeometry(to)

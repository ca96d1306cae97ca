"""The menu of whatever is under the cursor: a thing of the town, a markup, a measure, the ground.

It only offers; what is chosen is done by the desks it is given and by who hears its signals.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Final

from PySide6.QtCore import QCoreApplication, QObject, QPoint, QPointF, Signal
from PySide6.QtWidgets import QMenu

from desktop.actions.catalogue import ActionId, catalogue
from desktop.models import wording
from desktop.models.detail_presenter import blocked
from desktop.models.focus import Focus, focus_on
from desktop.models.queue_presenter import subjects
from desktop.models.things import Thing, find_thing
from desktop.views.map.around import AroundDesk
from desktop.views.map.coordinates import area_at, read_out
from desktop.views.map.here import HereDesk
from desktop.views.map.kit import MapKit
from desktop.views.map.measures import MeasureDesk
from desktop.views.map.pane import MapPane
from desktop.views.map.redline import RedlineDesk
from desktop.views.map.sheets import LOCAL
from desktop.views.map.tool_items import RADII_M
from desktop.views.map.tools import ToolDesk
from services.contract.model import MarkupKind

translate = QCoreApplication.translate

NEAR_ZOOM: Final = 16.0


@dataclass(frozen=True, slots=True)
class MenuDesks:
    """The desks a menu has something to offer from."""

    tools: ToolDesk
    around: AroundDesk
    redline: RedlineDesk
    measures: MeasureDesk
    here: HereDesk


class MenuDesk(QObject):
    """`selected(id)`, and `action_asked(ActionId, Focus)` for what an operator does to a thing."""

    selected = Signal(str)
    action_asked = Signal(object, object)

    def __init__(self, pane: MapPane, kit: MapKit, desks: MenuDesks) -> None:
        super().__init__(pane)
        self._pane = pane
        self._canvas = pane.canvas
        self._kit = kit
        self._desks = desks
        self._menu: QMenu | None = None
        self._canvas.context_asked.connect(self.open)

    def menu(self) -> QMenu | None:
        """The menu that is open."""
        return self._menu

    def open(self, thing: str, lon: float, lat: float, at: QPoint) -> None:
        """Offer what can be done with a thing, "" for the ground, at a place."""
        if self._menu is not None:
            self._menu.close()
        menu = QMenu(self._canvas)
        self._fill(menu, thing, lon, lat)
        menu.aboutToHide.connect(partial(self._on_hide, menu))
        self._menu = menu
        menu.popup(at)

    def open_on(self, thing: str, point: str) -> None:
        """Offer what can be done with what is selected, at the point that stands for it."""
        canvas = self._canvas
        at = canvas.point_on_screen(point) if point else None
        if at is None or not canvas.rect().contains(at.toPoint()):
            at = QPointF(canvas.rect().center())
        lon, lat = canvas.lonlat_at(at)
        self.open(thing, lon, lat, canvas.mapToGlobal(at.toPoint()))

    def _on_hide(self, menu: QMenu) -> None:
        # What was chosen is told after this: the menu lives until the loop turns.
        if self._menu is menu:
            self._menu = None
        menu.deleteLater()

    def _fill(self, menu: QMenu, thing: str, lon: float, lat: float) -> None:
        if self._desks.redline.find(thing) is not None:
            self._fill_markup(menu, thing, lon, lat)
            return
        if thing.startswith(f"{LOCAL}measure:"):
            self._fill_measure(menu, thing, lon, lat)
            return
        store = self._kit.store
        found = find_thing(store.state, store.readings, thing)
        if found is not None:
            self._fill_thing(menu, focus_on(store.state, thing), found)
        else:
            self._fill_ground(menu, lon, lat)

    def _fill_thing(self, menu: QMenu, focus: Focus, found: Thing) -> None:
        name, lon, lat = found
        _title(menu, name)
        menu.addAction(translate("MapMenu", "选择"), partial(self.selected.emit, focus.id))
        zoom = max(NEAR_ZOOM, self._canvas.view().zoom)
        menu.addAction(translate("MapMenu", "飞到该处"), partial(self._pane.fly_to, lon, lat, zoom))
        around = menu.addMenu(translate("MapMenu", "周边"))
        for radius in RADII_M:
            ask = partial(self._desks.around.around_thing, focus.id, radius)
            around.addAction(wording.distance_text(radius), ask)
        self._add_actions(menu, focus)
        menu.addSeparator()
        self._add_copies(menu, lon, lat)

    def _add_actions(self, menu: QMenu, focus: Focus) -> None:
        store = self._kit.store
        reasons = blocked(store.state, focus, subjects(store.pending))
        if reasons:
            menu.addSeparator()
        for said in catalogue():
            if said.id not in reasons:
                continue
            why_not = reasons[said.id]
            text = f"{said.text}（{why_not}）" if why_not else said.text
            action = menu.addAction(
                f"{text}\t{said.shortcut}", partial(self.action_asked.emit, said.id, focus)
            )
            action.setEnabled(not why_not)

    def _fill_ground(self, menu: QMenu, lon: float, lat: float) -> None:
        desks = self._desks
        area = area_at(self._kit.store.state, lon, lat)
        _title(menu, " · ".join(part for part in (area, read_out(lon, lat)[0].text) if part))
        menu.addAction(translate("MapMenu", "这里的坐标"), partial(desks.here.show, lon, lat))
        around = menu.addMenu(translate("MapMenu", "周边"))
        for radius in RADII_M:
            ask = partial(desks.around.around_place, lon, lat, radius)
            around.addAction(wording.distance_text(radius), ask)
        menu.addAction(
            translate("MapMenu", "从这里量距离"),
            partial(self._measure_from, ActionId.MEASURE_LENGTH, lon, lat),
        )
        menu.addAction(
            translate("MapMenu", "从这里量面积"),
            partial(self._measure_from, ActionId.MEASURE_AREA, lon, lat),
        )
        markup = menu.addMenu(translate("MapMenu", "在这里标绘"))
        for text, kind in (
            (translate("MapMenu", "点…"), MarkupKind.POINT),
            (translate("MapMenu", "文字…"), MarkupKind.TEXT),
        ):
            markup.addAction(text, partial(desks.redline.draw_text, lon, lat, kind))
        menu.addSeparator()
        self._add_copies(menu, lon, lat)

    def _fill_markup(self, menu: QMenu, thing: str, lon: float, lat: float) -> None:
        redline = self._desks.redline
        for line in redline.describe(thing).split("\n"):
            _title(menu, line)
        menu.addAction(translate("MapMenu", "修改标绘…"), partial(redline.edit, thing))
        menu.addAction(translate("MapMenu", "擦除标绘"), partial(redline.erase, thing))
        menu.addAction(translate("MapMenu", "标绘一览"), redline.list_all)
        menu.addSeparator()
        self._add_copies(menu, lon, lat)

    def _fill_measure(self, menu: QMenu, thing: str, lon: float, lat: float) -> None:
        measures = self._desks.measures
        menu.addAction(translate("MapMenu", "移除该量测"), partial(measures.remove, thing))
        menu.addAction(translate("MapMenu", "清除量测"), measures.clear)
        menu.addSeparator()
        self._add_copies(menu, lon, lat)

    def _add_copies(self, menu: QMenu, lon: float, lat: float) -> None:
        copies = menu.addMenu(translate("MapMenu", "复制坐标"))
        for reading in read_out(lon, lat):
            copies.addAction(
                f"{reading.system}　{reading.text}", partial(self._desks.here.copy, reading)
            )

    def _measure_from(self, mode: ActionId, lon: float, lat: float) -> None:
        if self._desks.tools.mode != mode:
            self._desks.tools.use(mode)
        self._canvas.put_corner(lon, lat)


def _title(menu: QMenu, text: str) -> None:
    menu.addAction(text).setEnabled(False)

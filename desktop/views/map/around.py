"""周边: what stands within a distance of a place, by kind and distance, while it changes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from PySide6.QtCore import QCoreApplication, QObject, Signal

from desktop.maps.geodesy import radius_box
from desktop.models import place_lists, wording
from desktop.models.map_points import PointTable
from desktop.models.nearby import find_nearby
from desktop.models.things import Thing, find_thing
from desktop.views.map.kit import MapKit
from desktop.views.map.live import LiveMap
from desktop.views.map.pane import MapPane
from desktop.views.map.places import PlaceShelf
from desktop.views.map.sheets import LOCAL, MarkupSheets, Sheet
from desktop.views.map.tool_items import RADII_M
from services.contract.changes import Changes
from services.contract.model import TownState
from widgets.map.values import Bounds, Markup, MarkupKind, MarkupRole

translate = QCoreApplication.translate

OWNER: Final = "around"


@dataclass(frozen=True, slots=True)
class Query:
    """Around a thing, which may move, or around a place; `name` says which."""

    lon: float
    lat: float
    radius_m: float
    thing: str = ""
    name: str = ""


class AroundDesk(QObject):
    """Lists and circles. `opened(radius_m)` when a query begins with a radius that is offered,
    0 when it is a drawn one or ends."""

    opened = Signal(int)

    def __init__(
        self, pane: MapPane, kit: MapKit, live: LiveMap, shelf: PlaceShelf, sheets: MarkupSheets
    ) -> None:
        super().__init__(pane)
        self._pane = pane
        self._kit = kit
        self._live = live
        self._shelf = shelf
        self._sheets = sheets
        self._query: Query | None = None
        self._part: TownState | None = None
        self.radius_m = RADII_M[1]
        """What a query without a radius takes: the one last chosen."""
        shelf.left.connect(self._on_left)

    @property
    def query(self) -> Query | None:
        """What is asked, None while nothing is."""
        return self._query

    def around_thing(self, thing: str, radius_m: float | None = None) -> bool:
        """Ask around a thing; answers whether it stands anywhere."""
        found = self._find(thing)
        if found is None:
            return False
        name, lon, lat = found
        self._ask(Query(lon, lat, radius_m or self.radius_m, thing, name))
        return True

    def around_place(self, lon: float, lat: float, radius_m: float | None = None) -> None:
        """Ask around a place on the ground."""
        name = translate("Around", "所选位置")
        self._ask(Query(lon, lat, radius_m or self.radius_m, "", name))

    def set_radius(self, radius_m: int) -> bool:
        """Ask the same with another radius; answers whether something was asked at all."""
        self.radius_m = radius_m
        if self._query is None:
            return False
        self._ask(replace(self._query, radius_m=radius_m))
        return True

    def take(self, changes: Changes) -> None:
        """The town has other things now."""
        if changes.everything or changes.streams or changes.assets:
            self._part = None

    def refresh(self) -> None:
        """Say anew what is near."""
        if self._query is None:
            return
        asked = self._query
        found = self._find(asked.thing)
        if found is not None and (found.lon, found.lat) != (asked.lon, asked.lat):
            self._query = replace(asked, lon=found.lon, lat=found.lat)
            self._part = None
        self._show()

    def _ask(self, query: Query) -> None:
        self._query = query
        self._part = None
        if query.radius_m in RADII_M:
            self.radius_m = round(query.radius_m)
        self._show()
        if not _holds(self._pane.free_bounds(), query):
            box = radius_box(query.lon, query.lat, 1.2 * query.radius_m)
            self._pane.show_bounds(Bounds(*box))
        self.opened.emit(self.radius_m if query.radius_m in RADII_M else 0)

    def _show(self) -> None:
        query, store = self._query, self._kit.store
        assert query is not None
        if self._part is None:
            self._part = _part_near(store.state, self._live.points, query)
        part = self._part
        part.teams, part.cases = store.state.teams, store.state.cases
        found = find_nearby(
            part,
            store.readings,
            query.lon,
            query.lat,
            query.radius_m,
            store.clock.now_ms(),
            stills_at_ms={id: still.at_ms for id, still in store.stills.items()},
        )
        found = [thing for thing in found if thing.id != query.thing]
        rows = place_lists.nearby_rows(store.state, self._live.points.live, found)
        radius = wording.distance_text(query.radius_m)
        self._shelf.show(
            OWNER,
            translate("Around", "周边 {radius}：{n} 处").format(radius=radius, n=len(found)),
            query.name,
            rows,
        )
        circle = Markup(
            f"{LOCAL}around",
            MarkupKind.CIRCLE,
            ((query.lon, query.lat),),
            role=MarkupRole.ACCENT,
            radius_m=query.radius_m,
        )
        self._sheets.put(Sheet.NEARBY, (circle,))

    def _on_left(self, owner: str) -> None:
        if owner == OWNER:
            self._query = self._part = None
            self._sheets.put(Sheet.NEARBY, ())
            self.opened.emit(0)

    def _find(self, thing: str) -> Thing | None:
        store = self._kit.store
        return find_thing(store.state, store.readings, thing)


def _part_near(state: TownState, points: PointTable, query: Query) -> TownState:
    """The town's fixed things in reach, and the streams teams report by: what a query a second
    can look through whatever the town's size."""
    west, south, east, north = radius_box(query.lon, query.lat, query.radius_m)
    lon, lat = points.columns.lon, points.columns.lat
    rows = np.flatnonzero((west <= lon) & (lon <= east) & (south <= lat) & (lat <= north))
    part = TownState(town=state.town, areas=state.areas)
    for axis in ("team.lon", "team.lat"):
        part.streams.update({stream.id: stream for stream in points.streams.of_kind(axis)})
    for row in rows.tolist():
        register, _, key = points.columns.ids[row].partition(":")
        if register == "stream" and (stream := state.streams.get(key)):
            part.streams[key] = stream
        elif register == "asset" and (asset := state.assets.get(key)):
            part.assets[key] = asset
    return part


def _holds(view: Bounds, query: Query) -> bool:
    west, south, east, north = radius_box(query.lon, query.lat, query.radius_m)
    return view.west <= west and view.south <= south and east <= view.east and north <= view.north

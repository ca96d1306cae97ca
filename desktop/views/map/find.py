"""The search line at work: what is typed is looked up, what is picked is flown to and selected."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QCoreApplication, QObject, Signal

from desktop.models.place_lists import level_of
from desktop.models.search import Hit, HitKind
from desktop.models.things import find_thing
from desktop.views.map.kit import MapKit
from desktop.views.map.live import LiveMap
from desktop.views.map.pane import MapPane
from widgets.map.place_rows import PlaceRow
from widgets.map.values import Bounds

translate = QCoreApplication.translate

NEAR_ZOOM: Final = 16.0
_OF_TOWN: Final = (
    HitKind.CASE,
    HitKind.TEAM,
    HitKind.ASSET,
    HitKind.CAMERA,
    HitKind.STREAM,
)
"""What can be selected."""


class FindDesk(QObject):
    """`selected(id)` for a thing of the town that was picked, `place_picked(lon, lat, name)` for a
    coordinate or a name on the base map."""

    selected = Signal(str)
    place_picked = Signal(float, float, str)

    def __init__(self, pane: MapPane, kit: MapKit, live: LiveMap) -> None:
        super().__init__(pane)
        self._pane = pane
        self._canvas = pane.canvas
        self._box = pane.search
        self._kit = kit
        self._live = live
        self._hits: list[Hit] = []
        self._box.asked.connect(self._on_asked)
        self._box.picked.connect(self._on_picked)
        self._box.left.connect(self._leave)
        kit.index.filled.connect(self._ask_again)

    def begin(self) -> None:
        """Take the keyboard."""
        self._box.begin()

    def step_back(self) -> bool:
        """Empty the line, else leave it; answers whether there was anything to do."""
        if not self._box.line().hasFocus():
            return False
        if self._box.text():
            self._box.clear()
        else:
            self._leave()
        return True

    def _leave(self) -> None:
        self._canvas.setFocus()

    def _on_asked(self, text: str) -> None:
        view = self._canvas.view()
        self._hits = self._kit.index.search(text, (view.lon, view.lat)) if text.strip() else []
        live, state = self._live.points.live, self._kit.store.state
        self._box.set_hits(
            [
                PlaceRow(
                    str(at),
                    hit.title,
                    hit.note,
                    _kind_text(hit.kind),
                    level_of(state, live, hit.id),
                )
                for at, hit in enumerate(self._hits)
            ]
        )

    def _ask_again(self) -> None:
        """The rest of the names has come in."""
        if self._box.text().strip():
            self._on_asked(self._box.text())

    def _on_picked(self, row: str) -> None:
        hit = self._hits[int(row)]
        self._box.clear()
        self._leave()
        if hit.kind is HitKind.AREA and (area := self._area_bounds(hit)) is not None:
            self._pane.show_bounds(area)
            return
        lon, lat = hit.lon, hit.lat
        if hit.kind is HitKind.TEAM:
            store = self._kit.store
            _, lon, lat = find_thing(store.state, store.readings, hit.id) or ("", lon, lat)
        if hit.kind in _OF_TOWN:
            self.selected.emit(hit.id)
        else:
            # Nothing of the town stays selected beside the place: the box is the place's.
            self.selected.emit("")
            self.place_picked.emit(lon, lat, "" if hit.kind is HitKind.POSITION else hit.title)
        # Last, so that it flies beside the panel that may have opened.
        self._pane.fly_to(lon, lat, max(NEAR_ZOOM, self._canvas.view().zoom))

    def _area_bounds(self, hit: Hit) -> Bounds | None:
        area = self._kit.store.state.areas.get(hit.id.partition(":")[2])
        corners = [corner for ring in area.rings for corner in ring] if area else []
        if not corners:
            return None
        lons, lats = zip(*corners, strict=True)
        return Bounds(min(lons), min(lats), max(lons), max(lats))


def _kind_text(kind: HitKind) -> str:
    return {
        HitKind.POSITION: translate("Find", "坐标"),
        HitKind.CASE: translate("Find", "案件"),
        HitKind.TEAM: translate("Find", "队伍"),
        HitKind.AREA: translate("Find", "村居"),
        HitKind.ASSET: translate("Find", "设施"),
        HitKind.CAMERA: translate("Find", "视频"),
        HitKind.STREAM: translate("Find", "监测点"),
        HitKind.PLACE: translate("Find", "地名"),
    }[kind]

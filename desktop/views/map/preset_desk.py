"""The eight maps 八图 at one map: the panel to choose one, and what choosing does.

What a preset shows is in `resources/maps/presets` and the user's own folder; `layer_desk` shows it.
"""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import QCoreApplication, QObject

from desktop.models.map_presets import (
    MapPreset,
    extent_of,
    missing_kinds,
)
from desktop.state.store import TownStore
from desktop.views.map.layer_desk import LayerDesk
from desktop.views.map.live import LiveMap
from desktop.views.map.notices import Notices
from desktop.views.map.pane import MapPane
from widgets.map.place_list import PlaceView
from widgets.map.place_rows import PlaceRow
from widgets.map.side_panel import SidePanel
from widgets.map.values import Bounds
from widgets.theme import tokens

translate = QCoreApplication.translate

_WIDTH: Final = 40 * tokens.GRID
EVERYTHING: Final = "all"
"""Row that gives everything back."""


class PresetDesk(QObject):
    """Lists the presets and 全部; a click, Enter or its digit chooses."""

    def __init__(
        self,
        pane: MapPane,
        notices: Notices,
        live: LiveMap,
        store: TownStore,
        layers: LayerDesk,
        presets: tuple[MapPreset, ...],
    ) -> None:
        super().__init__(pane)
        self._pane, self._notices, self._live = pane, notices, live
        self._store, self._layers = store, layers
        self._presets = presets
        self.panel = SidePanel(width=_WIDTH)
        self.list = PlaceView(takes_digits=True)
        self.panel.body.setContentsMargins(0, 0, 0, 0)
        self.panel.body.addWidget(self.list, 1)
        pane.add_panel(self.panel)
        self.panel.closed.connect(partial(pane.show_panel, None))
        self.list.picked.connect(self._on_picked)
        notices.accepted.connect(self._on_accepted)

    @property
    def presets(self) -> tuple[MapPreset, ...]:
        """The maps to choose from."""
        return self._presets

    def toggle(self) -> None:
        """Open the panel with the keyboard in it, or put it away."""
        if self._pane.open_panel() is self.panel:
            self._pane.show_panel(None)
            return
        self.set_words()
        self._pane.show_panel(self.panel)
        self.list.setFocus()

    def set_words(self) -> None:
        """Say everything anew, and mark what is shown."""
        self.panel.set_title(
            translate("Presets", "八图"), translate("Presets", "选一张图，“全部”恢复原样")
        )
        self.panel.set_close_text(translate("Presets", "关闭"))
        about = translate("Presets", "所有点位，按图层面板显示")
        everything = PlaceRow(EVERYTHING, translate("Presets", "全部"), about, figure="0")
        rows = [
            PlaceRow(preset.id, preset.title, preset.about, figure=str(number))
            for number, preset in enumerate(self._presets, 1)
        ]
        self.list.set_rows([everything, *rows])
        self._mark()

    def _mark(self) -> None:
        shown = self._layers.preset
        self.list.set_selected(shown.id if shown else EVERYTHING)

    def show(self, id: str, *, moves: bool = True) -> None:
        """Show a preset, "" for everything; strangers are everything."""
        preset = next((each for each in self._presets if each.id == id), None)
        if preset is self._layers.preset:
            return
        self._layers.set_preset(preset)
        self._mark()
        if preset is None:
            if moves:
                self._live.frame_town()
            self._notices.say(translate("Presets", "已恢复全部点位"))
            return
        self._tell(preset)
        bounds = extent_of(preset, self._store.state) if moves else None
        if bounds is not None:
            self._fly(bounds)

    def _tell(self, preset: MapPreset) -> None:
        text = translate("Presets", "{title}：{about}").format(
            title=preset.title, about=preset.about
        )
        lacking = missing_kinds(preset, self._store.state)
        if lacking:
            text += translate("Presets", "；本镇没有：{kinds}").format(
                kinds="、".join(kind_text(kind) for kind in lacking)
            )
        self._notices.offer("preset", text, translate("Presets", "全部"))

    def _fly(self, bounds: Bounds) -> None:
        canvas = self._pane.canvas
        if not canvas.extent_locked():
            canvas.fit(bounds)

    def _on_accepted(self, message: str) -> None:
        if message == "preset" and self._layers.preset is not None:
            self.show("")

    def _on_picked(self, row: str) -> None:
        self.show("" if row == EVERYTHING else row)


def kind_text(kind: str) -> str:
    """A kind of asset or stream in words, itself when there are none."""
    return {
        "command_post": translate("Presets", "指挥点"),
        "office": translate("Presets", "办公点"),
        "underpass": translate("Presets", "下立交"),
        "tide_gate": translate("Presets", "水闸"),
        "hazard": translate("Presets", "隐患点"),
        "warehouse": translate("Presets", "物资仓库"),
        "fire_station": translate("Presets", "消防站"),
        "hospital": translate("Presets", "医院"),
        "shelter": translate("Presets", "避难场所"),
        "camera": translate("Presets", "摄像头"),
        "pump": translate("Presets", "泵站"),
        "rain": translate("Presets", "雨情"),
        "water": translate("Presets", "水情"),
        "tide": translate("Presets", "潮位"),
        "tide.level": translate("Presets", "潮位"),
        "water.depth": translate("Presets", "积水深度"),
    }.get(kind, kind)

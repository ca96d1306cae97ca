"""The panel of layers of one map: lists what is drawn, topmost first, with legends and ages.

What a hand does there goes to `layer_desk`; nothing is decided here.
"""

from __future__ import annotations

import time
from functools import partial

from PySide6.QtCore import QCoreApplication, QObject, Signal

from desktop.map_choice import FILE
from desktop.models import layer_list as words
from desktop.models.choropleth import method_text
from desktop.models.classes import Method
from desktop.models.layer_list import BASE, BORDERS, IMPORT, KIND, KINDS, THEME, Now
from desktop.state.store import TownStore
from desktop.views.map.base_maps import BaseMaps
from desktop.views.map.import_shelf import ImportShelf
from desktop.views.map.layer_desk import LayerDesk
from desktop.views.map.pane import MapPane
from desktop.views.map.theme_desk import offered
from widgets.map.layer_box import LayerBox
from widgets.map.values import LayerInfo, LegendEntry, SwatchShape
from widgets.theme import tokens

translate = QCoreApplication.translate


class LayerPanelDesk(QObject):
    """`base_asked()` for the choice of base maps, `removal_asked(id)` for an import."""

    base_asked = Signal()
    removal_asked = Signal(str)

    def __init__(
        self,
        pane: MapPane,
        store: TownStore,
        layers: LayerDesk,
        base: BaseMaps,
        imports: ImportShelf,
    ) -> None:
        super().__init__(pane)
        self._pane, self._store = pane, store
        self._layers, self._base, self._imports = layers, base, imports
        self.box = LayerBox()
        pane.add_panel(self.box)
        self._connect()

    def _connect(self) -> None:
        box = self.box
        box.closed.connect(partial(self._pane.show_panel, None))
        box.base_asked.connect(self.base_asked)
        box.theme_asked.connect(self._on_theme)
        box.visible_asked.connect(self._on_visible)
        box.opacity_asked.connect(self._on_opacity)
        box.removal_asked.connect(self._on_removal)
        self._layers.changed.connect(self.refresh)

    def toggle(self) -> None:
        """Open the panel with the keyboard in it, or put it away."""
        if self._pane.open_panel() is self.box:
            self._pane.show_panel(None)
            return
        self._pane.show_panel(self.box)
        self.set_words()
        self.box.theme.setFocus()

    def set_words(self) -> None:
        """Say everything anew, as after a change of language."""
        box = self.box
        box.set_title(translate("Layers", "图层"))
        box.set_close_text(translate("Layers", "关闭"))
        box.set_texts(
            translate("Layers", "底图"),
            translate("Layers", "分色"),
            translate("Layers", "分级"),
        )
        box.set_themes(offered(), [(str(each), method_text(each)) for each in Method])
        self.refresh()

    def refresh(self) -> None:
        """Show everything as it is now; does nothing while the panel is away."""
        if self.box.isHidden():
            return
        indicator, method = self._layers.theme_chosen()
        made = self._layers.theme.choropleth
        self.box.set_theme(indicator, str(method), made.note if made else "")
        chosen = self._base.shelf.choice.base
        self.box.set_base(" + ".join(self._base.title(id) for id in chosen))
        self.box.layers.set_layers(self.infos())

    def infos(self) -> list[LayerInfo]:
        """Every layer of the map, the topmost first, as a list and a printed legend need it."""
        now = Now(self._store.clock.now_ms(), round(time.time() * 1000))
        state, readings = self._store.state, self._store.readings
        theme = self._layers.theme
        return [
            self._info("selection", ""),
            self._info("markup", words.markup_age(state, now)),
            self._info("tracks", words.team_age(state, readings, now)),
            self._info("points", words.data_age(readings, now)),
            *(self._info(f"{KIND}{kind}", "", part=True) for kind in KINDS),
            self._info("labels", ""),
            self._info("heat", words.computed_age(theme.made_ms, now)),
            *reversed(self._imported(now)),
            self._info(BORDERS, ""),
            *self._themed(now),
            *self._base_rows(now),
        ]

    def _info(
        self, layer: str, age: str, *, part: bool = False, legend: tuple[LegendEntry, ...] = ()
    ) -> LayerInfo:
        look = self._layers.look(layer)
        age = age if look.visible else ""
        legend = legend or words.legend(layer)
        return LayerInfo(layer, words.title(layer), look.visible, look.opacity, legend, age, part)

    def _themed(self, now: Now) -> list[LayerInfo]:
        theme = self._layers.theme
        made = theme.choropleth
        if not self._layers.theme_chosen()[0]:
            return []
        look = self._layers.look(THEME)
        age = words.computed_age(theme.made_ms, now) if made else ""
        title = made.title if made else words.title(THEME)
        legend = made.legend if made else ()
        return [LayerInfo(THEME, title, look.visible, look.opacity, legend, age)]

    def _imported(self, now: Now) -> list[LayerInfo]:
        found = []
        for each in self._imports.all():
            id = f"{IMPORT}{each.about.id}"
            look = self._layers.look(id)
            count = translate("Layers", "{n} 个要素").format(n=each.about.count)
            legend = (LegendEntry(count, tokens.NORMAL, SwatchShape.FILL),)
            age = words.import_age(each.about.made_ms, now)
            remove = translate("Layers", "移除")
            found.append(
                LayerInfo(
                    id, each.about.title, look.visible, look.opacity, legend, age, remove=remove
                )
            )
        return found

    def _base_rows(self, now: Now) -> list[LayerInfo]:
        ids = self._base.shelf.choice.base
        whole = self._info("base", self._base_age(ids[-1], now) if len(ids) == 1 else "")
        if len(ids) == 1:
            return [whole]
        rows = [whole]
        for id in reversed(ids):
            look = self._layers.look(f"{BASE}{id}")
            problem = self._base.problem(id)
            age = translate("Layers", "打不开") if problem else self._base_age(id, now)
            rows.append(
                LayerInfo(f"{BASE}{id}", self._base.title(id), look.visible, look.opacity, age=age)
            )
        return rows

    def _base_age(self, id: str, now: Now) -> str:
        opened = self._base.opened(id)
        if opened is None:
            return ""
        stale = getattr(opened.sources[0], "stale_since_ms", None)
        is_web = not opened.made_ms and not id.startswith(FILE)
        return words.base_age(opened.made_ms, stale, now, is_web=is_web)

    def _on_theme(self, indicator: str, method: str) -> None:
        self._layers.set_theme(indicator, Method(method or "quantile"))

    def _on_visible(self, layer: str, visible: bool) -> None:
        self._layers.set_look(layer, visible=visible)

    def _on_opacity(self, layer: str, opacity: float) -> None:
        self._layers.set_look(layer, opacity=opacity)

    def _on_removal(self, layer: str) -> None:
        self.removal_asked.emit(layer.removeprefix(IMPORT))

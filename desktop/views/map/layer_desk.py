"""The layers of one map: puts base maps, themes and imports together, and tells the canvas how
strongly each layer is drawn. A preset stands before what the hand chose until it is left.

It draws nothing and lists nothing: the list is `layer_panel_desk`'s.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QTimer, Signal

from desktop.map_choice import LayerChoice
from desktop.models.classes import Method
from desktop.models.layer_list import BASE, BORDERS, IMPORT, KIND, KINDS, THEME
from desktop.models.map_points import PointTable
from desktop.models.map_presets import MapPreset, shown_ids
from desktop.state.store import TownStore
from desktop.views.map.base_maps import BaseMaps
from desktop.views.map.choice_shelf import ChoiceShelf
from desktop.views.map.import_shelf import ImportShelf
from desktop.views.map.live import LiveMap
from desktop.views.map.theme_desk import ThemeDesk
from widgets.map.base_layer import BaseLayer
from widgets.map.canvas import MapCanvas
from widgets.map.features import FeatureSource
from widgets.map.styles.document import MapStyle
from widgets.map.values import MapLayer, PointKind

_POINT_KINDS = {
    "camera": PointKind.CAMERA,
    "pump": PointKind.PUMP,
    "shelter": PointKind.SHELTER,
}


Made = tuple[FeatureSource, MapStyle]
_UNSEEN: Final = 0.002
"""Opacity of what is painted but not looked at; nothing is painted of what has none."""


class LayerDesk(QObject):
    """`changed()` when a layer is shown otherwise. `layers` keeps what this map's hand chose."""

    changed = Signal()

    def __init__(
        self,
        canvas: MapCanvas,
        live: LiveMap,
        store: TownStore,
        base: BaseMaps,
        imports: ImportShelf,
        layers: ChoiceShelf,
    ) -> None:
        super().__init__(canvas)
        self._canvas, self._live, self._store = canvas, live, store
        self._base, self._imports, self._layers = base, imports, layers
        self.theme = ThemeDesk(canvas, store)
        self._preset: MapPreset | None = None
        self._over: dict[str, LayerChoice] = {}
        self._theme_over: tuple[str, Method] | None = None
        self._preview: tuple[BaseLayer, ...] = ()
        self._told: dict[MapLayer, LayerChoice] = {}
        self._stack: list[BaseLayer] = []
        self._painted: dict[str, Made] = {}
        self._coming: dict[str, Made] = {}
        self._filtered: object = None
        self._connect()
        self.show()

    def _connect(self) -> None:
        self._base.changed.connect(self.show)
        self._imports.changed.connect(self.show)
        self._layers.changed.connect(self.show)
        self.theme.changed.connect(self.show)
        self._canvas.settled.connect(self._on_settled)

    @property
    def preset(self) -> MapPreset | None:
        """The preset that is shown."""
        return self._preset

    def look(self, layer: str) -> LayerChoice:
        """How a layer is shown now."""
        preset = self._preset
        if layer.startswith(BASE):
            return self._base.shelf.choice.layer(layer)
        if preset is None or layer.startswith(IMPORT):
            return self._layers.choice.layer(layer)
        if layer in self._over:
            return self._over[layer]
        return _preset_look(preset, layer)

    def set_look(
        self, layer: str, *, visible: bool | None = None, opacity: float | None = None
    ) -> None:
        """Show a layer otherwise; under a preset only until it is left."""
        if layer.startswith(BASE):
            self._base.shelf.set_layer(layer, visible=visible, opacity=opacity)
        elif self._preset is None or layer.startswith(IMPORT):
            self._layers.set_layer(layer, visible=visible, opacity=opacity)
        else:
            held = self.look(layer)
            self._over[layer] = LayerChoice(
                held.visible if visible is None else visible,
                held.opacity if opacity is None else opacity,
            )
            self.show()

    def theme_chosen(self) -> tuple[str, Method]:
        """The indicator that colours the neighbourhoods and how its classes are cut."""
        if self._theme_over is not None:
            return self._theme_over
        if self._preset is not None:
            return self._preset.indicator, self._preset.method
        choice = self._layers.choice
        return choice.indicator, Method(choice.method)

    def set_theme(self, indicator: str, method: Method) -> None:
        """Colour the neighbourhoods by another indicator, "" for none."""
        if self._preset is not None:
            self._theme_over = (indicator, method)
            self.show()
        else:
            self._layers.change(indicator=indicator, method=str(method))

    def set_preset(self, preset: MapPreset | None) -> None:
        """Show one of the eight maps, or what the hand chose."""
        self._preset = preset
        self._over.clear()
        self._theme_over = None
        self._layers.change(preset=preset.id if preset else "")
        self.show()

    def set_preview(self, layers: Sequence[BaseLayer]) -> None:
        """Show these above all features, as an import before it is accepted."""
        self._preview = tuple(layers)
        self.show()

    def show(self) -> None:
        """Bring the canvas to what is wanted."""
        indicator, method = self.theme_chosen()
        self.theme.want(
            indicator if self.look(THEME).visible else "",
            method,
            borders=self.look(BORDERS).visible,
            heat=self.look("heat").visible,
            is_dark=self._base.shelf.choice.style != "light",
        )
        for layer in MapLayer:
            look = self.look(layer.value)
            if self._told.get(layer) != look:
                self._told[layer] = look
                self._canvas.set_layer(layer.value, look.visible, look.opacity)
        stack = self._layers_of_map()
        if not _same(stack, self._stack):
            self._stack = stack
            self._canvas.set_base(stack)
        self._filter()
        self.changed.emit()

    def _layers_of_map(self) -> list[BaseLayer]:
        stack = self._base.layers()
        for name, made in ((THEME, self.theme.colors()), (BORDERS, self.theme.borders())):
            stack += self._followed(name, made)
        for each in self._imports.all():
            look = self.look(f"{IMPORT}{each.about.id}")
            style = self._imports.style
            features = MapLayer.FEATURES
            stack.append(BaseLayer(each.source, style, look.opacity, look.visible, features))
        return [*stack, *self._preview]

    def _followed(self, name: str, made: Made | None) -> list[BaseLayer]:
        """A theme as it is painted, and over it, all but unseen, the one that is to follow it."""
        before, look = self._painted.get(name), self.look(name)
        self._coming.pop(name, None)
        if made is None:
            self._painted.pop(name, None)
            return []
        if before is None or before is made or not look.visible:
            self._painted[name] = made
            return [BaseLayer(*made, look.opacity, look.visible, MapLayer.FEATURES)]
        self._coming[name] = made
        hidden = min(look.opacity, _UNSEEN)
        return [
            BaseLayer(*before, look.opacity, True, MapLayer.FEATURES),
            BaseLayer(*made, hidden, True, MapLayer.FEATURES),
        ]

    def _on_settled(self) -> None:
        if self._coming:
            # Told from within a frame: the stack is changed after it.
            QTimer.singleShot(0, self, partial(self._follow, dict(self._coming)))

    def _follow(self, painted: Mapping[str, Made]) -> None:
        """What was to follow is painted: it takes the place of what it follows."""
        still = {name: made for name, made in painted.items() if self._coming.get(name) is made}
        if still:
            self._painted.update(still)
            self.show()

    def _filter(self) -> None:
        hidden = frozenset(kind for kind in KINDS if not self.look(f"{KIND}{kind}").visible)
        wanted = (self._preset, hidden)
        if wanted == self._filtered or (self._filtered is None and wanted == (None, frozenset())):
            return
        self._filtered = wanted
        self._live.set_filter(self._mask if self._preset or hidden else None)

    def _mask(self, points: PointTable) -> NDArray[np.bool_]:
        preset, hidden = self._preset, self._filtered[1]  # type: ignore[index]
        kinds = kind_masks(points)
        shown = np.ones(len(points.columns.ids), np.bool_)
        for kind in hidden:
            shown &= ~kinds[kind]
        if preset is not None:
            ids = shown_ids(preset, self._store.state)
            shown &= np.fromiter((id in ids for id in points.columns.ids), np.bool_, len(shown))
        return shown


def kind_masks(points: PointTable) -> Mapping[str, NDArray[np.bool_]]:
    """Which rows are of which kind; every row is of one."""
    ids, kind = points.columns.ids, points.columns.kind
    streams, cases = len(points.streams.points), 0
    while cases < len(ids) - streams and ids[-1 - cases].startswith("case:"):
        cases += 1
    row = np.arange(len(ids))
    is_asset = (row >= streams) & (row < len(ids) - cases)
    masks = {name: is_asset & (kind == int(of)) for name, of in _POINT_KINDS.items()}
    known = np.logical_or.reduce(list(masks.values()))
    return {
        "sensor": row < streams,
        **masks,
        "other": is_asset & ~known,
        "case": row >= len(ids) - cases,
    }


def _preset_look(preset: MapPreset, layer: str) -> LayerChoice:
    """A preset says what it shows; what it does not say is shown in full, but for the heat."""
    visible = {
        "tracks": preset.teams,
        "markup": preset.markups,
        "heat": False,
        BORDERS: preset.id == "" or not preset.indicator,
    }.get(layer, True)
    look = preset.layers.get(MapLayer(layer)) if layer in set(MapLayer) else None
    if look is None:
        return LayerChoice(visible)
    return LayerChoice(
        visible if look.visible is None else look.visible,
        1.0 if look.opacity is None else look.opacity,
    )


def _same(a: Sequence[BaseLayer], b: Sequence[BaseLayer]) -> bool:
    """Whether two stacks are the same things; comparing styles by content would take long."""
    return len(a) == len(b) and all(
        one.source is other.source
        and one.style is other.style
        and (one.opacity, one.visible, one.layer) == (other.opacity, other.visible, other.layer)
        for one, other in zip(a, b, strict=True)
    )

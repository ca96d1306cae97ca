"""Themes over the base map: neighbourhoods coloured by an indicator, their borders, heat of cases.

Makes the layers and their legends; which of them are wanted it is told. Figures are computed
anew at most every few seconds, and drawn anew only when they differ.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from PySide6.QtCore import QCoreApplication, QObject, Signal

from desktop.models.choropleth import Choropleth, make_choropleth
from desktop.models.classes import Method
from desktop.models.indicators import Indicator, Town, indicators
from desktop.state.store import TownStore
from services.contract.model import ENDED_STAGES
from widgets.map.canvas import MapCanvas
from widgets.map.features import FeatureError, FeatureSource
from widgets.map.styles.document import MapStyle
from widgets.theme import tokens

REST_MS: Final = 3000


class ThemeDesk(QObject):
    """`changed()` when a layer or legend is another."""

    changed = Signal()

    def __init__(self, canvas: MapCanvas, store: TownStore) -> None:
        super().__init__(canvas)
        self._canvas, self._store = canvas, store
        self._indicator: str = ""
        self._method = Method.QUANTILE
        self._is_dark = True
        self._wants_borders = self._wants_heat = False
        self._shown: Choropleth | None = None
        self._colors: tuple[FeatureSource, MapStyle] | None = None
        self._borders: tuple[FeatureSource, MapStyle] | None = None
        self._borders_of: object = None
        self._heat: tuple[list[float], list[float], list[float]] | None = None
        self._version = 0
        self._made_ms = 0

    @property
    def indicator(self) -> Indicator | None:
        """What colours the neighbourhoods."""
        return next((each for each in indicators() if each.id == self._indicator), None)

    @property
    def choropleth(self) -> Choropleth | None:
        """The neighbourhoods as they are coloured now."""
        return self._shown

    @property
    def made_ms(self) -> int:
        """When the figures were computed, in the town's time."""
        return self._made_ms

    def colors(self) -> tuple[FeatureSource, MapStyle] | None:
        """The coloured neighbourhoods as a layer."""
        return self._colors

    def borders(self) -> tuple[FeatureSource, MapStyle] | None:
        """The borders of the neighbourhoods with their names."""
        return self._borders

    def want(
        self, indicator: str, method: Method, *, borders: bool, heat: bool, is_dark: bool
    ) -> None:
        """Show these and no others."""
        asked = (indicator, method, borders, heat, is_dark)
        before = (
            self._indicator,
            self._method,
            self._wants_borders,
            self._wants_heat,
            self._is_dark,
        )
        if asked == before:
            return
        self._indicator, self._method, self._wants_borders, self._wants_heat, self._is_dark = asked
        self._borders_of = None
        self.refresh()

    def pass_time(self) -> None:
        """Compute again when the figures are old enough."""
        if self._store.clock.now_ms() - self._made_ms >= REST_MS:
            self.refresh()

    def refresh(self) -> None:
        """Compute everything that is wanted."""
        self._made_ms = self._store.clock.now_ms()
        is_other = self._color()
        is_other |= self._border()
        self._warm()
        if is_other:
            self.changed.emit()

    def _color(self) -> bool:
        indicator, state = self.indicator, self._store.state
        if indicator is None or not state.areas:
            was_there = self._shown is not None
            self._shown = self._colors = None
            return was_there
        town = Town(state, self._store.readings, self._made_ms)
        made = make_choropleth(town, indicator, method=self._method, is_dark=self._is_dark)
        if made == self._shown:
            return False
        before, self._shown = self._shown, made
        if before is None or before.features != made.features or self._colors is None:
            style = MapStyle.from_json(made.style)
            self._colors = self._layer("choropleth", made.features, style)
        elif before.style != made.style:
            self._colors = (self._colors[0], MapStyle.from_json(made.style))
        return True

    def _border(self) -> bool:
        areas = self._store.state.areas
        if not self._wants_borders or not areas:
            was_there = self._borders is not None
            self._borders, self._borders_of = None, None
            return was_there
        drawn = [(area.name, area.rings) for area in areas.values() if area.rings]
        if drawn == self._borders_of:
            return False
        self._borders_of = drawn
        features = {"type": "FeatureCollection", "features": [_area(*each) for each in drawn]}
        style = MapStyle.from_json(_border_style(is_dark=self._is_dark))
        self._borders = self._layer("borders", features, style)
        return True

    def _layer(
        self, name: str, features: dict[str, Any], style: MapStyle
    ) -> tuple[FeatureSource, MapStyle] | None:
        self._version += 1
        try:
            source = FeatureSource(f"{name}:{id(self)}:{self._version}", features)
        except FeatureError:
            return None
        return source, style

    def _warm(self) -> None:
        lon, lat, weight = list[float](), list[float](), list[float]()
        if self._wants_heat:
            for case in self._store.state.cases.values():
                if case.stage not in ENDED_STAGES:
                    lon.append(case.lon)
                    lat.append(case.lat)
                    weight.append(1.0 + int(case.level))
        places = (lon, lat, weight)
        if places != self._heat and (lon or self._heat is not None):
            self._heat = places
            self._canvas.set_heat(lon, lat, weight)


def offered() -> list[tuple[str, str]]:
    """Indicators to choose from, with what they are called; the first is none."""
    none = QCoreApplication.translate("Theme", "不分色")
    return [("", none), *((each.id, each.title) for each in indicators())]


def _area(name: str, rings: Sequence[Sequence[Sequence[float]]]) -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": {"layer": "areas", "name": name},
        "geometry": {
            "type": "Polygon",
            "coordinates": [[list(place) for place in ring] for ring in rings],
        },
    }


def _border_style(*, is_dark: bool) -> dict[str, Any]:
    where = {"source": "areas", "source-layer": "areas"}
    line, text, halo = (
        (tokens.SECONDARY, tokens.TEXT, tokens.GROUND)
        if is_dark
        else (tokens.INK_SECONDARY, tokens.INK, tokens.PAPER)
    )
    return {
        "version": 8,
        "name": "areas",
        "sources": {},
        "layers": [
            {
                **where,
                "id": "edge",
                "type": "line",
                "paint": {"line-color": line, "line-width": 1.5, "line-dasharray": [4, 2]},
            },
            {
                **where,
                "id": "name",
                "type": "symbol",
                "layout": {"text-field": ["get", "name"], "text-size": tokens.SIZE_BODY},
                "paint": {"text-color": text, "text-halo-color": halo, "text-halo-width": 1.5},
            },
        ],
    }

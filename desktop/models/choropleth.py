"""An indicator by neighbourhood: areas as GeoJSON with their class, a style and a legend.

One hue from less to more, never the colours of the alarm levels; no data is grey, dashed and
said. The result is a layer for a feature source; nothing here draws.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from PySide6.QtCore import QCoreApplication

from desktop.models.classes import Method, breaks, class_of
from desktop.models.indicators import UNPLACED, Indicator, Town
from services.contract.model import Area
from widgets.map.values import LegendEntry, SwatchShape
from widgets.theme import tokens

translate = QCoreApplication.translate

LAYER: Final = "choropleth"
"""The layer of the features, and the name of the style's source."""
CLASSES: Final = 5
_NO_DATA: Final = -1
_OPACITY: Final = 0.62
"""The base map's roads still show through."""


@dataclass(frozen=True, slots=True)
class Choropleth:
    """What a map, its layer list and a printed page need of one indicator."""

    title: str
    """The indicator and its unit."""
    features: dict[str, Any]
    style: dict[str, Any]
    legend: tuple[LegendEntry, ...]
    note: str
    """What the colours do not show: areas without data, things in no area; may be empty."""


def make_choropleth(
    town: Town,
    indicator: Indicator,
    *,
    method: Method = Method.QUANTILE,
    classes: int = CLASSES,
    is_dark: bool = True,
) -> Choropleth:
    """The areas of a town coloured by an indicator, as of `town.now_ms`."""
    values = dict(indicator.values(town))
    unplaced = values.pop(UNPLACED, 0.0)
    areas = [area for area in town.state.areas.values() if area.rings]
    known = {a.id: values[a.id] for a in areas if a.id in values and np.isfinite(values[a.id])}
    figures = np.array(list(known.values()), np.float64)
    bounds = breaks(figures, classes, method)
    numbers = class_of(figures, bounds).tolist()
    class_by_area = dict(zip(known, numbers, strict=True))
    texts = _Figures(figures)
    features = [
        _feature(area, class_by_area.get(area.id, _NO_DATA), texts.one(known.get(area.id)))
        for area in areas
    ]
    colors = ramp(len(bounds), is_dark=is_dark)
    missing = len(areas) - len(known)
    return Choropleth(
        translate("Choropleth", "{title}（{unit}）").format(
            title=indicator.title, unit=indicator.unit
        ),
        {"type": "FeatureCollection", "features": features},
        _style(colors, is_dark=is_dark),
        _legend(colors, bounds, figures, texts, missing),
        _note(missing, round(unplaced)),
    )


def ramp(count: int, *, is_dark: bool) -> tuple[str, ...]:
    """So many colours from less to more, evenly along the theme's sequence."""
    stops = tokens.SEQUENTIAL if is_dark else tokens.SEQUENTIAL[::-1]
    if count <= 1:
        return (stops[len(stops) // 2],) * count
    rgb = np.array([[int(color[at : at + 2], 16) for at in (1, 3, 5)] for color in stops], float)
    at = np.linspace(0, len(stops) - 1, count)
    mixed = [np.interp(at, np.arange(len(stops)), rgb[:, channel]) for channel in range(3)]
    return tuple(
        "#{:02X}{:02X}{:02X}".format(*map(round, color)) for color in zip(*mixed, strict=True)
    )


def method_text(method: Method) -> str:
    """How the classes are cut, in words."""
    return {
        Method.QUANTILE: translate("Choropleth", "等数量"),
        Method.EQUAL: translate("Choropleth", "等间距"),
        Method.NATURAL: translate("Choropleth", "自然断点"),
    }[method]


class _Figures:
    """Writes figures with the decimals they deserve: none where all are whole."""

    def __init__(self, values: np.ndarray[Any, np.dtype[np.float64]]) -> None:
        is_whole = bool(np.all(values == np.round(values)))
        widest = float(np.abs(values).max()) if len(values) else 0.0
        self._places = 0 if is_whole or widest >= 100 else 1 if widest >= 1 else 2

    def one(self, value: float | None) -> str:
        if value is None:
            return translate("Choropleth", "无数据")
        return f"{value:.{self._places}f}"

    def span(self, low: float, high: float) -> str:
        """Both ends, or the one they share as written."""
        ends = self.one(low), self.one(high)
        return ends[0] if ends[0] == ends[1] else "–".join(ends)


def _feature(area: Area, number: int, label: str) -> dict[str, Any]:
    return {
        "type": "Feature",
        "id": area.id,
        "properties": {
            "layer": LAYER,
            "id": area.id,
            "name": area.name,
            "class": number,
            "label": label,
        },
        "geometry": {
            "type": "Polygon",
            "coordinates": [[list(place) for place in ring] for ring in area.rings],
        },
    }


def _style(colors: tuple[str, ...], *, is_dark: bool) -> dict[str, Any]:
    """A MapLibre style document of the one layer."""
    edge, text, halo = (
        (tokens.GROUND, tokens.TEXT, tokens.GROUND)
        if is_dark
        else (tokens.PAPER, tokens.INK, tokens.PAPER)
    )
    grey = tokens.STALE if is_dark else tokens.PAPER_LINE
    match: list[Any] = ["match", ["get", "class"]]
    for number, color in enumerate(colors):
        match += [number, color]
    source = {"source": LAYER, "source-layer": LAYER}
    has_data = [">=", ["get", "class"], 0]
    no_data = ["<", ["get", "class"], 0]
    return {
        "version": 8,
        "name": LAYER,
        "sources": {LAYER: {"type": "vector"}},
        "layers": [
            {
                **source,
                "id": "area",
                "type": "fill",
                "filter": has_data,
                "paint": {
                    "fill-color": [*match, grey] if colors else grey,
                    "fill-opacity": _OPACITY,
                },
            },
            {
                **source,
                "id": "area-no-data",
                "type": "fill",
                "filter": no_data,
                "paint": {"fill-color": grey, "fill-opacity": 0.18},
            },
            {
                **source,
                "id": "area-edge",
                "type": "line",
                "filter": has_data,
                "paint": {"line-color": edge, "line-width": 1.0},
            },
            {
                **source,
                "id": "area-no-data-edge",
                "type": "line",
                "filter": no_data,
                "paint": {"line-color": grey, "line-width": 1.0, "line-dasharray": [3, 3]},
            },
            {
                **source,
                "id": "area-label",
                "type": "symbol",
                "layout": {
                    "text-field": ["concat", ["get", "name"], "\n", ["get", "label"]],
                    "text-size": tokens.SIZE_CAPTION,
                },
                "paint": {"text-color": text, "text-halo-color": halo, "text-halo-width": 1.2},
            },
        ],
    }


def _legend(
    colors: tuple[str, ...],
    bounds: tuple[float, ...],
    values: np.ndarray[Any, np.dtype[np.float64]],
    texts: _Figures,
    missing: int,
) -> tuple[LegendEntry, ...]:
    numbers = class_of(values, bounds)
    entries = []
    low = float(values.min()) if len(values) else 0.0
    for number, (color, high) in enumerate(zip(colors, bounds, strict=True)):
        held = values[numbers == number]
        # From the smallest value held: between classes there may be nothing at all.
        low = float(held.min()) if len(held) else low
        text = translate("Choropleth", "{span}　{n} 个").format(
            span=texts.span(low, float(held.max()) if len(held) else high), n=len(held)
        )
        entries.append(LegendEntry(text, color, SwatchShape.FILL))
        low = high
    if missing:
        text = translate("Choropleth", "无数据　{n} 个").format(n=missing)
        entries.append(LegendEntry(text, tokens.STALE, SwatchShape.FILL))
    return tuple(entries)


def _note(missing: int, unplaced: int) -> str:
    notes = []
    if missing:
        notes.append(translate("Choropleth", "{n} 个村居无数据").format(n=missing))
    if unplaced:
        notes.append(translate("Choropleth", "{n} 件不在任何村居内，未计入").format(n=unplaced))
    return "；".join(notes)

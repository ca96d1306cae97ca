"""The names on a base map as places to be found, each once, with a word for what it is."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication

from desktop.models.search import PlaceName
from widgets.map.features import Name

translate = QCoreApplication.translate


def places_of(names: Iterable[Name]) -> list[PlaceName]:
    """One place for each name and kind: a road cut into pieces is found once."""
    found: dict[tuple[str, str], PlaceName] = {}
    for name in names:
        key = name.text, name.layer
        if key not in found:
            found[key] = PlaceName(name.text, name.lon, name.lat, _layer_text(name.layer))
    return list(found.values())


def _layer_text(layer: str) -> str:
    return {
        "roads": translate("BasePlaces", "道路"),
        "transit": translate("BasePlaces", "道路"),
        "water": translate("BasePlaces", "水系"),
        "physical_line": translate("BasePlaces", "水系"),
        "landuse": translate("BasePlaces", "用地"),
        "natural": translate("BasePlaces", "用地"),
        "buildings": translate("BasePlaces", "建筑"),
        "places": translate("BasePlaces", "地名"),
        "pois": translate("BasePlaces", "兴趣点"),
    }.get(layer, translate("BasePlaces", "地名"))

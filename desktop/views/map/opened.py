"""Opening base maps, away from the GUI thread: an id of the choice becomes sources and a style.

Pure functions over files and the catalogue; nothing here waits for a server.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from importlib import resources
from pathlib import Path
from typing import Any, Final

from desktop.map_choice import FILE
from desktop.maps.catalogue import STYLES, BasemapEntry, Catalogue
from desktop.maps.contents import VECTOR
from desktop.maps.errors import MapError
from desktop.maps.opening import Network, open_file, open_source
from widgets.map.features import FeatureError, FeatureSource
from widgets.map.sources import TileSource
from widgets.map.styles.document import MapStyle, StyleError
from widgets.theme import tokens

SHIPPED: Final = STYLES
MAX_STYLE_BYTES: Final = 16 * 2**20


class StyleRefused(MapError):
    """A style document that cannot be used."""


@dataclass(frozen=True)
class Opened:
    """A base map that is open: its sources bottom first, how it is called, how old it is."""

    id: str
    title: str
    sources: tuple[TileSource, ...]
    is_features: bool = False
    """Plain GeoJSON, which no base map style knows how to draw."""
    made_ms: int = 0
    may_bulk: bool = False
    style: MapStyle | None = None
    """Its own, as the catalogue names it."""
    may_restyle: bool = False
    """Whether that may be exchanged for another: all that came along draw the same layers."""
    style_problem: str = ""
    """Why its own style is not to be had."""

    @property
    def is_vector(self) -> bool:
        return self.is_features or getattr(self.sources[0], "format", VECTOR) == VECTOR

    def look(self, other: MapStyle | None = None) -> MapStyle | None:
        """Its own style, or for paper another that fits as well; None when it has none."""
        if self.style is None:
            return None
        return other if other is not None and self.may_restyle else self.style


def open_town(content: bytes, title: str, made_ms: int) -> Opened:
    """The town's own map from its GeoJSON. Raises MapError."""
    digest = sha256(content).hexdigest()[:16]
    try:
        source = FeatureSource(f"town:{digest}", json.loads(content))
    except (FeatureError, ValueError, RecursionError) as error:
        raise MapError(f"the town's map cannot be read ({error})") from error
    return Opened("town", title, (source,), made_ms=made_ms)


def open_base(id: str, catalogue: Catalogue, network: Network, *, english: bool) -> Opened:
    """The base map of an id. Raises MapError."""
    if id.startswith(FILE):
        path = Path(id.removeprefix(FILE))
        source = open_file(path)
        made_ms = round(path.stat().st_mtime * 1000)
        plain = isinstance(source, FeatureSource)
        return Opened(id, path.name, (source,), plain, made_ms, may_bulk=False)
    entry = catalogue.find(id)
    entries = [entry, *(catalogue.find(over) for over in entry.overlays)]
    sources = tuple(open_source(each, network) for each in entries)
    style, problem = _own_style(entry)
    return Opened(
        id,
        title_of(entry, english=english),
        sources,
        is_features=isinstance(sources[0], FeatureSource),
        may_bulk=entry.may_bulk,
        style=style,
        may_restyle=entry.style in SHIPPED,
        style_problem=problem,
    )


def _own_style(entry: BasemapEntry) -> tuple[MapStyle | None, str]:
    """The style an entry names, and why not: its tiles are drawn in any case."""
    if not entry.style:
        return None, ""
    try:
        return read_style(entry.style), ""
    except StyleRefused as error:
        return None, str(error)


def title_of(entry: BasemapEntry, *, english: bool) -> str:
    """What a base map is called."""
    return entry.title_en if english and entry.title_en else entry.title


def missing_token(id: str, catalogue: Catalogue, known: Sequence[str]) -> str:
    """Name of the token a base map still needs, "" for none."""
    for entry in catalogue.entries:
        if entry.id == id and entry.needs_token and entry.token not in known:
            return entry.token
    return ""


def read_style(name: str) -> MapStyle:
    """A style that came along, or the document at a path. Raises StyleRefused."""
    if name in SHIPPED:
        file = resources.files("resources").joinpath("styles", f"{name}.json")
        return MapStyle.from_json(json.loads(file.read_text("utf-8")))
    path = Path(name)
    try:
        if path.stat().st_size > MAX_STYLE_BYTES:
            raise StyleRefused(f"{path.name}: it is too large for a style")
        return MapStyle.from_json(json.loads(path.read_bytes()))
    except OSError as error:
        raise StyleRefused(f"{path.name}: it cannot be read ({error.strerror})") from error
    except (StyleError, ValueError, RecursionError) as error:
        raise StyleRefused(f"{path.name}: it is no MapLibre style ({error})") from error


def feature_style(color: str, *, is_preview: bool = False) -> MapStyle:
    """How features without a look of their own are drawn: outlined, filled lightly, named."""
    return MapStyle.from_json(_feature_document(color, is_preview=is_preview))


def _feature_document(color: str, *, is_preview: bool) -> dict[str, Any]:
    where = {"source": "features", "source-layer": "features"}
    line: dict[str, Any] = {"line-color": color, "line-width": 2.0}
    if is_preview:
        line["line-dasharray"] = [3, 2]
    text = {"text-color": tokens.TEXT, "text-halo-color": tokens.GROUND, "text-halo-width": 1.2}
    point = {
        "circle-radius": 5,
        "circle-color": color,
        "circle-stroke-color": tokens.GROUND,
        "circle-stroke-width": 1.5,
    }
    name = ["coalesce", ["get", "name"], ["get", "名称"], ["get", "title"], ""]
    is_type = "$type"
    layers = [
        {
            **where,
            "id": "fill",
            "type": "fill",
            "filter": ["==", is_type, "Polygon"],
            "paint": {"fill-color": color, "fill-opacity": 0.2},
        },
        {
            **where,
            "id": "edge",
            "type": "line",
            "filter": ["!=", is_type, "Point"],
            "paint": line,
        },
        {
            **where,
            "id": "point",
            "type": "circle",
            "filter": ["==", is_type, "Point"],
            "paint": point,
        },
        {
            **where,
            "id": "name",
            "type": "symbol",
            "minzoom": 13,
            "filter": ["!=", is_type, "Point"],
            "layout": {"text-field": name, "text-size": tokens.SIZE_CAPTION},
            "paint": text,
        },
        {
            **where,
            "id": "point-name",
            "type": "symbol",
            "minzoom": 13,
            "filter": ["==", is_type, "Point"],
            "layout": {
                "text-field": name,
                "text-size": tokens.SIZE_CAPTION,
                "text-anchor": "top",
                "text-offset": [0, 0.7],
            },
            "paint": text,
        },
    ]
    return {"version": 8, "name": "features", "sources": {}, "layers": layers}

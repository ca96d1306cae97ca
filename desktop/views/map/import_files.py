"""Reading a file for an import, away from the GUI thread: by its ending, and into a preview.

Pure functions; what becomes of a preview is `import_desk`'s.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from desktop.maps.crs import Crs, known_systems, zone_at
from desktop.maps.crs_guess import Place
from desktop.maps.importers.columns import Columns
from desktop.maps.importers.csv_table import column_names, read_csv
from desktop.maps.importers.geojson import read_geojson
from desktop.maps.importers.ogr import read_ogr
from desktop.maps.importers.result import ImportRefused, ImportResult
from widgets.map.features import FeatureError, FeatureSource

Read = Callable[[], ImportResult]

TABLES: Final = (".csv", ".txt", ".tsv")
GEOJSON: Final = (".geojson", ".json")
OGR: Final = (".gpkg", ".shp")
SUFFIXES: Final = (*GEOJSON, *TABLES, *OGR)


@dataclass(frozen=True)
class Preview:
    """A file as it was read, and its features to be drawn."""

    result: ImportResult
    source: FeatureSource


def systems_near(lon: float) -> list[Crs]:
    """Every system to choose from: degrees, the planes of the zone at a longitude, the rest."""
    zone = zone_at(lon)
    systems = list(known_systems())
    plain = [crs for crs in systems if not crs.is_metric]
    near = [crs for crs in systems if _zone_of(crs) == zone]
    return [*plain, *near, *(crs for crs in systems if crs not in near and crs not in plain)]


def _zone_of(crs: Crs) -> int:
    """The 3-degree zone of a Chinese plane system, 0 for others."""
    for first in (4513, 4534):
        if first <= crs.epsg <= first + 20:
            return crs.epsg - first + 25
    return 0


def columns_of(path: Path | None) -> tuple[str, ...]:
    """The columns of a table, none when it has no head."""
    try:
        return column_names(path) if path is not None else ()
    except ImportRefused:
        return ()


def read_file(
    path: Path, near: Place, *, crs: Crs | None = None, columns: Columns | None = None
) -> ImportResult:
    """Read a file by its ending. Raises ImportRefused."""
    suffix = path.suffix.lower()
    if suffix in OGR:
        return read_ogr(path, crs=crs, near=near)
    if suffix in TABLES:
        return read_csv(path, crs=crs, columns=columns, near=near)
    return read_geojson(path, crs=crs, near=near)


def preview_of(read: Read, id: str) -> Preview:
    """Read, and make what the map draws of it. Raises ImportRefused."""
    result = read()
    try:
        return Preview(result, FeatureSource(id, result.features))
    except FeatureError:
        return Preview(result, FeatureSource(id, {"type": "FeatureCollection", "features": []}))

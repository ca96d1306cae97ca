"""What an import offers to choose from: coordinate systems near the map, columns of a table;
and the list of what was refused as a file.

Functions only; reading is `desktop.maps.importers.aside`'s, what becomes of it `import_desk`'s.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from desktop.maps.crs import Crs, known_systems, zone_at
from desktop.maps.importers.csv_table import column_names
from desktop.maps.importers.result import ImportRefused

translate = QCoreApplication.translate


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


def write_refused(path: Path, rows: Iterable[tuple[int, str]]) -> None:
    """Write row numbers with reasons as a table Excel opens. Raises OSError."""
    head = (translate("ImportForm", "行"), translate("ImportForm", "拒绝原因"))
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([head, *rows])

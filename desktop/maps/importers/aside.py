"""What the child process of an import does, and how its answer is taken together again.

The child reads, converts, writes the features to a file and sends the map's columns in pieces;
this side only ever sees those.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from desktop.maps.child import ChildLimits, Tell, run_aside
from desktop.maps.crs import Crs
from desktop.maps.crs_guess import Place
from desktop.maps.feature_wire import Piece, Shape, put_together, taken_apart
from desktop.maps.importers.columns import Columns
from desktop.maps.importers.csv_table import read_csv
from desktop.maps.importers.geojson import read_geojson
from desktop.maps.importers.ogr import read_ogr
from desktop.maps.importers.result import ImportRefused, ImportResult, ImportSummary, refuse
from widgets.map.features import FeatureColumns, FeatureError

TABLES: Final = (".csv", ".txt", ".tsv")
GEOJSON: Final = (".geojson", ".json")
OGR: Final = (".gpkg", ".shp")
SUFFIXES: Final = (*GEOJSON, *TABLES, *OGR)
_NOTHING: Final = {"type": "FeatureCollection", "features": []}


class Stage(StrEnum):
    """How far an import is."""

    READING = "reading"
    PREPARING = "preparing"
    SENDING = "sending"


@dataclass(frozen=True, slots=True)
class ImportRequest:
    """A file, how it is to be read, and where its features on WGS 84 are to be written."""

    path: Path
    near: Place
    kept: Path
    crs: Crs | None = None
    columns: Columns | None = None
    swapped: bool | None = None


@dataclass(frozen=True)
class Preview:
    """A file as it was read, its features to be drawn, and where they are written."""

    result: ImportSummary
    columns: FeatureColumns
    kept: Path


def read_file(request: ImportRequest) -> ImportResult:
    """Read a file by its ending. Raises ImportRefused."""
    path, crs, near, swapped = request.path, request.crs, request.near, request.swapped
    suffix = path.suffix.lower()
    if suffix in OGR:
        return read_ogr(path, crs=crs, near=near, swapped=swapped)
    if suffix in TABLES:
        return read_csv(path, crs=crs, columns=request.columns, near=near, swapped=swapped)
    return read_geojson(path, crs=crs, near=near, swapped=swapped)


def read_in_child(tell: Tell, request: ImportRequest) -> None:
    """The child's work. Raises ImportRefused."""
    tell(Stage.READING)
    result = read_file(request)
    tell(Stage.PREPARING)
    try:
        request.kept.parent.mkdir(parents=True, exist_ok=True)
        with request.kept.open("w", encoding="utf-8") as file:
            file.write(json.dumps(result.features, ensure_ascii=False))
    except OSError as error:
        raise refuse(
            "file.unwritable",
            "{name} cannot be written: {why}",
            name=request.kept.name,
            why=error.strerror or "",
        ) from error
    try:
        columns = FeatureColumns.of(result.features)
    except FeatureError:
        columns = FeatureColumns.of(_NOTHING)
    tell(Stage.SENDING)
    for part in taken_apart(columns):
        tell(part)
    tell(result.summary())


def read_aside(
    request: ImportRequest,
    *,
    is_cancelled: Callable[[], bool],
    on_stage: Callable[[Stage], None],
    limits: ChildLimits | None = None,
) -> Preview:
    """Read a file in a child process. Raises ImportRefused, Cancelled."""
    found: list[ImportSummary] = []

    def parts() -> Iterator[Shape | Piece]:
        told = run_aside(read_in_child, (request,), is_cancelled=is_cancelled, limits=limits)
        for each in told:
            if isinstance(each, Stage):
                on_stage(each)
            elif isinstance(each, ImportSummary):
                found.append(each)
            else:
                yield each

    columns = put_together(parts())
    return Preview(found[0], columns, request.kept)


def reload_in_child(tell: Tell, paths: tuple[Path, ...]) -> None:
    """The child's work at a start: files written before, each ended by "" or by why it failed."""
    for path in paths:
        try:
            columns = FeatureColumns.of(_loaded(path))
        except (OSError, ValueError, RecursionError) as error:
            tell(str(error))
            continue
        for part in taken_apart(columns):
            tell(part)
        tell("")


def reload_aside(
    paths: tuple[Path, ...], *, is_cancelled: Callable[[], bool]
) -> list[FeatureColumns | str]:
    """Features that were written before, or why they cannot be read; in order."""
    if not paths:
        return []
    found: list[FeatureColumns | str] = []
    parts: list[Any] = []
    try:
        for each in run_aside(reload_in_child, (paths,), is_cancelled=is_cancelled):
            if not isinstance(each, str):
                parts.append(each)
                continue
            found.append(each or put_together(parts))
            parts = []
    except ImportRefused as error:
        found += [str(error)] * (len(paths) - len(found))
    return found


def _loaded(path: Path) -> Any:
    return json.loads(path.read_bytes())

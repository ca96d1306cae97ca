"""GeoPackage and Shapefile into a draft, by GDAL where the optional extra `geo` is installed."""

from __future__ import annotations

import importlib
from functools import partial
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from pyproj import CRS
from pyproj.exceptions import CRSError

from desktop.maps.crs import Crs, UnknownCrs, crs_of_epsg
from desktop.maps.crs_guess import Place
from desktop.maps.importers.draft import BadGeometry, Draft
from desktop.maps.importers.finish import finish
from desktop.maps.importers.result import ImportRefused, ImportResult, Limits, refuse
from desktop.maps.importers.wkb import parse_wkb
from desktop.maps.said import Said, say

SUFFIXES: Final = (".gpkg", ".shp")
"""No other driver of GDAL's is let near a file that came by mail."""
_CONFIDENCE: Final = 25
"""pyproj's threshold in percent; a .prj written by ESRI software seldom gets more than 70."""
_DBF_SAMPLE: Final = 8 * 1024 * 1024


def layers_of(path: Path) -> tuple[str, ...]:
    """The layers with geometry. Raises ImportRefused."""
    pyogrio = _pyogrio(path)
    try:
        rows = pyogrio.list_layers(path)
    except (pyogrio.errors.DataSourceError, OSError) as error:
        raise _unreadable(path, error) from error
    return tuple(str(name) for name, geometry in rows if geometry is not None)


def read_ogr(
    path: Path,
    *,
    layer: str | None = None,
    crs: Crs | None = None,
    near: Place | None = None,
    swapped: bool | None = None,
    limits: Limits | None = None,
) -> ImportResult:
    """Read a layer, the first without a name. Rows are features, counted from 1.

    Raises ImportRefused, also when the extra is not installed.
    """
    limits = limits or Limits()
    names = layers_of(path)
    if not names or (layer is not None and layer not in names):
        raise refuse("ogr.no_layer", "{name} has no such layer with geometry", name=path.name)
    layer = layer or names[0]
    notes = (say("layer", "layer {layer}, of {count}", layer=layer, count=len(names)),)
    draft = Draft(limits)
    system = _read_into(draft, path, layer, limits)
    return finish(
        draft,
        chosen=crs,
        from_file=system,
        swapped=swapped,
        near=near,
        notes=notes,
        reread=partial(_again, path, layer, near, limits),
    )


def _again(
    path: Path,
    layer: str,
    near: Place | None,
    limits: Limits,
    crs: Crs | None,
    swapped: bool | None,
) -> ImportResult:
    return read_ogr(path, layer=layer, crs=crs, near=near, swapped=swapped, limits=limits)


def _pyogrio(path: Path) -> Any:
    if path.suffix.lower() not in SUFFIXES:
        raise refuse("ogr.suffix", "{name} is neither .gpkg nor .shp", name=path.name)
    try:
        return importlib.import_module("pyogrio")
    except ImportError as error:
        raise refuse(
            "ogr.missing",
            "GeoPackage and Shapefile need the extra: pip install onemap[geo]",
        ) from error


def _unreadable(path: Path, error: Exception) -> ImportRefused:
    return refuse(
        "file.unreadable", "{name} cannot be read: {why}", name=path.name, why=str(error)[:200]
    )


def _read_into(draft: Draft, path: Path, layer: str, limits: Limits) -> tuple[Crs, Said] | None:
    pyogrio = _pyogrio(path)
    failures = (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, OSError)
    try:
        meta, _, shapes, columns = pyogrio.raw.read(
            path,
            layer=layer,
            max_features=limits.max_rows + 1,
            force_2d=True,
            encoding=_encoding_of(path),
        )
    except (*failures, pyogrio.errors.GeometryError, UnicodeDecodeError, RuntimeError) as error:
        raise _unreadable(path, error) from error
    names = [str(name) for name in meta["fields"]]
    texts = [_plain(column) for column in columns]
    for at, data in enumerate(shapes):
        row = at + 1
        if data is None:
            draft.refuse(row, say("geometry.none", "it has no geometry"))
            continue
        try:
            geometry = parse_wkb(data)
        except BadGeometry as error:
            draft.refuse(row, error.said)
            continue
        draft.add(row, geometry, {n: column[at] for n, column in zip(names, texts, strict=True)})
    return _system_of(meta["crs"])


def _plain(column: NDArray[Any]) -> list[Any]:
    """Values JSON can hold: dates as text, what is not a number as nothing."""
    if column.dtype.kind == "M":
        return [None if np.isnat(value) else str(value) for value in column]
    values: list[Any] = column.tolist()
    if column.dtype.kind == "f":
        return [value if np.isfinite(value) else None for value in values]
    if column.dtype.kind == "O":
        kept = (str, int, float, bool, type(None))
        return [value if isinstance(value, kept) else str(value)[:200] for value in values]
    return values


def _system_of(definition: str | None) -> tuple[Crs, Said] | None:
    if not definition:
        return None
    try:
        found = CRS.from_user_input(definition)
        epsg = found.to_epsg(min_confidence=_CONFIDENCE)
        crs = crs_of_epsg(epsg) if epsg else None
    except (CRSError, UnknownCrs):
        return None
    said = say("crs.from_file", "the file says {name}", name=found.name[:60])
    return None if crs is None else (crs, said)


def _encoding_of(path: Path) -> str | None:
    """Of a Shapefile without a .cpg: GDAL would take Latin-1, Chinese offices wrote GBK."""
    table = path.with_suffix(".dbf")
    if path.suffix.lower() != ".shp" or path.with_suffix(".cpg").exists() or not table.exists():
        return None
    try:
        with table.open("rb") as file:
            sample = file.read(_DBF_SAMPLE)
    except OSError:
        return None
    # The header is binary; only what follows it is text. 32 bytes, 32 a field, one to end.
    length = int.from_bytes(sample[8:10], "little")
    try:
        sample[length:].decode("utf-8")
    except UnicodeDecodeError as error:
        is_cut = len(sample) == _DBF_SAMPLE and error.start > len(sample) - length - 4
        return "UTF-8" if is_cut else "GB18030"
    return "UTF-8"

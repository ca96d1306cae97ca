"""GeoJSON (RFC 7946, and the 2008 form with its "crs" member) into a draft."""

from __future__ import annotations

import json
import re
from functools import partial
from pathlib import Path
from typing import Any, Final

import msgspec

from desktop.maps.crs import WGS84, Crs, UnknownCrs, crs_of
from desktop.maps.crs_guess import Place
from desktop.maps.importers.draft import Draft
from desktop.maps.importers.encoding import decode_text, read_bytes
from desktop.maps.importers.finish import finish
from desktop.maps.importers.result import ImportResult, Limits, refuse
from desktop.maps.said import Said, say

_GEOMETRIES: Final = frozenset(
    {
        "Point",
        "MultiPoint",
        "LineString",
        "MultiLineString",
        "Polygon",
        "MultiPolygon",
        "GeometryCollection",
    }
)
_EPSG: Final = re.compile(r"(?:urn:ogc:def:crs:)?epsg:(?::|[\w.]*:)?(\d{1,6})", re.IGNORECASE)
_CRS84: Final = re.compile(r"(?:urn:ogc:def:crs:)?ogc:[\d.]*:?crs84", re.IGNORECASE)


def read_geojson(
    source: Path | bytes,
    *,
    crs: Crs | None = None,
    near: Place | None = None,
    swapped: bool | None = None,
    limits: Limits | None = None,
) -> ImportResult:
    """Read a GeoJSON file, or its bytes. Rows are features, counted from 1.

    `crs` goes before what the file says. `near` is where the town lies. Raises ImportRefused.
    """
    limits = limits or Limits()
    data = read_bytes(source, limits)
    text, encoding = decode_text(data)
    root = _parse(text)
    draft = Draft(limits)
    _add_all(draft, root)
    return finish(
        draft,
        chosen=crs,
        from_file=_system_of(root),
        swapped=swapped,
        near=near,
        notes=(encoding,),
        reread=partial(_again, data, near, limits),
    )


def _again(
    data: bytes, near: Place | None, limits: Limits, crs: Crs | None, swapped: bool | None
) -> ImportResult:
    return read_geojson(data, crs=crs, near=near, swapped=swapped, limits=limits)


def _parse(text: str) -> dict[str, Any]:
    """The root object. The fast parser first; the other one takes NaN and names line and column."""
    try:
        root = msgspec.json.decode(text)
    except RecursionError as error:
        raise refuse("json.too_deep", "the file is nested too deeply to be GeoJSON") from error
    except msgspec.DecodeError:
        root = _parse_slowly(text)
    if not isinstance(root, dict):
        raise refuse("geojson.not_object", "the file is JSON but no GeoJSON object")
    return root


def _parse_slowly(text: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        is_cut = error.pos >= len(text.rstrip())
        pattern = "the file ends in the middle, at line {line}, column {column}"
        if not is_cut:
            pattern = "line {line}, column {column}: {problem}"
        raise refuse(
            "json.cut_off" if is_cut else "json.wrong",
            pattern,
            line=error.lineno,
            column=error.colno,
            problem=error.msg,
        ) from error
    except RecursionError as error:
        raise refuse("json.too_deep", "the file is nested too deeply to be GeoJSON") from error
    except ValueError as error:  # an integer of thousands of digits
        raise refuse("json.number", "the file holds a number too long to read") from error


def _add_all(draft: Draft, root: dict[str, Any]) -> None:
    kind = root.get("type")
    if kind == "FeatureCollection":
        features = root.get("features")
        if not isinstance(features, list):
            raise refuse("geojson.no_features", "the FeatureCollection has no list of features")
        for row, feature in enumerate(features, 1):
            _add(draft, row, feature)
    elif kind == "Feature":
        _add(draft, 1, root)
    elif isinstance(kind, str) and kind in _GEOMETRIES:
        draft.add(1, root, {})
    else:
        raise refuse(
            "geojson.no_type",
            "the file is JSON but no GeoJSON: its type is {kind}",
            kind=str(kind)[:40],
        )


def _add(draft: Draft, row: int, feature: Any) -> None:
    if not isinstance(feature, dict) or feature.get("type") != "Feature":
        draft.refuse(row, say("row.not_feature", "it is no GeoJSON feature"))
        return
    properties = feature.get("properties")
    id = feature.get("id")
    draft.add(
        row,
        feature.get("geometry"),
        properties if isinstance(properties, dict) else {},
        id if isinstance(id, str | int) and not isinstance(id, bool) else None,
    )


def _system_of(root: dict[str, Any]) -> tuple[Crs, Said]:
    """The old "crs" member's system; without one RFC 7946 says WGS 84."""
    if "crs" not in root or root["crs"] is None:
        return WGS84, say("crs.of_format", "GeoJSON is on WGS 84 unless it says otherwise")
    member = root["crs"]
    properties = member.get("properties") if isinstance(member, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else None
    if not isinstance(name, str):
        name = json.dumps(member, ensure_ascii=False)[:60]
    said = say("crs.from_file", "the file says {name}", name=name[:60])
    if _CRS84.fullmatch(name.strip()):
        return WGS84, said
    found = _EPSG.fullmatch(name.strip())
    try:
        if found:
            return crs_of(f"epsg:{found[1]}"), said
    except UnknownCrs:
        pass
    return WGS84, say(
        "crs.from_file_unknown",
        "the file says {name}, which is not known here; taken as WGS 84",
        name=name[:60],
    )

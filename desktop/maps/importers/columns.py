"""Which columns of a table are coordinates, by their names or, without names, by their numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from desktop.maps.crs import BD09, CGCS2000, GCJ02, WGS84, Crs

_EAST: Final = frozenset(
    (
        "lon",
        "lng",
        "long",
        "longitude",
        "longtitude",
        "x",
        "xcoord",
        "coordx",
        "pointx",
        "easting",
        "east",
        "经度",
        "东经",
        "横坐标",
        "x坐标",
        "坐标x",
        "经",
        "jd",
    )
)
_NORTH: Final = frozenset(
    (
        "lat",
        "latitude",
        "y",
        "ycoord",
        "coordy",
        "pointy",
        "northing",
        "north",
        "纬度",
        "北纬",
        "纵坐标",
        "y坐标",
        "坐标y",
        "纬",
        "wd",
    )
)
_WKT: Final = frozenset(
    ("wkt", "geom", "geometry", "thegeom", "wkt_geom", "wktgeom", "shape", "几何", "图形", "空间")
)
_PAIR: Final = frozenset(
    (
        "location",
        "coordinate",
        "coordinates",
        "coords",
        "lonlat",
        "lnglat",
        "position",
        "坐标",
        "经纬度",
        "位置坐标",
        "坐标点",
    )
)
_SYSTEMS: Final = (
    (re.compile(r"gcj-?_?0?2?|火星|高德|amap|腾讯"), GCJ02),
    (re.compile(r"bd-?_?0?9?(?![a-z])|百度|baidu"), BD09),
    (re.compile(r"cgcs-?_?2000|国家2000|大地2000"), CGCS2000),
    (re.compile(r"wgs-?_?84"), WGS84),
)
_NOISE: Final = re.compile(r"[\s_\-.:：]|[(（\[【].*?[)）\]】]")
_PLAIN_NUMBER: Final = re.compile(r"\s*[-+]?\d+(?:[.,]\d+)?\s*")


@dataclass(frozen=True, slots=True)
class Columns:
    """Names of the columns that hold the place: `east` and `north`, or `wkt`, or `pair` alone."""

    east: str = ""
    north: str = ""
    wkt: str = ""
    pair: str = ""
    """Both numbers in one cell, "121.47,31.23"."""


def find_columns(names: Sequence[str]) -> Columns | None:
    """The columns by their names; None when no name says it."""
    words = [_words(name) for name in names]
    east = _first(names, words, _EAST)
    north = _first(names, words, _NORTH)
    if east and north:
        return Columns(east=east, north=north)
    if wkt := _first(names, words, _WKT):
        return Columns(wkt=wkt)
    if pair := _first(names, words, _PAIR):
        return Columns(pair=pair)
    return None


def named_system(columns: Columns) -> tuple[Crs, str] | None:
    """The system a column's name mentions, and that name: "lng_gcj02", "经度(WGS84)"."""
    for name in (columns.east, columns.north, columns.wkt, columns.pair):
        for pattern, crs in _SYSTEMS:
            if pattern.search(name.lower()):
                return crs, name
    return None


def is_number(cell: str) -> bool:
    """Whether a cell of the first row is a number, so that the table has no header."""
    return bool(_PLAIN_NUMBER.fullmatch(cell))


def _words(name: str) -> set[str]:
    """The name without its ornaments, and its parts: a name like "poi_lng" is found by "lng"."""
    low = name.strip().lower()
    for pattern, _ in _SYSTEMS:
        low = pattern.sub("", low)
    parts = re.split(r"[\s_\-.:：]+", low)
    return {_NOISE.sub("", low), *parts}


def _first(names: Sequence[str], words: Sequence[set[str]], known: frozenset[str]) -> str:
    """The first name that is known as a whole, else the first of which a part is."""
    for name in names:
        if _NOISE.sub("", name.strip().lower()) in known:
            return name
    parts = {word for word in known if len(word) > 1}
    return next((n for n, found in zip(names, words, strict=True) if found & parts), "")

"""Coordinates as people write and read them: decimal degrees, DMS, metres of a zone.

What `format_position` writes, `parse_position` reads back. Knows no Qt and no language but the
letters N, E, S, W and their Chinese words.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np

from desktop.maps.crs import BD09, CGCS2000, GCJ02, WGS84, Crs, from_wgs84, to_wgs84
from desktop.maps.crs_guess import guess_crs

MAX_TEXT: Final = 120
"""Characters; nobody types a longer coordinate."""


class Notation(StrEnum):
    """How degrees are written; metres have but one way."""

    DECIMAL = "decimal"
    DMS = "dms"


@dataclass(frozen=True, slots=True)
class TypedPosition:
    """A coordinate somebody typed, on WGS 84."""

    lon: float
    lat: float
    crs: Crs
    """The system it was read in."""
    is_swapped: bool = False
    """It was written latitude (or northing) first without saying so."""


def format_position(crs: Crs, lon: float, lat: float, notation: Notation = Notation.DECIMAL) -> str:
    """A place on WGS 84 in `crs`: "31.230000°N 121.470000°E", "31°13′48.0″N …", "N … m E … m"."""
    ((x, y),) = from_wgs84(crs, np.array([[lon, lat]])).tolist()
    if not (np.isfinite(x) and np.isfinite(y)):
        return "–"
    if crs.is_metric:
        return f"N {y:.2f} m E {x:.2f} m"
    if notation is Notation.DMS:
        return f"{_dms(y, 'NS')} {_dms(x, 'EW')}"
    return f"{abs(y):.6f}°{'NS'[y < 0]} {abs(x):.6f}°{'EW'[x < 0]}"


def _dms(value: float, sides: str) -> str:
    tenths = round(abs(value) * 36_000)
    degrees, rest = divmod(tenths, 36_000)
    minutes, rest = divmod(rest, 600)
    return f"{degrees}°{minutes:02}′{rest // 10:02}.{rest % 10}″{sides[value < 0]}"


_NAMES: Final = (
    (re.compile(r"gcj-?0?2?|火星(坐标)?|高德|腾讯"), GCJ02),
    (re.compile(r"bd-?0?9|百度(坐标)?"), BD09),
    (re.compile(r"cgcs-?2000|国家2000"), CGCS2000),
    (re.compile(r"wgs-?\s?84"), WGS84),
)
_SIDES: Final = (
    (re.compile(r"北纬|纬度|latitude|lat\b"), " n "),
    (re.compile(r"东经|经度|longitude|lon\b|lng\b"), " e "),
    (re.compile(r"南纬|south"), " s "),
    (re.compile(r"西经|west"), " w "),
)
_NUMBER: Final = r"[+-]?\d{1,12}(?:\.\d{1,15})?"
_ANGLE: Final = re.compile(
    rf"""(?P<d>{_NUMBER})\s*
    (?:[°度]\s*
      (?:(?P<m>\d{{1,2}}(?:\.\d+)?)\s*(?:[′'’分]\s*
        (?:(?P<s>\d{{1,2}}(?:\.\d+)?)\s*(?:[″"”秒]|''|′′)?)?)?)?
    )?\s*""",
    re.VERBOSE,
)
_METRES: Final = re.compile(r"(?<=\d)\s*(?:米|m)(?![a-z])")
_SEPARATOR: Final = re.compile(r"[\s,;/|=:]*")
_SIDE: Final = re.compile(r"[nsew]")


def parse_position(
    text: str, *, crs: Crs = WGS84, near: tuple[float, float] | None = None
) -> TypedPosition | None:
    """The place a text says, or None when it is no coordinate on Earth.

    Without letters, degrees are longitude first; the other order is taken, and said, where only
    that one can be meant or lies near `near`. A system named in the text ("百度 121.47,31.23")
    goes before `crs`; numbers of metres are of a guessed zone unless `crs` is metric itself.
    """
    if len(text) > MAX_TEXT:
        return None
    words = unicodedata.normalize("NFKC", text).replace("，", ",").lower().strip("()[] \t")
    words, named = _named_system(words)
    pair = _read_pair(words)
    if pair is None:
        return None
    first, second = pair
    return _place(first, second, named or crs, near)


@dataclass(frozen=True, slots=True)
class _Number:
    value: float
    side: str
    """n, e or empty."""


def parse_angle(text: str) -> float | None:
    """One angle such as "121°28′12″E" or "东经121度28分" in degrees; None when it is none."""
    words = unicodedata.normalize("NFKC", text).lower().strip()
    if len(words) > MAX_TEXT:
        return None
    for pattern, letter in _SIDES:
        words = pattern.sub(letter, words)
    before = re.match(r"\s*([nsew]?)[\s:=]*", words)
    found = _ANGLE.match(words, before.end() if before else 0)
    if found is None or before is None:
        return None
    side = words[found.end() :].strip() or before[1]
    value = _value(found)
    if value is None or side not in ("", "n", "s", "e", "w") or (before[1] and side != before[1]):
        return None
    return -value if side in ("s", "w") else value


def _named_system(words: str) -> tuple[str, Crs | None]:
    for pattern, crs in _NAMES:
        if found := pattern.search(words):
            return (words[: found.start()] + " " + words[found.end() :]).strip(" :,"), crs
    return words, None


def _read_pair(words: str) -> tuple[_Number, _Number] | None:
    for pattern, letter in _SIDES:
        words = pattern.sub(letter, words)
    words = _METRES.sub(" ", words)
    # "31.2 n 121.4 e" or "n 31.2 e 121.4": where the first letter stands holds for both.
    is_letter_behind = not _SIDE.match(words.lstrip(" ,"))
    at, side, numbers = 0, "", list[_Number]()
    while (at := _skip(words, at)) < len(words):
        if _SIDE.match(words, at):
            if is_letter_behind and numbers and not numbers[-1].side:
                numbers[-1] = _sided(numbers[-1].value, words[at])
            elif side:
                return None
            else:
                side = words[at]
            at += 1
            continue
        found = _ANGLE.match(words, at)
        if found is None or len(numbers) == 2:
            return None
        value = _value(found)
        if value is None:
            return None
        numbers.append(_sided(value, side))
        side, at = "", found.end()
    if side or len(numbers) != 2:
        return None
    return numbers[0], numbers[1]


def _skip(words: str, at: int) -> int:
    found = _SEPARATOR.match(words, at)
    return found.end() if found else at


def _sided(value: float, side: str) -> _Number:
    if side in ("s", "w"):
        return _Number(-value, "n" if side == "s" else "e")
    return _Number(value, side)


def _value(found: re.Match[str]) -> float | None:
    degrees, minutes, seconds = (float(found[part] or 0) for part in "dms")
    if minutes >= 60 or seconds >= 60:
        return None
    size = abs(degrees) + minutes / 60 + seconds / 3600
    return -size if found["d"].startswith("-") else size


def _place(
    first: _Number, second: _Number, crs: Crs, near: tuple[float, float] | None
) -> TypedPosition | None:
    if {first.side, second.side} in ({"n"}, {"e"}):
        return None
    is_said = bool(first.side or second.side)
    is_north_first = first.side == "n" or second.side == "e"
    x, y = (second.value, first.value) if is_north_first else (first.value, second.value)
    swapped = False
    if not is_said or (not crs.is_metric and max(abs(x), abs(y)) > 180):
        guess = guess_crs(np.array([[x, y]]), near)
        if guess.crs is None and not crs.is_metric:
            return None
        if guess.crs is not None and guess.crs.is_metric and not crs.is_metric:
            crs = guess.crs
        if guess.is_swapped and not is_said:
            x, y, swapped = y, x, True
    if not crs.is_metric and (abs(x) > 180 or abs(y) > 90):
        return None
    ((lon, lat),) = to_wgs84(crs, np.array([[x, y]])).tolist()
    if not (abs(lon) <= 180 and abs(lat) <= 90):
        return None
    return TypedPosition(lon, lat, crs, swapped)

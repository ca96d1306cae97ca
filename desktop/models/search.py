"""One search box for everything on the map: places, devices, cases, teams, coordinates.

The index keeps names only, in one long text per register that is searched as a whole; what a hit
says beside its name is taken from the state of the moment.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate, islice
from typing import Final, NamedTuple

from PySide6.QtCore import QCoreApplication

from desktop.maps.coordinate_text import format_position, parse_position
from desktop.maps.crs import WGS84
from desktop.models import wording
from desktop.models.pinyin import initials_table
from services.contract.changes import Changes
from services.contract.model import ENDED_STAGES, Area, TownState

translate = QCoreApplication.translate

LIMIT: Final = 20
_MOST_FOUND: Final = 200
"""Matches ranked per register and query; those that begin with the query are taken first."""
_MOST_SEEN: Final = 2_000
"""Matches of one word looked at when the query has several."""
_MOST_WORDS: Final = 6
_SAMPLE: Final = 65_536
"""Characters in which the rarest word of a query is found out."""
_LINE, _FIELD = "\n", "\t"


class HitKind(StrEnum):
    """What was found; of equal matches the earlier kind stands first."""

    POSITION = "position"
    CASE = "case"
    TEAM = "team"
    AREA = "area"
    ASSET = "asset"
    CAMERA = "camera"
    STREAM = "stream"
    PLACE = "place"


_ORDER: Final = {kind: at for at, kind in enumerate(HitKind)}


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found. `id` selects it everywhere: `case:…`, `asset:…`; `position:` for a place."""

    id: str
    kind: HitKind
    title: str
    note: str
    lon: float
    lat: float


class PlaceName(NamedTuple):
    """A name on the base map. `note` says what it is, in words."""

    title: str
    lon: float
    lat: float
    note: str = ""


class SearchIndex:
    """Names of the town and of the base map. Make it once, `update` it by changes."""

    def __init__(self) -> None:
        self._initials = initials_table()
        self._places: list[PlaceName] = []
        self._names: dict[str, _Names] = {
            register: _Names() for register in ("case", "team", "area", "asset", "stream", "place")
        }

    def set_places(self, places: Iterable[PlaceName]) -> None:
        """Take the names on the base map, and no others."""
        self._places = list(places)
        rows = ((str(at), (place.title,)) for at, place in enumerate(self._places))
        self._names["place"].replace({id: self._key(*fields) for id, fields in rows})

    def rebuild(self, state: TownState) -> None:
        """Take the whole town anew: some 4 µs a name, so a large one is taken off the GUI thread,
        by a new index and from a copy of the state."""
        for register, things in _registers(state).items():
            self._names[register].replace(
                {
                    id: self._key(*_FIELDS[register](state, id))
                    for id in things
                    if _is_found(state, register, id)
                }
            )

    def update(self, state: TownState, changes: Changes) -> None:
        """Take what changed. Costs little when no name did."""
        if changes.everything:
            self.rebuild(state)
            return
        for register, ids in (
            ("case", changes.cases),
            ("team", changes.teams),
            ("area", changes.areas),
            ("asset", changes.assets),
            ("stream", changes.streams),
        ):
            for id in ids:
                is_found = _is_found(state, register, id)
                key = self._key(*_FIELDS[register](state, id)) if is_found else None
                self._names[register].put(id, key)

    def search(
        self,
        state: TownState,
        text: str,
        *,
        near: tuple[float, float] | None = None,
        limit: int = LIMIT,
    ) -> list[Hit]:
        """The best hits for what was typed, the best first; nothing for nothing.

        `near` (lon, lat) decides what metres without a zone or an ambiguous order mean.
        """
        hits = []
        if (position := _position(text, near)) is not None:
            hits.append(position)
        words = _fold(text).split()[:_MOST_WORDS]
        if not words:
            return hits
        ranked: list[tuple[tuple[int, int, int, str], str, str]] = []
        for register, names in self._names.items():
            for id, key in names.find(words):
                if register != "place" and not _is_found(state, register, id):
                    continue
                order = _order(state, register, id)
                ranked.append(((_rank(key, words), order, len(key), id), register, id))
        ranked.sort()
        for _, register, id in ranked[:limit]:
            hits.append(self._hit(state, register, id))
        return hits[:limit]

    def _key(self, *fields: str) -> str:
        """The searched text of one thing: its fields and the title's initials."""
        folded = [_fold(field) for field in fields if field]
        initials = folded[0].translate(self._initials) if folded else ""
        if initials and initials != folded[0]:
            folded.append(initials)
        return _FIELD.join(folded)

    def _hit(self, state: TownState, register: str, id: str) -> Hit:
        if register == "place":
            place = self._places[int(id)]
            return Hit(f"place:{id}", HitKind.PLACE, place.title, place.note, place.lon, place.lat)
        return _HITS[register](state, id)


class _Names:
    """The names of one register as one text, a line each."""

    def __init__(self) -> None:
        self._key_of: dict[str, str] = {}
        self._ids: list[str] = []
        self._text = _LINE
        self._starts: list[int] = []
        self._is_stale = False

    def replace(self, key_of: dict[str, str]) -> None:
        self._key_of = key_of
        self._is_stale = True

    def put(self, id: str, key: str | None) -> None:
        """Take one name, or forget it."""
        if self._key_of.get(id) == key:
            return
        if key is None:
            del self._key_of[id]
        else:
            self._key_of[id] = key
        self._is_stale = True

    def find(self, words: list[str]) -> Iterator[tuple[str, str]]:
        """Ids and keys of the lines that hold every word."""
        if self._is_stale:
            self._build()
        rarest = min(words, key=lambda word: (self._text.count(word, 0, _SAMPLE), -len(word)))
        others = [word for word in words if word is not rarest]
        most = _MOST_SEEN if others else _MOST_FOUND
        matching = (
            (id, self._key_of[id]) for id in map(self._ids.__getitem__, self._rows_of(rarest, most))
        )
        fitting = (pair for pair in matching if all(word in pair[1] for word in others))
        return islice(fitting, _MOST_FOUND)

    def _rows_of(self, word: str, most: int) -> list[int]:
        """Rows that hold a word. Where there are too many, those that begin with it first."""
        rows = self._rows_with(word, most)
        if len(rows) < most:
            return rows
        first = [*self._rows_with(_LINE + word, most), *self._rows_with(_FIELD + word, most)]
        return list(dict.fromkeys([*first, *rows]))[:most]

    def _rows_with(self, needle: str, most: int) -> list[int]:
        text, starts = self._text, self._starts
        rows: list[int] = []
        at = text.find(needle)
        while at >= 0 and len(rows) < most:
            # The line of the needle's last character: its first may be the end of the line before.
            rows.append(bisect_right(starts, at + len(needle) - 1) - 1)
            end = text.find(_LINE, at + len(needle))
            at = text.find(needle, end) if end >= 0 else -1
        return rows

    def _build(self) -> None:
        self._ids = list(self._key_of)
        keys = list(self._key_of.values())
        self._text = _LINE + _LINE.join(keys) + _LINE
        self._starts = list(accumulate((len(key) + 1 for key in keys[:-1]), initial=1))
        self._is_stale = False


def _fold(text: str) -> str:
    """One form for full and half width, capitals and small letters; no line or field ends."""
    if text.isascii():
        return " ".join(text.lower().split())
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _rank(key: str, words: list[str]) -> int:
    """0 when a field is just what was typed, 1 when it begins so, 2 when it holds it, …"""
    typed = " ".join(words)
    fields = key.split(_FIELD)
    if typed in fields:
        return 0
    if fields[0].startswith(typed):
        return 1
    if any(field.startswith(typed) for field in fields):
        return 2
    return 3 if typed in key else 4


def _position(text: str, near: tuple[float, float] | None) -> Hit | None:
    found = parse_position(text, near=near)
    if found is None:
        return None
    is_english = translate("Wording", "zh") == "en"
    notes = [found.crs.title_en if is_english else found.crs.title]
    if found.is_swapped:
        notes.append(translate("Search", "按纬度在前读取"))
    title = format_position(WGS84, found.lon, found.lat)
    return Hit("position:", HitKind.POSITION, title, " · ".join(notes), found.lon, found.lat)


def _registers(state: TownState) -> dict[str, Mapping[str, object]]:
    return {
        "case": state.cases,
        "team": state.teams,
        "area": state.areas,
        "asset": state.assets,
        "stream": state.streams,
    }


def _is_found(state: TownState, register: str, id: str) -> bool:
    """Whether the town holds it still; the streams of a team's position are the team."""
    if register == "stream" and (stream := state.streams.get(id)):
        return not stream.kind.startswith("team.")
    return id in _registers(state)[register]


_FIELDS: Final[dict[str, Callable[[TownState, str], tuple[str, ...]]]] = {
    "case": lambda s, id: (s.cases[id].title, s.cases[id].number, s.cases[id].title_en),
    "team": lambda s, id: (s.teams[id].name, id),
    "area": lambda s, id: (s.areas[id].name, id),
    "asset": lambda s, id: (s.assets[id].name, id),
    "stream": lambda s, id: (s.streams[id].name, id),
}
"""What a thing is found by: its title first, then its number and other names."""


def _order(state: TownState, register: str, id: str) -> int:
    """Of equal matches the smaller stands first; what is over stands last."""
    if register == "case" and state.cases[id].stage in ENDED_STAGES:
        return len(HitKind)
    return _ORDER[_kind(state, register, id)]


def _kind(state: TownState, register: str, id: str) -> HitKind:
    if register == "asset" and state.assets[id].kind == "camera":
        return HitKind.CAMERA
    return HitKind(register)


def _case(state: TownState, id: str) -> Hit:
    case = state.cases[id]
    note = " · ".join((case.number, wording.stage_text(case.stage)))
    title = wording.case_title(case)
    return Hit(f"case:{id}", HitKind.CASE, title, note, case.lon, case.lat)


def _team(state: TownState, id: str) -> Hit:
    team = state.teams[id]
    note = wording.team_status_text(team.status)
    return Hit(f"team:{id}", HitKind.TEAM, team.name, note, team.lon, team.lat)


def _area(state: TownState, id: str) -> Hit:
    area = state.areas[id]
    lon, lat = area_centre(area)
    note = translate("Search", "{n} 人").format(n=area.population) if area.population else area.kind
    return Hit(f"area:{id}", HitKind.AREA, area.name, note, lon, lat)


def _asset(state: TownState, id: str) -> Hit:
    asset = state.assets[id]
    note = f"{id} · {_area_name(state, asset.area)}".rstrip(" ·")
    kind = _kind(state, "asset", id)
    return Hit(f"asset:{id}", kind, asset.name, note, asset.lon, asset.lat)


def _stream(state: TownState, id: str) -> Hit:
    stream = state.streams[id]
    note = f"{id} · {_area_name(state, stream.area)}".rstrip(" ·")
    return Hit(f"stream:{id}", HitKind.STREAM, stream.name, note, stream.lon, stream.lat)


def area_centre(area: Area) -> tuple[float, float]:
    """The middle of the area's frame; (0, 0) of one without an outline."""
    if not area.rings or not area.rings[0]:
        return 0.0, 0.0
    lons, lats = zip(*area.rings[0], strict=True)
    return (min(lons) + max(lons)) / 2, (min(lats) + max(lats)) / 2


def _area_name(state: TownState, area: str) -> str:
    found = state.areas.get(area)
    return found.name if found else ""


_HITS: Final[dict[str, Callable[[TownState, str], Hit]]] = {
    "case": _case,
    "team": _team,
    "area": _area,
    "asset": _asset,
    "stream": _stream,
}

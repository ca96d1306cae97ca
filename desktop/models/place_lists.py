"""Lists of places beside the map: what is near, what was chosen, what was drawn."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import Final

from PySide6.QtCore import QCoreApplication

from desktop.models import wording
from desktop.models.live_alerts import LiveAlerts
from desktop.models.nearby import ASSET_KINDS, Nearby, NearbyKind, asset_state, kind_text
from desktop.state.readings import LatestReadings
from desktop.state.selectors import is_stale
from services.contract.model import AlertState, Stream, TownState
from widgets.map.place_rows import PlaceRow
from widgets.theme.tokens import Level

translate = QCoreApplication.translate

MOST_ROWS: Final = 300
"""Listed at once; a longer list is no list. The heading counts all."""


_ORDER: Final = (
    NearbyKind.TEAM,
    NearbyKind.CAMERA,
    NearbyKind.SHELTER,
    NearbyKind.MATERIAL,
    NearbyKind.STREAM,
    NearbyKind.CASE,
    NearbyKind.OTHER,
)
"""Who can go there first, then what can be seen and used there."""


def level_of(state: TownState, live: LiveAlerts, thing: str) -> Level:
    """How bad it is at a stream or a case."""
    register, _, key = thing.partition(":")
    if register == "case" and (case := state.cases.get(key)):
        return Level(int(case.level))
    if register != "stream":
        return Level.NONE
    shown = [a.level for a in live.on(key) if a.state is not AlertState.SHELVED]
    return Level(int(max(shown, default=Level.NONE)))


def nearby_rows(
    state: TownState, live: LiveAlerts, found: Sequence[Nearby]
) -> tuple[PlaceRow, ...]:
    """What is near, by kind, the nearest first."""
    rows: list[PlaceRow] = []
    for kind in _ORDER:
        of_kind = [thing for thing in found if thing.kind is kind]
        if not of_kind:
            continue
        rows.append(PlaceRow("", kind_text(kind), figure=str(len(of_kind))))
        rows += [_nearby_row(state, live, thing) for thing in of_kind[:MOST_ROWS]]
    return tuple(rows)


def _nearby_row(state: TownState, live: LiveAlerts, thing: Nearby) -> PlaceRow:
    age = "" if thing.age_ms is None else wording.age_text(thing.age_ms)
    return PlaceRow(
        thing.id,
        thing.name,
        " · ".join(part for part in (thing.state, age) if part),
        wording.distance_text(thing.distance_m),
        level_of(state, live, thing.id),
        thing.is_stale,
    )


@dataclass(frozen=True, slots=True)
class Chosen:
    """A selection of many as a list: the worst of all, and rows by kind, the worst first."""

    count: int
    worst: Level
    rows: tuple[PlaceRow, ...]


class Choice:
    """Many things chosen at once, sorted by kind once; what became of them is asked often."""

    def __init__(self, state: TownState, ids: Iterable[str]) -> None:
        groups: dict[NearbyKind, dict[str, None]] = {kind: {} for kind in _ORDER}
        for thing in ids:
            kind = _kind_of(state, thing)
            if kind is not None:
                groups[kind][thing] = None
        self._groups = {kind: things for kind, things in groups.items() if things}

    def listed(
        self, state: TownState, readings: LatestReadings, live: LiveAlerts, now_ms: int
    ) -> Chosen:
        """How they stand now. Costs what is bad and what is listed, not what is chosen."""
        bad = {kind: self._bad(state, live, kind) for kind in self._groups}
        worst = {kind: max(levels.values(), default=Level.NONE) for kind, levels in bad.items()}
        rows: list[PlaceRow] = []
        for kind in sorted(self._groups, key=lambda kind: -worst[kind]):
            things, levels = self._groups[kind], bad[kind]
            rows.append(PlaceRow("", kind_text(kind), figure=_heading(len(things), len(levels))))
            first = sorted(levels, key=lambda thing: -levels[thing])
            rest = (thing for thing in things if thing not in levels)
            for thing in islice(chain(first, rest), MOST_ROWS):
                level = levels.get(thing, Level.NONE)
                rows += _chosen_row(state, readings, thing, level, now_ms)
            if (left := len(things) - MOST_ROWS) > 0:
                rows.append(
                    PlaceRow("", translate("PlaceLists", "另有 {n} 处未列出").format(n=left))
                )
        count = sum(map(len, self._groups.values()))
        return Chosen(count, max(worst.values(), default=Level.NONE), tuple(rows))

    def _bad(self, state: TownState, live: LiveAlerts, kind: NearbyKind) -> dict[str, Level]:
        """Those of a kind with a level."""
        things = self._groups[kind]
        asked: Iterable[str] = ()
        if kind is NearbyKind.STREAM:
            asked = (f"stream:{stream}" for stream in live.streams())
        elif kind is NearbyKind.CASE:
            asked = things
        levels = {thing: level_of(state, live, thing) for thing in asked if thing in things}
        return {thing: level for thing, level in levels.items() if level is not Level.NONE}


def _heading(count: int, bad: int) -> str:
    if not bad:
        return str(count)
    return translate("PlaceLists", "{n} · 告警 {bad}").format(n=count, bad=bad)


def _kind_of(state: TownState, thing: str) -> NearbyKind | None:
    register, _, key = thing.partition(":")
    if register == "stream" and key in state.streams:
        return NearbyKind.STREAM
    if register == "asset" and (asset := state.assets.get(key)):
        return ASSET_KINDS.get(asset.kind, NearbyKind.OTHER)
    if register == "case" and key in state.cases:
        return NearbyKind.CASE
    return None


def _chosen_row(
    state: TownState, readings: LatestReadings, thing: str, level: Level, now_ms: int
) -> list[PlaceRow]:
    """The row of a thing; none when the town has it no longer."""
    key = thing.partition(":")[2]
    if stream := state.streams.get(key) if thing.startswith("stream:") else None:
        return [_stream_row(readings, stream, level, now_ms)]
    if asset := state.assets.get(key) if thing.startswith("asset:") else None:
        return [PlaceRow(thing, asset.name, asset_state(asset))]
    if case := state.cases.get(key) if thing.startswith("case:") else None:
        age = wording.age_text(now_ms - case.opened_at_ms)
        note = f"{wording.stage_text(case.stage)} · {age}"
        return [PlaceRow(thing, wording.case_title(case), note, level=level)]
    return []


def _stream_row(readings: LatestReadings, stream: Stream, level: Level, now_ms: int) -> PlaceRow:
    latest = readings.get(stream.index)
    thing = f"stream:{stream.id}"
    if latest is None:
        return PlaceRow(
            thing, stream.name, translate("PlaceLists", "尚无数据"), level=level, stale=True
        )
    value, at_ms = latest
    figure = f"{wording.value_text(value, stream.unit)} {wording.unit_text(stream.unit)}"
    stale = is_stale(stream, readings, now_ms)
    return PlaceRow(thing, stream.name, wording.age_text(now_ms - at_ms), figure, level, stale)

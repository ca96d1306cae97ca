"""Lists of places beside the map: what is near, what was chosen, what was drawn."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
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


def chosen(
    state: TownState, readings: LatestReadings, live: LiveAlerts, ids: Iterable[str], now_ms: int
) -> Chosen:
    """The things of these ids that the town still has."""
    groups: dict[NearbyKind, list[tuple[Level, str]]] = {kind: [] for kind in NearbyKind}
    for thing in ids:
        kind = _kind_of(state, thing)
        if kind is not None:
            groups[kind].append((level_of(state, live, thing), thing))
    for things in groups.values():
        things.sort(key=lambda pair: -pair[0])
    held = [kind for kind in _ORDER if groups[kind]]
    held.sort(key=lambda kind: -groups[kind][0][0])
    worst = groups[held[0]][0][0] if held else Level.NONE
    rows: list[PlaceRow] = []
    for kind in held:
        things = groups[kind]
        rows.append(PlaceRow("", kind_text(kind), figure=_heading(things)))
        shown = things[:MOST_ROWS]
        rows += [_chosen_row(state, readings, id, level, now_ms) for level, id in shown]
        if len(things) > len(shown):
            more = translate("PlaceLists", "另有 {n} 处未列出").format(n=len(things) - len(shown))
            rows.append(PlaceRow("", more))
    return Chosen(sum(map(len, groups.values())), worst, tuple(rows))


def _heading(things: Sequence[tuple[Level, str]]) -> str:
    bad = sum(level is not Level.NONE for level, _ in things)
    if not bad:
        return str(len(things))
    return translate("PlaceLists", "{n} · 告警 {bad}").format(n=len(things), bad=bad)


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
) -> PlaceRow:
    register, _, key = thing.partition(":")
    if register == "stream":
        return _stream_row(readings, state.streams[key], level, now_ms)
    if register == "asset":
        asset = state.assets[key]
        return PlaceRow(thing, asset.name, asset_state(asset))
    case = state.cases[key]
    age = wording.age_text(now_ms - case.opened_at_ms)
    note = f"{wording.stage_text(case.stage)} · {age}"
    return PlaceRow(thing, wording.case_title(case), note, level=level)


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

"""Bring the registers in line with the town directory: events for what differs, no others.

What runs (a team's status and case, an asset's status) belongs to the journal and is kept; what
is described (names, places, attributes) belongs to the directory. Things gone from the directory
stay registered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Protocol

from msgspec.structs import replace

from services.contract.commands import RegisterDevices, RegisterTown
from services.contract.events import (
    AreaRegistered,
    AssetRegistered,
    EventBody,
    StreamRegistered,
    TeamRegistered,
    TownRegistered,
)
from services.contract.model import Asset, Stream, Team, TownState
from services.decisions import Context, Refused


class _Named(Protocol):
    @property
    def id(self) -> str: ...


def _register(state: TownState, command: RegisterTown, ctx: Context) -> list[EventBody]:
    if state.town is not None and state.town.id != command.town.id:
        raise Refused(
            "town.other",
            f"This journal belongs to town {state.town.id}, the directory describes "
            f"{command.town.id}. Use that town's own database.",
            town=state.town.id,
            wanted=command.town.id,
        )
    for what, things in (
        ("area", command.areas),
        ("asset", command.assets),
        ("stream", command.streams),
        ("team", command.teams),
    ):
        _require_unique(what, things)
    found: list[EventBody] = []
    if state.town != command.town:
        found.append(TownRegistered(command.town))
    found.extend(AreaRegistered(a) for a in command.areas if state.areas.get(a.id) != a)
    found.extend(AssetRegistered(a) for a in _assets(state, command.assets))
    found.extend(StreamRegistered(s) for s in _streams(state, command.streams))
    found.extend(TeamRegistered(t) for t in _teams(state, command.teams))
    return found


def _register_devices(state: TownState, command: RegisterDevices, ctx: Context) -> list[EventBody]:
    """What is known already and described alike is passed over; an id is never taken twice."""
    _require_unique("asset", command.assets)
    _require_unique("stream", command.streams)
    found: list[EventBody] = []
    for asset in command.assets:
        known = state.assets.get(asset.id)
        if known is None:
            found.append(AssetRegistered(asset))
        elif replace(asset, status=known.status) != known:
            raise _taken("asset", asset.id)
    for stream in _streams(state, command.streams):
        if stream.id in state.streams:
            raise _taken("stream", stream.id)
        found.append(StreamRegistered(stream))
    return found


def _taken(what: str, id: str) -> Refused:
    return Refused("register.taken", f"Another {what} has the id {id} already.", what=what, id=id)


def _require_unique(what: str, things: Iterable[_Named]) -> None:
    seen: set[str] = set()
    for thing in things:
        if thing.id in seen:
            raise Refused(
                "town.duplicate",
                f"Two {what}s have the id {thing.id}. Give each its own id in the town directory.",
                what=what,
                id=thing.id,
            )
        seen.add(thing.id)


def _assets(state: TownState, assets: Iterable[Asset]) -> Iterable[Asset]:
    for asset in assets:
        known = state.assets.get(asset.id)
        wanted = replace(asset, status=known.status) if known else asset
        if wanted != known:
            yield wanted


def _streams(state: TownState, streams: Iterable[Stream]) -> Iterable[Stream]:
    """Indexes follow the order of first registration and are never used twice."""
    free = max((stream.index for stream in state.streams.values()), default=-1) + 1
    for stream in streams:
        known = state.streams.get(stream.id)
        wanted = replace(stream, index=known.index if known else free)
        free += known is None
        if wanted != known:
            yield wanted


def _teams(state: TownState, teams: Iterable[Team]) -> Iterable[Team]:
    for team in teams:
        known = state.teams.get(team.id)
        wanted = team
        if known is not None:
            wanted = replace(
                team, status=known.status, case=known.case, status_at_ms=known.status_at_ms
            )
        if wanted != known:
            yield wanted


HANDLERS: dict[type, Callable[[TownState, Any, Context], list[EventBody]]] = {
    RegisterTown: _register,
    RegisterDevices: _register_devices,
}

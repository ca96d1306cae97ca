"""The ways teams went lately, from the curves of their position streams."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

import numpy as np

from desktop.state.curves import Curve
from services.contract.model import TeamStatus, TownState
from widgets.map.values import Bounds, Track

SPAN_MS: Final = 30 * 60 * 1000
MOST_TEAMS: Final = 40
"""Shown with a trail at once; the store keeps no more curves than it does for everything."""


def teams_with_trail(
    state: TownState, positions: Mapping[str, tuple[float, float]], view: Bounds
) -> list[str]:
    """The teams under way or at work that stand within the view."""
    found = [
        team.id
        for team in state.teams.values()
        if team.status is not TeamStatus.STANDBY
        and f"{team.id}.lon" in state.streams
        and f"{team.id}.lat" in state.streams
        and _is_within(view, positions.get(team.id))
    ]
    return found[:MOST_TEAMS]


def position_streams(teams: Iterable[str]) -> list[str]:
    """The streams that say where these teams are."""
    return [f"{team}.{axis}" for team in teams for axis in ("lon", "lat")]


def tracks(curves: Mapping[str, Curve], teams: Iterable[str], now_ms: int) -> list[Track]:
    """The last half hour of each team's way, as far as its curves reach."""
    found = []
    for team in teams:
        east, north = curves.get(f"{team}.lon"), curves.get(f"{team}.lat")
        if east is None or north is None:
            continue
        # A position is two readings of one moment; a moment with one of them is no position.
        at_ms, in_east, in_north = np.intersect1d(
            east.at_ms, north.at_ms, assume_unique=True, return_indices=True
        )
        lon, lat = east.value[in_east], north.value[in_north]
        kept = (at_ms >= now_ms - SPAN_MS) & np.isfinite(lon) & np.isfinite(lat)
        if int(kept.sum()) > 1:
            found.append(
                Track(
                    f"team:{team}",
                    tuple(lon[kept].tolist()),
                    tuple(lat[kept].tolist()),
                    tuple((at_ms[kept] / 1000.0).tolist()),
                )
            )
    return found


def _is_within(view: Bounds, place: tuple[float, float] | None) -> bool:
    if place is None:
        return False
    lon, lat = place
    return view.west <= lon <= view.east and view.south <= lat <= view.north

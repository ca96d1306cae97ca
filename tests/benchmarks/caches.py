"""Caches for measurements: a town of any size in a desktop's own files, made without a server."""

from __future__ import annotations

from pathlib import Path

import msgspec
import numpy as np

from desktop.cache.replica import open_replica
from desktop.paths import EMBEDDED, Paths
from desktop.state.store import TownStore
from services.contract.codec import Columns
from services.contract.model import (
    Alert,
    AlertState,
    Case,
    Level,
    LogEntry,
    Stage,
    Stream,
    Tier,
    TownState,
)
from services.registers.directory import load_directory

NOW_MS = 1_784_376_000_000


def write_cache(folder: Path, town: Path, points: int, cases: int) -> None:
    """The replica `onemap --data FOLDER` opens: Yunze with so many points and open cases."""
    store = TownStore()
    store.clock.set(NOW_MS, 1.0)
    store.replace_state(_state(town, points, cases))
    count = len(store.state.streams)
    rng = np.random.default_rng(2)
    store.put_frame(
        Columns(
            np.arange(count, dtype=np.uint32),
            rng.uniform(0, 4, count),
            np.full(count, NOW_MS, np.int64),
            np.zeros(count, np.uint8),
        )
    )
    opened = open_replica(Paths.under(folder).replica(f"{EMBEDDED}:{town.resolve()}"))
    opened.replica.keep_state(store.state)
    opened.replica.close(store)


def _state(town: Path, points: int, cases: int) -> TownState:
    register = load_directory(town)
    assets = {asset.id: asset for asset in register.assets}
    # Where a team is comes as readings too, but is no point of the map.
    of_teams = [s for s in register.streams if s.kind.startswith("team.")]
    places = [s for s in register.streams if not s.kind.startswith("team.")]
    kept = [*of_teams, *places[: points - len(assets)]]
    streams = {
        stream.id: msgspec.structs.replace(stream, index=index) for index, stream in enumerate(kept)
    }
    state = TownState(
        seq=100_000,
        hash="0" * 64,
        at_ms=NOW_MS,
        town=register.town,
        areas={area.id: area for area in register.areas},
        assets=assets,
        streams=streams,
        teams={team.id: team for team in register.teams},
    )
    wet = [s for s in streams.values() if s.kind == "water.depth"][:cases]
    for number, stream in enumerate(wet):
        alert = _alert(number, stream)
        case = _case(number, stream, alert)
        state.cases[case.id] = case
        if number % 5 == 0:
            state.alerts[alert.id] = msgspec.structs.replace(alert, case=case.id)
    return state


def _alert(number: int, stream: Stream) -> Alert:
    return Alert(
        id=f"alert-{number}",
        rule="waterlogging_response.depth_road",
        stream=stream.id,
        title=f"{stream.name} 积水 8 厘米",
        level=Level(1 + number % 4),
        state=AlertState.ACKNOWLEDGED,
        value=8.0,
        unit="cm",
        area=stream.area,
        lon=stream.lon,
        lat=stream.lat,
        raised_at_ms=NOW_MS - 60_000 * number,
        changed_at_ms=NOW_MS - 60_000 * number,
    )


def _case(number: int, stream: Stream, alert: Alert) -> Case:
    return Case(
        id=f"case-{number}",
        number=f"20260718-{number:05d}",
        title=alert.title,
        class_code="event.waterlogging",
        tier=Tier.SMALL,
        level=alert.level,
        stage=Stage.HANDLING,
        place=stream.id,
        area=stream.area,
        lon=stream.lon,
        lat=stream.lat,
        opened_at_ms=alert.raised_at_ms,
        opened_by="值班员",
        alert=alert.id if number % 5 == 0 else "",
        log=(LogEntry(alert.raised_at_ms, "值班员", "CaseOpened", "网格员到场"),),
        due_ms=NOW_MS + 3_600_000,
    )

"""A small town in a store: two areas, four streams, two cameras, two teams, alerts and cases."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import numpy as np
from msgspec.structs import replace

from desktop.state.clock import TownClock
from desktop.state.store import TownStore
from services.contract import events as ev
from services.contract.codec import Columns
from services.contract.model import (
    Alert,
    AlertState,
    Area,
    Asset,
    Case,
    Level,
    Stage,
    Stream,
    Team,
    Tier,
    Town,
    TownState,
)

MIN = 60_000
ZONE = ZoneInfo("Asia/Shanghai")
NOW = 1_784_378_100_000
"""2026-07-18 20:35:00 in the town, a Saturday."""

LIMITS = ((Level.BLUE, 15.0), (Level.YELLOW, 20.0), (Level.ORANGE, 25.0), (Level.RED, 30.0))


def _square(west: float) -> tuple[tuple[tuple[float, float], ...], ...]:
    east = west + 0.02
    return (((west, 31.0), (east, 31.0), (east, 31.02), (west, 31.02), (west, 31.0)),)


class SmallTown:
    """A store that is filled event by event, and the time it stands at."""

    def __init__(self) -> None:
        self.real_s = 1000.0
        self.store = TownStore(TownClock(self._monotonic, self._monotonic), self._monotonic)
        self.store.clock.set(NOW, 1.0)

    def _monotonic(self) -> float:
        return self.real_s

    @property
    def state(self) -> TownState:
        return self.store.state

    def put(self, body: ev.EventBody, *, at_ms: int = NOW, actor: str = "陈立") -> None:
        """Add one event to the journal."""
        state = self.store.state
        event = ev.seal(
            body,
            seq=state.seq + 1,
            id=f"e{state.seq + 1}",
            at_ms=at_ms,
            actor=actor,
            command="",
            prev=state.hash,
        )
        self.store.apply_events([event])

    def read(self, stream: str, value: float, *, age_ms: int = 0) -> None:
        """A stream says something."""
        index = self.state.streams[stream].index
        self.store.put_frame(
            Columns(
                np.array([index], np.uint32),
                np.array([value]),
                np.array([NOW - age_ms], np.int64),
                np.zeros(1, np.uint8),
            )
        )

    def set_alert(self, alert: str, **fields: object) -> None:
        """Put an alert into a state directly, past the events that lead to it."""
        self.state.alerts[alert] = replace(self.state.alerts[alert], **fields)

    def set_case(self, case: str, **fields: object) -> None:
        """Put a case into a state directly."""
        self.state.cases[case] = replace(self.state.cases[case], **fields)

    def set_team(self, team: str, **fields: object) -> None:
        """Put a team into a state directly."""
        self.state.teams[team] = replace(self.state.teams[team], **fields)


def alert(id: str, stream: str, level: Level, *, age_ms: int, **fields: object) -> Alert:
    """An unacknowledged alert on a stream of the small town."""
    made = Alert(
        id,
        "depth",
        stream,
        f"{stream} 积水",
        level,
        AlertState.UNACKNOWLEDGED,
        36.0,
        "cm",
        "A1",
        121.001,
        31.001,
        NOW - age_ms,
        NOW - age_ms,
    )
    return replace(made, **fields)


def case(id: str, level: Level, *, age_ms: int, **fields: object) -> Case:
    """A filed case at a place that is no device."""
    made = Case(
        id,
        f"20260718-{id}",
        f"案件 {id}",
        "depth",
        Tier.MIDDLE,
        level,
        Stage.FILED,
        "河浜路",
        "A2",
        121.03,
        31.01,
        NOW - age_ms,
        "陈立",
    )
    return replace(made, **fields)


def registers() -> SmallTown:
    """Areas, streams, cameras and teams; nothing has happened yet."""
    town = SmallTown()
    town.put(ev.TownRegistered(Town("t", "云泽镇", "Yunze", "Asia/Shanghai", (121.02, 31.01))))
    town.put(ev.AreaRegistered(Area("A1", "东村", "village", _square(121.0))))
    town.put(ev.AreaRegistered(Area("A2", "西村", "village", _square(121.02))))
    for stream in (
        Stream("W1", 0, "water.depth", "人民路下立交", "cm", 121.001, 31.001, "", "A1", {}, LIMITS),
        Stream("W2", 1, "water.depth", "河浜路低洼", "cm", 121.03, 31.01, "", "A2", {}, LIMITS),
        Stream("R1", 2, "rain.intensity", "镇政府雨量站", "mm/h", 121.01, 31.01, "", "A1"),
        Stream("H1", 3, "tide.level", "南闸", "m", 121.039, 31.019, "", "A2"),
    ):
        town.put(ev.StreamRegistered(stream))
    for asset in (
        Asset("C1", "camera", "下立交枪机", 121.0012, 31.0012, "A1", "active", {"drawn": True}),
        Asset("C2", "camera", "河浜路球机", 121.0302, 31.0102, "A2"),
    ):
        town.put(ev.AssetRegistered(asset))
    town.put(ev.TeamRegistered(Team("T1", "一队", 6, 121.002, 31.002, "水泵车")))
    town.put(ev.TeamRegistered(Team("T2", "二队", 4, 121.035, 31.015, "冲锋舟")))
    return town


def busy() -> SmallTown:
    """Three live alerts and two open cases.

    a1 red and unacknowledged on W1 at camera C1, case c1, team T1 on its way; a2 orange and
    acknowledged on W2 at camera C2, no case; a3 yellow and shelved on W2; case c2 yellow, by hand.
    """
    town = registers()
    town.put(ev.AlertRaised(alert("a3", "W2", Level.YELLOW, age_ms=30 * MIN)))
    town.put(ev.AlertShelved("a3", NOW + 10 * MIN, "检修"), at_ms=NOW - 20 * MIN)
    raised = alert("a2", "W2", Level.ORANGE, age_ms=12 * MIN, area="A2", camera="C2")
    town.put(ev.AlertRaised(raised))
    town.put(ev.AlertAcknowledged("a2"), at_ms=NOW - 11 * MIN)
    town.put(ev.CaseOpened(case("c2", Level.YELLOW, age_ms=40 * MIN)), at_ms=NOW - 40 * MIN)
    town.put(
        ev.AlertRaised(
            alert("a1", "W1", Level.RED, age_ms=10 * MIN, camera="C1", guidance="封闭下立交")
        )
    )
    opened = case("c1", Level.RED, age_ms=8 * MIN, place="W1", alert="a1", area="A1")
    town.put(ev.CaseOpened(opened), at_ms=NOW - 8 * MIN)
    town.put(ev.TeamDispatched("c1", "T1", NOW + 12 * MIN + 48_000), at_ms=NOW - 5 * MIN)
    return town

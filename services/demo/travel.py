"""Where the teams are: each drives along the bent street frame from its base to its jobs.

Times are minutes since 06:00.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from services.demo import devices, geometry, layout
from services.demo.geometry import Points


@dataclass(frozen=True, slots=True)
class Leg:
    """One drive of a team: when it starts and ends, and the place in the frame it goes to."""

    team: str
    start: float
    end: float
    u: float
    v: float


TEAMS = tuple(site[0] for site in devices.TEAM_SITES)
BASES = {site[0]: (float(site[3]), float(site[4])) for site in devices.TEAM_SITES}
LEGS: tuple[Leg, ...] = (
    Leg("T7", 443, 466, -520, 480),  # 13:23 the leaning pole
    Leg("T7", 500, 520, *BASES["T7"]),
    Leg("T2", 783, 797, 1640, 262),  # 19:03 pumps to 东岸新村
    Leg("T6", 786, 803, 250, 915),  # 19:06 sandbags to the underpass
    Leg("T4", 862, 875, -980, 330),  # 20:22 the feeder outage in 北街
    Leg("T3", 842 + 2 / 60, 855 + 40 / 60, 250, 938),  # 20:12:02 the underpass
    Leg("T5", 862, 871, 250, 965),  # 20:22 the stalled car
    Leg("T8", 866, 880, 770, 112),  # 20:26 滨河路
    Leg("T1", 870, 884, 1700, 300),  # 20:30 东岸新村
    Leg("T4", 945, 953, 1740, 330),  # 21:45 the charging shed
    Leg("T9", 905, 915, 1560, 380),  # 21:05 the shelter of the east bank
    Leg("T5", 985, 996, *BASES["T5"]),
    Leg("T8", 1005, 1018, *BASES["T8"]),
    Leg("T3", 1014, 1024, *BASES["T3"]),
    Leg("T6", 1018, 1030, *BASES["T6"]),
    Leg("T1", 1040, 1054, *BASES["T1"]),
    Leg("T4", 1060, 1075, *BASES["T4"]),
    Leg("T9", 1090, 1100, *BASES["T9"]),
    Leg("T2", 1110, 1126, *BASES["T2"]),
)


def is_moving(team: str, minute: float) -> bool:
    """Whether the team is on a drive; true for a moment longer, so that its arrival is told."""
    return any(leg.team == team and leg.start <= minute <= leg.end + 0.2 for leg in LEGS)


def position(team: str, minute: float) -> tuple[float, float]:
    """Longitude and latitude of a team. Raises KeyError for an unknown team."""
    place = BASES[team]
    for leg in LEGS:
        if leg.team != team or minute < leg.start:
            continue
        if minute >= leg.end:
            place = (leg.u, leg.v)
            continue
        share = (minute - leg.start) / (leg.end - leg.start)
        return _degrees(_along(_route(place, (leg.u, leg.v)), share))
    return _degrees(layout.warp(np.array([place[0]]), np.array([place[1]])))


@cache
def _route(start: tuple[float, float], end: tuple[float, float]) -> Points:
    """Along the nearest through road: first across (v), then down (u), then across again."""
    roads = [line.at for line in layout.LINES if line.axis == "v" and line.kind != "canal"]
    middle = (start[1] + end[1]) / 2
    through = float(min(roads, key=lambda at: abs(at - middle)))
    corners = np.array([start, (start[0], through), (end[0], through), end])
    frame = geometry.densify(corners, 20.0)
    return layout.warp(frame[:, 0], frame[:, 1])


def _along(line: Points, share: float) -> Points:
    steps = np.hypot(*np.diff(line, axis=0).T)
    travelled = np.concatenate([[0.0], np.cumsum(steps)])
    at = share * travelled[-1]
    x = np.interp(at, travelled, line[:, 0])
    y = np.interp(at, travelled, line[:, 1])
    return np.array([[x, y]])


def _degrees(points: Points) -> tuple[float, float]:
    lon, lat = layout.PROJECTION.degrees(points)[0]
    return lon, lat

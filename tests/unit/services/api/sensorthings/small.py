"""A town of two Things and three Datastreams, with a few Observations."""

from __future__ import annotations

from services.api.sensorthings.view import View
from services.contract.model import Asset, Stream

NOW = 1_784_378_100_000
"""2026-07-18T12:35:00Z."""
MIN = 60_000

ASSETS = {
    "U1": Asset(
        "U1", "underpass", "人民路下立交", 121.1, 31.1, "N1", attributes={"close_at": 25.0}
    ),
    "C'1": Asset("C'1", "camera", "枪机", 121.2, 31.2),
}
STREAMS = {
    "W1": Stream(
        "W1", 0, "water.depth", "下立交水深", "cm", 121.1, 31.1, "U1", "N1", {"site": "underpass"}
    ),
    "U1.door": Stream("U1.door", 1, "door.state", "闸门", "", 121.1, 31.1, "U1"),
    "R1": Stream("R1", 2, "rain.intensity", "雨量站", "mm/h", 121.3, 31.3),
}
READINGS = {0: [(NOW - 3 * MIN, 5.0), (NOW - 2 * MIN, 15.0), (NOW - MIN, 25.5)], 2: [(NOW, 0.5)]}


def history(index: int, since_ms: int, until_ms: int, limit: int) -> list[tuple[int, float]]:
    points = [each for each in READINGS.get(index, []) if since_ms <= each[0] <= until_ms]
    return points[-limit:]


def small_view() -> View:
    latest = {index: (points[-1][1], points[-1][0], 0) for index, points in READINGS.items()}
    return View(ASSETS, STREAMS, latest, history)

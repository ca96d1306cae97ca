"""Alerts and ladders for these tests."""

from __future__ import annotations

from typing import Any

from services.contract.model import Alert, AlertState, Level
from services.notify.ladder import Ladder, Step

MINUTE = 60_000
START = 1_784_325_600_000


def make_alert(id: str = "A1", at_ms: int = START, **more: Any) -> Alert:
    values: dict[str, Any] = {
        "id": id,
        "rule": "waterlogging_response.depth",
        "stream": "W0",
        "title": "积水",
        "level": Level.RED,
        "state": AlertState.UNACKNOWLEDGED,
        "value": 25.0,
        "unit": "cm",
        "area": "N1",
        "lon": 121.0,
        "lat": 31.0,
        "raised_at_ms": at_ms,
        "changed_at_ms": at_ms,
        "title_en": "Water",
        "guidance": "撤离",
    }
    return Alert(**values | more)


def make_ladder(id: str = "night", levels: tuple[Level, ...] = (Level.RED,)) -> Ladder:
    """A message, two minutes later an SMS, three later the voice, five later the next person."""
    steps = (
        Step(2 * MINUTE, (("zhang", "hook"), ("zhang", "mail"))),
        Step(2 * MINUTE, (("zhang", "sms"),)),
        Step(3 * MINUTE, (("zhang", "horn"),)),
        Step(5 * MINUTE, (("li", "hook"),)),
    )
    return Ladder(id, frozenset(levels), ("waterlogging_response.*",), steps)

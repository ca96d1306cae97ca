"""The demo's day: from 2026-07-18 06:00 to the next day 06:00 in Shanghai."""

from __future__ import annotations

from typing import NamedTuple

DAY_START_MS = 1_784_325_600_000
"""2026-07-18 06:00 in Shanghai, in milliseconds of UTC."""
MINUTE_MS = 60_000
DAY_MINUTES = 1440
DAY_END_MS = DAY_START_MS + DAY_MINUTES * MINUTE_MS


class Reading(NamedTuple):
    """One number of one stream at one time."""

    stream: str
    value: float
    at_ms: int


def minutes(clock: str) -> float:
    """Minutes since 06:00 of a time "HH:MM" or "HH:MM:SS"; 00:00 to 05:59 are the next day."""
    parts = [int(part) for part in clock.split(":")]
    since = (parts[0] * 60 + parts[1] - 360) % DAY_MINUTES
    return since + (parts[2] / 60 if len(parts) > 2 else 0.0)


def at_ms(clock: str) -> int:
    """Milliseconds of UTC of a time of the day, as `minutes` reads it."""
    return DAY_START_MS + round(minutes(clock) * MINUTE_MS)

"""Alarms per ten minutes along a span of town time: the bands of EEMUA 191, ticks and times."""

from __future__ import annotations

from datetime import datetime, tzinfo

from PySide6.QtCore import QCoreApplication

from desktop.models import wording
from desktop.state.seat_load import FLOOD, STEADY
from widgets.charts.load_strip import Band
from widgets.theme import tokens

translate = QCoreApplication.translate


def day_time(at_ms: int, zone: tzinfo) -> str:
    """07-18 20:35."""
    return datetime.fromtimestamp(at_ms / 1000, zone).strftime("%m-%d %H:%M")


def bands() -> tuple[Band, ...]:
    """Where a seat's load changes its name."""
    return (
        Band(STEADY, translate("Seat", "平稳 ≤{n}").format(n=STEADY)),
        Band(FLOOD, translate("Seat", "泛滥 >{n}").format(n=FLOOD), tokens.Level.RED),
    )


def day_ticks(
    from_ms: int, span_ms: int, zone: tzinfo, most: int = 8
) -> tuple[tuple[float, str], ...]:
    """Places along a span with words: hours of a day, days of a longer one."""
    hour = 3_600_000
    steps = (hour, 3 * hour, 6 * hour, 12 * hour, 24 * hour, 48 * hour, 120 * hour)
    step = next((one for one in steps if span_ms / one <= most), 240 * hour)
    offset = offset_ms(from_ms, zone)
    first = -(-(from_ms + offset) // step) * step - offset
    found = []
    for at in range(first, from_ms + span_ms + 1, step):
        text = wording.clock_time(at, zone)
        if step >= 24 * hour or text == "00:00":
            text = datetime.fromtimestamp(at / 1000, zone).strftime("%m-%d")
        found.append(((at - from_ms) / span_ms, text))
    return tuple(found)


def offset_ms(at_ms: int, zone: tzinfo) -> int:
    """How far the town's clock is ahead of UTC then."""
    shift = datetime.fromtimestamp(at_ms / 1000, zone).utcoffset()
    return round(shift.total_seconds() * 1000) if shift else 0

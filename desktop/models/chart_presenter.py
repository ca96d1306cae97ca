"""The curves below the map: depth of the places that matter most, with the rain over them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, tzinfo

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication

from desktop.models import wording
from desktop.models.live_alerts import LiveAlerts
from desktop.state.curves import Curve
from desktop.state.readings import LatestReadings
from desktop.state.selectors import silent_after_ms
from services.contract.model import Stream
from widgets.theme import tokens
from widgets.values import Age, Series, Threshold

translate = QCoreApplication.translate

SPAN_MS = 3 * 3600 * 1000
"""How much of the past a curve shows."""
BAR_MS = 10 * 60 * 1000
RAIN = "rain.intensity"


def nearest_gauge(gauges: Sequence[Stream], stream: Stream) -> Stream | None:
    """The rain gauge closest to a stream."""
    return min(
        gauges,
        key=lambda g: (g.lon - stream.lon) ** 2 + (g.lat - stream.lat) ** 2,
        default=None,
    )


def series(
    readings: LatestReadings,
    curves: Mapping[str, Curve],
    streams: list[tuple[Stream, Stream | None]],
    live: LiveAlerts,
    now_ms: int,
    zone: tzinfo,
) -> tuple[Series, ...]:
    """One chart for each stream with its gauge."""
    offset = _offset_s(now_ms, zone)
    return tuple(_series(readings, curves, *pair, live, now_ms, offset) for pair in streams)


def _offset_s(now_ms: int, zone: tzinfo) -> float:
    shift = datetime.fromtimestamp(now_ms / 1000, zone).utcoffset()
    return shift.total_seconds() if shift else 0.0


def _series(
    readings: LatestReadings,
    curves: Mapping[str, Curve],
    stream: Stream,
    gauge: Stream | None,
    live: LiveAlerts,
    now_ms: int,
    offset: float,
) -> Series:
    at, value = _window(curves.get(stream.id), now_ms)
    bar_at, bar = _bars(*_window(curves.get(gauge.id) if gauge else None, now_ms))
    latest = readings.get(stream.index)
    alert = live.worst(stream.id)
    age = Age()
    if latest is not None:
        span = now_ms - latest[1]
        age = Age(wording.age_text(span), span > silent_after_ms(stream))
    return Series(
        f"stream:{stream.id}",
        f"{stream.id} {stream.name}",
        wording.unit_text(stream.unit),
        tuple((at / 1000 + offset).tolist()),
        tuple(value.tolist()),
        tuple(
            Threshold(limit, tokens.Level(int(level)), f"{limit:g}")
            for level, limit in stream.limits
        ),
        tuple((bar_at / 1000 + offset).tolist()),
        tuple(bar.tolist()),
        wording.unit_text("mm/h"),
        wording.value_text(latest[0], stream.unit) if latest else "—",
        tokens.Level(int(alert.level)) if alert else tokens.Level.NONE,
        age,
        _trend(at, value),
    )


def _window(curve: Curve | None, now_ms: int) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    if curve is None or not len(curve):
        return np.zeros(0, np.int64), np.zeros(0)
    start = int(np.searchsorted(curve.at_ms, now_ms - SPAN_MS))
    return curve.at_ms[start:].copy(), curve.value[start:].copy()


def _bars(
    at: NDArray[np.int64], value: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Mean of every ten minutes, at the middle of them."""
    if not len(at):
        return np.zeros(0), np.zeros(0)
    bins, where = np.unique(at // BAR_MS, return_inverse=True)
    mean = np.bincount(where, weights=value) / np.bincount(where)
    middle = ((bins + 0.5) * BAR_MS).astype(np.float64)
    return middle, mean.astype(np.float64)


def _trend(at: NDArray[np.int64], value: NDArray[np.float64]) -> str:
    """Rise or fall per minute over the last five minutes; nothing while it stands."""
    if len(at) < 2:
        return ""
    start = int(np.searchsorted(at, at[-1] - 5 * 60_000))
    minutes = (at[-1] - at[start]) / 60_000
    if minutes <= 0:
        return ""
    rate = (value[-1] - value[start]) / minutes
    if abs(rate) < 0.05:
        return ""
    arrow = "↑" if rate > 0 else "↓"
    return translate("Charts", "{arrow}{rate}/分").format(arrow=arrow, rate=f"{abs(rate):.1f}")

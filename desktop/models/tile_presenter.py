"""Camera alert tiles: one for every live alert that a camera looks at, worst first."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import tzinfo

from PySide6.QtCore import QCoreApplication

from desktop.models import wording
from desktop.models.focus import is_live
from desktop.state.readings import LatestReadings
from services.contract.model import Alert, AlertState, TownState
from widgets.theme.tokens import Level
from widgets.values import Age, Tile

translate = QCoreApplication.translate

STILL_STALE_MS = 5 * 60 * 1000
MAX_TILES = 24


EVIDENCE = "evidence:"
"""Before the id of a picture that came with an alert; it is kept among the stills."""


class Still:
    """A fetched still: encoded bytes, its town time and its entity tag."""

    __slots__ = ("at_ms", "data", "etag")

    def __init__(self, data: bytes, at_ms: int, etag: str) -> None:
        self.data = data
        self.at_ms = at_ms
        self.etag = etag


def watched_cameras(state: TownState) -> list[tuple[str, Alert]]:
    """Cameras with a live alert and the worst alert of each, worst and newest first."""
    worst: dict[str, Alert] = {}
    for alert in state.alerts.values():
        if not alert.camera or not is_live(alert) or alert.state is AlertState.SHELVED:
            continue
        held = worst.get(alert.camera)
        if held is None or (alert.level, alert.raised_at_ms) > (held.level, held.raised_at_ms):
            worst[alert.camera] = alert
    order = sorted(worst.items(), key=lambda kv: (-kv[1].level, -kv[1].raised_at_ms))
    return order[:MAX_TILES]


def tiles(
    state: TownState,
    readings: LatestReadings,
    stills: Mapping[str, Still],
    *,
    online: bool,
    now_ms: int,
    zone: tzinfo,
) -> tuple[Tile, ...]:
    """The column of tiles."""
    return tuple(
        tile(state, readings, stills.get(camera), camera, alert, online, now_ms, zone)
        for camera, alert in watched_cameras(state)
    )


def tile(
    state: TownState,
    readings: LatestReadings,
    still: Still | None,
    camera_id: str,
    alert: Alert,
    online: bool,
    now_ms: int,
    zone: tzinfo,
) -> Tile:
    """One camera beside the alert it is shown for."""
    camera = state.assets.get(camera_id)
    age = Age()
    if still is not None:
        span = now_ms - still.at_ms
        age = Age(wording.age_text(span), span > STILL_STALE_MS)
    drawn = camera is not None and bool(camera.attributes.get("drawn", False))
    mark = translate("Tiles", "绘制") if drawn else translate("Tiles", "静像")
    return Tile(
        f"asset:{camera_id}",
        camera.name if camera else camera_id,
        Level(int(alert.level)),
        wording.clock_time(alert.raised_at_ms, zone),
        age,
        overlay=_figure(state, readings, alert),
        mark=mark if still else "",
        image=still.data if still else b"",
        image_key=f"{camera_id}:{still.etag}" if still else "",
        state=_look(still, age, online),
    )


def evidence_tile(still: Still, alert: Alert, zone: tzinfo) -> Tile:
    """The picture that came with an alert: of then, and never stale."""
    return Tile(
        f"{EVIDENCE}{alert.evidence}",
        translate("Tiles", "随告警的画面"),
        Level(int(alert.level)),
        wording.clock_time(alert.raised_at_ms, zone),
        Age(),
        mark=translate("Tiles", "告警时"),
        image=still.data,
        image_key=f"{EVIDENCE}{alert.evidence}",
    )


def _look(still: Still | None, age: Age, online: bool) -> str:
    if still is None:
        return "loading" if online else "offline"
    return "stale" if age.stale else "ready"


def _figure(state: TownState, readings: LatestReadings, alert: Alert) -> str:
    stream = state.streams.get(alert.stream)
    latest = readings.get(stream.index) if stream else None
    if stream is None or latest is None:
        return ""
    return wording.figure_text(latest[0], stream.unit)

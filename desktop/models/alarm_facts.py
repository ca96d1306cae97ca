"""What the alarm table sorts, filters and groups an alert by, taken from the state once a change.

Pure: knows the town's state, no table and no widget.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from desktop.models import wording
from desktop.models.pack_words import pack_text
from services.contract.model import (
    ENDED_STAGES,
    UNANSWERED_STATES,
    Alert,
    AlertState,
    Case,
    Level,
    OutOfService,
    TownState,
)

ALERT: Final = "alert:"
SERVICE: Final = "service:"
"""Before the key of an `OutOfService` that holds no alert at the moment."""
RANK: Final = {
    AlertState.UNACKNOWLEDGED: 0,
    AlertState.RETURNED_UNACKNOWLEDGED: 1,
    AlertState.ACKNOWLEDGED: 2,
    AlertState.SHELVED: 3,
    AlertState.SUPPRESSED: 4,
    AlertState.OUT_OF_SERVICE: 5,
    AlertState.NORMAL: 6,
}
"""Order of the states: what asks for somebody first."""


class Facts(NamedTuple):
    """One row of the columns."""

    level: Level
    state: AlertState
    since_ms: int
    title: str
    place: str
    area: str
    """Its id; `place` is what is read."""
    pack: str
    value: float
    camera: str
    case: str
    by: str


def facts(state: TownState, alert: Alert) -> Facts:
    """Of an alert."""
    return Facts(
        alert.level,
        alert.state,
        alert.raised_at_ms,
        wording.alert_title(alert),
        place_text(state, alert),
        alert.area,
        pack_text(state.town, alert.rule),
        alert.value,
        camera_text(state, alert),
        case_text(state, alert),
        by_text(alert),
    )


def service_facts(state: TownState, item: OutOfService) -> Facts:
    """Of alarms that are off without one of them standing."""
    stream = state.streams.get(item.stream)
    area = state.areas.get(stream.area) if stream else None
    title = f"{stream.id} {stream.name}" if stream else item.stream
    return Facts(
        Level.NONE,
        AlertState.OUT_OF_SERVICE,
        item.since_ms,
        title,
        area.name if area else "",
        area.id if area else "",
        pack_text(state.town, item.rule),
        0.0,
        "",
        "",
        wording.actor_text(item.by),
    )


def place_text(state: TownState, alert: Alert) -> str:
    """The neighbourhood, or the place it stands at when it is in none."""
    area = state.areas.get(alert.area)
    if area is not None:
        return area.name
    stream = state.streams.get(alert.stream)
    return stream.name if stream else ""


def camera_text(state: TownState, alert: Alert) -> str:
    """The camera that looks at the place."""
    camera = state.assets.get(alert.camera)
    return camera.name if camera else alert.camera


def open_case(state: TownState, alert: Alert) -> Case | None:
    """The case opened from it, while that is open."""
    case = state.cases.get(alert.case)
    return case if case is not None and case.stage not in ENDED_STAGES else None


def case_text(state: TownState, alert: Alert) -> str:
    """Number and stage of its case."""
    case = state.cases.get(alert.case)
    return f"{case.number} {wording.stage_text(case.stage)}" if case else ""


def by_text(alert: Alert) -> str:
    """Who took it on; nobody once it asks for somebody again."""
    return "" if alert.state in UNANSWERED_STATES else wording.actor_text(alert.acknowledged_by)


def is_mine(state: TownState, alert: Alert, me: frozenset[str]) -> bool:
    """Whether one of these names acknowledged it or opened its case."""
    case = state.cases.get(alert.case)
    return alert.acknowledged_by in me or (case is not None and case.opened_by in me)

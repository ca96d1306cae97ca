"""The queue on the left: alerts nobody has made a case of, and the open cases."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import tzinfo
from functools import partial

from PySide6.QtCore import QCoreApplication

from desktop.models import queue_folds, wording
from desktop.models.focus import is_live
from desktop.models.present_figure import case_figure, present_figure
from desktop.models.queue_folds import QueueFolds
from desktop.state.alarm_groups import AlarmGroup
from desktop.state.readings import LatestReadings
from desktop.state.values import PendingCommand
from services.contract.model import (
    ENDED_STAGES,
    Alert,
    AlertState,
    Case,
    Stage,
    TownState,
)
from widgets.theme.tokens import Level
from widgets.values import QueueRow, StageCount

translate = QCoreApplication.translate

Order = tuple[bool, int, bool, bool, int, str]

_COLUMNS = (
    ("filed", (Stage.REGISTERED, Stage.FILED)),
    ("dispatched", (Stage.DISPATCHED,)),
    ("handling", (Stage.HANDLING,)),
    ("verifying", (Stage.REPORTED, Stage.VERIFYING)),
    ("closed", (Stage.CLOSED,)),
)


def queue_rows(
    state: TownState,
    readings: LatestReadings,
    pending: Iterable[str],
    now_ms: int,
    zone: tzinfo,
    folds: QueueFolds | None = None,
) -> tuple[QueueRow, ...]:
    """Alerts without an open case, and open cases, in one order: worst first.

    `pending` holds ids of alerts and cases with a command out. With `folds` a group is one row.
    """
    waiting = frozenset(pending)
    things = queued(state, folds)
    return tuple(row(state, readings, thing, waiting, now_ms, zone, folds) for thing in things)


def queued(state: TownState, folds: QueueFolds | None = None) -> list[Alert | Case]:
    """What the queue holds, in its order."""
    alerts = [a for a in state.alerts.values() if _is_queued(state, a, folds)]
    cases = [c for c in state.cases.values() if c.stage not in ENDED_STAGES]
    things: list[Alert | Case] = [*alerts, *cases]
    things.sort(key=partial(order, state, folds))
    return things


def queued_thing(
    state: TownState, row_id: str, folds: QueueFolds | None = None
) -> Alert | Case | None:
    """What a row stands for, None when the queue does not hold it."""
    register, _, key = row_id.partition(":")
    if register == "alert":
        alert = state.alerts.get(key)
        return alert if alert is not None and _is_queued(state, alert, folds) else None
    case = state.cases.get(key)
    return case if case is not None and case.stage not in ENDED_STAGES else None


def row(
    state: TownState,
    readings: LatestReadings,
    thing: Alert | Case,
    waiting: frozenset[str],
    now_ms: int,
    zone: tzinfo,
    folds: QueueFolds | None = None,
) -> QueueRow:
    """The row of one thing; `waiting` holds ids with a command out."""
    group = folds.spoken_for(state, thing) if folds is not None else None
    if isinstance(thing, Alert):
        figure = present_figure(state, readings, thing, now_ms)
        made = _alert_row(state, thing, figure, waiting, zone)
        if group is not None and group.unanswered:
            text = translate("Queue", "未确认 {n}/{of}")
            told = text.format(n=group.unanswered, of=len(group.open))
            made = replace(made, right_sub=told)
    else:
        figure = case_figure(state, readings, state.alerts.get(thing.alert), now_ms)
        made = _case_row(state, thing, figure, waiting, now_ms)
    return made if group is None else _for_group(state, made, group)


def _for_group(state: TownState, made: QueueRow, group: AlarmGroup) -> QueueRow:
    """The row of one that speaks for others too: as bad as the worst, and what is folded in."""
    folded = queue_folds.note(state, group, translate("Queue", "共 {n} 条"))
    return replace(
        made,
        level=max(made.level, Level(int(group.level))),
        subtitle=" · ".join(text for text in (*folded, made.subtitle) if text),
        unacknowledged=group.unanswered > 0,
    )


def _is_queued(state: TownState, alert: Alert, folds: QueueFolds | None) -> bool:
    if not is_live(alert) or _has_open_case(state, alert):
        return False
    return folds is None or not folds.is_folded(state, alert)


def _has_open_case(state: TownState, alert: Alert) -> bool:
    case = state.cases.get(alert.case)
    return case is not None and case.stage not in ENDED_STAGES


def order(state: TownState, folds: QueueFolds | None, thing: Alert | Case) -> Order:
    """Worst first; of the same level what nobody has taken on, then the newest; shelved last."""
    group = folds.spoken_for(state, thing) if folds is not None else None
    level = max(thing.level, group.level) if group is not None else thing.level
    if isinstance(thing, Case):
        return False, -level, True, False, -thing.opened_at_ms, thing.id
    is_taken = thing.state is AlertState.ACKNOWLEDGED
    return (
        thing.state is AlertState.SHELVED,
        -level,
        False,
        is_taken if group is None else not group.unanswered,
        -thing.raised_at_ms,
        thing.id,
    )


def _alert_row(
    state: TownState, alert: Alert, figure: str, waiting: frozenset[str], zone: tzinfo
) -> QueueRow:
    area = state.areas.get(alert.area)
    place = state.streams.get(alert.stream)
    where = area.name if area else (place.name if place else "")
    return QueueRow(
        f"alert:{alert.id}",
        Level(int(alert.level)),
        wording.alert_title(alert),
        " · ".join(t for t in (figure, where, translate("Queue", "告警")) if t),
        wording.clock_time(alert.raised_at_ms, zone),
        wording.alert_state_text(alert.state),
        pending=alert.id in waiting,
        unacknowledged=alert.state
        in (AlertState.UNACKNOWLEDGED, AlertState.RETURNED_UNACKNOWLEDGED),
    )


def _case_row(
    state: TownState, case: Case, figure: str, waiting: frozenset[str], now_ms: int
) -> QueueRow:
    area = state.areas.get(case.area)
    teams = [state.teams[t].name for t in case.teams[-1:] if t in state.teams]
    alert = state.alerts.get(case.alert)
    parts = [figure, area.name if area else "", wording.tier_text(case.tier), *teams]
    right, overdue = case_clock(case, now_ms)
    return QueueRow(
        f"case:{case.id}",
        Level(int(case.level)),
        wording.case_title(case),
        " · ".join(p for p in parts if p),
        right,
        wording.stage_text(case.stage),
        pending=case.id in waiting or case.alert in waiting,
        overdue=overdue,
        unacknowledged=alert is not None and alert.state is AlertState.UNACKNOWLEDGED,
    )


def case_clock(case: Case, now_ms: int) -> tuple[str, bool]:
    """What is left until the case is due, and whether that is past; a dash while no clock runs."""
    if not case.due_ms or case.stage in ENDED_STAGES:
        return "—", False
    left = case.due_ms - now_ms
    if left < 0:
        return translate("Queue", "超 {span}").format(span=wording.duration_text(-left)), True
    return wording.duration_text(left), False


def subjects(pending: Iterable[PendingCommand]) -> frozenset[str]:
    """Ids of the alerts and cases that a waiting command is about."""
    found: set[str] = set()
    for command in pending:
        body = command.body
        found.update(getattr(body, name, "") for name in ("alert", "case"))
        found.update(getattr(body, "alerts", ()))
    return frozenset(found - {""})


def stage_counts(state: TownState) -> tuple[StageCount, ...]:
    """Cases by stage, in the order they pass them."""
    texts = {
        "filed": translate("Queue", "待派遣"),
        "dispatched": translate("Queue", "已派遣"),
        "handling": translate("Queue", "处置中"),
        "verifying": translate("Queue", "待核查"),
        "closed": translate("Queue", "已结案"),
    }
    counts: dict[Stage, int] = {}
    for case in state.cases.values():
        counts[case.stage] = counts.get(case.stage, 0) + 1
    return tuple(
        StageCount(key, texts[key], sum(counts.get(s, 0) for s in stages), key == "handling")
        for key, stages in _COLUMNS
    )

"""The panel of the selected thing: what it is, its time chain, what may be done, what happened."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import tzinfo

from PySide6.QtCore import QCoreApplication

from desktop.actions.catalogue import ActionId, catalogue
from desktop.models import wording
from desktop.models.focus import Focus, is_live
from desktop.models.present_figure import case_figure, present_figure
from desktop.models.queue_presenter import case_clock
from desktop.state.readings import LatestReadings
from services.contract.model import ENDED_STAGES, AlertState, Case, TeamStatus, TownState
from widgets.theme.tokens import Level
from widgets.values import Action, Detail, LogLine

translate = QCoreApplication.translate

_TO_ACKNOWLEDGE = (AlertState.UNACKNOWLEDGED, AlertState.RETURNED_UNACKNOWLEDGED)
_FREE = (TeamStatus.STANDBY, TeamStatus.RETURNING)


def detail(
    state: TownState,
    readings: LatestReadings,
    focus: Focus,
    pending: Iterable[str],
    now_ms: int,
    zone: tzinfo,
) -> Detail | None:
    """The panel's content; None when nothing is selected."""
    if not focus.id:
        return None
    title, subtitle, level = _heading(state, readings, focus, now_ms)
    clock, _ = case_clock(focus.case, now_ms) if focus.case else ("", False)
    return Detail(
        focus.id,
        level,
        title,
        subtitle,
        "" if clock == "—" else clock,
        translate("Detail", "距处置时限") if clock not in ("", "—") else "",
        _steps(focus, zone),
        _actions(state, focus, frozenset(pending)),
        _log(focus, zone),
    )


def _heading(
    state: TownState, readings: LatestReadings, focus: Focus, now_ms: int
) -> tuple[str, str, Level]:
    alert, case = focus.alert, focus.case
    if case is not None:
        area = state.areas.get(case.area)
        parts = [
            case_figure(state, readings, alert, now_ms),
            case.number,
            area.name if area else "",
            wording.tier_text(case.tier),
            wording.stage_text(case.stage),
        ]
        title = wording.case_title(case)
        return title, " · ".join(p for p in parts if p), Level(int(case.level))
    if alert is not None:
        area = state.areas.get(alert.area)
        parts = [
            present_figure(state, readings, alert, now_ms),
            wording.level_text(alert.level),
            wording.alert_state_text(alert.state),
            area.name if area else "",
        ]
        title = wording.alert_title(alert)
        return title, " · ".join(p for p in parts if p), Level(int(alert.level))
    if focus.team is not None:
        team = focus.team
        people = translate("Detail", "{n} 人").format(n=team.people)
        status = wording.team_status_text(team.status)
        parts = [status, people, team.equipment]
        return team.name, " · ".join(p for p in parts if p), Level.NONE
    thing = focus.stream or focus.asset
    if thing is None:
        return "", "", Level.NONE
    area = state.areas.get(thing.area)
    return f"{thing.id} {thing.name}", area.name if area else "", Level.NONE


def _steps(focus: Focus, zone: tzinfo) -> tuple[LogLine, ...]:
    """Sensed, acknowledged, filed, dispatched, arrived, closed: times as far as they are known."""
    alert, case = focus.alert, focus.case
    if alert is None and case is None:
        return ()
    times = (
        (translate("Detail", "感知"), alert.raised_at_ms if alert else 0),
        (translate("Detail", "确认"), alert.acknowledged_at_ms if alert else 0),
        (translate("Detail", "立案"), case.opened_at_ms if case else 0),
        (translate("Detail", "派遣"), case.dispatched_at_ms if case else 0),
        (translate("Detail", "到场"), case.arrived_at_ms if case else 0),
        (translate("Detail", "结案"), case.closed_at_ms if case else 0),
    )
    return tuple(LogLine(wording.clock_time(at, zone) if at else "—", text) for text, at in times)


def _actions(state: TownState, focus: Focus, pending: frozenset[str]) -> tuple[Action, ...]:
    reasons = blocked(state, focus, pending)
    primary = next((a for a in _ORDER if a in reasons and not reasons[a]), None)
    words = {a.id: a for a in catalogue()}
    return tuple(
        Action(
            action,
            words[action].text,
            words[action].shortcut,
            not reasons[action],
            reasons[action],
            action == primary,
        )
        for action in _ORDER
        if action in reasons
    )


_ORDER = (
    ActionId.ACKNOWLEDGE,
    ActionId.OPEN_CASE,
    ActionId.DISPATCH,
    ActionId.ARRIVED,
    ActionId.NOTE,
    ActionId.CLOSE_CASE,
    ActionId.SHELVE,
    ActionId.UNSHELVE,
)


def blocked(state: TownState, focus: Focus, pending: frozenset[str]) -> dict[ActionId, str]:
    """Actions that make sense here, each with why it cannot be done now (empty: it can)."""
    reasons: dict[ActionId, str] = {}
    alert, case = focus.alert, focus.case
    waiting = translate("Detail", "指令待发送")
    if alert is not None and is_live(alert):
        busy = waiting if alert.id in pending else ""
        if alert.state in _TO_ACKNOWLEDGE:
            reasons[ActionId.ACKNOWLEDGE] = busy
        if alert.state is AlertState.SHELVED:
            reasons[ActionId.UNSHELVE] = busy
        else:
            reasons[ActionId.SHELVE] = busy
    if alert is not None and (case is None or case.stage in ENDED_STAGES) and is_live(alert):
        reasons[ActionId.OPEN_CASE] = ""
    if case is not None:
        reasons.update(_case_actions(state, case))
    return reasons


def _case_actions(state: TownState, case: Case) -> dict[ActionId, str]:
    if case.stage in ENDED_STAGES:
        return {}
    free = any(t.status in _FREE and not t.case for t in state.teams.values())
    under_way = [
        t
        for t in case.teams
        if t in state.teams
        and state.teams[t].case == case.id
        and state.teams[t].status is TeamStatus.EN_ROUTE
    ]
    reasons = {
        ActionId.DISPATCH: "" if free else translate("Detail", "没有空闲队伍"),
        ActionId.NOTE: "",
        ActionId.CLOSE_CASE: "",
    }
    if under_way:
        reasons[ActionId.ARRIVED] = ""
    return reasons


def _log(focus: Focus, zone: tzinfo) -> tuple[LogLine, ...]:
    """Newest first: the case's chronology, then what the alert says should be done."""
    lines: list[LogLine] = []
    if focus.case is not None:
        lines += [
            LogLine(
                wording.clock_time(entry.at_ms, zone),
                wording.log_text(entry.what, entry.text),
                wording.actor_text(entry.actor),
            )
            for entry in reversed(focus.case.log)
        ]
    alert = focus.alert
    if alert is not None:
        if alert.acknowledged_at_ms:
            lines.append(
                LogLine(
                    wording.clock_time(alert.acknowledged_at_ms, zone),
                    translate("Detail", "确认告警"),
                    wording.actor_text(alert.acknowledged_by),
                )
            )
        if alert.state is AlertState.SHELVED:
            until = wording.clock_time(alert.shelved_until_ms, zone)
            text = translate("Detail", "搁置至 {time}：{why}")
            lines.append(LogLine("", text.format(time=until, why=alert.shelved_reason)))
        raised, title = wording.clock_time(alert.raised_at_ms, zone), wording.alert_title(alert)
        lines.append(LogLine(raised, title, alert.rule))
        if guidance := wording.alert_guidance(alert):
            lines.append(LogLine("", guidance, translate("Detail", "处置要点")))
    return tuple(lines)

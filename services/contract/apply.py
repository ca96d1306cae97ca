"""The one function that turns events into state, on the server, in the desktop and in replay."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from msgspec.structs import replace

from services.contract import events as ev
from services.contract.model import (
    ENDED_STAGES,
    ENDED_WARNINGS,
    UNANSWERED_STATES,
    Alert,
    AlertState,
    Case,
    Escalation,
    Level,
    LogEntry,
    Stage,
    Team,
    TeamStatus,
    TownState,
)


@dataclass(slots=True)
class Changes:
    """Ids whose values an event (or several) changed, by register."""

    areas: set[str] = field(default_factory=set)
    assets: set[str] = field(default_factory=set)
    streams: set[str] = field(default_factory=set)
    teams: set[str] = field(default_factory=set)
    alerts: set[str] = field(default_factory=set)
    cases: set[str] = field(default_factory=set)
    markups: set[str] = field(default_factory=set)
    escalations: set[str] = field(default_factory=set)
    """By alert."""
    town: bool = False
    operation: bool = False
    """Response level or warnings."""
    everything: bool = False
    """Set when a snapshot replaced the state."""

    def merge(self, other: Changes) -> None:
        """Add the ids of `other` to these."""
        self.areas |= other.areas
        self.assets |= other.assets
        self.streams |= other.streams
        self.teams |= other.teams
        self.alerts |= other.alerts
        self.cases |= other.cases
        self.markups |= other.markups
        self.escalations |= other.escalations
        self.town |= other.town
        self.operation |= other.operation
        self.everything |= other.everything


class JournalGap(ValueError):
    """The event does not follow the state's last one."""


def apply(state: TownState, event: ev.Event) -> Changes:
    """Bring `state` to `event.seq` and say what changed.

    Raises JournalGap when the event is not the next one. An event of an unknown kind is counted
    and skipped; one that refers to something the state does not hold changes nothing.
    """
    if event.seq != state.seq + 1 or event.prev != state.hash:
        raise JournalGap(f"event {event.seq} does not follow {state.seq}")
    changes = Changes()
    body = ev.open_body(event)
    if body is None:
        state.unknown_events += 1
    else:
        _APPLIERS[type(body)](state, event, body, changes)
    state.seq = event.seq
    state.hash = event.hash
    state.at_ms = max(state.at_ms, event.at_ms)
    return changes


def _town(state: TownState, _: ev.Event, body: ev.TownRegistered, changes: Changes) -> None:
    state.town = body.town
    changes.town = True


def _area(state: TownState, _: ev.Event, body: ev.AreaRegistered, changes: Changes) -> None:
    state.areas[body.area.id] = body.area
    changes.areas.add(body.area.id)


def _asset(state: TownState, _: ev.Event, body: ev.AssetRegistered, changes: Changes) -> None:
    state.assets[body.asset.id] = body.asset
    changes.assets.add(body.asset.id)


def _asset_status(
    state: TownState, _: ev.Event, body: ev.AssetStatusChanged, changes: Changes
) -> None:
    if asset := state.assets.get(body.asset):
        state.assets[asset.id] = replace(asset, status=body.status)
        changes.assets.add(asset.id)


def _stream(state: TownState, _: ev.Event, body: ev.StreamRegistered, changes: Changes) -> None:
    state.streams[body.stream.id] = body.stream
    changes.streams.add(body.stream.id)


def _team(state: TownState, _: ev.Event, body: ev.TeamRegistered, changes: Changes) -> None:
    state.teams[body.team.id] = body.team
    changes.teams.add(body.team.id)


def _team_status(
    state: TownState, event: ev.Event, body: ev.TeamStatusChanged, changes: Changes
) -> None:
    if team := state.teams.get(body.team):
        _put_team(state, team, changes, status=body.status, case=body.case, at_ms=event.at_ms)


def _put_team(
    state: TownState, team: Team, changes: Changes, *, status: TeamStatus, case: str, at_ms: int
) -> None:
    state.teams[team.id] = replace(team, status=status, case=case, status_at_ms=at_ms)
    changes.teams.add(team.id)


def _alert_raised(state: TownState, _: ev.Event, body: ev.AlertRaised, changes: Changes) -> None:
    state.alerts[body.alert.id] = body.alert
    changes.alerts.add(body.alert.id)


def _change_alert(
    state: TownState, event: ev.Event, alert_id: str, changes: Changes, /, **fields: Any
) -> None:
    if alert := state.alerts.get(alert_id):
        after = replace(alert, changed_at_ms=event.at_ms, **fields)
        state.alerts[alert_id] = after
        changes.alerts.add(alert_id)
        _keep_escalation(state, alert, after, changes)


def _keep_escalation(state: TownState, before: Alert, after: Alert, changes: Changes) -> None:
    """A climb ends when somebody has taken the alert; what comes back afterwards begins anew."""
    if after.state not in UNANSWERED_STATES:
        if state.escalations.pop(after.id, None) is not None:
            changes.escalations.add(after.id)
    elif before.state not in UNANSWERED_STATES:
        state.escalations[after.id] = Escalation(after.id, after.changed_at_ms)
        changes.escalations.add(after.id)


def _alert_level(
    state: TownState, event: ev.Event, body: ev.AlertLevelRaised, changes: Changes
) -> None:
    alert = state.alerts.get(body.alert)
    if alert is None:
        return
    shelved = alert.state is AlertState.SHELVED
    _change_alert(
        state,
        event,
        body.alert,
        changes,
        level=max(body.level, alert.level),
        value=body.value,
        title=body.title,
        title_en=body.title_en,
        guidance=body.guidance or alert.guidance,
        guidance_en=body.guidance_en or alert.guidance_en,
        tier=body.tier or alert.tier,
        rule=body.rule,
        returned=False,
        state=alert.state if shelved else AlertState.UNACKNOWLEDGED,
    )
    if case := state.cases.get(alert.case):
        _put_case(state, event, case, changes, body.title, level=max(case.level, body.level))


def _alert_returned(
    state: TownState, event: ev.Event, body: ev.AlertReturnedToNormal, changes: Changes
) -> None:
    alert = state.alerts.get(body.alert)
    if alert is None:
        return
    after = {
        AlertState.UNACKNOWLEDGED: AlertState.RETURNED_UNACKNOWLEDGED,
        AlertState.ACKNOWLEDGED: AlertState.NORMAL,
    }.get(alert.state, alert.state)
    _change_alert(state, event, body.alert, changes, state=after, value=body.value, returned=True)


def _alert_acknowledged(
    state: TownState, event: ev.Event, body: ev.AlertAcknowledged, changes: Changes
) -> None:
    alert = state.alerts.get(body.alert)
    if alert is None:
        return
    _change_alert(
        state,
        event,
        body.alert,
        changes,
        state=AlertState.NORMAL if alert.returned else AlertState.ACKNOWLEDGED,
        acknowledged_by=event.actor,
        acknowledged_at_ms=event.at_ms,
    )


def _alert_shelved(
    state: TownState, event: ev.Event, body: ev.AlertShelved, changes: Changes
) -> None:
    _change_alert(
        state,
        event,
        body.alert,
        changes,
        state=AlertState.SHELVED,
        shelved_until_ms=body.until_ms,
        shelved_reason=body.reason,
    )


def _alert_unshelved(
    state: TownState, event: ev.Event, body: ev.AlertUnshelved, changes: Changes
) -> None:
    alert = state.alerts.get(body.alert)
    if alert is None:
        return
    _change_alert(
        state,
        event,
        body.alert,
        changes,
        state=AlertState.NORMAL if alert.returned else AlertState.UNACKNOWLEDGED,
        shelved_until_ms=0,
        shelved_reason="",
    )


def _case_opened(state: TownState, event: ev.Event, body: ev.CaseOpened, changes: Changes) -> None:
    case = body.case
    state.cases[case.id] = replace(
        case, log=(LogEntry(event.at_ms, event.actor, event.kind, case.title),)
    )
    changes.cases.add(case.id)
    day = case.number.split("-")[0]
    state.case_numbers[day] = state.case_numbers.get(day, 0) + 1
    if case.alert in state.alerts:
        _change_alert(state, event, case.alert, changes, case=case.id)


def _put_case(
    state: TownState, event: ev.Event, case: Case, changes: Changes, text: str, **fields: Any
) -> None:
    entry = LogEntry(event.at_ms, event.actor, event.kind, text)
    state.cases[case.id] = replace(case, log=(*case.log, entry), **fields)
    changes.cases.add(case.id)


def _team_dispatched(
    state: TownState, event: ev.Event, body: ev.TeamDispatched, changes: Changes
) -> None:
    case, team = state.cases.get(body.case), state.teams.get(body.team)
    if case is None or team is None:
        return
    _put_case(
        state,
        event,
        case,
        changes,
        team.name,
        teams=(*case.teams, team.id) if team.id not in case.teams else case.teams,
        stage=Stage.DISPATCHED if case.stage in _BEFORE_DISPATCH else case.stage,
        dispatched_at_ms=case.dispatched_at_ms or event.at_ms,
        due_ms=case.due_ms or body.due_ms,
    )
    _put_team(state, team, changes, status=TeamStatus.EN_ROUTE, case=case.id, at_ms=event.at_ms)


_BEFORE_DISPATCH = frozenset({Stage.REGISTERED, Stage.FILED})
_BEFORE_HANDLING = frozenset({Stage.REGISTERED, Stage.FILED, Stage.DISPATCHED})


def _team_arrived(
    state: TownState, event: ev.Event, body: ev.TeamArrived, changes: Changes
) -> None:
    case, team = state.cases.get(body.case), state.teams.get(body.team)
    if case is None or team is None:
        return
    _put_case(
        state,
        event,
        case,
        changes,
        team.name,
        stage=Stage.HANDLING if case.stage in _BEFORE_HANDLING else case.stage,
        arrived_at_ms=case.arrived_at_ms or event.at_ms,
    )


def _case_noted(state: TownState, event: ev.Event, body: ev.CaseNoted, changes: Changes) -> None:
    if case := state.cases.get(body.case):
        _put_case(state, event, case, changes, body.text)


def _case_stage(
    state: TownState, event: ev.Event, body: ev.CaseStageChanged, changes: Changes
) -> None:
    case = state.cases.get(body.case)
    if case is None:
        return
    _put_case(state, event, case, changes, body.text, stage=body.stage)
    if body.stage in ENDED_STAGES:
        _release_teams(state, event, case, changes)


def _case_tier(
    state: TownState, event: ev.Event, body: ev.CaseTierChanged, changes: Changes
) -> None:
    if case := state.cases.get(body.case):
        level = max(case.level, body.level, Level.NONE)
        _put_case(state, event, case, changes, body.reason, tier=body.tier, level=level)


def _case_closed(state: TownState, event: ev.Event, body: ev.CaseClosed, changes: Changes) -> None:
    case = state.cases.get(body.case)
    if case is None:
        return
    _put_case(
        state,
        event,
        case,
        changes,
        body.evidence,
        stage=Stage.CLOSED,
        closed_at_ms=event.at_ms,
        closed_by=event.actor,
        evidence=body.evidence,
    )
    _release_teams(state, event, case, changes)


def _release_teams(state: TownState, event: ev.Event, case: Case, changes: Changes) -> None:
    for team_id in case.teams:
        team = state.teams.get(team_id)
        if team is not None and team.case == case.id:
            _put_team(state, team, changes, status=TeamStatus.RETURNING, case="", at_ms=event.at_ms)


def _response(state: TownState, _: ev.Event, body: ev.ResponseLevelSet, changes: Changes) -> None:
    state.operation = body.operation
    changes.operation = True


def _warning(state: TownState, _: ev.Event, body: ev.WarningIssued, changes: Changes) -> None:
    state.warnings[body.warning.key] = body.warning
    state.ended_warnings.pop(body.warning.key, None)
    changes.operation = True


def _warning_lifted(
    state: TownState, event: ev.Event, body: ev.WarningLifted, changes: Changes
) -> None:
    if (warning := state.warnings.pop(body.kind, None)) is not None:
        state.ended_warnings.pop(body.kind, None)
        state.ended_warnings[body.kind] = replace(warning, ended_at_ms=event.at_ms)
        while len(state.ended_warnings) > ENDED_WARNINGS:
            del state.ended_warnings[next(iter(state.ended_warnings))]
    changes.operation = True


def _markup(
    state: TownState, _: ev.Event, body: ev.MarkupDrawn | ev.MarkupChanged, changes: Changes
) -> None:
    state.markups[body.markup.id] = body.markup
    changes.markups.add(body.markup.id)


def _markup_erased(state: TownState, _: ev.Event, body: ev.MarkupErased, changes: Changes) -> None:
    if state.markups.pop(body.markup.id, None) is not None:
        changes.markups.add(body.markup.id)


def _escalation_stepped(
    state: TownState, event: ev.Event, body: ev.EscalationStepped, changes: Changes
) -> None:
    alert = state.alerts.get(body.alert)
    if alert is None or alert.state not in UNANSWERED_STATES:
        return
    climb = state.escalations.get(body.alert) or Escalation(body.alert, body.begun_at_ms)
    state.escalations[body.alert] = replace(
        climb,
        begun_at_ms=body.begun_at_ms,
        ladder=body.ladder,
        step=body.step,
        stepped_at_ms=event.at_ms,
        notices=(*climb.notices, *body.notices),
    )
    changes.escalations.add(body.alert)


def _notification(
    state: TownState,
    _: ev.Event,
    body: ev.NotificationSent | ev.NotificationFailed,
    changes: Changes,
) -> None:
    climb = state.escalations.get(body.alert)
    key = body.notice.key
    if climb is None or key in (*climb.sent, *climb.failed):
        return
    if isinstance(body, ev.NotificationSent):
        climb = replace(climb, sent=(*climb.sent, key))
    else:
        climb = replace(climb, failed=(*climb.failed, key))
    state.escalations[body.alert] = climb
    changes.escalations.add(body.alert)


_APPLIERS: dict[type, Callable[[TownState, ev.Event, Any, Changes], None]] = {
    ev.TownRegistered: _town,
    ev.AreaRegistered: _area,
    ev.AssetRegistered: _asset,
    ev.AssetStatusChanged: _asset_status,
    ev.StreamRegistered: _stream,
    ev.TeamRegistered: _team,
    ev.TeamStatusChanged: _team_status,
    ev.AlertRaised: _alert_raised,
    ev.AlertLevelRaised: _alert_level,
    ev.AlertReturnedToNormal: _alert_returned,
    ev.AlertAcknowledged: _alert_acknowledged,
    ev.AlertShelved: _alert_shelved,
    ev.AlertUnshelved: _alert_unshelved,
    ev.CaseOpened: _case_opened,
    ev.TeamDispatched: _team_dispatched,
    ev.TeamArrived: _team_arrived,
    ev.CaseNoted: _case_noted,
    ev.CaseStageChanged: _case_stage,
    ev.CaseTierChanged: _case_tier,
    ev.CaseClosed: _case_closed,
    ev.ResponseLevelSet: _response,
    ev.WarningIssued: _warning,
    ev.WarningLifted: _warning_lifted,
    ev.MarkupDrawn: _markup,
    ev.MarkupChanged: _markup,
    ev.MarkupErased: _markup_erased,
    ev.EscalationStepped: _escalation_stepped,
    ev.NotificationSent: _notification,
    ev.NotificationFailed: _notification,
}

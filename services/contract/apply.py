"""The one function that turns events into state, on the server, in the desktop and in replay."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from msgspec.structs import replace

from services.contract import alarm_life, climbs
from services.contract import events as ev
from services.contract.changes import Changes
from services.contract.chronology import put_alert, put_case
from services.contract.model import (
    ENDED_STAGES,
    ENDED_WARNINGS,
    Case,
    Level,
    LogEntry,
    Stage,
    Team,
    TeamStatus,
    TownState,
)


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


def _case_opened(state: TownState, event: ev.Event, body: ev.CaseOpened, changes: Changes) -> None:
    case = body.case
    state.cases[case.id] = replace(
        case, log=(LogEntry(event.at_ms, event.actor, event.kind, case.title),)
    )
    changes.cases.add(case.id)
    day = case.number.split("-")[0]
    state.case_numbers[day] = state.case_numbers.get(day, 0) + 1
    if alert := state.alerts.get(case.alert):
        put_alert(state, event, alert, changes, case.number, case=case.id)


def _team_dispatched(
    state: TownState, event: ev.Event, body: ev.TeamDispatched, changes: Changes
) -> None:
    case, team = state.cases.get(body.case), state.teams.get(body.team)
    if case is None or team is None:
        return
    put_case(
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
    put_case(
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
        put_case(state, event, case, changes, body.text)


def _case_stage(
    state: TownState, event: ev.Event, body: ev.CaseStageChanged, changes: Changes
) -> None:
    case = state.cases.get(body.case)
    if case is None:
        return
    put_case(state, event, case, changes, body.text, stage=body.stage)
    if body.stage in ENDED_STAGES:
        _release_teams(state, event, case, changes)


def _case_tier(
    state: TownState, event: ev.Event, body: ev.CaseTierChanged, changes: Changes
) -> None:
    if case := state.cases.get(body.case):
        level = max(case.level, body.level, Level.NONE)
        put_case(state, event, case, changes, body.reason, tier=body.tier, level=level)


def _case_closed(state: TownState, event: ev.Event, body: ev.CaseClosed, changes: Changes) -> None:
    case = state.cases.get(body.case)
    if case is None:
        return
    put_case(
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


def _rule_changed(state: TownState, _: ev.Event, body: ev.RuleChanged, changes: Changes) -> None:
    if body.change.patch in ("", "{}"):
        state.rule_changes.pop(body.change.rule, None)
    else:
        state.rule_changes[body.change.rule] = body.change
    changes.rules.add(body.change.rule)


def _nothing(_: TownState, __: ev.Event, ___: ev.PacksReloaded, ____: Changes) -> None:
    """For the record only: the packs are files of the server."""


_APPLIERS: dict[type, Callable[[TownState, ev.Event, Any, Changes], None]] = {
    **alarm_life.APPLIERS,
    **climbs.APPLIERS,
    ev.TownRegistered: _town,
    ev.AreaRegistered: _area,
    ev.AssetRegistered: _asset,
    ev.AssetStatusChanged: _asset_status,
    ev.StreamRegistered: _stream,
    ev.TeamRegistered: _team,
    ev.TeamStatusChanged: _team_status,
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
    ev.RuleChanged: _rule_changed,
    ev.PacksReloaded: _nothing,
}

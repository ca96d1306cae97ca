"""Teams sent to cases and what they report: 待命 出动 到场 作业 归队."""

from __future__ import annotations

from collections.abc import Mapping

from services.casework.cases import find_case, require_running
from services.contract.commands import DispatchTeam, ReportTeam
from services.contract.events import EventBody, TeamArrived, TeamDispatched, TeamStatusChanged
from services.contract.model import Team, TeamStatus, Tier, TownState
from services.decisions import Context, Refused

DUE_MINUTES: Mapping[Tier, int] = {Tier.SMALL: 30, Tier.MIDDLE: 120, Tier.LARGE: 240}
"""Minutes for handling by loop, from dispatch; a pack's [casework.due_minutes] replaces them."""

FREE = frozenset({TeamStatus.STANDBY, TeamStatus.RETURNING})

NEXT: Mapping[TeamStatus, tuple[TeamStatus, ...]] = {
    TeamStatus.STANDBY: (TeamStatus.EN_ROUTE,),
    TeamStatus.EN_ROUTE: (TeamStatus.ON_SITE, TeamStatus.RETURNING),
    TeamStatus.ON_SITE: (TeamStatus.WORKING, TeamStatus.RETURNING),
    TeamStatus.WORKING: (TeamStatus.RETURNING,),
    TeamStatus.RETURNING: (TeamStatus.STANDBY,),
}
"""What a team may report from where it stands. It may set out without a case, to be placed
ahead of the water; a dispatch gives it one."""


def _find_team(state: TownState, team_id: str) -> Team:
    team = state.teams.get(team_id)
    if team is None:
        raise Refused(
            "team.unknown",
            f"There is no team {team_id}. Choose one from the register.",
            team=team_id,
        )
    return team


class Dispatch:
    """Decides on DispatchTeam with the town's own handling times."""

    def __init__(self, due_minutes: Mapping[Tier, int]) -> None:
        self._due_minutes = {**DUE_MINUTES, **due_minutes}

    def __call__(self, state: TownState, command: DispatchTeam, ctx: Context) -> list[EventBody]:
        case = find_case(state, command.case)
        require_running(case, ctx)
        team = _find_team(state, command.team)
        if team.status not in FREE:
            busy = state.cases.get(team.case)
            number = busy.number if busy else ""
            where = f" on case {number}" if number else ""
            raise Refused(
                "team.busy",
                f"{team.name} is {team.status.value}{where}. Choose a team that is standing by.",
                team=team.id,
                name=team.name,
                status=team.status.value,
                case=team.case,
                number=number,
            )
        due_ms = ctx.now_ms + self._due_minutes[case.tier] * 60_000
        return [TeamDispatched(case.id, team.id, due_ms)]


def report(state: TownState, command: ReportTeam, ctx: Context) -> list[EventBody]:
    team = _find_team(state, command.team)
    allowed = NEXT[team.status]
    if command.status not in allowed:
        choice = " or ".join(status.value for status in allowed)
        raise Refused(
            "team.wrong_step",
            f"{team.name} is {team.status.value} and cannot report {command.status.value}. "
            f"Next comes {choice}.",
            team=team.id,
            name=team.name,
            status=team.status.value,
            wanted=command.status.value,
        )
    leaves = command.status in FREE
    found: list[EventBody] = [
        TeamStatusChanged(team.id, command.status, "" if leaves else team.case)
    ]
    if command.status is TeamStatus.ON_SITE and team.case in state.cases:
        found.append(TeamArrived(team.case, team.id))
    return found

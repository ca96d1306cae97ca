"""The people of the typhoon day: turns the script's steps into the commands operators give.

Looks at the state the way an operator looks at the screen; knows no store and no socket.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from services.contract import commands as cmd
from services.contract.model import (
    OPEN_STATES,
    UNANSWERED_STATES,
    Alert,
    AlertState,
    Level,
    ResponseLevel,
    TeamStatus,
    Tier,
    TownState,
)
from services.demo.script import ACTORS, ScriptStep
from services.packs.rules import Rule

LEVELS = {"蓝": Level.BLUE, "黄": Level.YELLOW, "橙": Level.ORANGE, "红": Level.RED}
STATUSES = {
    "待命": TeamStatus.STANDBY,
    "出动": TeamStatus.EN_ROUTE,
    "到场": TeamStatus.ON_SITE,
    "作业": TeamStatus.WORKING,
    "归队": TeamStatus.RETURNING,
}
DEFAULT_CLASS = "event.waterlogging"


@dataclass(frozen=True, slots=True)
class Act:
    """A command as somebody gives it. The id is the same on every run: a repeat does nothing."""

    id: str
    actor: str
    body: cmd.OperatorCommand


class Cast:
    """Plays the script's steps. `rules` give the class codes of cases opened from alerts."""

    def __init__(self, rules: Mapping[str, Rule] | None = None) -> None:
        self._rules = rules or {}
        self._players: dict[str, Callable[[TownState, ScriptStep], cmd.OperatorCommand | None]] = {
            "set_response": _set_response,
            "issue_warning": _issue_warning,
            "open_case": _open_case,
            "acknowledge": _acknowledge,
            "acknowledge_group": _acknowledge_group,
            "open_case_from_alert": self._from_alert,
            "dispatch": _dispatch,
            "report_team": _report,
            "note": _note,
            "close_case": _close,
            "set_asset": _set_asset,
        }

    def act(self, number: int, step: ScriptStep, state: TownState) -> Act | None:
        """The command of step `number`, None when the state shows that it is done already.

        Raises KeyError for an action the cast does not know.
        """
        body = self._players[step.action](state, step)
        if body is None:
            return None
        team = state.teams.get(step.actor)
        actor = team.name if team else ACTORS.get(step.actor, step.actor)
        return Act(f"script-{number:03d}", actor, body)

    def _from_alert(self, state: TownState, step: ScriptStep) -> cmd.OperatorCommand | None:
        alert = open_alert(state, step.args["stream"])
        if alert is None or case_id(step.args["key"]) in state.cases:
            return None
        rule = self._rules.get(alert.rule)
        return cmd.OpenCase(
            case=case_id(step.args["key"]),
            title=alert.title,
            class_code=rule.class_code if rule else DEFAULT_CLASS,
            tier=Tier(step.args["tier"]),
            alert=alert.id,
        )


def case_id(key: str) -> str:
    """The id of a case the script names by `key`."""
    return f"yunze-{key}"


def open_alert(state: TownState, stream: str) -> Alert | None:
    """The worst alert on `stream` that is not over, of equals the first."""
    found = [a for a in state.alerts.values() if a.stream == stream and a.state in OPEN_STATES]
    return max(found, key=lambda alert: (alert.level, -alert.raised_at_ms), default=None)


def _set_response(state: TownState, step: ScriptStep) -> cmd.OperatorCommand:
    return cmd.SetResponseLevel(ResponseLevel[step.args["level"]], step.args["plan"])


def _issue_warning(state: TownState, step: ScriptStep) -> cmd.OperatorCommand:
    args = step.args
    issuer = ACTORS.get(step.actor, step.actor)
    return cmd.IssueWarning(args["kind"], LEVELS[args["level"]], args["text"], issuer)


def _open_case(state: TownState, step: ScriptStep) -> cmd.OperatorCommand:
    args = step.args
    return cmd.OpenCase(
        case=case_id(args["key"]),
        title=args["title"],
        class_code=args["class_code"],
        tier=Tier(args["tier"]),
        place=args["place"],
        level=LEVELS[args["level"]],
    )


def _acknowledge(state: TownState, step: ScriptStep) -> cmd.OperatorCommand | None:
    alert = open_alert(state, step.args["stream"])
    if alert is None or alert.state is AlertState.ACKNOWLEDGED:
        return None
    return cmd.AcknowledgeAlert(alert.id)


def _acknowledge_group(state: TownState, step: ScriptStep) -> cmd.OperatorCommand | None:
    """Everything in the group of a stream's alert of one rule that waits for an answer."""
    found = [
        alert
        for alert in state.alerts.values()
        if alert.stream == step.args["stream"]
        and alert.rule.endswith(f".{step.args['rule']}")
        and alert.state in OPEN_STATES
    ]
    if not found:
        return None
    group = found[-1].group
    waiting = tuple(
        alert.id
        for alert in state.alerts.values()
        if alert.group == group and alert.state in UNANSWERED_STATES
    )
    return cmd.AcknowledgeAlerts(waiting) if waiting else None


def _dispatch(state: TownState, step: ScriptStep) -> cmd.OperatorCommand:
    return cmd.DispatchTeam(case_id(step.args["key"]), step.args["team"])


def _report(state: TownState, step: ScriptStep) -> cmd.OperatorCommand | None:
    """A dispatch or a closure moves a team by itself; saying it again is not a command."""
    team = state.teams.get(step.args["team"])
    status = STATUSES[step.args["status"]]
    if team is not None and team.status is status:
        return None
    return cmd.ReportTeam(step.args["team"], status)


def _note(state: TownState, step: ScriptStep) -> cmd.OperatorCommand:
    return cmd.NoteCase(case_id(step.args["key"]), step.args["text"])


def _close(state: TownState, step: ScriptStep) -> cmd.OperatorCommand:
    return cmd.CloseCase(case_id(step.args["key"]), step.args["evidence"])


def _set_asset(state: TownState, step: ScriptStep) -> cmd.OperatorCommand | None:
    asset = state.assets.get(step.args["asset"])
    if asset is not None and asset.status == step.args["status"]:
        return None
    return cmd.SetAssetStatus(step.args["asset"], step.args["status"])

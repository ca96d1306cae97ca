"""How it stands with the commands about alerts: which wait, which were refused, which are done.

Pure: commands in, ids of alerts out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from desktop.models.alarm_facts import SERVICE
from desktop.state.values import PendingCommand, RefusedCommand
from services.contract import commands as cmd
from services.contract.commands import OperatorCommand
from services.contract.model import Alert, AlertState, TownState
from widgets.alarms.values import Sending


def sending(
    state: TownState, pending: Iterable[PendingCommand], refused: Iterable[RefusedCommand]
) -> dict[str, Sending]:
    """By alert, and by line of a service state: the newest word about it. What waits counts
    more than what was refused before."""
    found: dict[str, Sending] = {}
    for refusal in refused:
        found.update(dict.fromkeys(about(state, refusal.body), Sending.REFUSED))
    for command in pending:
        found.update(dict.fromkeys(about(state, command.body), Sending.PENDING))
    return found


def about(state: TownState, body: OperatorCommand) -> tuple[str, ...]:
    """The alerts a command is about, and the line of the service state it ends."""
    if isinstance(body, cmd.AcknowledgeAlerts):
        return body.alerts
    if isinstance(body, cmd.TakeOutOfService | cmd.ReturnToService):
        service = (f"{SERVICE}{body.stream}|{body.rule}",)
        return (*service, *(a.id for a in state.alerts.values() if _is_on(a, body)))
    alert = getattr(body, "alert", "")
    return (alert,) if alert else ()


def _is_on(alert: Alert, body: cmd.TakeOutOfService | cmd.ReturnToService) -> bool:
    is_live = alert.state is not AlertState.NORMAL
    return is_live and alert.stream == body.stream and body.rule in ("", alert.rule)


def done(
    before: Mapping[str, OperatorCommand],
    pending: Sequence[PendingCommand],
    refused: Sequence[RefusedCommand],
) -> list[OperatorCommand]:
    """Commands that waited before and were taken: they neither wait nor were refused."""
    open_ids = {command.id for command in pending} | {command.id for command in refused}
    return [body for id, body in before.items() if id not in open_ids]

"""The alerts as they will stand once the engine's commands on their way are carried out. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from services.contract.commands import RaiseAlert, RaiseAlertLevel, ReturnAlert, SystemCommand
from services.contract.model import Alert, TownState


def foreseen(state: TownState, commands: Iterable[SystemCommand]) -> TownState:
    """`state` with what the commands do to alerts. Other commands are passed over."""
    ahead: dict[str, Alert] = {}
    for command in commands:
        if isinstance(command, RaiseAlert):
            ahead.setdefault(command.alert.id, state.alerts.get(command.alert.id, command.alert))
        elif isinstance(command, RaiseAlertLevel | ReturnAlert):
            alert = ahead.get(command.alert) or state.alerts.get(command.alert)
            if alert is None:
                continue
            if isinstance(command, ReturnAlert):
                ahead[alert.id] = replace(alert, returned=True)
            else:
                ahead[alert.id] = replace(alert, level=command.level, returned=False)
    return replace(state, alerts={**state.alerts, **ahead}) if ahead else state

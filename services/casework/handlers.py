"""The commands casework decides on, with the function for each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from services.casework import alerts, cases, teams
from services.contract import commands as cmd
from services.contract.events import EventBody
from services.contract.model import Tier, TownState
from services.decisions import Context

Handler = Callable[[TownState, Any, Context], list[EventBody]]


def make_handlers(due_minutes: Mapping[Tier, int]) -> dict[type, Handler]:
    """The handlers with handling times (minutes by loop); loops left out keep the default."""
    return {
        cmd.AcknowledgeAlert: alerts.acknowledge,
        cmd.AcknowledgeAlerts: alerts.acknowledge_many,
        cmd.ShelveAlert: alerts.shelve,
        cmd.UnshelveAlert: alerts.unshelve,
        cmd.ResetAlert: alerts.reset,
        cmd.TakeOutOfService: alerts.take_out_of_service,
        cmd.ReturnToService: alerts.return_to_service,
        cmd.OpenCase: cases.open_case,
        cmd.DispatchTeam: teams.Dispatch(due_minutes),
        cmd.ReportTeam: teams.report,
        cmd.NoteCase: cases.note,
        cmd.ChangeTier: cases.change_tier,
        cmd.CloseCase: cases.close,
        cmd.VoidCase: cases.void,
    }


HANDLERS: dict[type, Handler] = make_handlers(teams.DUE_MINUTES)

"""Decisions on response level and asset status; on markups in `markups`, on warnings in `warnings`.

Warning level and response level are two fields and never set each other (突发事件应对法).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from services.contract import commands as cmd
from services.contract.events import (
    AssetStatusChanged,
    EventBody,
    ResponseLevelSet,
)
from services.contract.model import TRIPPED, Asset, Operation, ResponseLevel, TownState
from services.decisions import Context, Refused
from services.operations import markups, received, warnings


def _set_response(state: TownState, command: cmd.SetResponseLevel, ctx: Context) -> list[EventBody]:
    plan = command.plan.strip()
    now = state.operation
    if command.level is ResponseLevel.NONE and now.level is ResponseLevel.NONE:
        raise Refused(
            "response.none", "No response is in force. Choose a level from IV to I to start one."
        )
    if command.level is now.level and plan == now.plan:
        raise Refused(
            "response.unchanged",
            f"Response level {now.level.name} is in force already. Choose another level.",
            level=now.level.name,
        )
    if command.level is not ResponseLevel.NONE and not plan:
        raise Refused(
            "response.plan_missing",
            "A response follows a plan. Name the plan that is put in force.",
        )
    return [ResponseLevelSet(Operation(command.level, plan, ctx.now_ms, ctx.actor))]


def _set_asset(state: TownState, command: cmd.SetAssetStatus, ctx: Context) -> list[EventBody]:
    asset = state.assets.get(command.asset)
    if asset is None:
        raise Refused(
            "asset.unknown",
            f"There is no asset {command.asset}. Choose one from the register.",
            asset=command.asset,
        )
    status = command.status.strip()
    if not status:
        raise Refused("asset.status_missing", "The status is empty. Say what it changes to.")
    if status == asset.status:
        raise Refused(
            "asset.unchanged",
            f"{asset.name} is {status} already. Nothing more is needed.",
            asset=asset.id,
            name=asset.name,
            status=status,
        )
    if asset.status == TRIPPED:
        _require_reset(state, asset, ctx)
    return [AssetStatusChanged(asset.id, status)]


def _require_reset(state: TownState, asset: Asset, ctx: Context) -> None:
    """A breaker that tripped is switched on by hand, by somebody who has been there."""
    if not ctx.by_person:
        raise Refused(
            "asset.reset_by_hand",
            f"{asset.name} has tripped. Only a person may say that it is on again.",
            asset=asset.id,
            name=asset.name,
        )
    trip = state.trips.get(asset.id)
    if trip is not None and trip.alert in state.alerts:
        raise Refused(
            "asset.reset_first",
            f"{asset.name} was switched off because of an alert. Reset the alert first and say "
            "what was found on site.",
            asset=asset.id,
            name=asset.name,
            alert=trip.alert,
        )


HANDLERS: dict[type, Callable[[TownState, Any, Context], list[EventBody]]] = {
    cmd.SetResponseLevel: _set_response,
    cmd.SetAssetStatus: _set_asset,
    **markups.HANDLERS,
    **warnings.HANDLERS,
    **received.HANDLERS,
}

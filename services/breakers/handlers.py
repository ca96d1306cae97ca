"""Decisions on orders to breakers. There is none that switches on again: a person does that."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from msgspec.structs import replace

from services.contract import commands as cmd
from services.contract.events import (
    AssetStatusChanged,
    EventBody,
    TripFailed,
    TripOrdered,
    TripSent,
)
from services.contract.model import OPEN_STATES, TRIPPED, TownState, Trip, TripState
from services.decisions import Context, Refused

BREAKER = "breaker"
"""The kind of asset that can be ordered to switch off."""


def _order(state: TownState, command: cmd.OrderTrip, ctx: Context) -> list[EventBody]:
    alert = state.alerts.get(command.alert)
    if alert is None or alert.state not in OPEN_STATES or alert.returned:
        raise Refused(
            "alert.not_standing", "Only an alert that stands open switches a breaker off."
        )
    stream = state.streams.get(alert.stream)
    asset = state.assets.get(stream.asset) if stream else None
    if asset is None or asset.kind != BREAKER:
        raise Refused("breaker.none", f"The stream {alert.stream} belongs to no breaker.")
    if asset.attributes.get("trip") is False:
        raise Refused("breaker.spared", f"{asset.name} is never switched off from here.")
    if asset.status == TRIPPED or asset.id in state.trips:
        raise Refused("breaker.ordered", f"{asset.name} is off or ordered off already.")
    key = f"{alert.id}:{ctx.now_ms}"
    return [TripOrdered(Trip(asset.id, alert.id, key, ctx.now_ms, text=asset.name))]


def _record(state: TownState, command: cmd.RecordTrip, ctx: Context) -> list[EventBody]:
    trip = state.trips.get(command.asset)
    if trip is None or trip.key != command.key or trip.state is not TripState.ORDERED:
        raise Refused("breaker.settled", "This order is settled already.")
    ended = replace(trip, tries=command.tries, text=command.text)
    if not command.sent:
        return [TripFailed(replace(ended, state=TripState.FAILED))]
    found: list[EventBody] = [TripSent(replace(ended, state=TripState.SENT))]
    asset = state.assets.get(command.asset)
    if asset is not None and asset.status != TRIPPED:
        found.append(AssetStatusChanged(asset.id, TRIPPED))
    return found


HANDLERS: dict[type, Callable[[TownState, Any, Context], list[EventBody]]] = {
    cmd.OrderTrip: _order,
    cmd.RecordTrip: _record,
}

"""Switches breakers off because of alerts: once for an alert, across restarts, and never on.

The journal says what is ordered and how it ended; this task only brings the two together. An
order that was under way when the server stopped is sent again with the same id while it is young.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable
from functools import partial
from typing import Protocol

import uuid_utils

from services.breakers.doors import Door, OrderError, TripOrder
from services.breakers.handlers import BREAKER
from services.breakers.settings import BreakerSettings
from services.clock import Clock
from services.contract.changes import Changes
from services.contract.commands import CommandBody, OrderTrip, RecordTrip
from services.contract.events import Event
from services.contract.model import (
    OPEN_STATES,
    TRIPPED,
    Alert,
    TownState,
    Trip,
    TripState,
)
from services.contract.wire import Result

log = logging.getLogger(__name__)

ACTOR = "system:breakers"
WAITS_S = (0.5, 1.0, 2.0, 5.0)
"""Between tries; the last one repeats."""
RETRY_S = 2.0
_RAISES = frozenset({"AlertRaised", "AlertLevelRaised"})


class Keeper(Protocol):
    """The town as the tripper uses it."""

    @property
    def state(self) -> TownState: ...

    async def execute(
        self, command_id: str, actor: str, body: CommandBody, at_ms: int = 0
    ) -> Result: ...

    def listen(
        self, callback: Callable[[tuple[Event, ...], Changes], None]
    ) -> Callable[[], None]: ...


class Tripper:
    """Owns the orders under way; `run` is its task. `pace` stretches the waits, for tests."""

    def __init__(
        self,
        keeper: Keeper,
        settings: BreakerSettings,
        door: Door,
        clock: Clock,
        pace: float = 1.0,
    ) -> None:
        self._keeper = keeper
        self._settings = settings
        self._door = door
        self._clock = clock
        self._pace = pace
        self._touched: set[str] = set()
        self._wake = asyncio.Event()
        self._sending: dict[str, asyncio.Task[None]] = {}
        self._failing = False

    async def run(self) -> None:
        """Order and send until cancelled."""
        unlisten = self._keeper.listen(self._heard)
        try:
            async with asyncio.TaskGroup() as group:
                self._touched |= self._keeper.state.alerts.keys()
                while True:
                    self._wake.clear()
                    await self._order()
                    self._send(group)
                    # What the journal could not take is tried again; all else waits for news.
                    with contextlib.suppress(TimeoutError):
                        async with asyncio.timeout(RETRY_S if self._touched else None):
                            await self._wake.wait()
        finally:
            unlisten()

    def _heard(self, _: tuple[Event, ...], changes: Changes) -> None:
        if changes.everything:
            self._touched |= self._keeper.state.alerts.keys()
        if changes.alerts or changes.assets or changes.everything:
            self._touched |= changes.alerts
            self._wake.set()

    async def _order(self) -> None:
        touched, self._touched = self._touched, set()
        for id in touched:
            alert = self._keeper.state.alerts.get(id)
            if alert is not None and self._trips(alert):
                # A refusal means that somebody was quicker, or that it is not to be done.
                result = await self._keeper.execute(
                    str(uuid_utils.uuid7()), ACTOR, OrderTrip(alert.id)
                )
                if result.refusal is not None and result.refusal.code.startswith("store."):
                    if not self._failing:
                        log.error("no breaker could be ordered off: %s", result.refusal.text)
                    self._failing = True
                    self._touched.add(id)
                elif self._failing:
                    log.warning("orders to breakers reach the journal again")
                    self._failing = False

    def _trips(self, alert: Alert) -> bool:
        """Whether the alert stands at its trip level since a short while, on a breaker."""
        state, settings = self._keeper.state, self._settings
        if alert.state not in OPEN_STATES or alert.returned:
            return False
        if not settings.wants(alert.rule, alert.level):
            return False
        # An old alert, found after a long stop or when tripping was just allowed, is a person's.
        raised = max((e.at_ms for e in alert.log if e.what in _RAISES), default=alert.raised_at_ms)
        if self._clock.now_ms() - raised > settings.give_up_s * 1000:
            return False
        stream = state.streams.get(alert.stream)
        asset = state.assets.get(stream.asset) if stream else None
        return (
            asset is not None
            and asset.kind == BREAKER
            and asset.status != TRIPPED
            and asset.id not in state.trips
        )

    def _send(self, group: asyncio.TaskGroup) -> None:
        for trip in self._keeper.state.trips.values():
            if trip.state is TripState.ORDERED and trip.key not in self._sending:
                task = group.create_task(self._carry(trip), name=f"trip-{trip.asset}")
                self._sending[trip.key] = task
                task.add_done_callback(partial(self._done, trip.key))

    def _done(self, key: str, _: asyncio.Task[None]) -> None:
        self._sending.pop(key, None)

    async def _carry(self, trip: Trip) -> None:
        """One order from its first try to its record."""
        expires_ms = trip.ordered_at_ms + int(self._settings.give_up_s * 1000)
        tries, text = 0, "no try was made in time"
        while self._clock.now_ms() < expires_ms:
            if not self._stands(trip):
                text = "the alert does not stand any more"
                break
            tries += 1
            try:
                text = await self._door.send(self._order_of(trip, expires_ms))
            except OrderError as error:
                text = str(error)
                if tries == 1:
                    log.warning("breaker %s does not take the order to trip: %s", trip.asset, text)
                if error.is_final:
                    break
                await asyncio.sleep(WAITS_S[min(tries, len(WAITS_S)) - 1] * self._pace)
                continue
            await self._record(RecordTrip(trip.asset, trip.key, True, tries, text))
            return
        log.error("breaker %s was not switched off: %s", trip.asset, text)
        await self._record(RecordTrip(trip.asset, trip.key, False, tries, text))

    def _stands(self, trip: Trip) -> bool:
        alert = self._keeper.state.alerts.get(trip.alert)
        known = self._keeper.state.trips.get(trip.asset)
        is_current = known is not None and known.key == trip.key
        if not is_current or alert is None or alert.returned:
            return False
        return alert.state in OPEN_STATES

    def _order_of(self, trip: Trip, expires_ms: int) -> TripOrder:
        asset = self._keeper.state.assets[trip.asset]
        device = str(asset.attributes.get("device", "")) or asset.id
        alert = self._keeper.state.alerts[trip.alert]
        return TripOrder(trip, device, alert.title, expires_ms)

    async def _record(self, body: RecordTrip) -> None:
        """Until the journal holds it: a sent order that is not recorded would be sent again."""
        while True:
            result = await self._keeper.execute(str(uuid_utils.uuid7()), ACTOR, body)
            if result.refusal is None or not result.refusal.code.startswith("store."):
                return
            await asyncio.sleep(WAITS_S[-1] * self._pace)

"""Follows the journal and has alerts suppressed and released as the packs design it.

What is raised while its cause stands is held at once, in the decision itself. This is for the
rest: alerts from just before the cause was found, and the coming back of those that outlast it.
Sleeps until something changes or the next alert is to be let go.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable

import uuid_utils

from services.clock import Clock
from services.contract.changes import Changes
from services.contract.commands import ReleaseAlert, SuppressAlert
from services.contract.events import (
    AssetStatusChanged,
    Event,
    PacksReloaded,
    RuleChanged,
    open_body,
)
from services.detect.policy import Policy
from services.detect.silencer import Silencer
from services.gateway.ports import Keeper

log = logging.getLogger(__name__)

ACTOR = "system:detect"
BREATH_S = 0.05
"""Shortest time between two looks: a storm is looked at together."""
LONGEST_SLEEP_S = 60.0
RETRY_S = 2.0


class Suppressor:
    """Owns when to look; `run` is its only task. `policy` is asked at every look."""

    def __init__(self, keeper: Keeper, clock: Clock, policy: Callable[[], Policy]) -> None:
        self._keeper = keeper
        self._clock = clock
        self._policy = policy
        self._silencer = Silencer()
        self._wake = asyncio.Event()
        self._failing = False

    def wake(self) -> None:
        """Look now: the clock was moved."""
        self._wake.set()

    async def run(self) -> None:
        """Suppress and release until cancelled."""
        unlisten = self._keeper.listen(self._heard)
        try:
            while True:
                self._wake.clear()
                pause_s = await self._round()
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(pause_s):
                        await self._wake.wait()
                await asyncio.sleep(BREATH_S)
        finally:
            unlisten()

    def _heard(self, events: tuple[Event, ...], changes: Changes) -> None:
        around = bool(changes.everything or changes.streams or changes.assets)
        if around:
            self._silencer.everything_changed()
        self._silencer.follow(changes.alerts)
        heard = around or bool(changes.alerts)
        for event in events:
            if event.kind == AssetStatusChanged.__name__:
                body = open_body(event)
                if isinstance(body, AssetStatusChanged):
                    self._silencer.asset_changed(body.asset, event.at_ms)
            heard |= event.kind in (RuleChanged.__name__, PacksReloaded.__name__)
        if heard:
            self._wake.set()

    async def _round(self) -> float:
        """Do what is to be done now; answers the seconds until time alone calls for a look."""
        now_ms = self._clock.now_ms()
        wanted = self._silencer.look(self._policy(), self._keeper.state, now_ms)
        if wanted and not await self._give(wanted):
            self._silencer.everything_changed()
            return RETRY_S
        wait_ms = self._silencer.next_ms - self._clock.now_ms()
        return min(LONGEST_SLEEP_S, max(0.0, wait_ms / 1000 / self._clock.speed))

    async def _give(self, wanted: list[SuppressAlert | ReleaseAlert]) -> bool:
        """Give the commands; False when the journal cannot be written."""
        results = await asyncio.gather(
            *(self._keeper.execute(str(uuid_utils.uuid7()), ACTOR, body) for body in wanted)
        )
        refusals = [result.refusal for result in results if result.refusal is not None]
        failed = next((no for no in refusals if no.code.startswith("store.")), None)
        if failed is not None:
            if not self._failing:
                log.error("suppressions wait for the journal: %s", failed.text)
            self._failing = True
            return False
        if self._failing:
            log.warning("suppressions reach the journal again")
            self._failing = False
        for refusal in refusals:  # somebody was quicker, and what he did is heard next
            log.info("a suppression was refused: %s", refusal.text)
        return True

"""Ends warnings whose time has run out. Knows the keeper and the clock, and no message."""

from __future__ import annotations

import asyncio
from typing import Protocol

from services.clock import Clock
from services.contract.commands import CommandBody, ExpireWarning
from services.contract.model import TownState
from services.contract.wire import Result

ACTOR = "system:clock"
EVERY_S = 1.0


class Keeper(Protocol):
    """The journal's keeper, as far as it is needed here."""

    @property
    def state(self) -> TownState: ...

    async def execute(
        self, command_id: str, actor: str, body: CommandBody, at_ms: int = 0
    ) -> Result: ...


async def end_expired(keeper: Keeper, now_ms: int) -> None:
    """End what has run out. Its command's id is its own, so that asking again does no harm."""
    over = [w for w in keeper.state.warnings.values() if 0 < w.expires_ms <= now_ms]
    for warning in over:
        command_id = f"expire-{warning.expires_ms}-{warning.issued_at_ms}-{warning.id}"
        await keeper.execute(command_id, ACTOR, ExpireWarning(warning.key))


async def run_expiry(keeper: Keeper, clock: Clock) -> None:
    """End what has run out, every second until cancelled."""
    while True:
        await asyncio.sleep(EVERY_S)
        await end_expired(keeper, clock.now_ms())

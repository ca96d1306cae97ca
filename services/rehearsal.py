"""The demo's part of the composition: the day so far made in the journal, then played on.

Knows the demo and the server's parts; nothing else of the server knows the demo.
"""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Mapping

from services.clock import Clock, ManualClock
from services.contract.commands import RegisterTown
from services.contract.model import TownState
from services.contract.wire import Result
from services.decisions import Decide
from services.demo.cast import Act, Cast
from services.demo.clock import DAY_START_MS, at_ms
from services.demo.day import demo_day
from services.demo.feeder import Feeder
from services.demo.play import make_history
from services.demo.script import steps
from services.detect.engine import RuleEngine
from services.detect.policy import policy_of
from services.errors import StartupError
from services.ingest.memory_keeper import Memory
from services.packs.rules import Rule
from services.packs.schema import Pack, calendars_of, cameras_of, plausible_of, rules_of
from services.store.journal import JournalStore
from services.store.keeper import TownKeeper
from services.store.readings import ReadingStore

log = logging.getLogger(__name__)

_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?")


class KeeperDesk:
    """The cast's desk inside the server, so that each act bears its own actor's name."""

    def __init__(self, keeper: TownKeeper) -> None:
        self._keeper = keeper

    @property
    def state(self) -> TownState:
        return self._keeper.state

    async def perform(self, act: Act, at_ms: int) -> Result:
        return await self._keeper.execute(act.id, act.actor, act.body, at_ms)


async def make_past(
    from_time: str,
    journal: JournalStore,
    readings: ReadingStore,
    packs: tuple[Pack, ...],
    decide: Decide,
    register: RegisterTown,
    memory: Memory,
) -> int:
    """Fill an empty journal with the day up to "HH:MM"; the town time to go on from.

    What the rule engine has in mind then is left in `memory`: sums of rain, what is usual. A
    journal that holds something already is left as it is and gone on from where it stands.
    """
    if _TIME.fullmatch(from_time) is None:
        raise StartupError(f"--from takes HH:MM, not {from_time}")
    start_ms = at_ms(from_time)
    keeper = TownKeeper(journal, decide, ManualClock(start_ms), register.town.timezone)
    await keeper.start()
    try:
        if keeper.state.seq:
            return max(start_ms, keeper.state.at_ms)
        registered = await keeper.execute("demo-town", "system:registers", register, DAY_START_MS)
        if registered.refusal is not None:
            raise StartupError(f"the town cannot be registered: {registered.refusal.text}")
        rules = rules_of(packs)
        engine = RuleEngine(
            rules, None, plausible_of(packs), calendars_of(packs), cameras_of(packs)
        )
        cast, policy = Cast(rules), policy_of(packs)
        made = await make_history(
            keeper, readings, engine, demo_day(), steps(), start_ms, cast, policy
        )
        await asyncio.to_thread(memory.save, engine.remember(), start_ms)
    finally:
        await keeper.stop()
    for line in made.refused:
        log.warning("the demo's past: %s", line)
    log.info("the day so far: %d readings, %d alerts", made.readings, made.alerts)
    return start_ms


def feeder(
    url: str, token: str, clock: Clock, keeper: TownKeeper, rules: Mapping[str, Rule], from_ms: int
) -> Feeder:
    """The rest of the day, posted to the server at `url` like anybody's sensors."""
    return Feeder(url, token, clock, demo_day(), steps(), KeeperDesk(keeper), Cast(rules), from_ms)

"""The day up to a minute, made fast: real readings, the real rule engine, the real handlers.

Every command is given at the town time of its moment, so that the journal reads as if the server
had run since the morning. The rest of the day is the feeder's.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from services.contract.changes import Changes
from services.contract.codec import Columns
from services.contract.commands import CommandBody, RaiseAlert
from services.contract.events import AssetStatusChanged, Event, open_body
from services.contract.model import TownState
from services.contract.wire import Result
from services.demo.cast import Cast
from services.demo.clock import DAY_START_MS, MINUTE_MS, Reading, at_ms
from services.demo.script import ScriptStep
from services.demo.typhoon import TyphoonDay
from services.detect.engine import DetectCommand, RuleEngine
from services.detect.policy import NO_POLICY, Policy
from services.detect.silencer import Silencer
from services.store.keeper import Listener

ENGINE = "system:detect"
"""Who signs for alerts."""
SLICES = (
    ("06:00", 120_000),
    ("12:00", 60_000),
    ("18:00", 30_000),
    ("20:00", 10_000),
    ("21:30", 30_000),
    ("00:00", 60_000),
)
"""From when on how much is judged at once: the storm by its fastest sensors, which speak every ten
seconds, calm hours coarser, so that the past is soon made. Alerts keep their own moments."""


class Keeper(Protocol):
    """What making history needs of the town's keeper."""

    @property
    def state(self) -> TownState: ...

    async def execute(
        self, command_id: str, actor: str, body: CommandBody, at_ms: int = 0
    ) -> Result: ...

    def listen(self, callback: Listener) -> object: ...


class Readings(Protocol):
    """What making history needs of the store of readings."""

    def append(self, batch: Columns) -> None: ...


@dataclass(slots=True)
class History:
    """What was made: counts, and the refusals, of which a good script has none."""

    readings: int = 0
    alerts: int = 0
    commands: int = 0
    refused: tuple[str, ...] = ()


def columns_of(readings: Sequence[Reading], index: Mapping[str, int]) -> Columns:
    """Readings as columns; those of streams the town does not have are left out."""
    known = [reading for reading in readings if reading.stream in index]
    return Columns(
        np.array([index[reading.stream] for reading in known], np.uint32),
        np.array([reading.value for reading in known], np.float64),
        np.array([reading.at_ms for reading in known], np.int64),
        np.zeros(len(known), np.uint8),
    )


async def make_history(
    keeper: Keeper,
    readings: Readings,
    engine: RuleEngine,
    day: TyphoonDay,
    script: Iterable[ScriptStep],
    from_ms: int,
    cast: Cast | None = None,
    policy: Policy = NO_POLICY,
) -> History:
    """Run the day from 06:00 up to `from_ms` (excluded) through the engine and the handlers, and
    suppress by `policy` as the server does.

    The town must be registered; the keeper's clock must stand at `from_ms` or later. The engine
    is left as it is after the last reading, ready to go on.
    """
    maker = _Maker(keeper, engine, cast or Cast(), tuple(script), policy)
    engine.restore(keeper.state)
    index = {stream.id: stream.index for stream in keeper.state.streams.values()}
    loop = asyncio.get_running_loop()
    unlisten = keeper.listen(maker.follow)
    try:
        found = await loop.run_in_executor(
            None, lambda: list(day.readings_between(DAY_START_MS, from_ms))
        )
        whole = await loop.run_in_executor(None, columns_of, found, index)
        storing = loop.run_in_executor(None, readings.append, whole)
        try:
            await maker.run(whole, from_ms)
        finally:
            await storing
    finally:
        if callable(unlisten):
            unlisten()
    maker.made.readings = len(whole.index)
    return maker.made


class _Maker:
    """Steps through the day, slice by slice, with what people do in between."""

    def __init__(
        self,
        keeper: Keeper,
        engine: RuleEngine,
        cast: Cast,
        script: tuple[ScriptStep, ...],
        policy: Policy,
    ) -> None:
        self._keeper = keeper
        self._engine = engine
        self._cast = cast
        self._script = script
        self._policy = policy
        self._silencer = Silencer()
        self.made = History()

    def follow(self, events: tuple[Event, ...], changes: Changes) -> None:
        self._engine.follow(self._keeper.state, changes.alerts)
        self._silencer.follow(changes.alerts)
        for event in events:
            body = open_body(event) if event.kind == AssetStatusChanged.__name__ else None
            if isinstance(body, AssetStatusChanged):
                self._silencer.asset_changed(body.asset, event.at_ms)

    async def run(self, whole: Columns, until_ms: int) -> None:
        order = np.argsort(whole.at_ms, kind="stable")
        whole = _take(whole, order)
        starts = _starts(until_ms)
        edges = np.searchsorted(whole.at_ms, [*starts, until_ms]).tolist()
        steps = [
            (moment, number, step)
            for number, step in enumerate(self._script)
            if (moment := DAY_START_MS + round(step.minute * MINUTE_MS)) < until_ms
        ]
        next_step = 0
        ends = [*starts[1:], until_ms]
        for begin, end, first, last in zip(starts, ends, edges, edges[1:], strict=False):
            # What the readings of this slice raise is there for a step at its very beginning.
            await self._judge(_take(whole, slice(first, last)), begin)
            while next_step < len(steps) and steps[next_step][0] < end:
                moment, number, step = steps[next_step]
                act = self._cast.act(number, step, self._keeper.state)
                if act is not None:
                    await self._do(act.id, act.actor, act.body, moment)
                next_step += 1

    async def _judge(self, columns: Columns, now_ms: int) -> None:
        for number, body in enumerate(self._engine.evaluate(columns, now_ms)):
            self.made.alerts += isinstance(body, RaiseAlert)
            await self._do(f"history-{now_ms}-{number}", ENGINE, body, self._when(body, now_ms))
        held = self._silencer.look(self._policy, self._keeper.state, now_ms)
        for number, order in enumerate(held):
            await self._do(f"held-{now_ms}-{number}", ENGINE, order, now_ms)

    def _when(self, body: DetectCommand, now_ms: int) -> int:
        """The moment of a finding in a slice; what follows an alert is never before it."""
        if isinstance(body, RaiseAlert):
            return body.alert.raised_at_ms
        alert = self._keeper.state.alerts.get(body.alert)
        return max(now_ms, alert.changed_at_ms if alert else 0)

    async def _do(self, command: str, actor: str, body: CommandBody, at_ms: int) -> None:
        result = await self._keeper.execute(command, actor, body, at_ms)
        self.made.commands += 1
        if result.refusal is not None:
            self.made.refused += (f"{command}: {result.refusal.code} {result.refusal.text}",)


def _starts(until_ms: int) -> list[int]:
    """Where the slices up to `until_ms` begin."""
    begins = [at_ms(clock) for clock, _ in SLICES]
    ends = [*begins[1:], max(begins[-1], until_ms)]
    starts: list[int] = []
    for begin, end, (_, step) in zip(begins, ends, SLICES, strict=True):
        starts += range(begin, min(end, until_ms), step)
    return starts


def _take(columns: Columns, part: slice | NDArray[np.intp]) -> Columns:
    return Columns(
        columns.index[part], columns.value[part], columns.at_ms[part], columns.quality[part]
    )

"""Rule engine: readings judged per second on one core, against a loop over single readings."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import numpy as np

from services.contract.codec import Columns
from services.contract.model import Stream, TownState
from services.detect.engine import RuleEngine
from services.packs.loader import load_packs
from services.packs.rules import (
    RateRule,
    Rule,
    StaleRule,
    StuckRule,
    Text,
    Threshold,
    ThresholdRule,
)
from services.packs.schema import rules_of
from tests.benchmarks.report import Figure

STREAMS = 10_000
BATCH = 10_000
BATCHES = 60
SECONDS = 6.0
BUDGET = 1_000_000.0
ABNORMAL = 0.01
"""Share of streams whose value moves about the first threshold; the others stay sound."""


def measure() -> Iterator[Figure]:
    """Readings/s of the engine with batches of 10,000, and of the plain loop on the same; then
    with a rule of every kind on every stream, each reading counted once."""
    packs = load_packs([], ["waterlogging_response"])
    rules: dict[str, ThresholdRule] = {
        name: rule
        for name, rule in rules_of(packs).items()
        if rule.stream == "water.depth" and isinstance(rule, ThresholdRule)
    }
    streams = [
        Stream(f"S{n}", n, "water.depth", f"S{n}", "cm", 121.0, 31.0, attributes={"site": "road"})
        for n in range(STREAMS)
    ]
    batches = _batches()
    ours = _rate(_judge({**rules}, streams), batches)
    loop = PlainLoop(next(rule for rule in rules.values() if rule.fits(streams[0])))
    peer = _rate(loop.evaluate, batches)
    yield Figure("rules", ours, "readings/s", BUDGET, peer, ours / peer)
    mixed = _rate(_judge({**rules, **_other_kinds()}, streams), batches)
    yield Figure("rules_mixed", mixed, "readings/s", BUDGET)


def _judge(rules: dict[str, Rule], streams: list[Stream]) -> Callable[[Columns], None]:
    engine = RuleEngine(rules, plausible={"water.depth": (-5.0, 500.0)})
    engine.restore(TownState(), streams)
    return lambda batch: _evaluate(engine, batch)


def _evaluate(engine: RuleEngine, batch: Columns) -> None:
    engine.evaluate(batch, int(batch.at_ms[-1]))


def _other_kinds() -> dict[str, Rule]:
    title = Text(zh="{name}", en="{name}")
    stream, code = "water.depth", "x"
    fast = RateRule(
        stream=stream,
        class_code=code,
        title=title,
        levels={"orange": Threshold(at=40)},
        window_s=180,
        deadband=1,
        on_delay_s=0,
        off_delay_s=300,
        from_value=5,
    )
    silent = StaleRule(
        stream=stream, class_code=code, title=title, levels={"blue": Threshold(at=300)}
    )
    stuck = StuckRule(
        stream=stream, class_code=code, title=title, levels={"blue": Threshold(at=3600)}
    )
    return {"fast": fast, "silent": silent, "stuck": stuck}


class PlainLoop:
    """The peer: the same thresholds, deadband and delays, one reading after another."""

    def __init__(self, rule: ThresholdRule) -> None:
        self._levels = [
            (rank, threshold.at) for rank, threshold in enumerate(rule.levels.values(), start=1)
        ]
        self._clear = self._levels[0][1] - rule.deadband
        self._on_ms = int(rule.on_delay_s * 1000)
        self._off_ms = int(rule.off_delay_s * 1000)
        self._level: dict[int, int] = {}
        self._up: dict[tuple[int, int], int] = {}
        self._down: dict[int, int] = {}
        self.fired: list[tuple[int, int]] = []

    def evaluate(self, batch: Columns) -> None:
        """Judge a batch one by one."""
        for index, value, at_ms in zip(
            batch.index.tolist(), batch.value.tolist(), batch.at_ms.tolist(), strict=True
        ):
            self._judge(index, value, at_ms)

    def _judge(self, index: int, value: float, at_ms: int) -> None:
        level = self._level.get(index, 0)
        for rank, threshold in self._levels:
            if value < threshold:
                self._up.pop((index, rank), None)
            elif at_ms - self._up.setdefault((index, rank), at_ms) >= self._on_ms and rank > level:
                self._level[index] = level = rank
                self.fired.append((index, rank))
        if level and value < self._clear:
            if at_ms - self._down.setdefault(index, at_ms) >= self._off_ms:
                self._level[index] = 0
                del self._down[index]
                self.fired.append((index, 0))
        else:
            self._down.pop(index, None)


def _batches() -> list[Columns]:
    """One reading of every stream a second, out of order of the streams."""
    rng = np.random.default_rng(7)
    moving = rng.random(STREAMS) < ABNORMAL
    found = []
    for second in range(BATCHES):
        index = rng.permutation(STREAMS)[:BATCH].astype(np.uint32)
        sound = rng.uniform(0.0, 2.5, BATCH)
        value = np.where(moving[index], rng.uniform(0.0, 12.0, BATCH), sound)
        at_ms = np.full(BATCH, 1_000_000 + second * 1000, np.int64)
        found.append(Columns(index, value, at_ms, np.zeros(BATCH, np.uint8)))
    return found


def _rate(judge: Callable[[Columns], None], batches: list[Columns]) -> float:
    """Readings judged per second of processor time, the batches repeated later and later."""
    count, turn = 0, 0
    begun = time.process_time()
    while (spent := time.process_time() - begun) < SECONDS / 2:
        for batch in batches:
            later = batch.at_ms + turn * BATCHES * 1000
            judge(Columns(batch.index, batch.value, later, batch.quality))
            count += len(batch.index)
        turn += 1
    return count / spent

"""Detection: readings judged per second with three rules on every stream.

The rules are those of a depth gauge: thresholds, a rate of change, and silence. Peers: a plain
loop over single readings with the same three rules, and Node-RED with the threshold alone, when
`ONEMAP_NODE_RED` names a folder to install it in (npm has to be there).
"""

from __future__ import annotations

import os
import time
from collections import deque
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

from services.contract.codec import Columns
from services.contract.model import Stream, TownState
from services.detect.engine import RuleEngine
from services.packs.rules import (
    RateRule,
    Rule,
    StaleRule,
    Text,
    Threshold,
    ThresholdRule,
)
from tests.benchmarks import node_red
from tests.benchmarks.report import Figure

SECONDS = 4.0
BATCHES = 30
ABNORMAL = 0.01
"""Share of streams whose value moves about the first threshold; the others stay sound."""
TITLE = Text(zh="{name}", en="{name}")
DEPTH = ThresholdRule(
    stream="water.depth",
    title=TITLE,
    class_code="x",
    levels={
        "blue": Threshold(at=5),
        "yellow": Threshold(at=15),
        "orange": Threshold(at=25),
        "red": Threshold(at=35),
    },
    deadband=2,
    on_delay_s=0,
    off_delay_s=300,
)
RISING = RateRule(
    stream="water.depth",
    title=TITLE,
    class_code="x",
    levels={"orange": Threshold(at=40)},
    window_s=180,
    from_value=5,
    deadband=1,
    on_delay_s=0,
    off_delay_s=300,
)
SILENT = StaleRule(
    stream="water.depth", title=TITLE, class_code="x", levels={"blue": Threshold(at=300)}
)
RULES: dict[str, Rule] = {"depth": DEPTH, "rising": RISING, "silent": SILENT}


def measure() -> Iterator[Figure]:
    """The engine at three sizes, then Node-RED if it is asked for."""
    for count in (1_000, 10_000, 100_000):
        batches = _batches(count)
        engine = RuleEngine(RULES, plausible={"water.depth": (-5.0, 500.0)})
        engine.restore(TownState(), streams_of(count))
        ours = _rate(lambda batch, engine=engine: _judge(engine, batch), batches)
        peer = _rate(PlainLoop().evaluate, batches)
        yield Figure(f"detect_{count}", ours, "readings/s", 1_000_000.0, peer, ours / peer)
    if place := os.environ.get("ONEMAP_NODE_RED"):
        yield from node_red.measure(Path(place), DEPTH)


def _judge(engine: RuleEngine, batch: Columns) -> None:
    engine.evaluate(batch, int(batch.at_ms[-1]))


def streams_of(count: int) -> list[Stream]:
    return [Stream(f"S{n}", n, "water.depth", f"S{n}", "cm", 121.0, 31.0) for n in range(count)]


def _batches(count: int) -> list[Columns]:
    """One reading of every stream a second, out of order of the streams."""
    rng = np.random.default_rng(7)
    moving = rng.random(count) < ABNORMAL
    found = []
    for second in range(BATCHES):
        index = rng.permutation(count).astype(np.uint32)
        sound = rng.uniform(0.0, 2.5, count)
        value = np.where(moving[index], rng.uniform(0.0, 12.0, count), sound)
        at_ms = np.full(count, 1_000_000 + second * 1000, np.int64)
        found.append(Columns(index, value, at_ms, np.zeros(count, np.uint8)))
    return found


def _rate(judge: Callable[[Columns], None], batches: list[Columns]) -> float:
    """Readings judged per second of processor time, the batches repeated later and later."""
    count, turn = 0, 0
    begun = time.process_time()
    while (spent := time.process_time() - begun) < SECONDS:
        for batch in batches:
            later = batch.at_ms + turn * BATCHES * 1000
            judge(Columns(batch.index, batch.value, later, batch.quality))
            count += len(batch.index)
        turn += 1
    return count / spent


class _Row:
    """What the plain loop remembers of one stream."""

    __slots__ = ("down", "last", "level", "rising", "silent", "up", "window")

    def __init__(self) -> None:
        self.level, self.down, self.up = 0, -1, [-1] * 4
        self.window: deque[tuple[int, float]] = deque()
        self.rising, self.silent, self.last = False, False, 0


class PlainLoop:
    """The peer: the same three rules, one reading after another; silence once a batch."""

    def __init__(self) -> None:
        self._at = [threshold.at for threshold in DEPTH.levels.values()]
        self._clear = self._at[0] - DEPTH.deadband
        self._rate = RISING.levels["orange"].at
        self._slot = round(RISING.window_s * 1000) // 16
        self._rows: dict[int, _Row] = {}
        self.fired: list[tuple[int, str, int]] = []

    def evaluate(self, batch: Columns) -> None:
        """Judge a batch one by one, then look for silence."""
        rows = self._rows
        columns = (batch.index.tolist(), batch.value.tolist(), batch.at_ms.tolist())
        for index, value, at_ms in zip(*columns, strict=True):
            row = rows.get(index)
            if row is None:
                row = rows[index] = _Row()
            if not -5.0 <= value <= 500.0 or at_ms < row.last:
                continue
            row.last = at_ms
            self._threshold(row, index, value, at_ms)
            self._rising(row, index, value, at_ms)
            row.silent = False
        for index, row in rows.items():
            if not row.silent and at_ms - row.last >= 300_000:
                row.silent = True
                self.fired.append((index, "silent", 1))

    def _threshold(self, row: _Row, index: int, value: float, at_ms: int) -> None:
        if value < self._clear and not row.level:
            row.up = [-1] * 4
            return
        for rank, at in enumerate(self._at):
            if value < at:
                row.up[rank] = -1
                continue
            if row.up[rank] < 0:
                row.up[rank] = at_ms
            if rank >= row.level:
                row.level = rank + 1
                self.fired.append((index, "depth", row.level))
        if row.level and value < self._clear:
            row.down = at_ms if row.down < 0 else row.down
            if at_ms - row.down >= 300_000:
                row.level, row.down = 0, -1
                self.fired.append((index, "depth", 0))
        else:
            row.down = -1

    def _rising(self, row: _Row, index: int, value: float, at_ms: int) -> None:
        window = row.window
        if not window or at_ms // self._slot != window[-1][0] // self._slot:
            window.append((at_ms, value))
        while window[0][0] < at_ms - 180_000:
            window.popleft()
        span = at_ms - window[0][0]
        if 2 * span < 180_000 or value < 5:
            return
        rising = (value - window[0][1]) * 60_000 / span >= self._rate
        if rising and not row.rising:
            self.fired.append((index, "rising", 1))
        row.rising = rising

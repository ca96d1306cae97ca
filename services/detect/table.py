"""Rules compiled against a town's streams: one row per stream and rule, in numpy columns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

from services.contract.model import Stream
from services.packs.rules import LEVELS, CombinationRule, Rule

LEVEL_COUNT = 4


class RuleTable:
    """Thresholds and delays by row. Values are multiplied by `sign` so that worse is higher.

    rule_id, rule, stream: what a row is about. sign, thresholds (rows × levels, +inf for
    a level the rule has not), clear (below it the condition is gone), on_ms, off_ms: numbers.
    latch: rows that return only when they are reset by hand; latches: whether there are any.
    schedule: the number of when a row is judged.
    layers: row by stream index, -1 for none and at the end; several when streams have several
    rules.
    """

    def __init__(
        self,
        rules: Mapping[str, Rule],
        streams: Iterable[Stream],
        schedule_of: Callable[[str, Rule], int],
    ) -> None:
        by_kind: dict[str, list[tuple[str, Rule]]] = {}
        for rule_id, rule in rules.items():
            by_kind.setdefault(rule.stream, []).append((rule_id, rule))
        self.rule_id: list[str] = []
        self.rule: list[Rule] = []
        self.stream: list[Stream] = []
        layers: list[dict[int, int]] = []
        spoken: set[tuple[str, str]] = set()
        for stream in streams:
            fitting = [
                (rule_id, rule)
                for rule_id, rule in by_kind.get(stream.kind, ())
                if rule.fits(stream) and _speaks(rule_id, rule, stream, spoken)
            ]
            for layer, (rule_id, rule) in enumerate(fitting):
                if layer == len(layers):
                    layers.append({})
                layers[layer][stream.index] = len(self.rule)
                self.rule_id.append(rule_id)
                self.rule.append(rule)
                self.stream.append(stream)
        self.layers = [_dense(layer) for layer in layers]
        numbers = {rule_id: schedule_of(rule_id, rule) for rule_id, rule in rules.items()}
        self.schedule = np.array([numbers[rule_id] for rule_id in self.rule_id], np.int32)
        self.latch = np.array([rule.latch for rule in self.rule], bool)
        self.latches = bool(self.latch.any())
        self._numbers()

    def _numbers(self) -> None:
        count = len(self.rule)
        self.sign = np.array([1.0 if r.direction == "above" else -1.0 for r in self.rule])
        self.thresholds = np.full((count, LEVEL_COUNT), np.inf)
        for row, rule in enumerate(self.rule):
            for name, threshold in rule.levels.items():
                self.thresholds[row, LEVELS[name] - 1] = threshold.at * self.sign[row]
        self.lowest = self.thresholds.min(axis=1) if count else np.empty(0)
        self.clear = self.lowest - np.array([rule.deadband for rule in self.rule], np.float64)
        self.on_ms = np.array([round(rule.on_delay_s * 1000) for rule in self.rule], np.int64)
        self.off_ms = np.array([round(rule.off_delay_s * 1000) for rule in self.rule], np.int64)

    def __len__(self) -> int:
        return len(self.rule)


def place_of(stream: Stream) -> str:
    """What stands at one place: what the attribute `place` names, else the asset, else itself."""
    return str(stream.attributes.get("place") or stream.asset or stream.id)


def _speaks(rule_id: str, rule: Rule, stream: Stream, spoken: set[tuple[str, str]]) -> bool:
    """Whether a stream has a row: of several at a place one speaks for a combination."""
    if not isinstance(rule, CombinationRule):
        return True
    key = (rule_id, place_of(stream))
    first = key not in spoken
    spoken.add(key)
    return first


def _dense(layer: dict[int, int]) -> NDArray[np.int32]:
    rows = np.full(max(layer) + 2, -1, np.int32)
    for index, row in layer.items():
        rows[index] = row
    return rows

"""Rules compiled against a town's streams: one row per stream and rule, in numpy columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

from services.contract.model import Asset, Stream
from services.packs.rules import LEVELS, Rule

LEVEL_COUNT = 4


class RuleTable:
    """Thresholds and delays by row. Values are multiplied by `sign` so that worse is higher.

    rule_id, rule, stream, camera: what a row is about. sign, thresholds (rows × levels, +inf for
    a level the rule has not), clear (below it the condition is gone), on_ms, off_ms: numbers.
    layers: row by stream index, -1 for none; several when streams have several rules.
    """

    def __init__(
        self, rules: Mapping[str, Rule], streams: Iterable[Stream], assets: Iterable[Asset]
    ) -> None:
        watching = {
            str(asset.attributes["watches"]): asset.id
            for asset in assets
            if asset.kind == "camera" and "watches" in asset.attributes
        }
        by_kind: dict[str, list[tuple[str, Rule]]] = {}
        for rule_id, rule in rules.items():
            by_kind.setdefault(rule.stream, []).append((rule_id, rule))
        self.rule_id: list[str] = []
        self.rule: list[Rule] = []
        self.stream: list[Stream] = []
        self.camera: list[str] = []
        layers: list[dict[int, int]] = []
        for stream in streams:
            fitting = [pair for pair in by_kind.get(stream.kind, ()) if pair[1].fits(stream)]
            for layer, (rule_id, rule) in enumerate(fitting):
                if layer == len(layers):
                    layers.append({})
                layers[layer][stream.index] = len(self.rule)
                self.rule_id.append(rule_id)
                self.rule.append(rule)
                self.stream.append(stream)
                self.camera.append(watching.get(stream.id, ""))
        self.layers = [_dense(layer) for layer in layers]
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


def _dense(layer: dict[int, int]) -> NDArray[np.int32]:
    rows = np.full(max(layer) + 1, -1, np.int32)
    for index, row in layer.items():
        rows[index] = row
    return rows

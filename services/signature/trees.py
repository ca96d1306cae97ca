"""Gradient-boosted decision trees in numpy: a weighted vote of small yes/no questions.

Owns the training and the vote; knows neither features nor files. Everything is deterministic.
"""

from __future__ import annotations

import msgspec
import numpy as np
from numpy.typing import NDArray

DEPTH = 4
NODES = 2**DEPTH - 1
_BINS = 48
_L2 = 2.0
_LEAST_WEIGHT = 2.0
_AT_ONCE = 1024

Matrix = NDArray[np.float64]
Ints = NDArray[np.int64]


class Trees(msgspec.Struct, frozen=True):
    """`feature` and `threshold` of every inner node, tree by tree in heap order; `leaf` values.

    A row goes to the right child when its feature is above the threshold.
    """

    base: float
    feature: list[list[int]]
    threshold: list[list[float]]
    leaf: list[list[float]]


class Forest:
    """Trees as arrays, for voting."""

    def __init__(self, trees: Trees) -> None:
        self._base = trees.base
        self._feature = np.array(trees.feature, np.int64).reshape(-1, NODES)
        self._threshold = np.array(trees.threshold).reshape(-1, NODES)
        self._leaf = np.array(trees.leaf).reshape(-1, NODES + 1)

    def margin(self, rows: Matrix) -> Matrix:
        """Log-odds of each row."""
        parts = [self._votes(rows[at : at + _AT_ONCE]) for at in range(0, len(rows), _AT_ONCE)]
        return np.concatenate(parts) if parts else np.zeros(0)

    def _votes(self, rows: Matrix) -> Matrix:
        """All trees at once: one row of nodes a tree, one column a row of features."""
        tree = np.arange(len(self._feature))[:, None]
        every = np.arange(len(rows))[None, :]
        node = np.zeros((len(self._feature), len(rows)), np.int64)
        for _ in range(DEPTH):
            right = rows[every, self._feature[tree, node]] > self._threshold[tree, node]
            node = 2 * node + 1 + right
        base = np.full((1, len(rows)), self._base)
        found: Matrix = np.concatenate([base, self._leaf[tree, node - NODES]]).sum(0)
        return found


def sigmoid(margin: Matrix) -> Matrix:
    """Log-odds to probability."""
    found: Matrix = 1 / (1 + np.exp(-np.clip(margin, -40, 40)))
    return found


def grow(rows: Matrix, truth: NDArray[np.bool_], count: int, rate: float) -> Trees:
    """`count` trees for the logistic loss, each adding `rate` of its best step."""
    edges = [
        np.unique(np.quantile(column, np.linspace(0, 1, _BINS + 1)[1:-1])) for column in rows.T
    ]
    binned = np.stack(
        [np.searchsorted(edge, column) for edge, column in zip(edges, rows.T, strict=True)], 1
    )
    share = float(np.clip(truth.mean(), 1e-3, 1 - 1e-3))
    base = float(np.log(share / (1 - share)))
    margin = np.full(len(rows), base)
    features, thresholds, leaves = [], [], []
    for _ in range(count):
        chance = sigmoid(margin)
        feature, cut, leaf, at = _tree(binned, chance - truth, chance * (1 - chance))
        leaf = np.round(leaf * rate, 6)
        margin = margin + leaf[at]
        features.append(feature)
        thresholds.append([_edge(edges[f], c) for f, c in zip(feature, cut, strict=True)])
        leaves.append(leaf.tolist())
    return Trees(base, features, thresholds, leaves)


def _edge(edges: Matrix, cut: int) -> float:
    return float(edges[cut]) if 0 <= cut < len(edges) else 1e308


def _tree(binned: Ints, slope: Matrix, curve: Matrix) -> tuple[list[int], list[int], Matrix, Ints]:
    """One tree: feature and last bin that goes left by node, leaf values, leaf of every row."""
    node = np.zeros(len(binned), np.int64)
    features, cuts = [0] * NODES, [_BINS] * NODES
    for level in range(DEPTH):
        first, width = 2**level - 1, 2**level
        feature, cut = _splits(binned, slope, curve, node - first, width)
        for place in range(width):
            features[first + place], cuts[first + place] = int(feature[place]), int(cut[place])
        here = node - first
        right = binned[np.arange(len(binned)), feature[here]] > cut[here]
        node = 2 * node + 1 + right
    at = node - NODES
    slopes = np.bincount(at, slope, NODES + 1)
    curves = np.bincount(at, curve, NODES + 1)
    return features, cuts, -slopes / (curves + _L2), at


def _splits(
    binned: Ints, slope: Matrix, curve: Matrix, here: Ints, width: int
) -> tuple[Ints, Ints]:
    """The best question of each node of a level: feature, and last bin that goes left."""
    best = np.full(width, 1e-6)
    feature, cut = np.zeros(width, np.int64), np.full(width, _BINS)
    for column in range(binned.shape[1]):
        place = here * _BINS + binned[:, column]
        slopes = np.bincount(place, slope, width * _BINS).reshape(width, _BINS).cumsum(1)
        curves = np.bincount(place, curve, width * _BINS).reshape(width, _BINS).cumsum(1)
        all_slope, all_curve = slopes[:, -1:], curves[:, -1:]
        other = all_curve - curves
        gain = (
            slopes**2 / (curves + _L2)
            + (all_slope - slopes) ** 2 / (other + _L2)
            - all_slope**2 / (all_curve + _L2)
        )
        gain[(curves < _LEAST_WEIGHT) | (other < _LEAST_WEIGHT)] = 0
        top = gain.argmax(1)
        found = gain[np.arange(width), top]
        better = found > best
        best[better], feature[better], cut[better] = found[better], column, top[better]
    return feature, cut

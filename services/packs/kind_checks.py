"""What each kind of rule asks for beyond its types."""

from __future__ import annotations

import math
from collections.abc import Iterator

from services.packs.lines import Key
from services.packs.rules import (
    AbsenceRule,
    AccumulationRule,
    BaselineRule,
    CombinationRule,
    CountRule,
    NeighboursRule,
    RateRule,
    Rule,
    ThresholdRule,
)
from services.packs.schema import Pack

Finding = tuple[tuple[Key, ...], str, str]
"""Path, problem, what to write instead."""

DAY_S = 86_400
WEEK_S = 7 * DAY_S
MAX_COUNT = 256
"""So many readings a window remembers of each stream."""
MAX_WITHIN_M = 20_000

_RANGES: dict[type, dict[str, tuple[float, float]]] = {
    RateRule: {"window_s": (1, DAY_S)},
    CountRule: {"window_s": (1, WEEK_S)},
    BaselineRule: {"days": (0.01, 366), "min_readings": (2, 1_000_000), "min_spread": (1e-9, 1e9)},
    NeighboursRule: {"within_m": (1, MAX_WITHIN_M), "within_s": (1, WEEK_S)},
    AccumulationRule: {"window_s": (60, WEEK_S), "max_gap_s": (1, DAY_S), "per_s": (1, DAY_S)},
    CombinationRule: {"within_s": (0, DAY_S)},
}
"""Lowest and highest number each key of a kind may have."""


def check_kind(path: tuple[Key, ...], rule: Rule, pack: Pack) -> Iterator[Finding]:
    """What only the rule's own kind asks for. A measure that is 0 at rest must be able to return
    there: the first level lies further out than the deadband."""
    for key, (low, high) in _RANGES.get(type(rule), {}).items():
        value = getattr(rule, key)
        if not low <= value <= high:
            seconds = key.endswith("_s")
            words = f"write {'seconds' if seconds else 'a number'} from {low:.15g} to {high:.15g}"
            yield (*path, key), f"{value:g} cannot be used as {key}", words
    if isinstance(rule, CountRule | NeighboursRule | AbsenceRule) and not math.isfinite(
        rule.from_value
    ):
        yield (*path, "from_value"), "this is no finite number", "write a number"
    if isinstance(rule, CountRule | NeighboursRule):
        yield from _check_counts(path, rule, MAX_COUNT)
    if isinstance(rule, CombinationRule):
        yield from _check_combination(path, rule, pack)
        yield from _check_counts(path, rule, len(rule.of))
    if not isinstance(rule, ThresholdRule):
        yield from _check_rest(path, rule)


def _check_rest(path: tuple[Key, ...], rule: Rule) -> Iterator[Finding]:
    sign = 1 if rule.direction == "above" else -1
    for name, threshold in rule.levels.items():
        if sign * threshold.at <= rule.deadband:
            yield (
                (*path, "levels", name, "at"),
                f"{threshold.at:g} is not further from 0 than the deadband, {rule.deadband:g}",
                f"write a number {'above' if sign > 0 else 'below'} {sign * rule.deadband:g}",
            )


def _check_counts(path: tuple[Key, ...], rule: Rule, most: int) -> Iterator[Finding]:
    for name, threshold in rule.levels.items():
        if threshold.at > most or threshold.at % 1 != 0:
            yield (
                (*path, "levels", name, "at"),
                f"{threshold.at:g} is no count this rule can reach",
                f"write a whole number up to {most}",
            )


def _check_combination(
    path: tuple[Key, ...], rule: CombinationRule, pack: Pack
) -> Iterator[Finding]:
    usable = [name for name, one in pack.rules.items() if not isinstance(one, CombinationRule)]
    known = ", ".join(f'"{name}"' for name in usable) or "a rule first"
    for place, name in enumerate(rule.of):
        if name not in usable:
            yield (
                (*path, "of", place),
                f"`{name}` is not a rule of this pack that can be combined",
                f"write one of: {known}",
            )
    if len(set(rule.of)) < 2 or len(set(rule.of)) < len(rule.of):
        fix = "name two rules or more, each once"
        yield (*path, "of"), "there is nothing to combine", fix

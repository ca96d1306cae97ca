"""What each kind of rule measures of a stream; how a measure becomes an alarm is the bank's.

A new kind is a new module here, a rule in the pack schema, and a line in `measure_for`.
"""

from __future__ import annotations

from collections.abc import Callable

from services.detect.kinds.absence import Absence
from services.detect.kinds.accumulation import Accumulation
from services.detect.kinds.baseline import Baseline
from services.detect.kinds.combination import Combination
from services.detect.kinds.count_in_window import CountInWindow
from services.detect.kinds.measure import Around, Measure
from services.detect.kinds.neighbours import Neighbours
from services.detect.kinds.rate_of_change import RateOfChange
from services.detect.kinds.stale import Silence
from services.detect.kinds.stuck import Stuck
from services.detect.kinds.threshold import Value
from services.detect.table import RuleTable
from services.packs.rules import (
    AbsenceRule,
    AccumulationRule,
    BaselineRule,
    CombinationRule,
    CountRule,
    NeighboursRule,
    RateRule,
    Rule,
    StaleRule,
    StuckRule,
    ThresholdRule,
)

KINDS: tuple[type[Rule], ...] = (
    ThresholdRule,
    RateRule,
    StaleRule,
    StuckRule,
    CountRule,
    AbsenceRule,
    BaselineRule,
    NeighboursRule,
    AccumulationRule,
    # Looks at all the others and comes last.
    CombinationRule,
)


def measure_for(kind: type[Rule], table: RuleTable, around: Around) -> Measure:
    """The measure of a table whose rules are all of one kind."""
    if kind is AbsenceRule:
        return Absence(table, around)
    if kind is CombinationRule:
        return Combination(table, around)
    return _ALONE[kind](table)


_ALONE: dict[type[Rule], Callable[[RuleTable], Measure]] = {
    ThresholdRule: Value,
    RateRule: RateOfChange,
    StaleRule: Silence,
    StuckRule: Stuck,
    CountRule: CountInWindow,
    BaselineRule: Baseline,
    NeighboursRule: Neighbours,
    AccumulationRule: Accumulation,
}
"""Kinds that look at nothing but the readings of their own rows."""

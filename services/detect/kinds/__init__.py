"""What each kind of rule measures of a stream; how a measure becomes an alarm is the bank's.

A new kind is a new module here, a rule in the pack schema, and a line in `measure_for`.
"""

from __future__ import annotations

from services.detect.kinds.measure import Measure
from services.detect.kinds.rate_of_change import RateOfChange
from services.detect.kinds.stale import Silence
from services.detect.kinds.stuck import Stuck
from services.detect.kinds.threshold import Value
from services.detect.table import RuleTable
from services.packs.rules import RateRule, Rule, StaleRule, StuckRule, ThresholdRule

KINDS: tuple[type[Rule], ...] = (ThresholdRule, RateRule, StaleRule, StuckRule)


def measure_for(kind: type[Rule], table: RuleTable) -> Measure:
    """The measure of a table whose rules are all of one kind."""
    if kind is RateRule:
        return RateOfChange(table)
    if kind is StaleRule:
        return Silence(table)
    if kind is StuckRule:
        return Stuck(table)
    return Value(table)

"""What the packs say of grouping and suppression, by the names the journal uses for rules.

Made anew when packs or rules change; decisions read it and never change it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from services.packs.parts import rules_named
from services.packs.rules import Text
from services.packs.schema import Pack, Suppression


@dataclass(frozen=True, slots=True)
class Design:
    """One suppression by design, its rules written out. Either `cause` or `asset_status`."""

    name: str
    """`pack.suppression`."""
    rules: frozenset[str]
    reason: Text
    cause: str = ""
    through: str = ""
    asset_status: frozenset[str] = frozenset()
    lead_ms: int = 0
    linger_ms: int = 0


@dataclass(frozen=True, slots=True)
class Policy:
    """How alerts are grouped and which are suppressed."""

    group_by: Mapping[str, str] = field(default_factory=dict)
    """place, area, rule or pack, by rule."""
    designs: Mapping[str, tuple[Design, ...]] = field(default_factory=dict)
    """By rule that may be suppressed, in the order of the packs."""
    causes: frozenset[str] = frozenset()
    """Rules whose alerts suppress others."""


NO_POLICY = Policy()
"""Alerts of one place are one group, and nothing is suppressed."""


def policy_of(packs: Sequence[Pack]) -> Policy:
    """The policy of all packs together. The packs have been checked: no rule is its own cause."""
    group_by = {
        pack.rule_id(name): rule.group_by for pack in packs for name, rule in pack.rules.items()
    }
    by_id = {pack.id: pack for pack in packs}
    designs: dict[str, list[Design]] = {}
    for pack in packs:
        for name, suppression in pack.suppressions.items():
            design = _design(pack, name, suppression, by_id)
            for rule in design.rules:
                designs.setdefault(rule, []).append(design)
    causes = {each.cause for found in designs.values() for each in found if each.cause}
    return Policy(
        group_by, {rule: tuple(found) for rule, found in designs.items()}, frozenset(causes)
    )


def _design(pack: Pack, name: str, suppression: Suppression, packs: Mapping[str, Pack]) -> Design:
    rules = set[str]().union(*(rules_named(text, pack, packs) for text in suppression.rules))
    cause = suppression.cause
    if cause and "." not in cause:
        cause = pack.rule_id(cause)
    return Design(
        pack.rule_id(name),
        frozenset(rules - {cause}),
        suppression.reason,
        cause,
        suppression.through,
        frozenset(suppression.asset_status),
        round(suppression.lead_s * 1000),
        round(suppression.linger_s * 1000),
    )

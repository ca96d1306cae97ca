"""The rules in force as a list for people: values, changes, what they watch and how often. Pure."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from services.api.rule_fields import RuleField, fields_of
from services.contract.model import HELD_STATES, OPEN_STATES, Alert, RuleChange, Stream
from services.detect.words import unit_of
from services.packs.rules import Rule, Text
from services.packs.schema import Pack, rules_of
from services.rulebook.book import InForce, values_of

HISTORY = 50
"""Past changes shown of each rule."""
WEEK_MS = 7 * 86_400_000


class PastChange(msgspec.Struct, frozen=True):
    """One change; `patch` is the whole merge patch from then on, `{}` when it was taken back."""

    patch: str
    reason: str
    by: str
    at_ms: int


class BookRule(msgspec.Struct, frozen=True):
    """One rule: `rule` as in force, `base` as pack and town say, `patch` from one to the other."""

    id: str
    pack: str
    name: str
    kind: str
    title: Text
    pack_title: Text
    stream_title: Text
    unit: str
    """Of the stream; `measure_unit` is that of the levels and the deadband."""
    measure_unit: str
    plausible: tuple[float, float] | None
    rule: dict[str, Any]
    base: dict[str, Any]
    patch: dict[str, Any]
    problem: str
    """Why the patch is not obeyed, if it is not."""
    history: list[PastChange]
    """Oldest first."""
    fields: list[RuleField]
    streams: int
    """How many it watches."""
    open: int
    alerts_7d: int


def listed(
    current: InForce,
    base: tuple[Pack, ...],
    changes: Mapping[str, RuleChange],
    history: Sequence[RuleChange],
    streams: Sequence[Stream],
    alerts: Sequence[Alert],
    now_ms: int,
) -> list[BookRule]:
    """Every rule in the order of its packs."""
    by_kind: dict[str, list[Stream]] = defaultdict(list)
    for stream in streams:
        by_kind[stream.kind].append(stream)
    held = OPEN_STATES | HELD_STATES
    standing = Counter(alert.rule for alert in alerts if alert.state in held)
    raised = Counter(alert.rule for alert in alerts if alert.raised_at_ms > now_ms - WEEK_MS)
    past: dict[str, list[PastChange]] = defaultdict(list)
    for change in history:
        past[change.rule].append(PastChange(change.patch, change.reason, change.by, change.at_ms))
    as_read = rules_of(base)
    found = []
    for pack in current.packs:
        for name, rule in pack.rules.items():
            key = pack.rule_id(name)
            mine = changes.get(key)
            own = _described(pack, name, rule, as_read.get(key, rule))
            found.append(
                msgspec.structs.replace(
                    own,
                    patch=json.loads(mine.patch) if mine else {},
                    problem=current.problems.get(key, ""),
                    history=past[key][-HISTORY:],
                    streams=sum(map(rule.fits, by_kind[rule.stream])),
                    open=standing[key],
                    alerts_7d=raised[key],
                )
            )
    return found


def _described(pack: Pack, name: str, rule: Rule, as_read: Rule) -> BookRule:
    kind = pack.streams[rule.stream]
    unit = unit_of(rule, Stream("", 0, rule.stream, "", kind.unit, 0, 0))
    values = values_of(rule)
    return BookRule(
        pack.rule_id(name),
        pack.id,
        name,
        str(values["kind"]),
        rule.title,
        pack.pack.title,
        kind.title,
        kind.unit,
        unit,
        kind.plausible,
        values,
        values_of(as_read),
        {},
        "",
        [],
        fields_of(rule, unit, kind.unit),
        0,
        0,
        0,
    )

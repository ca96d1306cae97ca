"""The rules in force: what the packs and the town's overrides say, and what people changed since.

Owns how a change is put into a pack and checked there. A change that no longer fits, because the
packs were read anew, is not obeyed and said so. Knows no journal, no engine and no files.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec

from services.contract.model import RuleChange, Tier
from services.errors import OneMapError
from services.packs.checks import check_pack
from services.packs.explain import Source
from services.packs.lines import Key
from services.packs.parts import check_parts
from services.packs.rules import DEFAULT_KIND, Rule
from services.packs.schema import Pack, due_minutes_of, rules_of
from services.rulebook.patch import differences, merged


class Finding(msgspec.Struct, frozen=True):
    """What is wrong at one place of a rule, and what to write instead.

    `path` begins in the rule, or at the top of the pack when the mistake is elsewhere in it.
    """

    path: tuple[Key, ...]
    problem: str
    fix: str

    def __str__(self) -> str:
        where = ".".join(str(step) for step in self.path)
        return f"{where}: {self.problem}; {self.fix}" if where else f"{self.problem}; {self.fix}"


class BadPatch(OneMapError):
    """A change that makes no rule the packs allow."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__(" · ".join(str(finding) for finding in findings))
        self.findings = findings


class UnknownRule(OneMapError):
    """No pack of the town has the rule."""


@dataclass(frozen=True, slots=True)
class InForce:
    """The packs with the changes put in, and by rule why a change could not be."""

    packs: tuple[Pack, ...] = ()
    problems: Mapping[str, str] = field(default_factory=dict)

    @property
    def rules(self) -> dict[str, Rule]:
        """The rules by the name the journal uses for them."""
        return rules_of(self.packs)


class RuleBook:
    """The packs as they were read, and the rules in force.

    now: what is in force. due_minutes: the packs' handling times, the same dict for good.
    """

    def __init__(
        self, packs: tuple[Pack, ...] = (), changes: Mapping[str, RuleChange] | None = None
    ) -> None:
        self.packs = packs
        self.due_minutes: dict[Tier, int] = {}
        self.now = InForce()
        self.read(packs, changes or {})

    def read(self, packs: tuple[Pack, ...], changes: Mapping[str, RuleChange]) -> None:
        """Take other packs in place of these."""
        self.packs = packs
        self.due_minutes.clear()
        self.due_minutes.update(due_minutes_of(packs))
        self.follow(changes)

    def follow(self, changes: Mapping[str, RuleChange]) -> None:
        """Put the changes in."""
        self.now = self.with_changes(changes)

    def with_changes(self, changes: Mapping[str, RuleChange]) -> InForce:
        """What is in force with these changes, the earliest put in first."""
        packs, problems = self.packs, {}
        for change in sorted(changes.values(), key=lambda one: one.at_ms):
            try:
                packs = _changed(packs, change.rule, json.loads(change.patch))
            except (BadPatch, UnknownRule) as error:
                problems[change.rule] = str(error)
        return InForce(packs, problems)

    def changed(
        self, rule: str, patch: Mapping[str, Any], changes: Mapping[str, RuleChange]
    ) -> tuple[Pack, ...]:
        """The packs with `patch` as the rule's whole change, beside the changes of other rules.

        Raises UnknownRule, BadPatch.
        """
        others = {name: change for name, change in changes.items() if name != rule}
        return _changed(self.with_changes(others).packs, rule, patch)


def values_of(rule: Rule) -> dict[str, Any]:
    """A rule as its pack's file has it, with the values it leaves to their defaults."""
    found: dict[str, Any] = _without_none(msgspec.to_builtins(rule))
    return found


def differences_of(before: tuple[Pack, ...], after: tuple[Pack, ...]) -> list[str]:
    """What differs between packs, in words: rules added, removed and changed, then the rest."""
    lines: list[str] = []
    old, new = rules_of(before), rules_of(after)
    lines += [f"+ {name}" for name in new if name not in old]
    lines += [f"- {name}" for name in old if name not in new]
    for name in old:
        if name in new and old[name] != new[name]:
            both = values_of(old[name]), values_of(new[name])
            lines += [f"{name} {line}" for line in differences(*both)]
    for pack in after:
        known = next((one for one in before if one.id == pack.id), None)
        if known is not None:
            both = _beside_rules(known), _beside_rules(pack)
            lines += [f"{pack.id} {line}" for line in differences(*both)]
    lines += [f"+ {pack.id}" for pack in after if pack.id not in {one.id for one in before}]
    lines += [f"- {pack.id}" for pack in before if pack.id not in {one.id for one in after}]
    return lines


def _beside_rules(pack: Pack) -> dict[str, Any]:
    data: dict[str, Any] = msgspec.to_builtins(pack)
    return {key: value for key, value in data.items() if key != "rules"}


def pack_of(packs: tuple[Pack, ...], rule: str) -> tuple[Pack, str]:
    """The pack a rule is in, and its name there. Raises UnknownRule."""
    for pack in packs:
        for name in pack.rules:
            if pack.rule_id(name) == rule:
                return pack, name
    raise UnknownRule(f"There is no rule {rule} in the town's packs.")


def _changed(packs: tuple[Pack, ...], rule: str, patch: Mapping[str, Any]) -> tuple[Pack, ...]:
    pack, name = pack_of(packs, rule)
    if not patch:
        return packs
    data = msgspec.to_builtins(pack)
    data["rules"][name] = {"kind": DEFAULT_KIND} | merged(_said(pack.rules[name]), patch)
    inside: tuple[Key, ...] = ("rules", name)
    try:
        changed = msgspec.convert(data, Pack)
    except msgspec.ValidationError as error:
        source = Source("", "", {}, "", "", pack.id)
        said, path = source.explain(str(error), data)
        raise BadPatch((_finding(path, inside, said.problem, said.fix),)) from error
    findings = [*check_pack(changed), *check_parts(changed)]
    if findings:
        raise BadPatch(tuple(_finding(path, inside, *words) for path, *words in findings))
    return tuple(changed if one is pack else one for one in packs)


def _finding(path: tuple[Key, ...], inside: tuple[Key, ...], problem: str, fix: str) -> Finding:
    own = path[: len(inside)] == inside
    return Finding(path[len(inside) :] if own else path, problem, fix)


def _said(rule: Rule) -> dict[str, Any]:
    """The values a rule does not leave to their defaults: those of its kind alone would stand in
    the way of a change to another kind."""
    data: dict[str, Any] = msgspec.to_builtins(rule)
    for one in msgspec.structs.fields(rule):
        if not one.required and data[one.encode_name] == msgspec.to_builtins(_default(one)):
            del data[one.encode_name]
    return data


def _default(one: msgspec.structs.FieldInfo) -> Any:
    made: Any = one.default_factory
    return one.default if made is msgspec.NODEFAULT else made()


def _without_none(data: Any) -> Any:
    if not isinstance(data, dict):
        return data
    return {key: _without_none(value) for key, value in data.items() if value is not None}

"""A rule as somebody is changing it: what stands in its fields, what is wrong with them, and the
patch that would be sent. Every change makes a new draft, so that undoing is going back.

It decides nothing: what is right here may still be refused by the server, which knows the pack.
"""

from __future__ import annotations

import copy
import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from PySide6.QtCore import QCoreApplication

from desktop.link.rulebook import BookRule, Finding
from desktop.models.merge_patch import difference
from desktop.models.rule_checks import found_at, wrong_values
from desktop.models.rule_fields import (
    FieldSpec,
    Path,
    Shape,
    guidance_fields,
    level_fields,
    rule_fields,
    title_fields,
)
from services.packs.rules import LEVELS

translate = QCoreApplication.translate

_COMMAS: Final = str.maketrans("，、；;", ",,,,")


@dataclass(frozen=True, slots=True)
class Draft:
    """`values` is the rule as the form has it; what cannot be read stays as it was typed."""

    rule: BookRule
    values: Mapping[str, Any]
    findings: tuple[Finding, ...] = ()
    """What the server said about these values."""

    @property
    def patch(self) -> dict[str, Any]:
        """What leads from the pack's rule to these values."""
        return difference(self.rule.base, self.values)

    @property
    def is_changed(self) -> bool:
        """Whether anything is other than what is in force."""
        return bool(difference(self.rule.rule, self.values))

    def specs(self) -> tuple[FieldSpec, ...]:
        """Every field there is now, those of the levels in order of severity."""
        unit, values = self.rule.unit, dict(self.values)
        levels = [
            spec for name in LEVELS if self.has_level(name)
            for spec in (*level_fields(values, name, unit), *guidance_fields(name))
        ]  # fmt: skip
        return (*levels, *rule_fields(values, unit), *title_fields())

    def has_level(self, name: str) -> bool:
        """Whether the rule has this level."""
        return name in (self.values.get("levels") or {})

    def value(self, spec: FieldSpec) -> Any:
        """What stands in a field; its default when nothing does."""
        return found_at(self.values, spec.path, spec.default)


def begin(rule: BookRule) -> Draft:
    """A draft that changes nothing yet."""
    return Draft(rule, copy.deepcopy(rule.rule))


def with_text(draft: Draft, spec: FieldSpec, text: str) -> Draft:
    """The draft with something written into a field."""
    value = _read(spec, text)
    is_default = value == spec.default and not _has(draft.rule.base, spec.path)
    gone = value is None or is_default
    return _put(draft, spec.path, None if gone else value)


def with_level(draft: Draft, name: str, is_on: bool) -> Draft:
    """The draft with or without a level; a new one takes after the pack's, else its neighbour."""
    if is_on == draft.has_level(name):
        return draft
    if not is_on:
        return _put(draft, ("levels", name), None)
    told = (draft.rule.base.get("levels") or {}).get(name)
    return _put(draft, ("levels", name), copy.deepcopy(told) if told else {"at": ""})


def with_findings(draft: Draft, findings: tuple[Finding, ...]) -> Draft:
    """The draft with what the server said about it."""
    return replace(draft, findings=findings)


def field_text(spec: FieldSpec, value: Any) -> str:
    """A value as it stands in its field."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else ""
    if isinstance(value, float | int):
        return f"{value:.10g}"
    if isinstance(value, Mapping):
        return "; ".join(f"{name} = {field_text(spec, one)}" for name, one in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(field_text(spec, one) for one in value)
    return str(value)


def problems(draft: Draft) -> dict[Path, str]:
    """What is wrong, by field; () for what belongs to none."""
    found = wrong_values(draft.values, draft.specs())
    for finding in draft.findings:
        path = _shown_at(draft, finding)
        said = "：".join(text for text in (finding.problem, finding.fix) if text)
        found.setdefault(path, translate("Rules", "服务器：{said}").format(said=said))
    return found


def _shown_at(draft: Draft, finding: Finding) -> Path:
    """The field a finding is about: it may point into it; () when there is none."""
    path = tuple(str(step) for step in finding.path)
    shown = {spec.path for spec in draft.specs()} | {("levels", name) for name in LEVELS}
    while path and path not in shown:
        path = path[:-1]
    return path


def _read(spec: FieldSpec, text: str) -> Any:
    """What a text means in a field; the text itself when it means nothing."""
    said = text.strip()
    if spec.shape is Shape.FLAG:
        return bool(said)
    if spec.shape is Shape.NUMBERS:
        parts = [one.strip() for one in said.translate(_COMMAS).split(",") if one.strip()]
        numbers = [_number(one) for one in parts]
        return numbers if all(one is not None for one in numbers) else said
    if spec.shape is Shape.NAMES:
        return [one.strip() for one in said.translate(_COMMAS).split(",") if one.strip()]
    if spec.shape in (Shape.NUMBER, Shape.WHOLE):
        if not said and spec.is_optional:
            return None
        number = _number(said)
        return said if number is None else number
    return said


def _number(text: str) -> float | int | None:
    try:
        number = float(text)
    except ValueError:
        return None
    if not math.isfinite(number):
        return None
    return int(number) if number.is_integer() and abs(number) < 1e15 else number


def _has(values: Any, path: Path) -> bool:
    missing = object()
    return found_at(values, path, missing) is not missing


def _put(draft: Draft, path: Path, value: Any) -> Draft:
    """The draft with a value at a path, None to have nothing there."""
    values = copy.deepcopy(dict(draft.values))
    table = values
    for step in path[:-1]:
        table = table.setdefault(step, {})
    if value is None:
        table.pop(path[-1], None)
    else:
        table[path[-1]] = value
    _drop_empty(values, path)
    # What the server said was about other values.
    kept = tuple(one for one in draft.findings if _shown_at(draft, one) != path)
    return Draft(draft.rule, values, kept)


def _drop_empty(values: dict[str, Any], path: Path) -> None:
    """Guidance with no words in it is no guidance."""
    if path[-2:-1] == ("guidance",):
        level = found_at(values, path[:-2])
        words = level.get("guidance", {}) if isinstance(level, dict) else {}
        if any(words.values()):
            words.setdefault("zh", "")
            words.setdefault("en", "")
        elif isinstance(level, dict):
            level.pop("guidance", None)

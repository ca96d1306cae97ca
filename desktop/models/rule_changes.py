"""A change of a rule in words: what it sets, what it takes away, who made it and why."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import tzinfo
from typing import Any

from PySide6.QtCore import QCoreApplication

from desktop.link.rulebook import BookRule
from desktop.models import rule_words, wording
from desktop.models.merge_patch import difference, merged
from desktop.models.rule_checks import found_at
from desktop.models.rule_draft import field_text
from desktop.models.rule_fields import (
    Path,
    guidance_fields,
    level_fields,
    rule_fields,
    title_fields,
)
from services.packs.rules import LEVELS

translate = QCoreApplication.translate


def change_lines(rule: BookRule, wanted: Mapping[str, Any]) -> list[str]:
    """What becomes other than what is in force, a line for each."""
    return _lines(rule, rule.rule, difference(rule.rule, wanted))


def history_rows(rule: BookRule, zone: tzinfo) -> list[tuple[str, str, str, str]]:
    """When, who, what and why, newest first."""
    rows: list[tuple[str, str, str, str]] = []
    before = dict(rule.base)
    for past in rule.history:
        after = merged(rule.base, _patch(past.patch))
        what = "；".join(_lines(rule, before, difference(before, after)))
        if not _patch(past.patch):
            what = translate("RuleChanges", "恢复为场景包的规定")
        when = wording.date_text(past.at_ms, zone) + " " + wording.clock_time(past.at_ms, zone)
        rows.append((when, wording.actor_text(past.by), what, past.reason))
        before = after
    return rows[::-1]


def _patch(text: str) -> dict[str, Any]:
    try:
        patch = json.loads(text or "{}")
    except ValueError:
        return {}
    return patch if isinstance(patch, dict) else {}


def _lines(rule: BookRule, before: Mapping[str, Any], patch: Mapping[str, Any]) -> list[str]:
    names = _names(rule)
    lines = []
    for path, value in _leaves(patch):
        name = names.get(path) or rule_words.label(path[-1])
        was = field_text_of(found_at(before, path))
        if value is None:
            lines.append(translate("RuleChanges", "去掉 {name}").format(name=name))
        elif was:
            text = translate("RuleChanges", "{name} {was} → {now}")
            lines.append(text.format(name=name, was=was, now=field_text_of(value)))
        else:
            text = translate("RuleChanges", "{name} 设为 {now}")
            lines.append(text.format(name=name, now=field_text_of(value)))
    return lines


def field_text_of(value: Any) -> str:
    """A value in short; a table says nothing by itself."""
    if isinstance(value, bool):
        return translate("Rules", "是") if value else translate("Rules", "否")
    if isinstance(value, Mapping):
        return ""
    return field_text(title_fields()[0], value)


def _leaves(patch: Mapping[str, Any], path: Path = ()) -> Iterator[tuple[Path, Any]]:
    for name, value in patch.items():
        if isinstance(value, Mapping):
            yield from _leaves(value, (*path, name))
        else:
            yield (*path, name), value


def _names(rule: BookRule) -> dict[Path, str]:
    names: dict[Path, str] = {}
    for name, level in LEVELS.items():
        said = wording.level_text(level)
        names[("levels", name)] = said
        for spec in (*level_fields(dict(rule.rule), name, rule.unit), *guidance_fields(name)):
            names[spec.path] = f"{said} {spec.label}"
    for spec in (*rule_fields(dict(rule.rule), rule.unit), *title_fields()):
        names[spec.path] = spec.label
    return names

"""What a pack must hold beyond its types: thresholds in order, templates that can be filled."""

from __future__ import annotations

import math
from collections.abc import Iterator

from services.packs.kind_checks import WEEK_S, Finding, check_kind
from services.packs.lines import Key
from services.packs.rules import LEVELS, AbsenceRule, Rule, StaleRule, StuckRule
from services.packs.schema import Pack, StreamKind
from services.packs.templates import template_problem

DELAYS = ("on_delay_s", "off_delay_s")


def check_pack(pack: Pack) -> Iterator[Finding]:
    """What is wrong with the pack, in the order of its rules."""
    for name, kind in pack.streams.items():
        yield from _check_plausible(("streams", name, "plausible"), kind)
    for name, rule in pack.rules.items():
        path = ("rules", name)
        if rule.stream not in pack.streams:
            known = ", ".join(f'"{kind}"' for kind in pack.streams) or "a [streams] table first"
            yield (
                (*path, "stream"),
                f"the pack has no stream kind `{rule.stream}`",
                f"write one of: {known}",
            )
        yield from _check_levels(path, rule)
        yield from _check_numbers(path, rule)
        yield from check_kind(path, rule, pack)
        yield from _check_during((*path, "during"), rule, pack)
        yield from _check_title((*path, "title"), rule)
    for tier, minutes in pack.casework.due_minutes.items():
        if minutes <= 0:
            yield (
                ("casework", "due_minutes", tier.value),
                f"{minutes} minutes is no time to handle a case",
                "write a whole number above 0",
            )


def _check_levels(path: tuple[Key, ...], rule: Rule) -> Iterator[Finding]:
    if not rule.levels:
        yield (
            (*path, "levels"),
            "the rule has no level",
            "write at least one [rules.….levels.blue] with `at = …`",
        )
    sign = 1 if rule.direction == "above" else -1
    last, last_name = -math.inf, ""
    for name in LEVELS:
        if name not in rule.levels:
            continue
        at = sign * rule.levels[name].at
        if not math.isfinite(at) or at <= last:
            order = "above" if sign > 0 else "below"
            yield (
                (*path, "levels", name, "at"),
                f"the threshold of {name} is not {order} that of {last_name or 'nothing'}",
                f"write a number {order} {sign * last:g}" if last_name else "write a number",
            )
        last, last_name = at, name


def _check_numbers(path: tuple[Key, ...], rule: Rule) -> Iterator[Finding]:
    for key in ("deadband", "on_delay_s", "off_delay_s"):
        value = getattr(rule, key)
        if not (math.isfinite(value) and value >= 0):
            yield (*path, key), f"{value} is below 0 or not finite", "write 0 or a number above"
        elif key in DELAYS and value > WEEK_S:
            yield (*path, key), f"{value:g} s is more than a week", f"write seconds up to {WEEK_S}"


def _check_during(path: tuple[Key, ...], rule: Rule, pack: Pack) -> Iterator[Finding]:
    for place, name in enumerate(rule.during):
        if name not in pack.calendars:
            known = ", ".join(f'"{calendar}"' for calendar in pack.calendars)
            yield (
                (*path, place),
                f"the pack has no calendar `{name}`",
                f"write one of: {known}" if known else f"add a [calendars.{name}] table",
            )


def _check_plausible(path: tuple[Key, ...], kind: StreamKind) -> Iterator[Finding]:
    if kind.plausible is None:
        return
    low, high = kind.plausible
    if not low < high:
        yield path, f"{low:g} is not below {high:g}", "write [lowest, highest]"


def _check_title(path: tuple[Key, ...], rule: Rule) -> Iterator[Finding]:
    fields: dict[str, object] = {"name": "", "value": 0.0, "unit": "", "level": ""}
    allowed = "{name}, {value:.0f}, {unit} and {level}"
    if isinstance(rule, StaleRule | StuckRule | AbsenceRule):
        fields["minutes"] = 0.0
        allowed = "{name}, {minutes:.0f}, {value:.0f}, {unit} and {level}"
    for language, template in (("zh", rule.title.zh), ("en", rule.title.en)):
        if problem := template_problem(template, fields):
            yield (
                (*path, language),
                f"the template cannot be filled ({problem})",
                f"use only {allowed}",
            )

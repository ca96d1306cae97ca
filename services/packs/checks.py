"""What a pack must hold beyond its types: thresholds in order, templates that can be filled."""

from __future__ import annotations

import math
from collections.abc import Iterator

from services.packs.lines import Key
from services.packs.schema import LEVELS, Pack, Rule, Text

Finding = tuple[tuple[Key, ...], str, str]
"""Path, problem, what to write instead."""


def check_pack(pack: Pack) -> Iterator[Finding]:
    """What is wrong with the pack, in the order of its rules."""
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
        yield from _check_title((*path, "title"), rule.title)
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


def _check_title(path: tuple[Key, ...], title: Text) -> Iterator[Finding]:
    for language, template in (("zh", title.zh), ("en", title.en)):
        try:
            template.format(name="", value=0.0, unit="", level="")
        except (KeyError, IndexError, ValueError, AttributeError) as error:
            yield (
                (*path, language),
                f"the template cannot be filled ({type(error).__name__}: {error})",
                "use only {name}, {value:.0f}, {unit} and {level}",
            )

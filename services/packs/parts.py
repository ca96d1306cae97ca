"""Checks of what a pack holds beside its rules, and of what packs say of each other.

Knows no files. A finding is a path, the problem, and what to write instead.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping

from services.packs.demo import Demo
from services.packs.explain import choose
from services.packs.lines import Finding, Key
from services.packs.schema import Belonging, Calendar, Pack, Suppression

HOURS = re.compile(r"([01]\d|2[0-3]):[0-5]\d-(([01]\d|2[0-3]):[0-5]\d|24:00)")
CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?")
LINK = re.compile(r"https?://\S+|[\w-]+\.md(#\S+)?")
EVERYTHING = "*"


def check_parts(pack: Pack) -> Iterator[Finding]:
    """What is wrong with a pack's calendars, suppressions, belongings, links and demo."""
    if pack.threshold_sets and pack.threshold_set not in pack.threshold_sets:
        name = pack.threshold_set
        yield (
            ("threshold_set",) if name else ("threshold_sets",),
            f"there is no threshold set `{name}`" if name else "no threshold set is in force",
            choose(name, pack.threshold_sets) if name else "write `threshold_set = …` above",
        )
    for name, calendar in pack.calendars.items():
        yield from _check_calendar(("calendars", name), calendar)
    for name, suppression in pack.suppressions.items():
        yield from _check_suppression(("suppressions", name), suppression)
    for name, belonging in (("cameras", pack.cameras), ("teams", pack.teams)):
        yield from _check_belonging((name, "within_m"), belonging)
    for name, rule in pack.rules.items():
        for level, threshold in rule.levels.items():
            if threshold.link and not LINK.fullmatch(threshold.link):
                yield (
                    ("rules", name, "levels", level, "link"),
                    f"`{threshold.link}` leads nowhere",
                    "write an http(s) address or a page of the manual such as packs.md#title",
                )
    yield from _check_demo(pack, pack.demo)


def _check_calendar(path: tuple[Key, ...], calendar: Calendar) -> Iterator[Finding]:
    if not calendar.hours:
        yield (*path, "hours"), "the calendar has no hours", 'write hours such as ["06:30-09:00"]'
    for hours in calendar.hours:
        begin, _, end = hours.partition("-")
        if not HOURS.fullmatch(hours) or begin == end:
            yield (
                (*path, "hours"),
                f"`{hours}` are no hours",
                'write begin and end such as "06:30-09:00", the whole day as "00:00-24:00"',
            )


def _check_suppression(path: tuple[Key, ...], suppression: Suppression) -> Iterator[Finding]:
    if not suppression.rules:
        yield (*path, "rules"), "nothing is suppressed", "name rules, or `pack.*` for all of one"
    if bool(suppression.cause) == bool(suppression.asset_status):
        yield (
            path,
            "it must have either a `cause` or an `asset_status`",
            "write `cause = …` with `through = …`, or `asset_status = […]`",
        )
    if suppression.cause and not suppression.through:
        yield (
            (*path, "cause"),
            "it does not say which streams the cause reaches",
            'write `through` with the attribute they share, such as "feeder"',
        )
    for key in ("lead_s", "linger_s"):
        value = getattr(suppression, key)
        if not (math.isfinite(value) and value >= 0):
            yield (*path, key), f"{value} is below 0 or not finite", "write 0 or a number above"


def _check_belonging(path: tuple[Key, ...], belonging: Belonging) -> Iterator[Finding]:
    if not (math.isfinite(belonging.within_m) and belonging.within_m > 0):
        yield path, f"{belonging.within_m:g} m reaches nothing", "write metres above 0"


def _check_demo(pack: Pack, demo: Demo) -> Iterator[Finding]:
    for name, device in demo.devices.items():
        path: tuple[Key, ...] = ("demo", "devices", name)
        if not device.on and not (device.id and device.kind and device.name.zh and device.at):
            yield (
                path,
                "it says neither on which assets the streams are nor what stands where",
                "write `on = …`, or `id`, `kind`, `name` and `at`",
            )
        for stream in device.streams:
            if stream.kind not in pack.streams:
                fix = choose(stream.kind, pack.streams)
                yield (*path, "streams"), f"the pack has no stream kind `{stream.kind}`", fix
            first = [stream.first] if stream.first else []
            yield from _check_clocks((*path, "streams"), [*first, *(at for at, _ in stream.day)])
    for number, happening in enumerate(demo.happenings):
        times = [at for at, _ in happening.points]
        yield from _check_clocks(("demo", "happenings", number, "points"), times)
    for number, outage in enumerate(demo.outages):
        yield from _check_clocks(("demo", "outages", number), [outage.begins, outage.ends])


def _check_clocks(path: tuple[Key, ...], times: Iterable[str]) -> Iterator[Finding]:
    for at in times:
        if not CLOCK.fullmatch(at):
            yield path, f"`{at}` is no time of day", 'write times such as "20:20" or "20:20:30"'


# What packs say of each other


def rules_named(text: str, pack: Pack, packs: Mapping[str, Pack]) -> set[str]:
    """The rules, as the journal names them, that an entry of `suppressions.*.rules` means."""
    name, _, rule = text.rpartition(".")
    meant = packs.get(name) if name else pack
    if meant is None:
        return set()
    if rule == EVERYTHING:
        return {meant.rule_id(each) for each in meant.rules}
    return {meant.rule_id(rule)} if rule in meant.rules else set()


def check_together(
    packs: Mapping[str, Pack], known: Iterable[str] = ()
) -> Iterator[tuple[str, Finding]]:
    """What is wrong in what packs say of each other's rules, each with the pack that says it.

    `known` are packs that exist without being used: a rule of one is nobody's mistake.
    """
    reaches: dict[str, set[str]] = {}
    for pack in packs.values():
        for name, suppression in pack.suppressions.items():
            path: tuple[Key, ...] = ("suppressions", name)
            for key, text in _names(suppression):
                if (problem := _unknown(text, pack, packs, known)) is not None:
                    yield pack.id, ((*path, key), *problem)
            found = set().union(*(rules_named(text, pack, packs) for text in suppression.rules))
            for cause in rules_named(suppression.cause, pack, packs):
                reaches.setdefault(cause, set()).update(found)
                if circle := _circle(reaches, cause):
                    yield (
                        pack.id,
                        (
                            (*path, "cause"),
                            f"alarms would suppress each other in a circle: {circle}",
                            "take one of these rules out of `rules`",
                        ),
                    )


def _names(suppression: Suppression) -> Iterator[tuple[str, str]]:
    yield from (("rules", text) for text in suppression.rules)
    if suppression.cause:
        yield "cause", suppression.cause


def _unknown(
    text: str, pack: Pack, packs: Mapping[str, Pack], known: Iterable[str]
) -> tuple[str, str] | None:
    """Problem and fix when nothing has the name `text`."""
    if rules_named(text, pack, packs):
        return None
    name, _, _ = text.rpartition(".")
    if name and name not in packs:
        everywhere = [*packs, *known]
        return (
            None if name in everywhere else (f"there is no pack `{name}`", choose(name, everywhere))
        )
    meant = packs[name] if name else pack
    prefix = f"{name}." if name else ""
    return f"there is no rule `{text}`", choose(text, [f"{prefix}{rule}" for rule in meant.rules])


def _circle(reaches: Mapping[str, set[str]], start: str) -> str:
    """A way from `start` back to it, as words; empty when there is none."""
    ways = [[start]]
    seen: set[str] = set()
    while ways:
        way = ways.pop()
        for following in sorted(reaches.get(way[-1], ())):
            if following == start:
                return " → ".join([*way, start])
            if following not in seen:
                seen.add(following)
                ways.append([*way, following])
    return ""

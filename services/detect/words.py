"""What an alert says: title, guidance, value and unit. Pure."""

from __future__ import annotations

from services.contract.model import Level, Stream
from services.packs.rules import (
    LEVELS,
    AbsenceRule,
    AccumulationRule,
    BaselineRule,
    RateRule,
    Rule,
    StaleRule,
    StuckRule,
    Text,
    ThresholdRule,
)

LEVEL_WORDS = {
    Level.NONE: "",
    Level.BLUE: "蓝",
    Level.YELLOW: "黄",
    Level.ORANGE: "橙",
    Level.RED: "红",
}


def unit_of(rule: Rule, stream: Stream) -> str:
    """The unit of what the rule measures; empty for a count."""
    match rule:
        case ThresholdRule():
            return stream.unit
        case RateRule():
            return f"{stream.unit}/min"
        case AccumulationRule():
            return stream.unit.rpartition("/")[0] or stream.unit
        case StaleRule() | StuckRule() | AbsenceRule():
            return "s"
        case BaselineRule():
            return "σ"
        case _:
            return ""


def title_of(rule: Rule, stream: Stream, level: Level, value: float) -> Text:
    """The rule's title filled in; a stream with the attribute `name_en` has a name in English."""
    unit = unit_of(rule, stream)
    name_en = stream.attributes.get("name_en") or stream.name
    return Text(
        zh=rule.title.zh.format(
            name=stream.name, value=value, minutes=value / 60, unit=unit, level=LEVEL_WORDS[level]
        ),
        en=rule.title.en.format(
            name=name_en, value=value, minutes=value / 60, unit=unit, level=level.name.lower()
        ),
    )


def guidance_of(rule: Rule, level: Level) -> Text:
    """What to do at `level`: that of the highest threshold not above it that says something."""
    for name, value in reversed(LEVELS.items()):
        threshold = rule.levels.get(name)
        if threshold is not None and value <= level and threshold.guidance is not None:
            return threshold.guidance
    return Text(zh="", en="")


def link_of(rule: Rule, level: Level) -> str:
    """Where to read more at `level`: as with the guidance."""
    for name, value in reversed(LEVELS.items()):
        threshold = rule.levels.get(name)
        if threshold is not None and value <= level and threshold.link:
            return threshold.link
    return ""

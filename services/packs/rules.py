"""The rules a pack may hold, one type for each kind of measure. Pure data, read by all sides."""

from __future__ import annotations

from typing import ClassVar, Literal

import msgspec

from services.contract.model import Level, Stream, Tier

LevelName = Literal["blue", "yellow", "orange", "red"]

LEVELS: dict[LevelName, Level] = {
    "blue": Level.BLUE,
    "yellow": Level.YELLOW,
    "orange": Level.ORANGE,
    "red": Level.RED,
}


class Part(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base of the parts of a pack: a key the schema does not know is an error."""


class Text(Part, frozen=True):
    """The same words in Chinese and English."""

    zh: str
    en: str


class Threshold(Part, frozen=True):
    """One level of a rule; `at` is in the unit of what the rule's kind measures."""

    at: float
    tier: Tier = Tier.SMALL
    """The loop proposed for a case opened at this level."""
    guidance: Text | None = None
    link: str = ""
    """Where the guidance can be read in full, an http(s) address or a page of the manual."""


class AlarmRule(Part, frozen=True, kw_only=True, tag_field="kind"):
    """What rules of every kind have: levels on a measure of each stream of a kind.

    A stream has at most one alert per rule (ISA-18.2): its level rises with the thresholds, and it
    returns to normal once the measure has been past the first threshold by more than `deadband`
    for `off_delay_s`. `where` narrows by the stream's attributes, all of which must fit.

    `during` names calendars of the pack: outside all of them the condition counts as gone.
    `latch` keeps an alert standing until somebody resets it by hand. `group_by` says with which
    other alerts of its pack it is shown as one: those of the same place (a stream's asset, or
    what its attribute `place` names), neighbourhood, or rule.
    """

    stream: str
    levels: dict[LevelName, Threshold]
    title: Text
    class_code: str
    where: dict[str, list[str]] = {}
    during: list[str] = []
    latch: bool = False
    group_by: Literal["place", "area", "rule", "pack"] = "place"

    def fits(self, stream: Stream) -> bool:
        """Whether the rule watches `stream`."""
        return stream.kind == self.stream and all(
            str(stream.attributes.get(name, "")) in wanted for name, wanted in self.where.items()
        )

    def tier(self, level: Level) -> Tier:
        """The loop for a case at `level`: that of the highest threshold not above it."""
        found = Tier.SMALL
        for name, value in LEVELS.items():
            if name in self.levels and value <= level:
                found = self.levels[name].tier
        return found


class ThresholdRule(AlarmRule, frozen=True, kw_only=True, tag="threshold"):
    """The value itself, in the unit of the stream."""

    deadband: float
    on_delay_s: float
    off_delay_s: float
    direction: Literal["above", "below"] = "above"


class RateRule(AlarmRule, frozen=True, kw_only=True, tag="rate_of_change"):
    """How fast the value changes, in its unit per minute, over at most `window_s`.

    `from_value`: below it (above, with direction "below") a change counts as none.
    """

    deadband: float
    on_delay_s: float
    off_delay_s: float
    window_s: float
    from_value: float | None = None
    direction: Literal["above", "below"] = "above"


class StaleRule(AlarmRule, frozen=True, kw_only=True, tag="stale"):
    """Seconds without a usable reading. A stream never heard is not waited for."""

    direction: ClassVar[Literal["above", "below"]] = "above"
    deadband: float = 0
    on_delay_s: float = 0
    off_delay_s: float = 0


class StuckRule(AlarmRule, frozen=True, kw_only=True, tag="stuck"):
    """Seconds for which readings came and all had the same value.

    `resting_values` are values that may stand still, such as a rain gauge's 0.
    """

    direction: ClassVar[Literal["above", "below"]] = "above"
    deadband: float = 0
    on_delay_s: float = 0
    off_delay_s: float = 0
    resting_values: list[float] = []


Rule = ThresholdRule | RateRule | StaleRule | StuckRule
DEFAULT_KIND = "threshold"
"""The kind of a rule that names none."""

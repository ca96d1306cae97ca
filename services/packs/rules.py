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


class Measured(AlarmRule, frozen=True, kw_only=True):
    """Base of the kinds whose measure is 0 at rest and worse when higher."""

    direction: ClassVar[Literal["above", "below"]] = "above"
    deadband: float = 0
    on_delay_s: float = 0
    off_delay_s: float = 0


class CountRule(Measured, frozen=True, kw_only=True, tag="count_in_window"):
    """How many readings of the last `window_s` seconds were at or past `from_value`.

    Counts no further than the highest threshold.
    """

    from_value: float
    window_s: float
    side: Literal["above", "below"] = "above"
    """What past means: at or above `from_value`, or at or below it."""


class AbsenceRule(Measured, frozen=True, kw_only=True, tag="absence"):
    """Seconds since the last reading at or past `from_value`, though others may have come.

    With `during`, counted from the opening of the window at the earliest. A stream never heard
    is not waited for, and time the server was away is not counted.
    """

    from_value: float
    side: Literal["above", "below"] = "above"


class BaselineRule(Measured, frozen=True, kw_only=True, tag="baseline"):
    """How many spreads a value lies from what is usual for its own stream.

    Usual is learned from the readings themselves and forgotten over `days`. Nothing is said
    before `min_readings`; a spread is at least `min_spread`, in the unit of the stream. Readings
    at or past the first threshold are not learned from.
    """

    days: float
    min_readings: int
    min_spread: float
    side: Literal["above", "below", "both"] = "both"


class NeighboursRule(Measured, frozen=True, kw_only=True, tag="neighbours"):
    """How many streams within `within_m` metres agree, itself among them, else none.

    A stream agrees when its newest reading is at or past `from_value` and not older than
    `within_s`. Only streams the rule watches are asked.
    """

    from_value: float
    within_m: float
    within_s: float
    side: Literal["above", "below"] = "above"


class AccumulationRule(Measured, frozen=True, kw_only=True, tag="accumulation"):
    """What a rate adds up to over the last `window_s`: mm of rain from mm/h.

    `per_s` are the seconds of the rate's unit. Between two readings further apart than
    `max_gap_s` nothing is added; a value below 0 counts as 0.
    """

    window_s: float
    max_gap_s: float
    per_s: float = 3600


class CombinationRule(Measured, frozen=True, kw_only=True, tag="combination"):
    """How many of the rules `of` of the same pack stand at one place at about the same time.

    A rule counts while its condition stands and for `within_s` after. The place is the stream's
    attribute `place`, else its asset, else the stream; of several streams of the kind `stream` at
    a place the first has the alert.
    """

    of: list[str]
    within_s: float


Rule = (
    ThresholdRule
    | RateRule
    | StaleRule
    | StuckRule
    | CountRule
    | AbsenceRule
    | BaselineRule
    | NeighboursRule
    | AccumulationRule
    | CombinationRule
)
DEFAULT_KIND = "threshold"
"""The kind of a rule that names none."""

"""What a scenario pack holds, typed. Pure data, also read by the desktop; no files, no TOML."""

from __future__ import annotations

from typing import Any, Literal

from services.contract.model import Tier
from services.packs.demo import Demo
from services.packs.rules import Part, Rule, Text

Day = Literal["workday", "holiday", "mon", "tue", "wed", "thu", "fri", "sat", "sun"]


class Head(Part, frozen=True):
    id: str
    version: int
    title: Text


class StreamKind(Part, frozen=True):
    """A kind of stream and its unit."""

    unit: str
    title: Text
    plausible: tuple[float, float] | None = None
    """Lowest and highest value an instrument can mean; beyond it a reading is of bad quality."""


class Calendar(Part, frozen=True):
    """Hours of certain days, in the town's own time."""

    title: Text
    hours: list[str]
    """Such as "06:30-09:00"; one that ends before it begins runs past midnight."""
    days: list[Day] = []
    """Weekdays by name, or what the calendar of holidays makes of a day; none: every day."""


class Suppression(Part, frozen=True):
    """Alarms suppressed by design (ISA-18.2), and why.

    Either while an alert of the rule `cause` stands, on streams that have the same attribute
    `through` as the cause's stream (a feeder, a switch, a gateway), or whose attribute names that
    stream or its asset; an asset's attributes are its streams' too. Or while the asset of the
    stream has one of the statuses `asset_status`. `lead_s`: alerts raised so long before the
    cause was found belong to it; `linger_s`: things may need so long to come back afterwards.
    """

    rules: list[str]
    """Rules of this pack, or `pack.rule`; `pack.*` for all of a pack."""
    reason: Text
    cause: str = ""
    through: str = ""
    asset_status: list[str] = []
    lead_s: float = 180
    linger_s: float = 120


class Belonging(Part, frozen=True):
    """Which cameras or teams belong to a pack: by attributes, by distance, or both."""

    where: dict[str, list[str]] = {}
    within_m: float = 300


class ThresholdSet(Part, frozen=True):
    """Values for rules that go together, such as a city's or the nation's; one set is in force.

    `rules` are parts of rules, put over those of the pack, or whole rules this set adds.
    """

    title: Text
    rules: dict[str, dict[str, Any]] = {}


class Casework(Part, frozen=True):
    """Handling minutes by loop, from dispatch."""

    due_minutes: dict[Tier, int] = {}


class Pack(Part, frozen=True):
    """A scenario as data: what is watched, when it alarms, how it is handled."""

    pack: Head
    streams: dict[str, StreamKind] = {}
    rules: dict[str, Rule] = {}
    casework: Casework = Casework()
    calendars: dict[str, Calendar] = {}
    suppressions: dict[str, Suppression] = {}
    cameras: Belonging = Belonging()
    teams: Belonging = Belonging()
    threshold_set: str = ""
    """The set in force; its values are in `rules` already."""
    threshold_sets: dict[str, ThresholdSet] = {}
    demo: Demo = Demo()

    @property
    def id(self) -> str:
        return self.pack.id

    def rule_id(self, name: str) -> str:
        """The name of a rule in the journal, unique among packs."""
        return f"{self.id}.{name}"


def rules_of(packs: tuple[Pack, ...]) -> dict[str, Rule]:
    """The rules of all packs by the name the journal uses for them."""
    return {pack.rule_id(name): rule for pack in packs for name, rule in pack.rules.items()}


def due_minutes_of(packs: tuple[Pack, ...]) -> dict[Tier, int]:
    """Handling minutes by loop; where packs disagree the later one counts."""
    found: dict[Tier, int] = {}
    for pack in packs:
        found.update(pack.casework.due_minutes)
    return found


def plausible_of(packs: tuple[Pack, ...]) -> dict[str, tuple[float, float]]:
    """Plausible range by kind of stream; where packs disagree the later one counts."""
    return {
        name: kind.plausible
        for pack in packs
        for name, kind in pack.streams.items()
        if kind.plausible is not None
    }


def calendars_of(packs: tuple[Pack, ...]) -> dict[str, Calendar]:
    """The calendars of all packs by pack and name."""
    return {f"{pack.id}.{name}": one for pack in packs for name, one in pack.calendars.items()}


def cameras_of(packs: tuple[Pack, ...]) -> dict[str, Belonging]:
    """Which cameras belong to each pack."""
    return {pack.id: pack.cameras for pack in packs}

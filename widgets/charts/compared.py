"""What a plot of two ways to judge one stream is fed: frozen values, in words and local seconds."""

from __future__ import annotations

from dataclasses import dataclass

from widgets.theme.tokens import Level


@dataclass(frozen=True, slots=True)
class Span:
    """One alarm on a curve, in seconds of the town's clock."""

    start: float
    end: float
    level: Level


@dataclass(frozen=True, slots=True)
class Lane:
    """The alarms of one way to judge: as it is, or as it would be."""

    name: str
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class LevelLine:
    """Where a level begins on a curve; `text` stands beside it."""

    at: float
    level: Level
    text: str
    is_new: bool = False


@dataclass(frozen=True, slots=True)
class Compared:
    """A curve with the lines and alarms of two ways to judge it.

    Times in seconds of the town's clock (local); `low` and `high` bound each span of time.
    """

    title: str
    unit: str
    times: tuple[float, ...] = ()
    low: tuple[float, ...] = ()
    high: tuple[float, ...] = ()
    lines: tuple[LevelLine, ...] = ()
    lanes: tuple[Lane, ...] = ()

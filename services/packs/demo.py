"""The demo part of a pack: devices in the demo town and what they say on its day. Pure data.

Places are ids of the demo town (neighbourhoods, assets, streams); times are "HH:MM" or "HH:MM:SS"
of its day, which begins at 06:00.
"""

from __future__ import annotations

from services.packs.rules import Part, Text


class DemoStream(Part, frozen=True):
    """A stream each of the devices has, and what it says while nothing happens.

    Its id is the device's, a dot and the last word of `kind`.
    """

    kind: str
    every_s: int = 600
    """Seconds between readings; 0: it speaks only when something happens."""
    rest: float = 0
    noise: float = 0
    """Half the width of the noise around the value."""
    day: list[tuple[str, float]] = []
    """The course of every day in place of `rest`: times and values, straight lines between."""
    digits: int = 1
    first: str = ""
    """When the first reading of a day comes; empty: each stream at a moment of its own."""
    count: int = 1
    """How many such streams each device has; of several, each id ends with its number."""
    name: Text = Text(zh="{device}", en="{device}")
    """May say {device} and {n}."""
    attributes: dict[str, str] = {}


class DemoDevice(Part, frozen=True):
    """Devices of one kind: either new assets at each place of `at`, or streams on assets there."""

    streams: list[DemoStream]
    on: str = ""
    """The kind of assets of the demo town that have the streams: all of them, or those in `at`.
    Then no new assets are made."""
    id: str = ""
    """The beginning of the new assets' ids, a number follows."""
    kind: str = ""
    name: Text = Text(zh="", en="")
    """May say {place} and {n}, the number among those of the place."""
    at: list[str] = []
    """Ids of neighbourhoods, assets or streams of the demo town, or "u,v" metres in its plan."""
    each: int = 1
    """How many at each place."""
    attributes: dict[str, str] = {}


class Happening(Part, frozen=True):
    """What a stream says for a while: the value of each point from its time on, or straight
    lines between the points; after the last point it says again what it says at rest, unless
    what happened `stays`."""

    stream: str
    points: list[tuple[str, float]]
    ramp: bool = False
    stays: bool = False


class Outage(Part, frozen=True):
    """Streams of some kinds, narrowed by attributes, that say nothing for a while."""

    kinds: list[str]
    begins: str
    ends: str
    where: dict[str, list[str]] = {}


class Mark(Part, frozen=True):
    """Attributes for the streams in, on or at `things`, of some kinds; a later mark wins."""

    things: list[str]
    kinds: list[str]
    attributes: dict[str, str]


class Demo(Part, frozen=True):
    """What a pack adds to the demo town."""

    devices: dict[str, DemoDevice] = {}
    marks: list[Mark] = []
    happenings: list[Happening] = []
    outages: list[Outage] = []

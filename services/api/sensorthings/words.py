"""What SensorThings calls things: entity sets, their navigation, and the values they hold."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

NAVIGATION: dict[str, tuple[str, ...]] = {
    "Things": ("Datastreams", "Locations", "HistoricalLocations"),
    "Locations": ("Things", "HistoricalLocations"),
    "HistoricalLocations": ("Thing", "Locations"),
    "Datastreams": ("Thing", "Sensor", "ObservedProperty", "Observations"),
    "Sensors": ("Datastreams",),
    "ObservedProperties": ("Datastreams",),
    "Observations": ("Datastream", "FeatureOfInterest"),
    "FeaturesOfInterest": ("Observations",),
}
"""Entity sets and the links that lead from their entities, as the standard names them."""

SINGLE = {
    "Thing": "Things",
    "Sensor": "Sensors",
    "ObservedProperty": "ObservedProperties",
    "Datastream": "Datastreams",
    "FeatureOfInterest": "FeaturesOfInterest",
}
"""Links that lead to one entity, and its set."""


class StaError(Exception):
    """An answer other than success: status and words."""

    def __init__(self, status: int, text: str) -> None:
        # A client's own words may hold halves of surrogate pairs, which no answer can.
        self.text = text.encode("utf-8", "replace").decode("utf-8")
        super().__init__(self.text)
        self.status = status


@dataclass(frozen=True, slots=True, order=True)
class Instant:
    """A moment, ms since 1970."""

    ms: int

    def __str__(self) -> str:
        moment = self.moment()
        return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"

    def moment(self) -> datetime:
        return datetime.fromtimestamp(self.ms / 1000, UTC)


@dataclass(frozen=True, slots=True, order=True)
class Duration:
    """A length of time, ms."""

    ms: int


@dataclass(frozen=True, slots=True)
class Entity:
    """One entity: the set it is of, its id, and its properties in the standard's order."""

    set: str
    id: str
    properties: dict[str, Any] = field(default_factory=dict)


def target_of(set: str, link: str) -> tuple[str, bool] | None:
    """The set a link leads to and whether it leads to one entity; None when there is no such."""
    if link not in NAVIGATION[set]:
        return None
    return (SINGLE[link], True) if link in SINGLE else (link, False)


def quoted(id: str) -> str:
    """An id as it stands in an address, before percent-encoding."""
    return "'" + id.replace("'", "''") + "'"

"""The town as SensorThings sees it: a picture of the registers, taken once for a request.

A Thing is an asset, or the device behind a stream that belongs to none. A Datastream is a stream;
its Sensor and FeatureOfInterest have its id, its ObservedProperty is the stream's kind. An
Observation is a stored reading, known by stream and time. Used in a thread.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from services.api.sensorthings.words import Entity, Instant, StaError
from services.contract.model import Asset, Attributes, Stream

MEASUREMENT = "http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_Measurement"
GEOJSON = "application/geo+json"
QUALITIES = ("good", "uncertain", "bad")
PER_STREAM = 5_000
"""Newest readings of a stream that are looked at."""
MAX_READ = 1_000_000
"""Readings that are looked at for one request."""
MANY = 200
"""Past so many streams at once only the newest reading of each is looked at."""

Point = tuple[float, int, int]
"""Value, time in ms, quality."""
History = Callable[[int, int, int, int], Sequence[tuple[int, float]]]
"""Times and values of a stream by index between two times, oldest first, at most so many."""


@dataclass(frozen=True, slots=True)
class Span:
    """Times to look between, both included."""

    since_ms: int = 0
    until_ms: int = 1 << 53
    streams: frozenset[str] | None = None
    """Only these; None for all."""
    newest_only: bool = False


@dataclass(slots=True)
class View:
    """Entities by set and id, and the links between them."""

    assets: Mapping[str, Asset]
    streams: Mapping[str, Stream]
    latest: Mapping[int, Point]
    history: History
    town: str = ""
    _of_thing: dict[str, list[Stream]] = field(default_factory=dict)
    _of_kind: dict[str, list[Stream]] = field(default_factory=dict)
    _read: int = 0

    def __post_init__(self) -> None:
        for stream in self.streams.values():
            self._of_thing.setdefault(thing_of(stream), []).append(stream)
            self._of_kind.setdefault(stream.kind, []).append(stream)

    def all(self, set: str, span: Span | None = None) -> list[Entity]:
        """Every entity of a set."""
        if set in ("Things", "Locations"):
            make = self._thing if set == "Things" else self._location
            return [make(id) for id in self._thing_ids()]
        if set == "ObservedProperties":
            return [_observed(kind) for kind in self._of_kind]
        if set == "Observations":
            return self._observations(list(self.streams.values()), span or Span())
        if set == "HistoricalLocations":
            return []
        return [_of_stream(set, stream) for stream in self.streams.values()]

    def one(self, set: str, id: str) -> Entity | None:
        """An entity by its id."""
        if set in ("Things", "Locations"):
            if id not in self.assets and id not in self._of_thing:
                return None
            return self._thing(id) if set == "Things" else self._location(id)
        if set == "ObservedProperties":
            return _observed(id) if id in self._of_kind else None
        if set == "Observations":
            return self._observation(id)
        stream = self.streams.get(id)
        if stream is None or set == "HistoricalLocations":
            return None
        return _of_stream(set, stream)

    def follow(self, entity: Entity, link: str, span: Span | None = None) -> list[Entity]:
        """The entities a link leads to."""
        if entity.set in ("Things", "Locations"):
            if link == "Datastreams":
                return [_of_stream(link, each) for each in self._of_thing.get(entity.id, ())]
            if link == "Locations":
                return [self._location(entity.id)]
            return [self._thing(entity.id)] if link == "Things" else []
        if entity.set == "ObservedProperties":
            return [_of_stream(link, each) for each in self._of_kind.get(entity.id, ())]
        id = entity.id.rpartition("@")[0] if entity.set == "Observations" else entity.id
        stream = self.streams.get(id)
        if stream is None:
            return []
        if link == "Observations":
            return self._observations([stream], span or Span())
        if link == "Thing":
            return [self._thing(thing_of(stream))]
        if link == "ObservedProperty":
            return [_observed(stream.kind)]
        sets = {"Sensor": "Sensors", "FeatureOfInterest": "FeaturesOfInterest"}
        return [_of_stream(sets.get(link, "Datastreams"), stream)]

    def _thing_ids(self) -> list[str]:
        return [*self.assets, *(id for id in self._of_thing if id not in self.assets)]

    def _thing(self, id: str) -> Entity:
        asset = self.assets.get(id)
        if asset is not None:
            properties = _with(asset.attributes, kind=asset.kind, area=asset.area)
            properties["status"] = asset.status
            return _described("Things", id, asset.name, asset.kind, properties=properties)
        stream = self._of_thing[id][0]
        properties = _with({}, area=stream.area)
        return _described("Things", id, stream.name, stream.kind, properties=properties)

    def _location(self, id: str) -> Entity:
        asset = self.assets.get(id)
        name, lon, lat = (
            (asset.name, asset.lon, asset.lat) if asset else _place(self._of_thing[id][0])
        )
        point = {"type": "Point", "coordinates": [lon, lat]}
        return _described("Locations", id, name, name, encodingType=GEOJSON, location=point)

    def _observations(self, streams: list[Stream], span: Span) -> list[Entity]:
        if span.streams is not None:
            streams = [each for each in streams if each.id in span.streams]
        found: list[Entity] = []
        for stream in streams:
            newest = self.latest.get(stream.index)
            if newest is None:
                continue
            value, at_ms, _ = newest
            if span.newest_only or len(streams) > MANY:
                if span.since_ms <= at_ms <= span.until_ms:
                    found.append(self._made(stream, at_ms, value))
                continue
            points = self.history(stream.index, span.since_ms, span.until_ms, PER_STREAM)
            self._read += len(points)
            if self._read > MAX_READ:
                raise StaError(
                    400, f"more than {MAX_READ} observations are looked at; ask for fewer"
                )
            found += [self._made(stream, at, value) for at, value in points]
            # What came last may still wait for the store.
            if span.since_ms <= at_ms <= span.until_ms and (not points or points[-1][0] < at_ms):
                found.append(self._made(stream, at_ms, value))
        return found

    def _observation(self, id: str) -> Entity | None:
        name, _, at = id.rpartition("@")
        stream = self.streams.get(name)
        if stream is None or not at.lstrip("-").isdecimal() or len(at) > 17:
            return None
        at_ms = int(at)
        span = Span(at_ms, at_ms)
        return next(iter(self._observations([stream], span)), None)

    def _made(self, stream: Stream, at_ms: int, value: float) -> Entity:
        at = Instant(at_ms)
        properties: dict[str, Any] = {"phenomenonTime": at, "result": value, "resultTime": at}
        newest = self.latest.get(stream.index)
        if newest is not None and newest[1] == at_ms:
            properties["result"] = newest[0]
            properties["resultQuality"] = QUALITIES[newest[2]]
        return Entity("Observations", observation_id(stream.id, at_ms), properties)


def observation_id(stream: str, at_ms: int) -> str:
    """What a reading is known by."""
    return f"{stream}@{at_ms}"


def thing_of(stream: Stream) -> str:
    """The Thing of a stream: its asset, or the device that has its id."""
    return stream.asset or stream.id


def _place(stream: Stream) -> tuple[str, float, float]:
    return stream.name, stream.lon, stream.lat


def _with(attributes: Attributes, **more: str) -> dict[str, Any]:
    return {**attributes, **{name: value for name, value in more.items() if value}}


def _described(set: str, id: str, name: str, description: str, **more: Any) -> Entity:
    return Entity(set, id, {"name": name, "description": description or name, **more})


def _observed(kind: str) -> Entity:
    definition = f"urn:onemap:kind:{kind}"
    return _described("ObservedProperties", kind, kind, kind, definition=definition)


def _of_stream(set: str, stream: Stream) -> Entity:
    """The Datastream, Sensor or FeatureOfInterest of a stream."""
    name = stream.name
    point = {"type": "Point", "coordinates": [stream.lon, stream.lat]}
    if set == "Sensors":
        said = {key: str(stream.attributes.get(key, "")) for key in ("sensor", "sensor_metadata")}
        title = said["sensor"] or name
        metadata = said["sensor_metadata"] or stream.kind
        more = {"encodingType": "text/plain", "metadata": metadata}
        return _described(set, stream.id, title, stream.kind, **more)
    if set == "FeaturesOfInterest":
        return _described(set, stream.id, name, name, encodingType=GEOJSON, feature=point)
    unit = {"name": stream.unit or None, "symbol": stream.unit or None, "definition": None}
    return _described(
        "Datastreams",
        stream.id,
        name,
        stream.kind,
        unitOfMeasurement=unit,
        observationType=MEASUREMENT,
        observedArea=point,
        properties=_with(stream.attributes, kind=stream.kind, area=stream.area),
    )

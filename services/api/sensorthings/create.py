"""Bodies of POST to readings and devices: Observations, data arrays, Things with what is in them.

Pure. A created Thing becomes an asset and a Datastream a stream of the register; what cannot be
kept is refused, never dropped in silence.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from services.api.sensorthings.bodies import (
    Body,
    Place,
    id_of,
    is_writable,
    list_of,
    object_of,
    point,
    properties_of,
    reference,
    text_of,
)
from services.api.sensorthings.words import StaError
from services.contract.model import Asset, Attributes, Stream
from services.ingest.mapping import number_of
from services.ingest.parse import RawReading, evidence_of, printable, quality_of
from services.ingest.times import TimeReader

MAX_ROWS = 50_000
"""Observations of one data array request."""
_TIMES = TimeReader()
_BOOLEANS: Mapping[bool, float] = {True: 1.0, False: 0.0}


@dataclass(slots=True)
class Drafts:
    """What a body asks for, before anybody has agreed."""

    assets: list[Asset] = field(default_factory=list)
    streams: list[Stream] = field(default_factory=list)
    readings: list[RawReading] = field(default_factory=list)


def observation_of(body: object, stream: str | None = None) -> RawReading:
    """The reading of an Observation; `stream` when the address says it. Raises StaError 400."""
    said = object_of(body, "an Observation")
    if stream is None:
        stream = reference(said, "Datastream")
    elif "Datastream" in said and reference(said, "Datastream") != stream:
        raise StaError(400, "Datastream: is another than that of the address")
    if "result" not in said:
        raise StaError(400, "result: is missing")
    parameters = said.get("parameters") or {}
    if not isinstance(parameters, dict):
        raise StaError(400, "parameters: must be an object")
    return reading_of(
        stream,
        said["result"],
        said.get("phenomenonTime", said.get("resultTime")),
        said.get("resultQuality"),
        parameters.get("evidence"),
    )


def reading_of(
    stream: str, result: object, time: object, quality: object, evidence: object
) -> RawReading:
    """A reading of its parts. Raises StaError 400 with the property's name."""
    if isinstance(result, bool):
        result = _BOOLEANS[result]
    name = "result"
    try:
        value = number_of(result, {}, "result")
        name = "phenomenonTime"
        if isinstance(time, str):
            # Of an interval the end: the result is complete then.
            time = time.rpartition("/")[2]
        elif time is not None:
            raise ValueError("must be a text in ISO 8601")
        at_ms = _TIMES.ms(time)
        name = "resultQuality"
        if not isinstance(quality, int | str | None):
            raise ValueError("must be good, uncertain or bad")
        known = quality_of(quality)
        name = "parameters/evidence"
        if not isinstance(evidence, str | None):
            raise ValueError("must be an id in quotes")
        return RawReading(stream, value, at_ms, known, evidence_of(evidence))
    except ValueError as error:
        raise StaError(400, f"{name}: {printable(str(error))}") from error


_COMPONENTS = ("phenomenonTime", "result", "resultTime", "resultQuality", "parameters")
_IGNORED = ("id", "@iot.id", "validTime", "FeatureOfInterest/id", "FeatureOfInterest/@iot.id")


def data_array_of(body: object) -> list[RawReading | StaError]:
    """Every row of a CreateObservations body, in order. Raises StaError 400 for the whole."""
    if not isinstance(body, list):
        raise StaError(400, "CreateObservations takes a list of data arrays")
    found: list[RawReading | StaError] = []
    for place, each in enumerate(body):
        where = f"data array {place + 1}"
        said = object_of(each, where)
        stream = reference(said, "Datastream")
        names = said.get("components")
        rows = said.get("dataArray")
        if not isinstance(names, list) or "result" not in names:
            raise StaError(400, f"{where}: components must be a list with result in it")
        for name in names:
            if name not in _COMPONENTS and name not in _IGNORED:
                raise StaError(400, f"{where}: there is no component {str(name)[:60]!r}")
        if not isinstance(rows, list):
            raise StaError(400, f"{where}: dataArray must be a list of lists")
        if len(found) + len(rows) > MAX_ROWS:
            raise StaError(400, f"more than {MAX_ROWS} observations; send them in parts")
        found += [_row(stream, names, row) for row in rows]
    return found


def _row(stream: str, names: list[str], row: object) -> RawReading | StaError:
    if not isinstance(row, list) or len(row) != len(names):
        return StaError(400, f"a row must be a list of {len(names)}")
    try:
        return observation_of(dict(zip(names, row, strict=True)), stream)
    except StaError as error:
        return error


@dataclass(frozen=True, slots=True)
class Workshop:
    """Makes assets and streams of what a client describes; asks the town where it must."""

    area_at: Callable[[float, float], str]
    place_of: Callable[[str], Place | None]
    """Where an asset of this id is; None when there is none."""
    limits: Callable[[Stream], Stream]
    """The stream with the rules' thresholds on it."""

    def thing(self, body: object) -> Drafts:
        """A Thing with its Location and, if there are any, its Datastreams."""
        said = object_of(body, "a Thing")
        place = self._location(said)
        properties = properties_of(said, "Thing")
        asset = Asset(
            id=id_of(said),
            kind=text_of(said.get("properties") or {}, "kind", "device", "Thing/properties"),
            name=text_of(said, "name", None, "Thing"),
            lon=place[0],
            lat=place[1],
            area=self.area_at(*place),
            attributes=properties,
        )
        drafts = Drafts([asset])
        for each in list_of(said, "Datastreams"):
            self._add(drafts, object_of(each, "a Datastream"), asset.id, place)
        return drafts

    def datastream(self, body: object, thing: str | None = None) -> Drafts:
        """A Datastream of a Thing there is, or with a Thing in it."""
        said = object_of(body, "a Datastream")
        inner = said.get("Thing")
        drafts = Drafts()
        if thing is None and isinstance(inner, dict) and not self._is_known(inner):
            drafts = self.thing(inner)
            asset = drafts.assets[0]
            self._add(drafts, said, asset.id, (asset.lon, asset.lat))
            return drafts
        id = thing if thing is not None else reference(said, "Thing")
        place = self.place_of(id)
        if place is None:
            raise StaError(400, f"Thing: {id[:100]!r} is no asset of the town")
        self._add(drafts, said, id, place)
        return drafts

    def _add(self, drafts: Drafts, said: Body, thing: str, place: Place) -> None:
        unit = said.get("unitOfMeasurement") or {}
        if not isinstance(unit, dict):
            raise StaError(400, "Datastream/unitOfMeasurement: must be an object")
        attributes = properties_of(said, "Datastream")
        attributes |= _sensor(said)
        stream = Stream(
            id=id_of(said),
            index=0,
            kind=_kind(said),
            name=text_of(said, "name", None, "Datastream"),
            unit=text_of(unit, "symbol", "", "Datastream/unitOfMeasurement"),
            lon=place[0],
            lat=place[1],
            asset=thing,
            area=self.area_at(*place),
            attributes=attributes,
        )
        drafts.streams.append(self.limits(stream))
        for each in list_of(said, "Observations"):
            drafts.readings.append(observation_of(each, stream.id))

    def _location(self, said: Body) -> Place:
        locations = list_of(said, "Locations")
        if len(locations) != 1:
            raise StaError(400, "Locations: a Thing needs one Location, with a Point")
        location = object_of(locations[0], "a Location")
        if not self._is_known(location):
            return point(location.get("location"))
        place = self.place_of(str(location["@iot.id"]))
        if place is None:
            raise StaError(400, "Locations: there is no Location of this @iot.id")
        return place

    def _is_known(self, inner: Body) -> bool:
        """Whether an entity within another is meant by its id: it is there, or nothing else is
        said of it. Clients send back whole what they have read."""
        id = inner.get("@iot.id")
        return id is not None and ("name" not in inner or self.place_of(str(id)) is not None)


def _kind(said: Body) -> str:
    """The kind of stream: the ObservedProperty's id, or its name."""
    observed = object_of(said.get("ObservedProperty"), "Datastream/ObservedProperty")
    if "@iot.id" in observed:
        return id_of(observed)
    return text_of(observed, "name", None, "ObservedProperty")


def _sensor(said: Body) -> Attributes:
    """What is kept of a Sensor: its name, and its metadata when that is a text."""
    sensor = object_of(said.get("Sensor"), "Datastream/Sensor")
    if "@iot.id" in sensor:
        return {"sensor": id_of(sensor)}
    found: Attributes = {"sensor": text_of(sensor, "name", None, "Sensor")}
    metadata = sensor.get("metadata")
    if isinstance(metadata, str) and metadata and is_writable(metadata):
        found["sensor_metadata"] = metadata[:1000]
    return found

"""The devices of the packs' demo parts, put up in Yunze: what stands where with which streams.

The same packs give the same devices, so that what writes the town and what makes its readings
need not tell each other.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from services.demo import devices, layout
from services.demo.basemap import short_name
from services.demo.devices import Record
from services.demo.names_en import NAMES_EN
from services.demo.townmap.names import english
from services.packs.demo import DemoDevice, DemoStream, Mark
from services.packs.schema import Pack

_SPOT = re.compile(r"(-?\d+),(-?\d+)")
ROOM = 0.16
"""Share of a neighbourhood along its borders where nothing is put up."""


class NoSuchPlace(LookupError):
    """A pack's demo names a place Yunze does not have."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in the frame of `layout` with what it is called."""

    u: float
    v: float
    name: str
    name_en: str


@dataclass(frozen=True, slots=True)
class PlacedStream:
    """A stream of the town and how its pack says it speaks."""

    record: Record
    speech: DemoStream


@dataclass(frozen=True, slots=True)
class Placed:
    """What the packs add to the town."""

    assets: tuple[Record, ...]
    streams: tuple[PlacedStream, ...]


def put_up(packs: Iterable[Pack]) -> Placed:
    """The devices of all packs. Raises NoSuchPlace."""
    standing = devices.assets()
    spots = _spots(standing)
    assets: list[Record] = []
    streams: list[PlacedStream] = []
    for pack in packs:
        for device in pack.demo.devices.values():
            carriers = [*_existing(device, standing)] if device.on else [*_new(device, spots)]
            assets += [] if device.on else carriers
            streams += [
                placed
                for carrier in carriers
                for speech in device.streams
                for placed in _streams(carrier, speech, pack)
            ]
    for pack in packs:
        for mark in pack.demo.marks:
            streams = [_marked(placed, mark) for placed in streams]
    for asset in assets:
        del asset["name_en"]
    return Placed(tuple(assets), tuple(streams))


def _spots(standing: Sequence[Record]) -> dict[str, Spot]:
    """Every sensor and asset that has a place of its own, by id."""
    found = {key: Spot(u, v, name, NAMES_EN[key]) for key, name, _, u, v in devices.DEPTH_SITES}
    for number, (name, _, u, v) in enumerate(devices.CAMERA_SITES, start=1):
        key = f"C{number + len(devices.DEPTH_SITES):02d}"
        found[key] = Spot(u, v, name, NAMES_EN[key])
    return found


def _existing(device: DemoDevice, standing: Sequence[Record]) -> Iterator[Record]:
    for asset in standing:
        if asset["kind"] == device.on and (not device.at or asset["id"] in device.at):
            named = str(asset["attributes"].get("watches", asset["id"]))
            yield {**asset, "name_en": NAMES_EN.get(named, asset["id"])}


def _new(device: DemoDevice, spots: dict[str, Spot]) -> Iterator[Record]:
    number = 0
    for place in device.at:
        for n in range(1, device.each + 1):
            number += 1
            key = f"{device.id}{number}"
            spot = _spot(place, key, spots)
            words = {"n": n}
            name = device.name.zh.format(place=spot.name, **words)
            asset = devices.asset(key, device.kind, name, spot.u, spot.v, dict(device.attributes))
            yield {**asset, "name_en": device.name.en.format(place=spot.name_en, **words)}


def _spot(place: str, key: str, spots: dict[str, Spot]) -> Spot:
    """Where the device `key` stands: beside a thing, at a spot, or somewhere in an area."""
    if given := _SPOT.fullmatch(place):
        u, v = float(given[1]), float(given[2])
        area = devices.area_of(u, v)
        return Spot(u, v, *_called(area))
    if (spot := spots.get(place)) is not None:
        return replace(spot, u=spot.u - 6, v=spot.v + 5)
    for plan in layout.AREAS:
        if plan.id == place:
            return Spot(
                _between(plan.u, f"{key} u"),
                _between(plan.v, f"{key} v"),
                *_called(plan),
            )
    raise NoSuchPlace(f"there is no place {place} in Yunze")


def _called(area: layout.AreaPlan) -> tuple[str, str]:
    name = short_name(area.name)
    return name, english(name)


def _between(edges: tuple[int, int], salt: str) -> float:
    share = ROOM + (1 - 2 * ROOM) * chance(salt)
    return round(edges[0] + (edges[1] - edges[0]) * share)


def chance(salt: str) -> float:
    """A number in [0, 1), the same for the same words."""
    mixed = (zlib.crc32(salt.encode()) * 2_654_435_761) & 0xFFFFFFFF
    return (mixed ^ (mixed >> 15)) / 2**32


def _streams(asset: Record, speech: DemoStream, pack: Pack) -> Iterator[PlacedStream]:
    suffix = speech.kind.rpartition(".")[2]
    for n in range(1, speech.count + 1):
        key = f"{asset['id']}.{suffix}{n if speech.count > 1 else ''}"
        name_en = speech.name.en.format(device=asset["name_en"], n=n)
        record = {
            "id": key,
            "kind": speech.kind,
            "name": speech.name.zh.format(device=asset["name"], n=n),
            "unit": pack.streams[speech.kind].unit,
            "asset": asset["id"],
            "lon": asset["lon"],
            "lat": asset["lat"],
            "area": asset["area"],
            "attributes": {"name_en": name_en, "every_s": speech.every_s, **speech.attributes},
        }
        yield PlacedStream(record, speech)


def _marked(placed: PlacedStream, mark: Mark) -> PlacedStream:
    record = placed.record
    things = {record["id"], record["asset"], record["area"]}
    if record["kind"] not in mark.kinds or things.isdisjoint(mark.things):
        return placed
    attributes = {**record["attributes"], **mark.attributes}
    return PlacedStream({**record, "attributes": attributes}, placed.speech)

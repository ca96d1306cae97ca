"""Writes Mapbox Vector Tiles, and reads them back slowly: what the real decoder is held against.

The reference reads feature by feature, straight after the specification, with no numpy.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

Part = Sequence[tuple[int, int]]


@dataclass(frozen=True)
class Drawn:
    """A feature as it is put into a tile: type 1, 2 or 3, parts of points, properties."""

    type: int
    parts: Sequence[Part]
    properties: dict[str, Any] = field(default_factory=dict)
    id: int | None = None


def varint(number: int) -> bytes:
    out = bytearray()
    while number >= 0x80:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    out.append(number)
    return bytes(out)


def number_field(number: int, value: int) -> bytes:
    return varint(number << 3) + varint(value)


def bytes_field(number: int, content: bytes) -> bytes:
    return varint(number << 3 | 2) + varint(len(content)) + content


def packed(numbers: Iterable[int]) -> bytes:
    return b"".join(varint(number) for number in numbers)


def zigzag(number: int) -> int:
    return number << 1 if number >= 0 else (-number << 1) - 1


def commands(kind: int, parts: Sequence[Part]) -> list[int]:
    """The command stream of a feature."""
    if kind == 1:
        parts = [[point for part in parts for point in part]]
    out: list[int] = []
    x = y = 0
    for part in parts:
        for place, (to_x, to_y) in enumerate(part):
            if place == 0:
                out.append((len(part) if kind == 1 else 1) << 3 | 1)
            elif place == 1 and kind != 1:
                out.append((len(part) - 1) << 3 | 2)
            out += [zigzag(to_x - x), zigzag(to_y - y)]
            x, y = to_x, to_y
        if kind == 3:
            out.append(1 << 3 | 7)
    return out


def value(thing: Any) -> bytes:
    """A property's value, in the field its Python type asks for."""
    if isinstance(thing, bool):
        return number_field(7, int(thing))
    if isinstance(thing, int):
        return number_field(5, thing) if thing >= 0 else number_field(6, zigzag(thing))
    if isinstance(thing, float):
        return varint(3 << 3 | 1) + struct.pack("<d", thing)
    return bytes_field(1, str(thing).encode())


def layer(name: str, features: Sequence[Drawn], *, extent: int = 4096, version: int = 2) -> bytes:
    """A layer's message, without the tile around it."""
    keys: list[str] = []
    values: list[bytes] = []
    body = bytes_field(1, name.encode())
    for feature in features:
        tags: list[int] = []
        for key, thing in feature.properties.items():
            if key not in keys:
                keys.append(key)
            if value(thing) not in values:
                values.append(value(thing))
            tags += [keys.index(key), values.index(value(thing))]
        message = b"" if feature.id is None else number_field(1, feature.id)
        message += bytes_field(2, packed(tags)) if tags else b""
        message += number_field(3, feature.type)
        message += bytes_field(4, packed(commands(feature.type, feature.parts)))
        body += bytes_field(2, message)
    body += b"".join(bytes_field(3, key.encode()) for key in keys)
    body += b"".join(bytes_field(4, content) for content in values)
    return body + number_field(5, extent) + number_field(15, version)


def tile(*layers: bytes) -> bytes:
    """A tile of layers' messages."""
    return b"".join(bytes_field(3, content) for content in layers)


def area(ring: Part) -> int:
    """Twice the area; positive is clockwise on screen."""
    pairs = zip(ring, [*ring[1:], *ring[:1]], strict=True)
    return sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in pairs)


def tidy(feature: Drawn) -> list[list[tuple[int, int]]]:
    """The parts a decoder gives for a feature: the rules of `TileLayer`, one part at a time."""
    if feature.type == 1:
        return [[point for part in feature.parts for point in part]]
    if feature.type == 2:
        return [list(part) for part in feature.parts if len(part) >= 2]
    rings = []
    for part in feature.parts:
        ring = list(part[:-1]) if len(part) > 1 and part[0] == part[-1] else list(part)
        if len(ring) >= 3 and area(ring) != 0:
            rings.append(ring)
    turned = bool(rings) and area(rings[0]) < 0
    return [ring[::-1] if turned else ring for ring in rings]


def slowly_read(stream: Sequence[int], kind: int) -> list[list[tuple[int, int]]]:
    """A command stream's parts, by following the commands one at a time."""
    parts: list[list[tuple[int, int]]] = []
    x = y = at = 0
    while at < len(stream):
        command, count = stream[at] & 7, stream[at] >> 3
        at += 1
        if command == 7:
            continue
        if command == 1:
            parts.append([])
        for _ in range(count):
            dx, dy = stream[at], stream[at + 1]
            at += 2
            x += (dx >> 1) ^ -(dx & 1)
            y += (dy >> 1) ^ -(dy & 1)
            parts[-1].append((x, y))
    return tidy(Drawn(kind, parts))

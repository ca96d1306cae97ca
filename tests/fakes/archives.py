"""Writes small PMTiles and MBTiles files for tests: by the specification, nothing more."""

from __future__ import annotations

import gzip
import json
import sqlite3
import struct
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path

from desktop.maps import hilbert
from widgets.map.sources import TileAddress


def png(width: int = 1, height: int = 1, colour: int = 0x80) -> bytes:
    """A whole greyscale PNG."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        )

    rows = b"".join(b"\0" + bytes([colour]) * width for _ in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


def point_tile(layer: str = "places") -> bytes:
    """A vector tile with one layer and one point in the middle."""

    def field(number: int, body: bytes) -> bytes:
        return varint(number << 3 | 2) + varint(len(body)) + body

    geometry = b"".join(varint(value) for value in (9, 4096, 4096))
    feature = varint(3 << 3) + varint(1) + field(4, geometry)
    body = field(1, layer.encode()) + field(2, feature) + varint(5 << 3) + varint(4096)
    return field(3, body + varint(15 << 3) + varint(2))


def varint(value: int) -> bytes:
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def directory(entries: Sequence[tuple[int, int, int, int]]) -> bytes:
    """(id, run, length, offset) of each entry; run 0 is a leaf."""
    out = bytearray(varint(len(entries)))
    before = 0
    for entry in entries:
        out += varint(entry[0] - before)
        before = entry[0]
    for column in (1, 2):
        for entry in entries:
            out += varint(entry[column])
    behind = None
    for _, _, length, offset in entries:
        out += varint(0 if offset == behind else offset + 1)
        behind = offset + length
    return bytes(out)


def pmtiles(
    tiles: Mapping[TileAddress, bytes],
    *,
    kind: int = 2,
    leaf_size: int = 0,
    packed: bool = True,
    metadata: Mapping[str, object] | None = None,
    bounds: tuple[float, float, float, float] = (-180, -85, 180, 85),
) -> bytes:
    """An archive of these tiles; equal neighbours share a run. `leaf_size` entries to a leaf."""
    body, entries = bytearray(), list[tuple[int, int, int, int]]()
    pack = (lambda data: gzip.compress(data, mtime=0)) if packed else bytes
    for number, data in sorted((hilbert.tile_id(a), d) for a, d in tiles.items()):
        stored = pack(data)
        if entries:
            first, run, length, offset = entries[-1]
            if first + run == number and body[offset : offset + length] == stored:
                entries[-1] = (first, run + 1, length, offset)
                continue
        entries.append((number, 1, len(stored), len(body)))
        body += stored
    leaves = b""
    if leaf_size:
        tops = []
        for at in range(0, len(entries), leaf_size):
            part = entries[at : at + leaf_size]
            leaf = pack(directory(part))
            tops.append((part[0][0], 0, len(leaf), len(leaves)))
            leaves += leaf
        entries = tops
    root = pack(directory(entries))
    said = pack(json.dumps({"name": "test"} if metadata is None else metadata).encode())
    zooms = [address.z for address in tiles]
    compression = 2 if packed else 1
    at = 127
    places = []
    for part in (root, said, leaves, bytes(body)):
        places += [at, len(part)]
        at += len(part)
    west, south, east, north = (round(degrees * 1e7) for degrees in bounds)
    head = struct.pack(
        "<7sB11Q6B4iB2i", b"PMTiles", 3, *places, 0, 0, 0,
        1, compression, compression, kind, min(zooms), max(zooms),
        west, south, east, north, 0, 0, 0,
    )  # fmt: skip
    return head + root + said + leaves + bytes(body)


def mbtiles(
    path: Path, tiles: Mapping[TileAddress, object], metadata: Mapping[str, object]
) -> Path:
    """Write an MBTiles file; tile data as given, of any type."""
    db = sqlite3.connect(path)
    db.execute("CREATE TABLE metadata (name TEXT, value TEXT)")
    db.execute(
        "CREATE TABLE tiles (zoom_level INTEGER, tile_column INTEGER, tile_row INTEGER, tile_data)"
    )
    db.execute("CREATE UNIQUE INDEX tile_index ON tiles (zoom_level, tile_column, tile_row)")
    db.executemany("INSERT INTO metadata VALUES (?, ?)", list(metadata.items()))
    rows = [(a.z, a.x, (1 << a.z) - 1 - a.y, data) for a, data in tiles.items()]
    db.executemany("INSERT INTO tiles VALUES (?, ?, ?, ?)", rows)
    db.commit()
    db.close()
    return path

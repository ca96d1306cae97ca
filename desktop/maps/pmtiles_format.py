"""The PMTiles version 3 file format: header and directories, from bytes to values. Pure.

Every number is checked before it is used; FormatError says which one is wrong.
Source: https://github.com/protomaps/PMTiles/blob/main/spec/v3/spec.md
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from desktop.maps import hilbert
from widgets.map.values import Bounds

MAGIC: Final = b"PMTiles"
HEADER_BYTES: Final = 127
MAX_ENTRIES: Final = 500_000
"""Writers aim at a few thousand entries to a directory."""
MAX_DIRECTORY_BYTES: Final = 2 * 2**20

NONE, GZIP = 1, 2
COMPRESSIONS: Final = {0: "unknown", 1: "none", 2: "gzip", 3: "Brotli", 4: "Zstandard"}
TILE_FORMATS: Final = {1: "pbf", 2: "png", 3: "jpg", 4: "webp"}
OTHER_FORMATS: Final = {5: "AVIF pictures", 6: "MapLibre tiles (MLT)"}

_LAYOUT = struct.Struct("<7sB11Q6B4iB2i")
_MAX_ID = hilbert.first_id(hilbert.MAX_ZOOM + 1)

Numbers = NDArray[np.int64]


class FormatError(ValueError):
    """Bytes that are not as the specification wants them."""


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of the file."""

    offset: int
    length: int


@dataclass(frozen=True, slots=True)
class Header:
    """What the first 127 bytes say."""

    root: Section
    metadata: Section
    leaves: Section
    tiles: Section
    directory_compression: int
    tile_compression: int
    format: str
    min_zoom: int
    max_zoom: int
    bounds: Bounds | None


@dataclass(frozen=True, slots=True)
class Directory:
    """Entries by ascending tile id. A run length of 0 points to a further directory."""

    ids: Numbers
    runs: Numbers
    offsets: Numbers
    lengths: Numbers

    def find(self, number: int) -> tuple[Section, bool] | None:
        """Where the tile or (True) the directory that knows it lies; None when there is none."""
        at = int(np.searchsorted(self.ids, number, side="right")) - 1
        if at < 0:
            return None
        run = int(self.runs[at])
        section = Section(int(self.offsets[at]), int(self.lengths[at]))
        if run == 0:
            return section, True
        return (section, False) if number < int(self.ids[at]) + run else None


def parse_header(data: bytes, file_bytes: int) -> Header:
    """The header of a file of `file_bytes`. Raises FormatError."""
    if not data.startswith(MAGIC):
        raise FormatError("it does not begin with “PMTiles”")
    if len(data) > 7 and data[7] != 3:
        raise FormatError(f"it is PMTiles version {data[7]}, only version 3 is read")
    if len(data) < HEADER_BYTES:
        raise FormatError(f"its header is cut off after {len(data)} of {HEADER_BYTES} bytes")
    fields = _LAYOUT.unpack(data[:HEADER_BYTES])
    names = ("root directory", "metadata", "leaf directories", "tile data")
    root, metadata, leaves, tiles = (
        _section(name, fields[2 + 2 * i], fields[3 + 2 * i], file_bytes)
        for i, name in enumerate(names)
    )
    _, internal, packed, kind, low, high = fields[13:19]
    for name, code in (("directories", internal), ("tiles", packed)):
        if code not in (NONE, GZIP):
            said = COMPRESSIONS.get(code, f"number {code}")
            raise FormatError(f"its {name} are compressed with {said}, only gzip is read")
    if kind not in TILE_FORMATS:
        said = OTHER_FORMATS.get(kind, f"of the unknown type {kind}")
        raise FormatError(f"its tiles are {said}, which cannot be shown")
    if low > high or high > hilbert.MAX_ZOOM:
        raise FormatError(f"it claims the zooms {low} to {high}")
    return Header(
        root=root,
        metadata=metadata,
        leaves=leaves,
        tiles=tiles,
        directory_compression=internal,
        tile_compression=packed,
        format=TILE_FORMATS[kind],
        min_zoom=low,
        max_zoom=high,
        bounds=_bounds(fields[19:23]),
    )


def parse_directory(data: bytes, section_bytes: int, leaf_bytes: int) -> Directory:
    """The entries of an unpacked directory.

    Tiles must lie within `section_bytes` of tile data, leaves within `leaf_bytes`.
    """
    numbers = varints(data)
    count = int(numbers[0]) if len(numbers) else 0
    if not 0 < count <= MAX_ENTRIES:
        raise FormatError(f"a directory claims {count:,} entries")
    if len(numbers) != 1 + 4 * count:
        raise FormatError(f"a directory of {count:,} entries holds {len(numbers):,} numbers")
    deltas, runs, lengths, places = numbers[1:].reshape(4, count)
    ids = _ids(deltas, runs)
    if int(lengths.min()) < 1:
        raise FormatError("a directory entry is empty")
    limits = np.where(runs == 0, leaf_bytes, section_bytes).astype(np.int64)
    if bool((lengths > limits).any()) or bool((places > limits).any()):
        raise FormatError("a directory entry reaches past the end of its section")
    offsets = _offsets(places, lengths)
    if bool((offsets + lengths > limits).any()):
        raise FormatError("a directory entry reaches past the end of its section")
    return Directory(ids, runs, offsets, lengths)


def varints(data: bytes) -> Numbers:
    """All unsigned varints of `data` at once; each must fit 62 bits."""
    raw = np.frombuffer(data, dtype=np.uint8)
    ends = np.flatnonzero(raw < 0x80)
    if len(raw) == 0 or len(ends) == 0 or ends[-1] != len(raw) - 1:
        raise FormatError("a directory ends in the middle of a number")
    starts = np.concatenate(([0], ends[:-1] + 1))
    sizes = ends - starts + 1
    if int(sizes.max()) > 9:
        raise FormatError("a directory holds a number that is too long")
    shifts = (np.arange(len(raw)) - np.repeat(starts, sizes)) * 7
    parts = (raw & 0x7F).astype(np.uint64) << shifts.astype(np.uint64)
    found = np.add.reduceat(parts, starts)
    if int(found.max()) >= 1 << 62:
        raise FormatError("a directory holds a number that is too large")
    return found.astype(np.int64)


def _section(name: str, offset: int, length: int, file_bytes: int) -> Section:
    if offset + length > file_bytes:
        raise FormatError(
            f"its {name} should end at byte {offset + length:,}, the file ends at {file_bytes:,}"
        )
    return Section(offset, length)


def _bounds(e7: tuple[int, ...]) -> Bounds | None:
    west, south, east, north = (value / 1e7 for value in e7)
    if max(abs(west), abs(east)) > 180 or max(abs(south), abs(north)) > 90:
        raise FormatError(f"its bounds {west}, {south}, {east}, {north} are not on the Earth")
    # Writers that do not know the bounds leave zeros.
    return Bounds(west, south, east, north) if west < east and south < north else None


def _ids(deltas: Numbers, runs: Numbers) -> Numbers:
    if float(deltas.sum(dtype=np.float64)) >= _MAX_ID or int(runs.max()) > _MAX_ID:
        raise FormatError("a directory names a tile beyond every zoom")
    ids = np.cumsum(deltas)
    if bool((deltas[1:] == 0).any()) or bool((ids[:-1] + runs[:-1] > ids[1:]).any()):
        raise FormatError("a directory's entries overlap")
    return ids


def _offsets(places: Numbers, lengths: Numbers) -> Numbers:
    """Undo the shorthand: 0 stands for “right behind the entry before”."""
    if places[0] == 0:
        raise FormatError("a directory's first entry has no place")
    before = np.cumsum(lengths) - lengths
    anchor = np.maximum.accumulate(np.where(places > 0, np.arange(len(places)), 0))
    offsets: Numbers = places[anchor] - 1 + before - before[anchor]
    return offsets

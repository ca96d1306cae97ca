"""Base maps in one PMTiles version 3 file, raster or vector.

Owns the open file and the directories read from it. Everything a file says is bounded before it
is believed: directory and tile sizes, unpacked sizes, how deep directories point to directories.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from desktop.maps import hilbert
from desktop.maps.contents import (
    MAX_TILE_BYTES,
    MAX_UNPACKED_BYTES,
    VECTOR,
    Decode,
    UnpackError,
    json_object,
    make_tile,
    plain_attribution,
    plain_vector,
    unpack,
)
from desktop.maps.errors import ArchiveError
from desktop.maps.file_reader import FileReader
from desktop.maps.pmtiles_format import (
    GZIP,
    HEADER_BYTES,
    MAX_DIRECTORY_BYTES,
    Directory,
    FormatError,
    Section,
    parse_directory,
    parse_header,
)
from desktop.maps.said import say
from widgets.map import mvt
from widgets.map.sources import RasterTile, TileAddress, TileError, VectorTile
from widgets.map.values import Bounds

MAX_DEPTH: Final = 4
MAX_KEPT_ENTRIES: Final = 400_000
"""Leaf directories kept in memory, 32 bytes an entry."""
MAX_METADATA_BYTES: Final = 8 * 2**20
_FIX: Final = say("fix.again", "get the file again from where it came from")


class PmtilesSource:
    """A PMTiles file as tiles. Raises ArchiveError when it cannot be one."""

    is_local: Final = True

    def __init__(self, path: Path, *, decode: Decode = mvt.decode, attribution: str = "") -> None:
        try:
            self._file = FileReader(path)
        except OSError as error:
            fix = say("fix.see", "check that the file is there and may be read")
            raise ArchiveError(
                path,
                say("file.not_opened", "it cannot be opened ({why})", why=error.strerror or ""),
                fix,
            ) from error
        self._path, self._decode = path, decode
        self._lock = threading.Lock()
        self._leaves: OrderedDict[int, Directory] = OrderedDict()
        self._kept_entries = 0
        try:
            self._read_head()
        except (FormatError, UnpackError) as error:
            self.close()
            raise ArchiveError(path, say("file.damaged", "{why}", why=str(error)), _FIX) from error
        except OSError as error:
            self.close()
            raise ArchiveError(
                path,
                say("file.not_read", "reading failed ({why})", why=error.strerror or ""),
                say("fix.retry", "try again"),
            ) from error
        self.id = f"pmtiles:{sha256(self._file.identity().encode()).hexdigest()[:16]}"
        self.attribution = attribution or plain_attribution(self.metadata.get("attribution"))

    def _read_head(self) -> None:
        self._header = header = parse_header(self._file.read(0, HEADER_BYTES), self._file.size)
        self._root = self._directory(header.root)
        self.metadata: dict[str, Any] = self._read_metadata(header.metadata)

    def _read_metadata(self, section: Section) -> dict[str, Any]:
        if section.length == 0:
            return {}
        if section.length > MAX_METADATA_BYTES:
            raise FormatError(f"its metadata is {section.length:,} bytes long")
        try:
            return json_object(self._unpacked(section, MAX_METADATA_BYTES))
        except ValueError as error:
            raise FormatError(f"its metadata is damaged: {error}") from error

    @property
    def title(self) -> str:
        """The name the file gives itself, else the file's."""
        return plain_attribution(self.metadata.get("name")) or self._path.stem

    @property
    def format(self) -> str:
        return self._header.format

    @property
    def min_zoom(self) -> int:
        return self._header.min_zoom

    @property
    def max_zoom(self) -> int:
        return self._header.max_zoom

    @property
    def tile_size(self) -> int:
        return 512 if self.format == VECTOR else 256

    @property
    def bounds(self) -> Bounds | None:
        return self._header.bounds

    def load(self, address: TileAddress) -> RasterTile | VectorTile | None:
        """The tile, or None where the file has none. Raises TileError."""
        data = self.raw(address)
        return (
            None if data is None else make_tile(data, self.format, self._decode, self._at(address))
        )

    def raw(self, address: TileAddress) -> bytes | None:
        """The tile's bytes, unpacked. Raises TileError."""
        inside = 0 <= address.x < 1 << address.z and 0 <= address.y < 1 << address.z
        if not inside or not self.min_zoom <= address.z <= self.max_zoom:
            return None
        try:
            section = self._find(hilbert.tile_id(address))
            if section is None:
                return None
            data = self._bytes(self._header.tiles, section, MAX_TILE_BYTES)
            if self._header.tile_compression == GZIP:
                data = unpack(data)
            # Some writers say “none” and keep the gzip of the MBTiles they came from.
            return plain_vector(data) if self.format == VECTOR else data
        except (FormatError, UnpackError) as error:
            raise TileError(f"{self._at(address)}: {error}", can_retry=False) from error
        except (OSError, ValueError) as error:
            raise TileError(
                f"{self._at(address)}: reading failed ({error})", can_retry=True
            ) from error

    def close(self) -> None:
        self._file.close()

    def _at(self, address: TileAddress) -> str:
        return f"{self._path.name} {address.z}/{address.x}/{address.y}"

    def _find(self, number: int) -> Section | None:
        directory = self._root
        for _ in range(MAX_DEPTH):
            found = directory.find(number)
            if found is None:
                return None
            section, is_leaf = found
            if not is_leaf:
                return section
            directory = self._leaf(section)
        raise FormatError(f"its directories point to directories more than {MAX_DEPTH} deep")

    def _leaf(self, section: Section) -> Directory:
        with self._lock:
            kept = self._leaves.get(section.offset)
            if kept is not None:
                self._leaves.move_to_end(section.offset)
                return kept
        start = self._header.leaves.offset + section.offset
        fresh = self._directory(Section(start, section.length))
        with self._lock:
            if section.offset not in self._leaves:
                self._leaves[section.offset] = fresh
                self._kept_entries += len(fresh.ids)
            while self._kept_entries > MAX_KEPT_ENTRIES and len(self._leaves) > 1:
                self._kept_entries -= len(self._leaves.popitem(last=False)[1].ids)
        return fresh

    def _directory(self, section: Section) -> Directory:
        if section.length > MAX_DIRECTORY_BYTES:
            raise FormatError(f"a directory is {section.length:,} bytes long")
        plain = self._unpacked(section, MAX_DIRECTORY_BYTES)
        header = self._header
        return parse_directory(plain, header.tiles.length, header.leaves.length)

    def _unpacked(self, section: Section, limit_bytes: int) -> bytes:
        data = self._bytes(Section(0, self._file.size), section, limit_bytes)
        return unpack(data, limit_bytes) if self._header.directory_compression == GZIP else data

    def _bytes(self, within: Section, section: Section, limit_bytes: int) -> bytes:
        if section.length > min(limit_bytes, MAX_UNPACKED_BYTES):
            raise FormatError(f"a part is {section.length:,} bytes long, too large to be true")
        data = self._file.read(within.offset + section.offset, section.length)
        if len(data) < section.length:
            raise FormatError("the file became shorter while it was in use")
        return data

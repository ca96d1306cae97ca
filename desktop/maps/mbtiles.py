"""Base maps in one MBTiles 1.3 file, raster or vector.

Knows what the tables mean; how the file is read safely is `mbtiles_file`'s. Source:
https://github.com/mapbox/mbtiles-spec/blob/master/1.3/spec.md
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Final

from desktop.maps.contents import (
    RASTER,
    VECTOR,
    Decode,
    UnpackError,
    content_format,
    make_tile,
    plain_attribution,
    plain_vector,
)
from desktop.maps.errors import ArchiveError
from desktop.maps.mbtiles_file import MbtilesFile, can_retry, in_words
from desktop.maps.said import say
from widgets.map import mvt
from widgets.map.sources import MAX_ZOOM, RasterTile, TileAddress, TileError, VectorTile
from widgets.map.values import Bounds

_FORMATS: Final = {
    "pbf": "pbf", "mvt": "pbf", "application/vnd.mapbox-vector-tile": "pbf",
    "application/x-protobuf": "pbf", "png": "png", "image/png": "png", "png8": "png",
    "jpg": "jpg", "jpeg": "jpg", "image/jpeg": "jpg", "webp": "webp", "image/webp": "webp",
}  # fmt: skip
_TILE: Final = (
    "SELECT tile_data FROM tiles WHERE zoom_level = ? AND tile_column = ? AND tile_row = ? LIMIT 1"
)
_TABLES: Final = {
    "metadata": {"name", "value"},
    "tiles": {"zoom_level", "tile_column", "tile_row", "tile_data"},
}


class MbtilesSource:
    """An MBTiles file as tiles. Raises ArchiveError when it cannot be one; `load` raises TileError.

    Rows are counted from the south in the file and from the north here.
    """

    is_local: Final = True

    def __init__(self, path: Path, *, decode: Decode = mvt.decode, attribution: str = "") -> None:
        self._file = MbtilesFile(path)
        self._path, self._decode = path, decode
        try:
            self.metadata: Mapping[str, str] = self._read_metadata()
            self.format = self._read_format()
            self.min_zoom, self.max_zoom = self._read_zooms()
            self.bounds = _bounds(path, self.metadata.get("bounds", ""))
        except sqlite3.Error as error:
            self.close()
            fix = say("fix.retry", "try again")
            if not can_retry(error):
                fix = say("fix.again", "get the file again")
            raise ArchiveError(
                path, say("file.damaged", "{why}", why=in_words(error)), fix
            ) from error
        except ArchiveError:
            self.close()
            raise
        self.id = _identity(path)
        self.tile_size = 512 if self.format == VECTOR else 256
        self.attribution = attribution or plain_attribution(self.metadata.get("attribution"))

    @property
    def title(self) -> str:
        """The name the file gives itself, else the file's."""
        return plain_attribution(self.metadata.get("name")) or self._path.stem

    def load(self, address: TileAddress) -> RasterTile | VectorTile | None:
        """The tile, or None where the file has none. Raises TileError."""
        data = self.raw(address)
        return (
            None if data is None else make_tile(data, self.format, self._decode, self._at(address))
        )

    def raw(self, address: TileAddress) -> bytes | None:
        """The tile's bytes, vector tiles unpacked. Raises TileError."""
        if not self.min_zoom <= address.z <= self.max_zoom:
            return None
        row = (1 << address.z) - 1 - address.y
        try:
            found = self._file.row(_TILE, (address.z, address.x, row))
        except sqlite3.Error as error:
            text = f"{self._at(address)}: {in_words(error)}"
            raise TileError(text, can_retry=can_retry(error)) from error
        if found is None or found[0] is None or found[0] == b"":
            return None
        data = found[0]
        if not isinstance(data, bytes):
            text = f"{self._at(address)}: the tile is {type(data).__name__}, not binary data"
            raise TileError(text, can_retry=False)
        try:
            return plain_vector(data) if self.format == VECTOR else data
        except UnpackError as error:
            raise TileError(f"{self._at(address)}: {error}", can_retry=False) from error

    def close(self) -> None:
        self._file.close()

    def _at(self, address: TileAddress) -> str:
        return f"{self._path.name} {address.z}/{address.x}/{address.y}"

    def _read_metadata(self) -> dict[str, str]:
        for table, wanted in _TABLES.items():
            if missing := wanted - self._file.columns(table):
                raise ArchiveError(
                    self._path,
                    say(
                        "mbtiles.lacks",
                        "the table {table} lacks {columns}",
                        table=table,
                        columns=", ".join(sorted(missing)),
                    ),
                    say(
                        "fix.database",
                        "choose an MBTiles file; another SQLite database is not a map",
                    ),
                )
        rows = self._file.rows("SELECT name, value FROM metadata")
        return {
            name: str(value) for name, value in rows if isinstance(name, str) and value is not None
        }

    def _read_format(self) -> str:
        said = self.metadata.get("format", "").strip().lower()
        if said and said not in _FORMATS:
            fix = say("fix.formats", "convert the tiles to png, jpg, webp or pbf")
            raise ArchiveError(
                self._path, say("mbtiles.format", "its tiles are “{form}”", form=said[:40]), fix
            )
        first = self._file.row("SELECT tile_data FROM tiles LIMIT 1")
        data = first[0] if first else None
        if data is not None and not isinstance(data, bytes):
            raise ArchiveError(
                self._path,
                say("mbtiles.text", "its tiles are not binary data"),
                say("fix.again", "get the file again"),
            )
        if not data:
            return _FORMATS.get(said, "png")
        held = content_format(data)
        if said and (held in RASTER) != (_FORMATS[said] in RASTER):
            fix = say("fix.format", "set `format` in its table metadata to {held}", held=held)
            raise ArchiveError(
                self._path,
                say("mbtiles.other", "it says {said} and holds {held}", said=said, held=held),
                fix,
            )
        return held

    def _read_zooms(self) -> tuple[int, int]:
        found = []
        for name, order in (("minzoom", "ASC"), ("maxzoom", "DESC")):
            said = self.metadata.get(name, "").strip()
            if said.isascii() and said.isdigit() and len(said) < 4:
                found.append(int(said))
                continue
            query = f"SELECT zoom_level FROM tiles ORDER BY zoom_level {order} LIMIT 1"
            row = self._file.row(query)
            if row is not None and not isinstance(row[0], int):
                raise ArchiveError(
                    self._path,
                    say("mbtiles.zoom", "zoom_level is not a number"),
                    say("fix.again", "get the file again"),
                )
            found.append(row[0] if row else 0)
        if not 0 <= found[0] <= found[1] <= MAX_ZOOM:
            fix = say("fix.zooms", "correct minzoom and maxzoom in its table metadata")
            raise ArchiveError(
                self._path,
                say(
                    "mbtiles.zooms",
                    "it claims the zooms {low} to {high}",
                    low=found[0],
                    high=found[1],
                ),
                fix,
            )
        return found[0], found[1]


def _identity(path: Path) -> str:
    # The date changes with every batch written, an area being downloaded is a new source each
    # time it is opened.
    facts = path.stat()
    text = f"{path.resolve()}|{facts.st_size}|{facts.st_mtime_ns}"
    return f"mbtiles:{sha256(text.encode()).hexdigest()[:16]}"


def _bounds(path: Path, text: str) -> Bounds | None:
    if not text.strip():
        return None
    try:
        west, south, east, north = (float(part) for part in text.split(","))
        if not (-180.01 <= west <= east <= 180.01 and -90.01 <= south <= north <= 90.01):
            raise ValueError
    except ValueError as error:
        fix = say("fix.bounds", "write west,south,east,north in degrees in its table metadata")
        problem = say("mbtiles.bounds", "its bounds “{text}” are not on the Earth", text=text[:60])
        raise ArchiveError(path, problem, fix) from error
    return Bounds(west, south, east, north) if west < east and south < north else None

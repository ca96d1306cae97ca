"""The base maps a town can choose from: entries of TOML files, shipped and the user's own.

Knows what an entry says and whether it can be true; opening it is `opening`'s. A file that is
wrong is named and left out, the others stay.
"""

from __future__ import annotations

import difflib
import importlib.resources
import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Annotated, Any, Final, Literal

import msgspec

from desktop.maps.errors import CatalogueError
from widgets.map.sources import MAX_ZOOM

Kind = Literal["xyz", "wmts", "mbtiles", "pmtiles", "geojson"]
FILES: Final = frozenset({"mbtiles", "pmtiles", "geojson"})
STYLES: Final = ("dark", "light")
"""Styles that come along."""
MAX_BYTES: Final = 1_000_000
Zoom = Annotated[int, msgspec.Meta(ge=0, le=MAX_ZOOM)]
Degrees = tuple[float, float, float, float]


class BasemapEntry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One base map to choose.

    `location` is a web address with {z}/{x}/{y} or a file, relative to the TOML file. `token`
    names the token the address needs (`{token}`); the token itself is kept elsewhere. `overlays`
    are ids of entries drawn above this one; `is_overlay` keeps an entry out of the choice.
    `style` is that of vector tiles: dark, light or a file, relative to the TOML file too; without
    it they are drawn as the reader chose.
    A WMTS with key-value pairs may give `layer` and `matrix_set` instead of a whole pattern.
    """

    id: Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9_.-]{1,64}$")]
    title: str
    kind: Kind
    location: str
    title_en: str = ""
    style: str = ""
    attribution: str = ""
    min_zoom: Zoom = 0
    max_zoom: Zoom = 18
    tile_size: Literal[0, 256, 512] = 0
    """0: 512 for vector tiles, 256 for pictures."""
    bulk: bool | None = None
    """Whether its terms allow fetching areas of it; not said means yes for files only."""
    token: str = ""
    crs: str = "EPSG:3857"
    format: Literal["png", "pbf"] = "png"
    subdomains: tuple[str, ...] = ()
    bounds: Degrees | None = None
    overlays: tuple[str, ...] = ()
    is_overlay: bool = False
    layer: str = ""
    matrix_set: str = "GoogleMapsCompatible"
    image_format: str = "image/png"

    @property
    def needs_token(self) -> bool:
        return bool(self.token)

    @property
    def may_bulk(self) -> bool:
        """Whether offline areas of it may be made."""
        return self.kind in FILES if self.bulk is None else self.bulk


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    basemap: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The entries by id, in order, and one line for each that cannot be used."""

    entries: tuple[BasemapEntry, ...]
    problems: tuple[str, ...]

    def find(self, id: str) -> BasemapEntry:
        """The entry of that id. Raises CatalogueError."""
        for entry in self.entries:
            if entry.id == id:
                return entry
        raise CatalogueError(f"there is no base map “{id}”; choose one of the list")

    def choices(self) -> tuple[BasemapEntry, ...]:
        """The entries to choose from, without those drawn over others."""
        return tuple(entry for entry in self.entries if not entry.is_overlay)


def shipped() -> Traversable:
    """The folder of entries that come with the program."""
    return importlib.resources.files("resources").joinpath("basemaps")


def read_catalogue(folders: Iterable[Traversable]) -> Catalogue:
    """The entries of these folders; a later folder replaces entries of the same id."""
    entries: dict[str, BasemapEntry] = {}
    problems: list[str] = []
    for folder in folders:
        here: dict[str, str] = {}
        for file in _files(folder, problems):
            for found in _read(file, problems):
                if found.id in here:
                    problems.append(
                        f"{file.name}: the id “{found.id}” is already used in {here[found.id]}; "
                        "give it another id"
                    )
                    continue
                here[found.id] = file.name
                entries[found.id] = found
    return Catalogue(tuple(entries.values()), tuple(problems))


def _files(folder: Traversable, problems: list[str]) -> list[Traversable]:
    try:
        files = [file for file in folder.iterdir() if file.name.endswith(".toml")]
    except FileNotFoundError:
        return []
    except OSError as error:
        problems.append(f"{folder.name}: the folder cannot be read ({error.strerror})")
        return []
    return sorted(files, key=lambda file: file.name)


def _read(file: Traversable, problems: list[str]) -> Iterator[BasemapEntry]:
    try:
        tables = _tables(file)
    except CatalogueError as error:
        problems.append(str(error))
        return
    for number, table in enumerate(tables, 1):
        name = table.get("id") if isinstance(table.get("id"), str) else f"number {number}"
        try:
            yield _entry(table, file)
        except CatalogueError as error:
            problems.append(f"{file.name}, base map {name}: {error}")


def _tables(file: Traversable) -> tuple[dict[str, Any], ...]:
    try:
        data = file.read_bytes()
        if len(data) > MAX_BYTES:
            raise CatalogueError(f"{file.name}: it is too large for a list of base maps")
        return msgspec.convert(tomllib.loads(data.decode("utf-8-sig")), _File).basemap
    except OSError as error:
        raise CatalogueError(f"{file.name}: it cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise CatalogueError(f"{file.name}: it is not UTF-8; save it as UTF-8") from error
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        fix = "write `key = value`, texts in quotes"
        raise CatalogueError(f"{file.name}: it is not valid TOML: {error}; {fix}") from error
    except msgspec.ValidationError as error:
        fix = "begin each base map with a line [[basemap]]"
        raise CatalogueError(f"{file.name}: {error}; {fix}") from error


def _entry(table: dict[str, Any], file: Traversable) -> BasemapEntry:
    try:
        entry = msgspec.convert(table, BasemapEntry)
    except msgspec.ValidationError as error:
        raise CatalogueError(_explained(str(error))) from error
    if entry.min_zoom > entry.max_zoom:
        raise CatalogueError("`min_zoom` is above `max_zoom`; exchange them")
    if entry.bounds is not None and not _is_box(entry.bounds):
        raise CatalogueError(
            "`bounds` is no rectangle; write [west, south, east, north] in degrees"
        )
    return _placed(entry, file.parent) if isinstance(file, Path) else entry


def _placed(entry: BasemapEntry, folder: Path) -> BasemapEntry:
    """The entry with the files it names looked for beside its own."""
    location, style = entry.location, entry.style
    if entry.kind in FILES:
        location = str(folder / location)
    if style and style not in STYLES:
        style = str(folder / style)
    return msgspec.structs.replace(entry, location=location, style=style)


def _is_box(bounds: Degrees) -> bool:
    west, south, east, north = bounds
    return -180 <= west < east <= 180 and -90 <= south < north <= 90


def _explained(text: str) -> str:
    """An error of msgspec with the key first and what to write instead."""
    said, _, at = text.partition(" - at `$.")
    key = at.rstrip("`")
    if unknown := re.match(r"Object contains unknown field `(.+)`", said):
        name = unknown.group(1)
        close = difflib.get_close_matches(name, BasemapEntry.__struct_fields__, 1)
        fix = f"did you mean `{close[0]}`?" if close else "remove it"
        return f"there is no key `{name}`; {fix}"
    if missing := re.match(r"Object missing required field `(.+)`", said):
        return f"`{missing.group(1)}` is missing; add a line `{missing.group(1)} = …`"
    if key == "kind":
        return "`kind` is none of xyz, wmts, mbtiles, pmtiles, geojson; write one of these"
    if key == "id":
        return "`id` may hold letters, digits, `_`, `.` and `-` only; write a short name"
    return f"`{key}` cannot be used ({said}); correct it"

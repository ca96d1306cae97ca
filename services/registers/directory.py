"""Read a town directory (town.toml, areas, assets, streams, teams) into one command.

Owns the file formats of the directory; knows no store. Every error names file and field.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from services.contract.commands import RegisterTown
from services.contract.model import Area, Asset, Attributes, Stream, Team, Town
from services.errors import StartupError


class TownFileError(StartupError):
    """A town directory that cannot be read; the text names the file and the field."""

    def __init__(self, file: Path, problem: str) -> None:
        super().__init__(f"{file}: {problem}")
        self.file = file


class _Record:
    """One object of a file, read field by field so that an error can name the field."""

    def __init__(self, file: Path, where: str, data: Any) -> None:
        if not isinstance(data, dict):
            raise TownFileError(file, f"{where} is not an object; write {{...}} with its fields")
        self.file = file
        self.where = where
        self.data: dict[str, Any] = data

    def fail(self, field: str, problem: str) -> TownFileError:
        return TownFileError(self.file, f"{self.where}: field `{field}` {problem}")

    def text(self, field: str, default: str | None = None) -> str:
        value = self.data.get(field, default)
        if value is None and default is not None:
            return default
        if not isinstance(value, str) or (default is None and not value):
            raise self.fail(field, "must be a text in quotes")
        return value

    def number(self, field: str, default: float | None = None) -> float:
        value = self.data.get(field, default)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self.fail(field, "must be a number")
        return float(value)

    def degrees(self) -> tuple[float, float]:
        lon, lat = self.number("lon"), self.number("lat")
        if not (-180 <= lon <= 180 and -90 <= lat <= 90):
            raise self.fail("lon/lat", "must be degrees, longitude first (-180..180, -90..90)")
        return lon, lat

    def attributes(self) -> Attributes:
        raw = self.data.get("attributes") or {}
        if not isinstance(raw, dict):
            raise self.fail("attributes", "must be an object")
        found: Attributes = {}
        for name, value in raw.items():
            if isinstance(value, bool | str):
                found[name] = value
            elif isinstance(value, int | float):
                found[name] = float(value)
            else:
                raise self.fail(f"attributes.{name}", "must be a text, a number, true or false")
        return found


def load_directory(path: Path) -> RegisterTown:
    """The registers of the town in directory `path`. Raises TownFileError."""
    return RegisterTown(
        town=_town(path),
        areas=tuple(_area(record) for record in _features(path / "areas.geojson")),
        assets=tuple(_asset(record) for record in _rows(path / "assets.json")),
        streams=tuple(_stream(record) for record in _rows(path / "streams.json")),
        teams=tuple(_team(record) for record in _rows(path / "teams.json")),
    )


def read_settings(path: Path) -> dict[str, Any]:
    """The whole of town.toml: [town], [overrides…], [mqtt], [cap]. Raises TownFileError."""
    file = path / "town.toml"
    try:
        return tomllib.loads(_read(file))
    except tomllib.TOMLDecodeError as error:
        raise TownFileError(file, f"not valid TOML: {error}") from error


def _town(path: Path) -> Town:
    record = _Record(path / "town.toml", "[town]", read_settings(path).get("town"))
    centre = record.data.get("centre")
    if (
        not isinstance(centre, list)
        or len(centre) != 2
        or not all(isinstance(degree, int | float) for degree in centre)
    ):
        raise record.fail("centre", "must be [longitude, latitude] in degrees")
    timezone = record.text("timezone")
    try:
        ZoneInfo(timezone)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise record.fail("timezone", 'must be an IANA name such as "Asia/Shanghai"') from error
    basemap = path / "basemap.geojson"
    digest = hashlib.sha256(basemap.read_bytes()).hexdigest() if basemap.is_file() else ""
    return Town(
        id=record.text("id"),
        name=record.text("name"),
        name_en=record.text("name_en"),
        timezone=timezone,
        centre=(float(centre[0]), float(centre[1])),
        population=int(record.number("population", 0)),
        basemap=digest,
    )


def _read(file: Path) -> str:
    try:
        return file.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise TownFileError(file, f"cannot be read ({error}); a town directory needs it") from error


def _json(file: Path) -> Any:
    try:
        return json.loads(_read(file))
    except json.JSONDecodeError as error:
        raise TownFileError(file, f"line {error.lineno}: not valid JSON: {error.msg}") from error


def _rows(file: Path) -> list[_Record]:
    rows = _json(file)
    if not isinstance(rows, list):
        raise TownFileError(file, "must be a JSON list of objects")
    return [_Record(file, _label(row, number), row) for number, row in enumerate(rows, start=1)]


def _features(file: Path) -> list[_Record]:
    collection = _json(file)
    features = collection.get("features") if isinstance(collection, dict) else None
    if not isinstance(features, list):
        raise TownFileError(file, "must be a GeoJSON FeatureCollection")
    found = []
    for number, feature in enumerate(features, start=1):
        record = _Record(file, f"feature {number}", feature)
        properties = record.data.get("properties") or {}
        found.append(
            _Record(
                file,
                _label(properties, number),
                {**properties, "geometry": record.data.get("geometry")},
            )
        )
    return found


def _label(row: Any, number: int) -> str:
    key = row.get("id") if isinstance(row, dict) else None
    return f"entry {number} (id {key})" if key else f"entry {number}"


def _area(record: _Record) -> Area:
    geometry = record.data.get("geometry") or {}
    kind, coordinates = geometry.get("type"), geometry.get("coordinates")
    if kind not in ("Polygon", "MultiPolygon") or not coordinates:
        raise record.fail("geometry", "must be a Polygon or a MultiPolygon")
    lists = coordinates if kind == "Polygon" else [ring for part in coordinates for ring in part]
    try:
        rings = tuple(tuple((float(p[0]), float(p[1])) for p in ring) for ring in lists)
    except (TypeError, ValueError, IndexError) as error:
        raise record.fail("geometry", "has a point that is not [longitude, latitude]") from error
    return Area(
        id=record.text("id"),
        name=record.text("name"),
        kind=record.text("kind"),
        rings=rings,
        population=int(record.number("population", 0)),
    )


def _asset(record: _Record) -> Asset:
    """A `status` among the attributes is the status to begin with; the journal keeps it then."""
    lon, lat = record.degrees()
    attributes = record.attributes()
    status = attributes.pop("status", "active")
    return Asset(
        id=record.text("id"),
        kind=record.text("kind"),
        name=record.text("name"),
        lon=lon,
        lat=lat,
        area=record.text("area", ""),
        status=record.text("status", str(status)),
        attributes=attributes,
    )


def _stream(record: _Record) -> Stream:
    """Index 0 stands for "not numbered yet": the register gives each stream its own."""
    lon, lat = record.degrees()
    return Stream(
        id=record.text("id"),
        index=0,
        kind=record.text("kind"),
        name=record.text("name"),
        unit=record.text("unit", ""),
        lon=lon,
        lat=lat,
        asset=record.text("asset", ""),
        area=record.text("area", ""),
        attributes=record.attributes(),
    )


def _team(record: _Record) -> Team:
    lon, lat = record.degrees()
    equipment = record.data.get("equipment") or ""
    if isinstance(equipment, list):
        equipment = "、".join(str(item) for item in equipment)
    return Team(
        id=record.text("id"),
        name=record.text("name"),
        people=int(record.number("people", 0)),
        lon=lon,
        lat=lat,
        equipment=str(equipment),
    )

"""Fields of bodies a client posts: texts, places, references, each refused by its name."""

from __future__ import annotations

from typing import Any

import uuid_utils

from services.api.sensorthings.words import StaError
from services.contract.model import Attributes

_OURS = ("kind", "area", "status")
"""Properties we write ourselves: a client that sends back what it read may leave them in."""

Place = tuple[float, float]
Body = dict[str, Any]


def point(location: object) -> Place:
    """Longitude and latitude of a GeoJSON Point, or of a Feature with one."""
    if isinstance(location, dict) and location.get("type") == "Feature":
        location = location.get("geometry")
    if not isinstance(location, dict) or location.get("type") != "Point":
        raise StaError(400, "Locations/location: must be a GeoJSON Point")
    degrees = location.get("coordinates")
    if not isinstance(degrees, list) or len(degrees) not in (2, 3):
        raise StaError(400, "Locations/location/coordinates: must be [longitude, latitude]")
    lon, lat = degrees[:2]
    for degree, most in ((lon, 180), (lat, 90)):
        if (
            isinstance(degree, bool)
            or not isinstance(degree, int | float)
            or not -most <= degree <= most
        ):
            raise StaError(400, "Locations/location/coordinates: longitude first, in degrees")
    return float(lon), float(lat)


def properties_of(said: Body, where: str) -> Attributes:
    """Properties as attributes. Raises StaError 400 for what is no single value."""
    raw = said.get("properties")
    raw = {} if raw is None else raw
    if not isinstance(raw, dict):
        raise StaError(400, f"{where}/properties: must be an object")
    found: Attributes = {}
    for name, value in raw.items():
        if name in _OURS:
            continue
        if not name.isprintable() or len(name) > 100:
            raise StaError(400, f"{where}/properties: a name is at most 100 printable characters")
        if isinstance(value, str):
            if len(value) > 1000 or not is_writable(value):
                raise StaError(400, f"{where}/properties/{name}: is too long or no text")
            found[name] = value
        elif isinstance(value, bool):
            found[name] = value
        elif isinstance(value, int | float) and abs(value) < 1e300:
            found[name] = float(value)
        else:
            problem = "must be a text, a number, true or false"
            raise StaError(400, f"{where}/properties/{name[:60]}: {problem}")
    return found


def is_writable(text: str) -> bool:
    """Whether a text can be written as UTF-8: no halves of surrogate pairs."""
    return text.isascii() or not any("\ud800" <= sign <= "\udfff" for sign in text)


def id_of(said: Body) -> str:
    """The client's own @iot.id, or one of ours."""
    if "@iot.id" not in said:
        return f"sta-{uuid_utils.uuid7().hex}"
    id = said["@iot.id"]
    if isinstance(id, int) and not isinstance(id, bool):
        id = str(id)
    if not isinstance(id, str) or not id or len(id) > 100 or not id.isprintable():
        raise StaError(400, "@iot.id: must be a text of at most 100 printable characters")
    return id


def reference(said: Body, link: str) -> str:
    """The id a link names. Raises StaError 400."""
    inner = said.get(link)
    id = inner.get("@iot.id") if isinstance(inner, dict) else None
    if isinstance(id, int) and not isinstance(id, bool):
        return str(id)
    if not isinstance(id, str) or not id:
        raise StaError(400, f'{link}: must be {{"@iot.id": …}}')
    return id


def object_of(found: object, what: str) -> Body:
    """An object. Raises StaError 400."""
    if not isinstance(found, dict):
        raise StaError(400, f"{what}: must be an object")
    return found


def list_of(said: Body, name: str) -> list[Any]:
    """A list, empty when there is none. Raises StaError 400."""
    found = said.get(name)
    found = [] if found is None else found
    if not isinstance(found, list):
        raise StaError(400, f"{name}: must be a list")
    return found


def text_of(said: Any, name: str, default: str | None, where: str) -> str:
    """A text; it must be there when there is no default. Raises StaError 400."""
    found = said.get(name, default) if isinstance(said, dict) else default
    if found is None and default is not None:
        return default
    if not isinstance(found, str) or (default is None and not found.strip()):
        raise StaError(400, f"{where}/{name}: must be a text")
    if len(found) > 300 or not found.isprintable():
        raise StaError(400, f"{where}/{name}: must be at most 300 printable characters")
    return found

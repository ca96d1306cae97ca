"""A CAP 1.2 message as frozen values, in the order of the standard (CAP-v1.2, section 3.2).

Owns what a message may hold; knows neither XML nor the town. Places are (lon, lat) in degrees
WGS 84, although the standard writes latitude first. Times are aware and keep their offset.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import msgspec

NAMESPACE = "urn:oasis:names:tc:emergency:cap:1.2"

LonLat = tuple[float, float]


class Status(StrEnum):
    """How a message is to be handled."""

    ACTUAL = "Actual"
    EXERCISE = "Exercise"
    SYSTEM = "System"
    TEST = "Test"
    DRAFT = "Draft"


class MessageType(StrEnum):
    """What a message is to the ones before it."""

    ALERT = "Alert"
    UPDATE = "Update"
    CANCEL = "Cancel"
    ACK = "Ack"
    ERROR = "Error"


class Scope(StrEnum):
    """For whom a message is meant."""

    PUBLIC = "Public"
    RESTRICTED = "Restricted"
    PRIVATE = "Private"


class Category(StrEnum):
    """What an event is about."""

    GEO = "Geo"
    MET = "Met"
    SAFETY = "Safety"
    SECURITY = "Security"
    RESCUE = "Rescue"
    FIRE = "Fire"
    HEALTH = "Health"
    ENV = "Env"
    TRANSPORT = "Transport"
    INFRA = "Infra"
    CBRNE = "CBRNE"
    OTHER = "Other"


class ResponseType(StrEnum):
    """What those who are warned should do."""

    SHELTER = "Shelter"
    EVACUATE = "Evacuate"
    PREPARE = "Prepare"
    EXECUTE = "Execute"
    AVOID = "Avoid"
    MONITOR = "Monitor"
    ASSESS = "Assess"
    ALL_CLEAR = "AllClear"
    NONE = "None"


class Urgency(StrEnum):
    """How soon to act."""

    IMMEDIATE = "Immediate"
    EXPECTED = "Expected"
    FUTURE = "Future"
    PAST = "Past"
    UNKNOWN = "Unknown"


class Severity(StrEnum):
    """How great the threat is."""

    EXTREME = "Extreme"
    SEVERE = "Severe"
    MODERATE = "Moderate"
    MINOR = "Minor"
    UNKNOWN = "Unknown"


class Certainty(StrEnum):
    """How sure the sender is."""

    OBSERVED = "Observed"
    LIKELY = "Likely"
    POSSIBLE = "Possible"
    UNLIKELY = "Unlikely"
    UNKNOWN = "Unknown"


class Reference(msgspec.Struct, frozen=True):
    """What identifies a message; as text `sender,identifier,sent`."""

    sender: str
    identifier: str
    sent: datetime

    def __str__(self) -> str:
        return f"{self.sender},{self.identifier},{stamp(self.sent)}"


class Named(msgspec.Struct, frozen=True):
    """A value with the name of its domain: eventCode, parameter, geocode."""

    name: str
    value: str


class Circle(msgspec.Struct, frozen=True):
    """A circle around a place."""

    centre: LonLat
    radius_km: float


class Area(msgspec.Struct, frozen=True):
    """Where an event is. Polygons are closed: the last place is the first."""

    description: str
    polygons: tuple[tuple[LonLat, ...], ...] = ()
    circles: tuple[Circle, ...] = ()
    geocodes: tuple[Named, ...] = ()
    altitude_ft: float | None = None
    ceiling_ft: float | None = None


class Resource(msgspec.Struct, frozen=True):
    """A file that belongs to an info, by address or within (`dereferenced`, base64)."""

    description: str
    mime_type: str
    size_bytes: int | None = None
    uri: str = ""
    dereferenced: str = ""
    digest: str = ""


class Info(msgspec.Struct, frozen=True, kw_only=True):
    """One event in one language."""

    categories: tuple[Category, ...]
    event: str
    urgency: Urgency
    severity: Severity
    certainty: Certainty
    language: str = "en-US"
    response_types: tuple[ResponseType, ...] = ()
    audience: str = ""
    event_codes: tuple[Named, ...] = ()
    effective: datetime | None = None
    onset: datetime | None = None
    expires: datetime | None = None
    sender_name: str = ""
    headline: str = ""
    description: str = ""
    instruction: str = ""
    web: str = ""
    contact: str = ""
    parameters: tuple[Named, ...] = ()
    resources: tuple[Resource, ...] = ()
    areas: tuple[Area, ...] = ()


class Alert(msgspec.Struct, frozen=True, kw_only=True):
    """A whole message."""

    identifier: str
    sender: str
    sent: datetime
    status: Status
    message_type: MessageType
    scope: Scope
    source: str = ""
    restriction: str = ""
    addresses: str = ""
    codes: tuple[str, ...] = ()
    note: str = ""
    references: tuple[Reference, ...] = ()
    incidents: str = ""
    infos: tuple[Info, ...] = ()

    @property
    def reference(self) -> Reference:
        """How another message refers to this one."""
        return Reference(self.sender, self.identifier, self.sent)


def stamp(at: datetime) -> str:
    """A time as CAP writes it: whole seconds with an offset; UTC is -00:00, never Z."""
    text = at.isoformat(timespec="seconds")
    return text.replace("+00:00", "-00:00")

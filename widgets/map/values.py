"""What the map is fed: frozen values in degrees and finished text. Knows no Qt."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from widgets.theme.tokens import Level


class PointKind(IntEnum):
    """What stands at a point; decides the glyph of a quiet one."""

    SENSOR = 0
    CAMERA = 1
    PUMP = 2
    SHELTER = 3
    TEAM = 4


@dataclass(frozen=True, slots=True)
class Bounds:
    """A rectangle in degrees (WGS 84), west ≤ east and south ≤ north."""

    west: float
    south: float
    east: float
    north: float


@dataclass(frozen=True, slots=True)
class TeamMark:
    """A team on the map: a named pill. `state` is one of idle, moving, arrived, lost."""

    id: str
    lon: float
    lat: float
    text: str
    state: str = "idle"


@dataclass(frozen=True, slots=True)
class Callout:
    """The box beside a point: title, the figure in the level's colour, a quiet note."""

    id: str
    lon: float
    lat: float
    title: str
    text: str
    level: Level = Level.NONE
    note: str = ""


@dataclass(frozen=True, slots=True)
class MapTexts:
    """Every word the map itself can show, translated by the caller."""

    empty: str = "无底图"
    empty_hint: str = ""
    attribution: str = ""
    metre: str = "米"
    kilometre: str = "公里"

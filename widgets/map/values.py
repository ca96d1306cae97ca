"""What the map is fed: frozen values in degrees and finished text. Knows no Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, IntEnum, StrEnum, auto

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


class Tool(Enum):
    """What the left button does."""

    PAN = auto()
    SELECT_RECT = auto()
    SELECT_LASSO = auto()
    DRAW_POINT = auto()
    DRAW_LINE = auto()
    DRAW_POLYGON = auto()
    DRAW_RECT = auto()
    DRAW_CIRCLE = auto()
    MEASURE_LINE = auto()
    MEASURE_AREA = auto()


@dataclass(frozen=True, slots=True)
class MapView:
    """What is in the middle of a map, in degrees, and how near."""

    lon: float
    lat: float
    zoom: float


@dataclass(frozen=True, slots=True)
class Track:
    """The way something went: positions in degrees with their times (s), the newest last."""

    id: str
    lon: Sequence[float]
    lat: Sequence[float]
    at_s: Sequence[float]


class MarkupKind(StrEnum):
    """The shape of a markup."""

    POINT = "point"
    LINE = "line"
    POLYGON = "polygon"
    CIRCLE = "circle"
    TEXT = "text"


class MarkupRole(StrEnum):
    """What a markup means; decides its colour."""

    ACCENT = "accent"
    NOTE = "note"
    FAINT = "faint"
    SAFE = "safe"
    CAUTION = "caution"
    DANGER = "danger"


@dataclass(frozen=True, slots=True)
class Markup:
    """Something drawn on the map by a hand: (longitude, latitude) pairs, a text, a meaning.

    A circle has its centre as the only pair and a radius in metres. What is pending, dashed, is
    not agreed on yet.
    """

    id: str
    kind: MarkupKind
    lonlat: Sequence[tuple[float, float]]
    text: str = ""
    role: MarkupRole = MarkupRole.ACCENT
    radius_m: float = 0.0
    is_pending: bool = False


class MapLayer(StrEnum):
    """The layers of a map, the lowest first."""

    BASE = "base"
    FEATURES = "features"
    HEAT = "heat"
    LABELS = "labels"
    POINTS = "points"
    TRACKS = "tracks"
    MARKUP = "markup"
    SELECTION = "selection"


class SwatchShape(StrEnum):
    """How the sample in a legend is drawn."""

    DOT = "dot"
    LINE = "line"
    FILL = "fill"
    LEVEL = "level"
    RAMP = "ramp"


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """A line of a legend. `color` is `#RRGGBB`; a ramp goes from it to `color_to`."""

    text: str
    color: str
    shape: SwatchShape = SwatchShape.DOT
    color_to: str = ""
    level: Level = Level.NONE


@dataclass(frozen=True, slots=True)
class LayerInfo:
    """A layer as a list shows it; `age` is finished text, empty where age means nothing.

    One that is `part` of the layer above it is set in and has no opacity of its own. `remove` is
    what its button says that takes it away, empty when there is none.
    """

    id: str
    title: str
    visible: bool = True
    opacity: float = 1.0
    legend: tuple[LegendEntry, ...] = ()
    age: str = ""
    part: bool = False
    remove: str = ""


@dataclass(frozen=True, slots=True)
class MapTexts:
    """Every word the map itself can show, translated by the caller."""

    empty: str = "无底图"
    empty_hint: str = ""
    attribution: str = ""
    metre: str = "米"
    kilometre: str = "公里"
    square_metre: str = "平方米"
    hectare: str = "公顷"
    square_kilometre: str = "平方公里"
    length: str = "长度"
    area: str = "面积"
    radius: str = "半径"
    perimeter: str = "周长"
    name: str = "地图"

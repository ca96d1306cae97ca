"""How the base map looks: colours, widths and zooms by layer. Data only.

Cartographic tints between the tokens' ground and line; calm enough that only alerts have colour.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from widgets.theme.tokens import GROUND, LINE, SECONDARY

BACKDROP: Final = "#0E1825"
LABEL_HALO: Final = GROUND
LABEL_PLACE: Final = SECONDARY
LABEL_ROAD: Final = "#7F94AA"
LABEL_WATER: Final = "#5E8BAE"
LABEL_PARK: Final = "#5C8A72"


@dataclass(frozen=True, slots=True)
class Fill:
    """A polygon layer: fill colour, optional outline from a zoom."""

    layer: str
    color: str
    min_zoom: float = 0.0
    outline: str = ""
    outline_zoom: float = 99.0


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line layer: colour, casing, and ground width in metres with a minimum in pixels."""

    layer: str
    kind: str
    color: str
    width_m: float
    min_px: float
    max_px: float
    min_zoom: float = 0.0
    casing: str = ""
    dash: tuple[float, ...] = ()


FILLS: Final = (
    Fill("ground", "#0F1A28"),
    Fill("landuse", "#111D2B"),
    Fill("park", "#12261F", outline="#173028", outline_zoom=13.0),
    Fill("water", "#12314A", outline="#19405E", outline_zoom=12.0),
)
BUILDINGS: Final = Fill("building", "#172435", 13.5, outline="#1F3044", outline_zoom=15.0)

CANAL: Final = Stroke("canal", "", "#12314A", 14.0, 1.0, 60.0)
ROADS: Final = (
    Stroke("road", "path", "#1B2939", 3.0, 0.7, 6.0, 15.0, dash=(3.0, 2.5)),
    Stroke("road", "street", "#1E2D3F", 8.0, 0.7, 40.0, 12.5, casing="#0C1521"),
    Stroke("road", "secondary", "#26384D", 14.0, 1.1, 60.0, 10.0, casing="#0C1521"),
    Stroke("road", "arterial", "#30465E", 24.0, 1.8, 90.0, 0.0, casing="#0C1521"),
)
BORDER: Final = Stroke("border", "", "#4A6078", 0.0, 1.0, 1.0, 8.0, dash=(6.0, 5.0))
GRID_LINE: Final = LINE

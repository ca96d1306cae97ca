"""The look in numbers: colours, the type scale, the grid.

Every other widget module takes its colours and sizes from here; none of them writes a literal.
Text and level colours are chosen for WCAG AA on `GROUND` and `PANEL`.
"""

from __future__ import annotations

from enum import IntEnum
from typing import Final

GROUND: Final = "#0B131E"
PANEL: Final = "#111C2A"
RAISED: Final = "#182636"
LINE: Final = "#24364A"
TEXT: Final = "#E8EEF5"
SECONDARY: Final = "#9CB0C5"
FAINT: Final = "#5F7388"
ACCENT: Final = "#4FB3FF"
NORMAL: Final = "#35C08A"
STALE: Final = "#7A8899"
ON_LEVEL: Final = "#0B131E"

PAPER: Final = "#FFFFFF"
INK: Final = "#16202B"
INK_SECONDARY: Final = "#4A5A6A"
PAPER_LINE: Final = "#B9C4CF"
"""What is printed stands dark on white."""

GRID: Final = 8
"""Spacing unit in device-independent pixels; paddings and gaps are multiples of it (or half)."""

SIZE_CAPTION: Final = 12
SIZE_BODY: Final = 14
SIZE_TITLE: Final = 16
SIZE_HEADING: Final = 20
SIZE_FIGURE: Final = 28
SIZE_CLOCK: Final = 44

FONT_FAMILIES: Final = (
    "Source Han Sans SC",
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Microsoft YaHei UI",
    "PingFang SC",
    "WenQuanYi Micro Hei",
)


class Level(IntEnum):
    """Severity of an alert or warning; a higher value is worse.

    The numerals follow the warning levels of the Emergency Response Law: Ⅰ red, Ⅱ orange,
    Ⅲ yellow, Ⅳ blue. `NONE` is the normal state and has neither numeral nor shape.
    """

    NONE = 0
    BLUE = 1
    YELLOW = 2
    ORANGE = 3
    RED = 4


LEVEL_COLOR: Final = {
    Level.NONE: NORMAL,
    Level.BLUE: "#3D8BFF",
    Level.YELLOW: "#FFD426",
    Level.ORANGE: "#FF8B1F",
    Level.RED: "#FF4D4F",
}
LEVEL_NUMERAL: Final = {
    Level.NONE: "",
    Level.BLUE: "Ⅳ",
    Level.YELLOW: "Ⅲ",
    Level.ORANGE: "Ⅱ",
    Level.RED: "Ⅰ",
}
"""Always drawn inside the level's shape: disc Ⅳ, square Ⅲ, triangle Ⅱ, diamond Ⅰ."""

SEQUENTIAL: Final = ("#2B2745", "#453B72", "#65569F", "#8C7CC6", "#BBB0E8")
"""Less to more of a quantity on the dark ground; on a light one the other way round. Violet,
because red, orange, yellow, blue and green already say how bad something is."""

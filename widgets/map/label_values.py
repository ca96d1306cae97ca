"""What is to be written on the map: a text, where it may stand and how it looks. Pure values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

ANCHORS: Final = {
    "center": (0.0, 0.0),
    "left": (0.5, 0.0),
    "right": (-0.5, 0.0),
    "top": (0.0, 0.5),
    "bottom": (0.0, -0.5),
    "top-left": (0.5, 0.5),
    "top-right": (-0.5, 0.5),
    "bottom-left": (0.5, -0.5),
    "bottom-right": (-0.5, -0.5),
}
"""Where the middle of the text is from its point, in widths and heights of the text."""


@dataclass(frozen=True, slots=True)
class TextLook:
    """Size in logical pixels, colours as #aarrggbb, the rest as in a style's text properties."""

    size: float
    color: str
    halo_color: str = "#00000000"
    halo_width: float = 0.0
    is_bold: bool = False
    is_italic: bool = False
    letter_spacing_em: float = 0.0
    line_height_em: float = 1.2
    padding: float = 2.0


@dataclass(frozen=True, slots=True)
class LabelCandidate:
    """A text that may stand at a world position. Lower `rank` comes first.

    `angle` is that of the line it is written along, in radians, None for a text at a point.
    `spacing` is how far away, in pixels, the same text may come again. `shift` moves the middle
    of the text, in em, after `anchor` has.
    """

    text: str
    rank: tuple[int, float, float]
    x: float
    y: float
    look: TextLook
    angle: float | None = None
    anchor: str = "center"
    shift: tuple[float, float] = (0.0, 0.0)
    spacing: float = 0.0
    may_overlap: bool = False


def guessed_width(text: str, look: TextLook) -> float:
    """Return about how wide the longest line is, in pixels, without asking a font."""
    return max(
        sum(_em(character) for character in line) * look.size
        + len(line) * look.letter_spacing_em * look.size
        for line in text.split("\n")
    )


def _em(character: str) -> float:
    if ord(character) >= 0x2E80:
        return 1.0
    return 0.3 if character in " iljtfr.,'I|" else 0.56


def wrapped(text: str, max_em: float) -> str:
    """Break a text into lines of about equal width, none much over `max_em`.

    Breaks at spaces; a text of Chinese characters breaks anywhere.
    """
    total = sum(_em(character) for character in text)
    if max_em <= 0.0 or total <= max_em or "\n" in text:
        return text
    wanted = total / -(-total // max_em)
    words = text.split(" ") if " " in text else _characters(text)
    joint = " " if " " in text else ""
    lines: list[str] = []
    line, width = "", 0.0
    for word in words:
        word_width = sum(_em(character) for character in word)
        if line and width + word_width / 2.0 > wanted:
            lines.append(line)
            line, width = "", 0.0
        line = f"{line}{joint}{word}" if line else word
        width += word_width + (0.3 if joint else 0.0)
    return "\n".join([*lines, line])


def _characters(text: str) -> list[str]:
    return list(text) if all(ord(character) >= 0x2E80 for character in text) else [text]

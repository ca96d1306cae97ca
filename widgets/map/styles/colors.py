"""Colours as CSS writes them. Knows no Qt and no style."""

from __future__ import annotations

import colorsys
import re
from functools import lru_cache
from typing import Final, NamedTuple


class Color(NamedTuple):
    """Red, green and blue from 0 to 255, alpha from 0 to 1; not premultiplied."""

    red: float
    green: float
    blue: float
    alpha: float = 1.0

    def mixed(self, other: Color, part: float) -> Color:
        """Return the colour `part` of the way to another, mixed premultiplied as MapLibre does."""
        alpha = self.alpha + (other.alpha - self.alpha) * part
        if alpha <= 0.0:
            return Color(0.0, 0.0, 0.0, 0.0)
        mine, theirs = self.alpha * (1.0 - part) / alpha, other.alpha * part / alpha
        return Color(
            self.red * mine + other.red * theirs,
            self.green * mine + other.green * theirs,
            self.blue * mine + other.blue * theirs,
            alpha,
        )

    def faded(self, opacity: float) -> Color:
        """Return the colour with its alpha times `opacity`."""
        return self._replace(alpha=min(1.0, max(0.0, self.alpha)) * min(1.0, max(0.0, opacity)))

    def hex(self) -> str:
        """Return `#rrggbb`, without the alpha."""
        parts = (min(255, max(0, round(part))) for part in self[:3])
        return "#{:02x}{:02x}{:02x}".format(*parts)


BLACK: Final = Color(0.0, 0.0, 0.0)
CLEAR: Final = Color(0.0, 0.0, 0.0, 0.0)

_FUNCTION: Final = re.compile(r"(rgba?|hsla?)\(([^()]*)\)")


@lru_cache(maxsize=4096)
def parse_color(text: str) -> Color:
    """Read #rgb, #rgba, #rrggbb, #rrggbbaa, rgb(), rgba(), hsl(), hsla() or a CSS name.

    Raises ValueError for anything else.
    """
    word = text.strip().lower()
    if word.startswith("#"):
        return _hex(word[1:])
    if match := _FUNCTION.fullmatch(word):
        return _function(match[1], re.split(r"[\s,/]+", match[2].strip()))
    if word == "transparent":
        return CLEAR
    if word in _NAMES:
        return _hex(_NAMES[word])
    raise ValueError(f"not a colour: {text[:40]!r}")


def _hex(digits: str) -> Color:
    if len(digits) in (3, 4):
        digits = "".join(digit * 2 for digit in digits)
    if len(digits) not in (6, 8) or not re.fullmatch("[0-9a-f]+", digits):
        raise ValueError(f"not a colour: #{digits[:20]}")
    red, green, blue, alpha = bytes.fromhex(digits.ljust(8, "f"))
    return Color(float(red), float(green), float(blue), alpha / 255.0)


def _function(name: str, parts: list[str]) -> Color:
    if len(parts) not in (3, 4):
        raise ValueError(f"{name}() takes three or four numbers")
    alpha = min(1.0, max(0.0, _number(parts[3], 1.0))) if len(parts) == 4 else 1.0
    if name.startswith("rgb"):
        red, green, blue = (min(255.0, max(0.0, _number(part, 255.0))) for part in parts[:3])
        return Color(red, green, blue, alpha)
    hue = float(parts[0].removesuffix("deg")) % 360.0 / 360.0
    saturation, lightness = (min(1.0, max(0.0, _number(part, 1.0))) for part in parts[1:3])
    red, green, blue = colorsys.hls_to_rgb(hue, lightness, saturation)
    return Color(red * 255.0, green * 255.0, blue * 255.0, alpha)


def _number(text: str, whole: float) -> float:
    return float(text[:-1]) / 100.0 * whole if text.endswith("%") else float(text)


_TABLE: Final = """
aliceblue f0f8ff antiquewhite faebd7 aqua 00ffff aquamarine 7fffd4 azure f0ffff beige f5f5dc
bisque ffe4c4 black 000000 blanchedalmond ffebcd blue 0000ff blueviolet 8a2be2 brown a52a2a
burlywood deb887 cadetblue 5f9ea0 chartreuse 7fff00 chocolate d2691e coral ff7f50 cornflowerblue
6495ed cornsilk fff8dc crimson dc143c cyan 00ffff darkblue 00008b darkcyan 008b8b darkgoldenrod
b8860b darkgray a9a9a9 darkgreen 006400 darkgrey a9a9a9 darkkhaki bdb76b darkmagenta 8b008b
darkolivegreen 556b2f darkorange ff8c00 darkorchid 9932cc darkred 8b0000 darksalmon e9967a
darkseagreen 8fbc8f darkslateblue 483d8b darkslategray 2f4f4f darkslategrey 2f4f4f darkturquoise
00ced1 darkviolet 9400d3 deeppink ff1493 deepskyblue 00bfff dimgray 696969 dimgrey 696969
dodgerblue 1e90ff firebrick b22222 floralwhite fffaf0 forestgreen 228b22 fuchsia ff00ff
gainsboro dcdcdc ghostwhite f8f8ff gold ffd700 goldenrod daa520 gray 808080 green 008000
greenyellow adff2f grey 808080 honeydew f0fff0 hotpink ff69b4 indianred cd5c5c indigo 4b0082
ivory fffff0 khaki f0e68c lavender e6e6fa lavenderblush fff0f5 lawngreen 7cfc00 lemonchiffon
fffacd lightblue add8e6 lightcoral f08080 lightcyan e0ffff lightgoldenrodyellow fafad2 lightgray
d3d3d3 lightgreen 90ee90 lightgrey d3d3d3 lightpink ffb6c1 lightsalmon ffa07a lightseagreen
20b2aa lightskyblue 87cefa lightslategray 778899 lightslategrey 778899 lightsteelblue b0c4de
lightyellow ffffe0 lime 00ff00 limegreen 32cd32 linen faf0e6 magenta ff00ff maroon 800000
mediumaquamarine 66cdaa mediumblue 0000cd mediumorchid ba55d3 mediumpurple 9370db mediumseagreen
3cb371 mediumslateblue 7b68ee mediumspringgreen 00fa9a mediumturquoise 48d1cc mediumvioletred
c71585 midnightblue 191970 mintcream f5fffa mistyrose ffe4e1 moccasin ffe4b5 navajowhite ffdead
navy 000080 oldlace fdf5e6 olive 808000 olivedrab 6b8e23 orange ffa500 orangered ff4500 orchid
da70d6 palegoldenrod eee8aa palegreen 98fb98 paleturquoise afeeee palevioletred db7093
papayawhip ffefd5 peachpuff ffdab9 peru cd853f pink ffc0cb plum dda0dd powderblue b0e0e6 purple
800080 rebeccapurple 663399 red ff0000 rosybrown bc8f8f royalblue 4169e1 saddlebrown 8b4513
salmon fa8072 sandybrown f4a460 seagreen 2e8b57 seashell fff5ee sienna a0522d silver c0c0c0
skyblue 87ceeb slateblue 6a5acd slategray 708090 slategrey 708090 snow fffafa springgreen 00ff7f
steelblue 4682b4 tan d2b48c teal 008080 thistle d8bfd8 tomato ff6347 turquoise 40e0d0 violet
ee82ee wheat f5deb3 white ffffff whitesmoke f5f5f5 yellow ffff00 yellowgreen 9acd32
"""
_WORDS: Final = _TABLE.split()
_NAMES: Final = dict(zip(_WORDS[::2], _WORDS[1::2], strict=True))

"""A vector tile under a style, written as an SVG drawing. Pure; knows no Qt.

Why SVG: Qt's reader of pictures is the one way to have paths painted without Python's interpreter
lock being held, which the GUI thread needs. Paths are short because Qt's rasteriser slows down
with the number of edges it takes at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import Any, Final

import numpy as np

from widgets.map.outlines import STEPS, Frame, Outlines, outlines, shifted
from widgets.map.styles.colors import Color
from widgets.map.styles.columns import Rows
from widgets.map.styles.document import MapStyle
from widgets.map.styles.expressions import Context
from widgets.map.styles.layers import StyleLayer
from widgets.map.tile_data import Cut, PreparedLayer, PreparedTile

_FILL_POINTS: Final = 400
_LINE_POINTS: Final = 64
_CLEAR_LINE_POINTS: Final = 4000
"""A line that can be seen through must not cross itself from one path to the next."""

_SPILL: Final = 0.06
"""Features this far outside the tile still count: their strokes reach in."""

_THIN_PX: Final = 3.0
"""Nobody sees how a thinner line is joined."""

_CAPS: Final = ("butt", "round", "square")
_JOINS: Final = ("miter", "round", "bevel")

Breathe = Callable[[], None]

_PAINT: Final = {
    "fill": ("fill-color", "fill-opacity", "fill-outline-color", "fill-sort-key"),
    "line": (
        "line-color",
        "line-opacity",
        "line-width",
        "line-gap-width",
        "line-offset",
        "line-dasharray",
        "line-cap",
        "line-join",
        "line-sort-key",
    ),
    "circle": (
        "circle-color",
        "circle-opacity",
        "circle-radius",
        "circle-stroke-color",
        "circle-stroke-opacity",
        "circle-stroke-width",
        "circle-sort-key",
    ),
}


def draw_tile(
    tile: PreparedTile,
    style: MapStyle,
    zoom: float,
    cut: Cut,
    frame: Frame,
    dpr: float,
    breathe: Breathe = lambda: None,
) -> bytes | None:
    """Return the drawing; None when there is nothing over the background.

    `zoom` is the style's zoom, `dpr` device pixels per logical pixel. `breathe` is called every
    few milliseconds and may wait.
    """
    parts: list[str] = []
    for layer in style.layers:
        if layer.type in _PAINT and layer.is_shown(zoom):
            prepared = tile.layer(layer.source_layer)
            if prepared is not None:
                drawing = _LayerDrawing(layer, prepared, zoom, cut, frame, dpr)
                for element in drawing.elements():
                    parts.append(element)
                    breathe()
    if not parts:
        return None
    width, height = frame.width, frame.height
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width * STEPS} {height * STEPS}">'
    )
    ground = style.background(zoom)
    if ground is not None:
        head += f'<rect width="{width * STEPS}" height="{height * STEPS}" fill="{ground.hex()}"'
        head += f"{_opacity('fill-opacity', ground)}/>"
    return (head + "".join(parts) + "</svg>").encode("ascii")


class _LayerDrawing:
    """One style layer over one tile layer."""

    def __init__(
        self,
        style: StyleLayer,
        layer: PreparedLayer,
        zoom: float,
        cut: Cut,
        frame: Frame,
        dpr: float,
    ) -> None:
        self._style = style
        self._layer = layer
        self._zoom = zoom
        self._cut = cut
        self._frame = frame
        self._px = dpr * STEPS
        self._near = layer.near(cut, _SPILL)

    def elements(self) -> Iterator[str]:
        rows = self._rows_near()
        kind = self._style.type
        names = _PAINT[kind]
        expressions = self._style.expressions(names)
        groups = list(self._layer.columns.groups(expressions, self._zoom, rows))
        valued = [(self._values(names, context), members) for context, members in groups]
        valued.sort(key=lambda pair: pair[0][f"{kind}-sort-key"])
        draw = {"fill": self._fill, "line": self._line, "circle": self._circle}[kind]
        for values, members in valued:
            yield from draw(values, members)

    def _rows_near(self) -> Rows:
        rows = self._layer.rows(self._style, self._zoom)
        if not len(rows) or not self._near.any():
            return rows[:0]
        parts = self._layer.layer.feature_parts
        counts = np.concatenate(([0], np.cumsum(self._near)))
        return rows[counts[parts[rows + 1]] > counts[parts[rows]]]

    def _values(self, names: Sequence[str], context: Context) -> dict[str, Any]:
        return {name: self._style.value(name, context) for name in names}

    def _outlines(self, rows: Rows) -> Outlines:
        return outlines(self._layer, rows, self._near, self._cut, self._frame)

    def _fill(self, values: dict[str, Any], rows: Rows) -> Iterator[str]:
        color: Color = values["fill-color"].faded(values["fill-opacity"])
        edge: Color = values["fill-outline-color"].faded(values["fill-opacity"])
        if color.alpha <= 0.0 and edge.alpha <= 0.0:
            return
        attributes = f'fill="{color.hex()}"{_opacity("fill-opacity", color)}'
        if edge.alpha > 0.0:
            attributes += (
                f' stroke="{edge.hex()}"{_opacity("stroke-opacity", edge)}'
                f' stroke-width="{self._px:.0f}" stroke-linejoin="bevel"'
            )
        yield from _paths(self._outlines(rows), attributes, _FILL_POINTS, is_closed=True)

    def _line(self, values: dict[str, Any], rows: Rows) -> Iterator[str]:
        color: Color = values["line-color"].faded(values["line-opacity"])
        width, gap = values["line-width"], values["line-gap-width"]
        if color.alpha <= 0.0 or width <= 0.0:
            return
        # A tile may decide these words: only known ones get into the drawing.
        cap = values["line-cap"] if values["line-cap"] in _CAPS else "butt"
        join = values["line-join"] if values["line-join"] in _JOINS else "miter"
        if width * self._px < _THIN_PX * STEPS:
            cap, join = "butt", "bevel"
        attributes = (
            f'fill="none" stroke="{color.hex()}"{_opacity("stroke-opacity", color)}'
            f' stroke-width="{width * self._px:.1f}" stroke-linecap="{cap}"'
            f' stroke-linejoin="{join}"'
        )
        dashes = values["line-dasharray"]
        if dashes and sum(dashes) > 0.0 and all(dash >= 0.0 for dash in dashes):
            text = ",".join(f"{max(0.01, dash) * width * self._px:.1f}" for dash in dashes)
            attributes += f' stroke-dasharray="{text}"'
        limit = _LINE_POINTS if color.alpha >= 1.0 else _CLEAR_LINE_POINTS
        lines = self._outlines(rows)
        sides = [(gap + width) / 2.0, -(gap + width) / 2.0] if gap > 0.0 else [0.0]
        for side in sides:
            moved = (side + values["line-offset"]) * self._px
            drawn = shifted(lines, moved) if moved else lines
            is_closed = bool(len(rows)) and self._layer.layer.types[rows[0]] == 3
            yield from _paths(drawn, attributes, limit, is_closed=is_closed)

    def _circle(self, values: dict[str, Any], rows: Rows) -> Iterator[str]:
        color: Color = values["circle-color"].faded(values["circle-opacity"])
        edge: Color = values["circle-stroke-color"].faded(values["circle-stroke-opacity"])
        width = values["circle-stroke-width"]
        attributes = f'r="{(values["circle-radius"] + width / 2.0) * self._px:.1f}"'
        attributes += f' fill="{color.hex()}"{_opacity("fill-opacity", color)}'
        if width > 0.0:
            attributes += (
                f' stroke="{edge.hex()}"{_opacity("stroke-opacity", edge)}'
                f' stroke-width="{width * self._px:.1f}"'
            )
        for x, y in self._outlines(rows).points.tolist():
            yield f'<circle cx="{x}" cy="{y}" {attributes}/>'


def _opacity(name: str, color: Color) -> str:
    return f' {name}="{color.alpha:.3f}"' if color.alpha < 1.0 else ""


def _paths(lines: Outlines, attributes: str, limit: int, *, is_closed: bool) -> Iterator[str]:
    for sizes, numbers in lines.chunks(limit):
        text = "".join([_template(size, is_closed) for size in sizes]) % tuple(numbers)
        yield f'<path {attributes} d="{text}"/>'


@lru_cache(maxsize=4096)
def _template(size: int, is_closed: bool) -> str:
    return "M%d %d" + " %d %d" * (size - 1) + ("z" if is_closed else "")

"""Finds what a style's symbol layers would write on one tile. Pure; any thread.

Texts that would collide inside the tile are left out here already, by guessed widths, so that the
GUI thread has few left to place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from widgets.map.collisions import Box, Echoes, Plane
from widgets.map.label_lines import Line, anchors, inside, merged
from widgets.map.label_values import ANCHORS, LabelCandidate, TextLook, guessed_width, wrapped
from widgets.map.sources import GeometryType, TileAddress
from widgets.map.styles.colors import Color
from widgets.map.styles.columns import Rows
from widgets.map.styles.document import MapStyle
from widgets.map.styles.expressions import Context, Expression
from widgets.map.styles.layers import PROPERTIES, StyleLayer
from widgets.map.tile_data import Cut, PreparedLayer, PreparedTile

_AREA_SPACING_PX: Final = 300.0
"""An area cut by tile edges is named once."""

_LEAST_AREA: Final = 0.7
"""An area narrower than this part of its name is not named: it would belong to the neighbours."""

_MAX_TEXT: Final = 120
_NAMES: Final = tuple(PROPERTIES["symbol"])
LANGUAGE_KEYS: Final = {
    "zh": ("name:zh-Hans", "name:zh"),
    "en": ("name:en",),
}
"""Where a name in the wanted language is looked for before `name`."""


@dataclass(frozen=True, slots=True)
class LabelRequest:
    """Which labels are wanted: the tile, the piece of it, the style's zoom, the language.

    `side` is the piece's side in logical pixels.
    """

    address: TileAddress
    cut: Cut
    zoom: float
    side: float
    language: str = "zh"


def find_labels(
    tile: PreparedTile,
    style: MapStyle,
    request: LabelRequest,
    breathe: Callable[[], None] = lambda: None,
) -> tuple[LabelCandidate, ...]:
    """Return the candidates of a tile, first to be placed first.

    `breathe` is called every few milliseconds and may wait.
    """
    found: list[LabelCandidate] = []
    for order, layer in enumerate(style.layers):
        if layer.type == "symbol" and layer.is_shown(request.zoom):
            prepared = tile.layer(layer.source_layer)
            if prepared is not None:
                for candidate in _Symbols(layer, prepared, -order, request).candidates():
                    found.append(candidate)
                    breathe()
    found.sort(key=lambda candidate: candidate.rank)
    return tuple(_thinned(found, request))


def _thinned(found: Sequence[LabelCandidate], request: LabelRequest) -> Iterator[LabelCandidate]:
    plane, echoes = Plane(), Echoes()
    world = float(1 << request.address.z)
    for candidate in found:
        x = (candidate.x * world - request.address.x) * request.side
        y = (candidate.y * world - request.address.y) * request.side
        if candidate.spacing and echoes.is_near(candidate.text, x, y, candidate.spacing):
            continue
        box = _guessed_box(candidate, x, y)
        if not candidate.may_overlap:
            if not plane.is_free(box):
                continue
            plane.add(box)
        echoes.add(candidate.text, x, y)
        yield candidate


def _guessed_box(candidate: LabelCandidate, x: float, y: float) -> Box:
    look = candidate.look
    # Smaller than it will be: a text wrongly kept is only looked at again.
    width = guessed_width(candidate.text, look) * 0.8
    height = look.size * (1.0 + candidate.text.count("\n"))
    angle = candidate.angle or 0.0
    cosine, sine = abs(np.cos(angle)), abs(np.sin(angle))
    across, down = width * cosine + height * sine, width * sine + height * cosine
    to_x, to_y = ANCHORS[candidate.anchor]
    middle_x = x + to_x * across + candidate.shift[0] * look.size
    middle_y = y + to_y * down + candidate.shift[1] * look.size
    return (
        middle_x - across / 2.0,
        middle_y - down / 2.0,
        middle_x + across / 2.0,
        middle_y + down / 2.0,
    )


class _Symbols:
    """One symbol layer over one tile layer."""

    def __init__(
        self, style: StyleLayer, layer: PreparedLayer, order: int, request: LabelRequest
    ) -> None:
        self._style = style
        self._layer = layer
        self._order = order
        self._request = request
        self._near = layer.near(request.cut, 0.0)

    def candidates(self) -> Iterator[LabelCandidate]:
        if "text-field" not in self._style.values:
            return
        rows = self._rows()
        preferred = LANGUAGE_KEYS.get(self._request.language, ())
        looked = self._style.expressions(_NAMES)
        looked.append(Expression(lambda _context: None, frozenset(preferred)))
        # A street of many pieces is one group, also where its name was written many times.
        same: dict[tuple[Any, ...], list[Rows]] = {}
        for context, members in self._layer.columns.groups(looked, self._request.zoom, rows):
            _prefer(context, preferred)
            key = tuple(self._style.value(name, context) for name in _NAMES)
            same.setdefault(key, []).append(members)
        for key, groups in same.items():
            values = dict(zip(_NAMES, key, strict=True))
            text = _cased(values["text-field"].strip()[:_MAX_TEXT], values["text-transform"])
            if text and values["text-size"] > 0.0 and values["text-opacity"] > 0.0:
                yield from self._placed(text, values, np.concatenate(groups))

    def _rows(self) -> Rows:
        rows = self._layer.rows(self._style, self._request.zoom)
        parts = self._layer.layer.feature_parts
        counts = np.concatenate(([0], np.cumsum(self._near)))
        return rows[counts[parts[rows + 1]] > counts[parts[rows]]]

    def _placed(self, text: str, values: dict[str, Any], rows: Rows) -> Iterator[LabelCandidate]:
        look = _look(values)
        if values["symbol-placement"] == "point":
            yield from self._at_points(text, values, look, rows)
            return
        width = guessed_width(text, look)
        lines = merged(self._parts(rows))
        spacing = max(values["symbol-spacing"], 1.0)
        for line in lines:
            steps = np.diff(line, axis=0)
            length = float(np.hypot(steps[:, 0], steps[:, 1]).sum())
            rank = (self._order, values["symbol-sort-key"], -length)
            for x, y, angle in anchors(line, width, spacing):
                if self._is_own(x, y):
                    world_x, world_y = self._world(x, y)
                    yield LabelCandidate(
                        text, rank, world_x, world_y, look, angle=angle, spacing=spacing
                    )

    def _at_points(
        self, text: str, values: dict[str, Any], look: TextLook, rows: Rows
    ) -> Iterator[LabelCandidate]:
        text = wrapped(text, values["text-max-width"])
        anchor, shift = _anchored(values)
        rank = (self._order, values["symbol-sort-key"], 0.0)
        types = self._layer.layer.types
        for row in rows.tolist():
            parts = self._parts(np.array([row]))
            is_point = types[row] == GeometryType.POINT
            spacing = 0.0 if is_point else _AREA_SPACING_PX
            if is_point:
                spots = [(float(x), float(y)) for part in parts for x, y in part]
            elif types[row] == GeometryType.POLYGON:
                spots = _area_spots(parts, guessed_width(text, look))
            else:
                spots = [
                    (float(part[len(part) // 2, 0]), float(part[len(part) // 2, 1]))
                    for part in parts[:1]
                ]
            for x, y in spots:
                if self._is_own(x, y):
                    world_x, world_y = self._world(x, y)
                    yield LabelCandidate(
                        text,
                        rank,
                        world_x,
                        world_y,
                        look,
                        anchor=anchor,
                        shift=shift,
                        spacing=spacing,
                        may_overlap=values["text-allow-overlap"],
                    )

    def _parts(self, rows: Rows) -> list[Line]:
        """Return the parts of features in logical pixels of the piece."""
        source = self._layer.layer
        cut = self._request.cut
        scale = self._request.side / cut.span
        made = []
        for row in rows.tolist():
            for part in range(source.feature_parts[row], source.feature_parts[row + 1]):
                points = source.points[source.part_starts[part] : source.part_starts[part + 1]]
                if len(points):
                    units = points.astype(np.float64) / source.extent
                    made.append((units - (cut.left, cut.top)) * scale)
        return made

    def _is_own(self, x: float, y: float) -> bool:
        """Say whether a position is in this piece: its neighbours know it too."""
        return 0.0 <= x < self._request.side and 0.0 <= y < self._request.side

    def _world(self, x: float, y: float) -> tuple[float, float]:
        address, side = self._request.address, self._request.side
        tiles = float(1 << address.z)
        return (address.x + x / side) / tiles, (address.y + y / side) / tiles


def _area_spots(parts: Sequence[Line], width: float) -> list[tuple[float, float]]:
    """Return where to name an area: once, and only if it is about as wide as its name."""
    if not parts:
        return []
    largest = max(parts, key=lambda part: float(np.ptp(part[:, 0])))
    if float(np.ptp(largest[:, 0])) < width * _LEAST_AREA:
        return []
    return [inside(largest)]


def _prefer(context: Context, keys: Sequence[str]) -> None:
    for key in keys:
        name = context.properties.get(key)
        if isinstance(name, str) and name:
            context.properties = {**context.properties, "name": name}
            return


def _cased(text: str, transform: str) -> str:
    if transform == "uppercase":
        return text.upper()
    return text.lower() if transform == "lowercase" else text


def _look(values: dict[str, Any]) -> TextLook:
    fonts = " ".join(values["text-font"]).lower()
    opacity = values["text-opacity"]
    return TextLook(
        size=float(max(1, round(values["text-size"]))),
        color=_argb(values["text-color"].faded(opacity)),
        halo_color=_argb(values["text-halo-color"].faded(opacity)),
        halo_width=values["text-halo-width"],
        is_bold=any(word in fonts for word in ("bold", "medium", "black", "heavy")),
        is_italic="italic" in fonts or "oblique" in fonts,
        letter_spacing_em=values["text-letter-spacing"],
        line_height_em=values["text-line-height"],
        padding=values["text-padding"],
    )


def _argb(color: Color) -> str:
    return f"#{round(color.alpha * 255.0):02x}{color.hex()[1:]}"


def _anchored(values: dict[str, Any]) -> tuple[str, tuple[float, float]]:
    anchor = values["text-anchor"]
    if values["text-variable-anchor"]:
        anchor = values["text-variable-anchor"][0]
    if anchor not in ANCHORS:
        anchor = "center"
    radial = values["text-radial-offset"]
    if radial:
        to_x, to_y = ANCHORS[anchor]
        return anchor, (2.0 * to_x * radial, 2.0 * to_y * radial)
    offset = values["text-offset"]
    return anchor, (offset[0], offset[1]) if len(offset) == 2 else (0.0, 0.0)

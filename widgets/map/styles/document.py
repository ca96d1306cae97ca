"""A whole style: the layers of a MapLibre style document in drawing order.

What it cannot draw it skips and names once; only what is no style at all is refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from widgets.map.styles.colors import Color
from widgets.map.styles.expressions import Context
from widgets.map.styles.layers import StyleLayer, read_layer

MAX_LAYERS: Final = 2000


class StyleError(ValueError):
    """The document is no style."""


@dataclass(frozen=True)
class MapStyle:
    """Layers, first drawn first. `skipped` has a line for each thing the style asks in vain."""

    layers: tuple[StyleLayer, ...]
    skipped: tuple[str, ...] = ()
    name: str = ""

    @staticmethod
    def from_json(document: Any) -> MapStyle:
        """Compile a parsed style document. Raises StyleError."""
        if not isinstance(document, Mapping) or not isinstance(document.get("layers"), list):
            raise StyleError("a style is an object with a list of layers")
        nodes = document["layers"]
        if len(nodes) > MAX_LAYERS:
            raise StyleError(f"a style of more than {MAX_LAYERS} layers")
        skipped: dict[str, None] = {}
        layers = []
        for node in _resolved(nodes):
            layer = read_layer(node, lambda text: skipped.setdefault(text))
            if layer is not None:
                layers.append(layer)
        return MapStyle(tuple(layers), tuple(skipped), str(document.get("name", "")))

    def of_type(self, *types: str) -> tuple[StyleLayer, ...]:
        """Return the layers of some types in drawing order."""
        return tuple(layer for layer in self.layers if layer.type in types)

    def background(self, zoom: float) -> Color | None:
        """Return the colour of the ground at a zoom; None when the style has no background."""
        found = None
        context = Context(zoom, {})
        for layer in self.of_type("background"):
            if layer.is_shown(zoom):
                color: Color = layer.value("background-color", context)
                found = color.faded(layer.value("background-opacity", context))
        return found


def _resolved(nodes: list[Any]) -> list[Mapping[str, Any]]:
    """Return the layers that are objects; one with `ref` takes what it lacks from that layer."""
    layers = [node for node in nodes if isinstance(node, Mapping)]
    by_id = {str(node.get("id")): node for node in layers}
    return [
        {**by_id.get(str(node["ref"]), {}), **node} if "ref" in node else node for node in layers
    ]

"""The properties of all features of a collection, in columns as a vector tile has them.

Knows no geometry: a tile asks for the tags of the features it holds.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from widgets.map import rings
from widgets.map.rings import Ints

DEFAULT_LAYER: Final = "features"
"""Where a feature goes that does not say."""

LayerOf = Callable[[Mapping[str, Any]], str]
"""Says the layer of a feature by its properties."""


def named_layer(properties: Mapping[str, Any]) -> str:
    """The layer the property `layer` names."""
    layer = properties.get("layer")
    return layer if isinstance(layer, str) and layer else DEFAULT_LAYER


@dataclass(frozen=True)
class FeatureTable:
    """The properties of all features in columns: layer, lowest zoom, and tags as in a tile."""

    keys: tuple[str, ...]
    values: tuple[Any, ...]
    tags: NDArray[np.int32]
    starts: Ints
    layer_names: tuple[str, ...]
    layers: Ints
    min_zooms: NDArray[np.float64]

    @staticmethod
    def of(
        properties: Sequence[Mapping[str, Any]], layer_of: LayerOf | None = None
    ) -> FeatureTable:
        """The table of some properties."""
        layer_of = layer_of or named_layer
        keys: dict[str, int] = {}
        values: dict[tuple[type, Any], int] = {}
        tags: list[tuple[int, int]] = []
        starts = [0]
        layers: dict[str, int] = {}
        layer_numbers = []
        for row in properties:
            for key, thing in row.items():
                value = _plain(thing)
                if value is not None:
                    tag = (
                        keys.setdefault(str(key), len(keys)),
                        values.setdefault((type(value), value), len(values)),
                    )
                    tags.append(tag)
            starts.append(len(tags))
            layer_numbers.append(layers.setdefault(layer_of(row), len(layers)))
        return FeatureTable(
            tuple(keys),
            tuple(value for _type, value in values),
            np.array(tags, dtype=np.int32).reshape(-1, 2),
            np.array(starts, dtype=np.int64),
            tuple(layers),
            np.array(layer_numbers, dtype=np.int64),
            np.array([_min_zoom(row) for row in properties], dtype=np.float64),
        )

    def tags_of(self, features: Ints) -> tuple[NDArray[np.int32], Ints]:
        """The tags of some features, and where each one's begin."""
        sizes = self.starts[features + 1] - self.starts[features]
        cuts = rings.cut_after(sizes)
        rows = np.repeat(self.starts[features] - cuts[:-1], sizes) + np.arange(cuts[-1])
        return self.tags[rows], cuts


def _plain(thing: Any) -> str | float | int | bool | None:
    """A value as tiles have them; lists and objects become JSON text."""
    if thing is None or isinstance(thing, str | float | int):
        return thing
    try:
        return json.dumps(thing, ensure_ascii=False, default=str)
    except (ValueError, TypeError, RecursionError):
        return None


def _min_zoom(properties: Mapping[str, Any]) -> float:
    value = properties.get("min_zoom")
    return float(value) if isinstance(value, int | float) and abs(value) < 100 else 0.0

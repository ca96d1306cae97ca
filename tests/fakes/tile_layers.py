"""Tile layers made of plain features, for tests of what reads them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from widgets.map.sources import GeometryType, TileLayer, VectorTile

Feature = tuple[GeometryType, Sequence[Sequence[tuple[float, float]]], Mapping[str, Any]]


def tile_layer(name: str, features: Sequence[Feature], extent: int = 4096) -> TileLayer:
    """Pack features (type, parts, properties) into columns."""
    points: list[tuple[float, float]] = []
    parts, feature_parts, tag_starts = [0], [0], [0]
    keys: list[str] = []
    values: list[Any] = []
    tags: list[tuple[int, int]] = []
    for _kind, shape, properties in features:
        for part in shape:
            points.extend(part)
            parts.append(len(points))
        feature_parts.append(len(parts) - 1)
        for key, value in properties.items():
            if key not in keys:
                keys.append(key)
            values.append(value)
            tags.append((keys.index(key), len(values) - 1))
        tag_starts.append(len(tags))
    return TileLayer(
        name=name,
        extent=extent,
        points=np.array(points, dtype=np.float32).reshape(-1, 2),
        part_starts=np.array(parts, dtype=np.int64),
        feature_parts=np.array(feature_parts, dtype=np.int64),
        types=np.array([int(kind) for kind, _, _ in features], dtype=np.uint8),
        keys=keys,
        values=values,
        tags=np.array(tags, dtype=np.int32).reshape(-1, 2),
        tag_starts=np.array(tag_starts, dtype=np.int64),
    )


def tile(**layers: Sequence[Feature]) -> VectorTile:
    """A tile of named layers."""
    return VectorTile({name: tile_layer(name, features) for name, features in layers.items()})


def square(left: float, top: float, side: float) -> list[tuple[float, float]]:
    """A ring, clockwise on screen."""
    right, bottom = left + side, top + side
    return [(left, top), (right, top), (right, bottom), (left, bottom)]

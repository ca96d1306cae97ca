"""What every `TileLayer` must hold, whoever made it."""

from __future__ import annotations

import numpy as np

from widgets.map import rings
from widgets.map.sources import GeometryType, TileLayer


def check_layer(layer: TileLayer) -> None:
    """Assert that the columns fit each other and the rings are as `TileLayer` promises."""
    count = len(layer)
    sizes = np.diff(layer.part_starts)
    part_counts = np.diff(layer.feature_parts)
    assert layer.points.shape == (int(layer.part_starts[-1]), 2)
    assert layer.points.dtype == np.float32
    assert np.isfinite(layer.points).all()
    assert layer.part_starts[0] == layer.feature_parts[0] == layer.tag_starts[0] == 0
    assert len(layer.feature_parts) == len(layer.tag_starts) == count + 1
    assert layer.feature_parts[-1] == len(sizes)
    assert layer.tag_starts[-1] == len(layer.tags)
    assert (sizes > 0).all()
    assert (part_counts > 0).all()
    assert np.isin(layer.types, list(GeometryType)).all()
    assert layer.ids is None or len(layer.ids) == count
    of_part = np.repeat(layer.types, part_counts)
    assert (sizes[of_part == GeometryType.LINE] >= 2).all()
    polygon = of_part == GeometryType.POLYGON
    assert (sizes[polygon] >= 3).all()
    areas = rings.signed_areas(layer.points, layer.part_starts)
    assert (areas[polygon] != 0.0).all()
    outer = layer.feature_parts[:-1][layer.types == GeometryType.POLYGON]
    assert (areas[outer] > 0.0).all()
    for feature in range(count):
        layer.properties(feature)

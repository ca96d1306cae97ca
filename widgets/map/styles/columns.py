"""A tile layer's properties as columns, so that a style is evaluated per distinct row, not per
feature.

Most layers of a style look at one or two properties with a handful of values.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from widgets.map.sources import GeometryType, TileLayer
from widgets.map.styles.expressions import Context, Expression

Rows = NDArray[np.int64]

GEOMETRY_NAMES: Final = {
    GeometryType.POINT: "Point",
    GeometryType.LINE: "LineString",
    GeometryType.POLYGON: "Polygon",
}


class Columns:
    """Columns of one tile layer, found when first asked for and kept."""

    def __init__(self, layer: TileLayer) -> None:
        self.layer = layer
        self._key_at = {key: index for index, key in enumerate(layer.keys)}
        self._owners: Rows | None = None
        self._columns: dict[str, Rows] = {}

    def column(self, key: str) -> Rows:
        """Return the index into `layer.values` for each feature; -1 where it has no such key."""
        found = self._columns.get(key)
        if found is None:
            found = np.full(len(self.layer), -1, dtype=np.int64)
            at = self._key_at.get(key)
            if at is not None:
                hit = self.layer.tags[:, 0] == at
                found[self._owner()[hit]] = self.layer.tags[hit, 1]
            self._columns[key] = found
        return found

    def _owner(self) -> Rows:
        if self._owners is None:
            counts = np.diff(self.layer.tag_starts)
            self._owners = np.repeat(np.arange(len(self.layer), dtype=np.int64), counts)
        return self._owners

    def groups(
        self, expressions: Iterable[Expression], zoom: float, rows: Rows
    ) -> Iterator[tuple[Context, Rows]]:
        """Yield (context, rows) such that the expressions have one value over the rows.

        Every row of `rows` comes once; the order of rows inside a group is kept.
        """
        looked = list(expressions)
        if not len(rows):
            return
        if any(expression.every_key or expression.uses_id for expression in looked):
            yield from self._each(zoom, rows)
            return
        keys = sorted({key for expression in looked for key in expression.keys})
        code = np.zeros(len(rows), dtype=np.int64)
        if any(expression.uses_geometry for expression in looked):
            code = self.layer.types[rows].astype(np.int64)
        for key in keys:
            column = self.column(key)[rows]
            code = code * (len(self.layer.values) + 1) + column + 1
            code = np.unique(code, return_inverse=True)[1]
        _values, firsts, inverse, counts = np.unique(
            code, return_index=True, return_inverse=True, return_counts=True
        )
        order = np.argsort(inverse, kind="stable")
        begin = 0
        for first, count in zip(firsts.tolist(), counts.tolist(), strict=True):
            members = rows[order[begin : begin + count]]
            begin += count
            yield self._context(int(rows[first]), keys, zoom), members

    def _context(self, row: int, keys: list[str], zoom: float) -> Context:
        properties: dict[str, Any] = {}
        for key in keys:
            at = int(self.column(key)[row])
            if at >= 0:
                properties[key] = self.layer.values[at]
        return Context(zoom, properties, self._geometry(row))

    def _each(self, zoom: float, rows: Rows) -> Iterator[tuple[Context, Rows]]:
        ids = self.layer.ids
        for index, row in enumerate(rows.tolist()):
            identity = None if ids is None else int(ids[row])
            context = Context(zoom, self.layer.properties(row), self._geometry(row), identity)
            yield context, rows[index : index + 1]

    def _geometry(self, row: int) -> str:
        return GEOMETRY_NAMES.get(GeometryType(int(self.layer.types[row])), "Point")

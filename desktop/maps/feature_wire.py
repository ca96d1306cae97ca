"""Columns of features in pieces small enough to cross from one process to another unnoticed.

Taking one piece holds the interpreter for a few milliseconds, whatever the whole may be. Knows
no process and no pipe.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from widgets.map.feature_table import FeatureTable
from widgets.map.features import FeatureColumns
from widgets.map.pieces import Pieces

PIECE_BYTES: Final = 512 * 1024
PIECE_ROWS: Final = 2_000

_PIECES: Final = ("points", "part_starts", "piece_parts", "types", "features", "boxes")
_TABLE: Final = ("tags", "starts", "layers", "min_zooms")
_TEXTS: Final = ("keys", "values", "layer_names")


class Shape(NamedTuple):
    """Comes before the pieces of an array."""

    name: str
    dtype: str
    shape: tuple[int, ...]


class Piece(NamedTuple):
    """So many bytes of an array, or rows of a list; in order."""

    name: str
    content: bytes | Sequence[Any]


Part = Shape | Piece


def taken_apart(columns: FeatureColumns) -> Iterator[Part]:
    """The parts of columns, to be sent in this order."""
    for name in _PIECES:
        yield from _array(name, getattr(columns.pieces, name))
    for name in _TABLE:
        yield from _array(name, getattr(columns.table, name))
    for name in _TEXTS:
        yield from _rows(name, getattr(columns.table, name))
    yield from _rows("refused", columns.refused)
    yield from _rows("names", columns.names)
    yield Piece("bounds", (columns.bounds,))


def put_together(parts: Iterable[Part]) -> FeatureColumns:
    """What was taken apart."""
    arrays: dict[str, NDArray[Any]] = {}
    filled: dict[str, int] = {}
    rows: dict[str, list[Any]] = {}
    for part in parts:
        if isinstance(part, Shape):
            arrays[part.name] = np.empty(part.shape, part.dtype)
            filled[part.name] = 0
        elif isinstance(part.content, bytes):
            start = filled[part.name]
            filled[part.name] = start + len(part.content)
            room = arrays[part.name].reshape(-1).view(np.uint8)
            room[start : filled[part.name]] = np.frombuffer(part.content, np.uint8)
        else:
            rows.setdefault(part.name, []).extend(part.content)
    lists = {name: tuple(rows.get(name, ())) for name in (*_TEXTS, "refused", "names", "bounds")}
    return FeatureColumns(
        Pieces(*(arrays[name] for name in _PIECES)),
        FeatureTable(
            lists["keys"],
            lists["values"],
            arrays["tags"],
            arrays["starts"],
            lists["layer_names"],
            arrays["layers"],
            arrays["min_zooms"],
        ),
        lists["refused"],
        lists["bounds"][0],
        lists["names"],
    )


def _array(name: str, column: NDArray[Any]) -> Iterator[Part]:
    yield Shape(name, column.dtype.str, column.shape)
    flat = np.ascontiguousarray(column).reshape(-1).view(np.uint8)
    for start in range(0, len(flat), PIECE_BYTES):
        yield Piece(name, flat[start : start + PIECE_BYTES].tobytes())


def _rows(name: str, rows: Sequence[Any]) -> Iterator[Part]:
    for start in range(0, len(rows), PIECE_ROWS):
        yield Piece(name, tuple(rows[start : start + PIECE_ROWS]))

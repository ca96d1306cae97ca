"""Where tiles come from: the values and the one interface every base map and feature layer serves.

Knows no file, no socket and no Qt. A source is asked from worker threads and may take its time;
whoever shows its tiles decides how long to wait.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any, Final, Protocol

import numpy as np
from numpy.typing import NDArray

from widgets.map.values import Bounds

MAX_ZOOM: Final = 24
"""No tile pyramid in use goes deeper."""


@dataclass(frozen=True, slots=True, order=True)
class TileAddress:
    """A tile of the XYZ scheme: `x` counts from 180° W, `y` from the north."""

    z: int
    x: int
    y: int

    def parent(self, z: int) -> TileAddress:
        """The tile of a lower zoom that holds this one."""
        shift = self.z - z
        return TileAddress(z, self.x >> shift, self.y >> shift)


class TileError(Exception):
    """A tile could not be had. `can_retry` is False when asking again can bring nothing else."""

    def __init__(self, text: str, *, can_retry: bool) -> None:
        super().__init__(text)
        self.can_retry = can_retry


@dataclass(frozen=True, slots=True)
class RasterTile:
    """An encoded picture: PNG, JPEG or WebP."""

    data: bytes


class GeometryType(IntEnum):
    """What a feature is, numbered as in the Mapbox Vector Tile specification 2.1."""

    POINT = 1
    LINE = 2
    POLYGON = 3


@dataclass(frozen=True)
class TileLayer:
    """The features of one layer of one tile, as columns.

    `points` (n, 2) float32 are tile coordinates from 0 to `extent`, y down, and may reach outside.
    `part_starts` cuts points into parts (a ring, a line, one for all points of a point feature)
    and has a closing entry; `feature_parts` cuts parts into features likewise. `types` (features,)
    are `GeometryType` numbers. Rings are not closed by a repeated point; outer rings are clockwise
    as seen on screen, holes against. Properties of feature i are `keys[k]: values[v]` for the pairs
    (k, v) in `tags[tag_starts[i]:tag_starts[i + 1]]`, shape (t, 2).
    """

    name: str
    extent: int
    points: NDArray[np.float32]
    part_starts: NDArray[np.int64]
    feature_parts: NDArray[np.int64]
    types: NDArray[np.uint8]
    keys: Sequence[str]
    values: Sequence[Any]
    tags: NDArray[np.int32]
    tag_starts: NDArray[np.int64]
    ids: NDArray[np.uint64] | None = None

    def __len__(self) -> int:
        return len(self.types)

    def properties(self, feature: int) -> dict[str, Any]:
        """The properties of one feature; str, float, int or bool."""
        pairs = self.tags[self.tag_starts[feature] : self.tag_starts[feature + 1]]
        return {self.keys[key]: self.values[value] for key, value in pairs.tolist()}


@dataclass(frozen=True, slots=True)
class VectorTile:
    """The layers of a vector tile by name."""

    layers: Mapping[str, TileLayer] = field(default_factory=dict)


class TileSource(Protocol):
    """Tiles of one map. Attributes do not change while a canvas shows it."""

    @property
    def id(self) -> str:
        """Names the source among all of a program run; another content is another id."""

    @property
    def min_zoom(self) -> int:
        """Nothing is drawn below."""

    @property
    def max_zoom(self) -> int:
        """Beyond it tiles of this zoom are enlarged (raster) or drawn larger (vector)."""

    @property
    def tile_size(self) -> int:
        """Logical pixels a tile is meant for: 256 or 512."""

    @property
    def attribution(self) -> str:
        """Who made the map, as its licence wants it shown."""

    @property
    def bounds(self) -> Bounds | None:
        """Where there are tiles; None for the whole world."""

    def load(self, address: TileAddress) -> RasterTile | VectorTile | None:
        """One tile, or None where the map is empty. Blocks; called from several threads at once.

        Raises `TileError`.
        """


def is_local(source: TileSource) -> bool:
    """Say whether a source's tiles cost work here and no waiting: it says so in `is_local`."""
    return bool(getattr(source, "is_local", False))

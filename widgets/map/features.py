"""GeoJSON as a tile source: cuts vector tiles in memory, for any zoom.

Owns the finding, thinning and cutting; `geojson` reads, `clip` cuts. Asked from several threads.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from widgets.map import rings
from widgets.map.clip import Rect
from widgets.map.feature_table import FeatureTable, LayerOf
from widgets.map.geojson import FeatureError, Reason, Refused, read_geojson
from widgets.map.pieces import Pieces, clipped, thinned
from widgets.map.projection import world_to_lonlat
from widgets.map.sources import MAX_ZOOM, GeometryType, TileAddress, TileLayer, VectorTile
from widgets.map.values import Bounds

__all__ = ["FeatureColumns", "FeatureError", "FeatureSource", "Name", "Reason", "Refused"]

EXTENT: Final = 4096
BUFFER: Final = 256
"""Tile units around a tile that come with it, so that wide lines and texts run on."""

TILE_SIZE: Final = 512
DEEPEST: Final = 22

_CELL_PX: Final = 0.35
"""Side of the square in which one point stands for all: its diagonal is half a pixel."""

_STEP: Final = 3
"""Zooms between the cuts that are kept."""
_FEW_POINTS: Final = 4096
"""With fewer points in a kept cut there is no need for a smaller one."""
CUTS_BYTES: Final = 24 * 1024 * 1024
"""So much may the kept cuts take, the last one found excepted."""


@dataclass(frozen=True, slots=True)
class Name:
    """A named feature, for searching: its text, layer, kind and a position in degrees."""

    text: str
    layer: str
    kind: str
    lon: float
    lat: float


@dataclass(frozen=True)
class FeatureColumns:
    """A collection as it is shown, without its tiles: all that costs time to make of GeoJSON.

    Made where it disturbs nobody, it turns into a source at once.
    """

    pieces: Pieces
    table: FeatureTable
    refused: tuple[Refused, ...]
    bounds: Bounds | None
    names: tuple[Name, ...]

    @staticmethod
    def of(geojson: Mapping[str, Any], layer_of: LayerOf | None = None) -> FeatureColumns:
        """The columns of GeoJSON. Raises `FeatureError` for what is none."""
        collection = read_geojson(geojson)
        table = FeatureTable.of(collection.properties, layer_of)
        return FeatureColumns(
            collection.pieces,
            table,
            collection.refused,
            _bounds(collection.pieces),
            _names(collection.pieces, collection.properties, table),
        )


class FeatureSource:
    """A GeoJSON FeatureCollection, Feature or geometry as vector tiles.

    Each feature goes into the layer its property `layer` names, or what `layer_of` says of its
    properties; else into "features". It is in tiles from its property `min_zoom` on. The ids in
    the tiles are places in the collection. Raises `FeatureError` for what is no GeoJSON.
    """

    min_zoom: Final = 0
    tile_size: Final = TILE_SIZE
    is_local: Final = True

    def __init__(
        self,
        id: str,
        geojson: Mapping[str, Any] | FeatureColumns,
        *,
        attribution: str = "",
        max_zoom: int = DEEPEST,
        layer_of: LayerOf | None = None,
    ) -> None:
        if not isinstance(geojson, FeatureColumns):
            geojson = FeatureColumns.of(geojson, layer_of)
        self.id: Final = id
        self.attribution: Final = attribution
        self.max_zoom: Final = min(max_zoom, MAX_ZOOM)
        self.refused: Final = geojson.refused
        self._pieces = geojson.pieces
        self._table = geojson.table
        self.bounds: Final = geojson.bounds
        self.names: Final = geojson.names
        self._cuts: OrderedDict[TileAddress, Pieces] = OrderedDict()
        self._cut_bytes = 0
        self._lock = threading.Lock()

    def __len__(self) -> int:
        """Features that are shown."""
        return len(np.unique(self._pieces.features))

    def load(self, address: TileAddress) -> VectorTile | None:
        """Cut one tile; None where there is nothing."""
        rect = _rect(address)
        pieces = self._near(address).touching(rect)
        pieces = pieces.taken(self._table.min_zooms[pieces.features] <= address.z)
        world_px = 2.0**address.z * TILE_SIZE
        pieces = clipped(thinned(pieces, _CELL_PX / world_px), rect)
        layers = _layers(pieces, address, self._table)
        return VectorTile(layers) if layers else None

    def _near(self, address: TileAddress) -> Pieces:
        """A cut of the whole that holds the tile: found step by step from the top, and kept."""
        pieces = self._pieces
        for z in range(_STEP, address.z, _STEP):
            if len(pieces.points) < _FEW_POINTS:
                break
            ancestor = address.parent(z)
            with self._lock:
                kept = self._cuts.get(ancestor)
                if kept is not None:
                    self._cuts.move_to_end(ancestor)
            if kept is None:
                # Small pieces stay whole: cutting them again and again gains nothing.
                kept = clipped(pieces, _rect(ancestor), least=_FEW_POINTS)
                self._keep(ancestor, kept)
            pieces = kept
        return pieces

    def _keep(self, ancestor: TileAddress, cut: Pieces) -> None:
        with self._lock:
            if ancestor in self._cuts:
                return
            self._cuts[ancestor] = cut
            self._cut_bytes += cut.nbytes
            while self._cut_bytes > CUTS_BYTES and len(self._cuts) > 1:
                _ancestor, dropped = self._cuts.popitem(last=False)
                self._cut_bytes -= dropped.nbytes

    @property
    def kept_bytes(self) -> int:
        """Bytes of the cuts that are kept."""
        return self._cut_bytes


def _rect(address: TileAddress) -> Rect:
    """The tile with its buffer, in world units."""
    width = 2.0**-address.z
    room = width * BUFFER / EXTENT
    left, top = address.x * width, address.y * width
    return (left - room, top - room, left + width + room, top + width + room)


def _layers(pieces: Pieces, address: TileAddress, table: FeatureTable) -> dict[str, TileLayer]:
    layers = {}
    numbers = table.layers[pieces.features]
    for number in np.unique(numbers).tolist():
        name = table.layer_names[number]
        layer = _layer(name, pieces.taken(numbers == number), address, table)
        if len(layer):
            layers[name] = layer
    return layers


def _layer(name: str, pieces: Pieces, address: TileAddress, table: FeatureTable) -> TileLayer:
    scale = 2.0**address.z
    local = (pieces.points * scale - (address.x, address.y)) * EXTENT
    points = local.astype(np.float32)
    counts = np.diff(pieces.piece_parts)
    part_types = np.repeat(pieces.types, counts)
    is_outer = np.zeros(len(part_types), dtype=np.bool_)
    is_outer[pieces.piece_parts[:-1]] = True
    areas = rings.signed_areas(points, pieces.part_starts)
    # Thinning and rounding can leave a sliver without area, or turned over.
    kept = (part_types != GeometryType.POLYGON) | (np.where(is_outer, areas, -areas) > 0.0)
    kept &= np.repeat(kept[pieces.piece_parts[:-1]], counts)
    points, starts, piece_parts = rings.kept_parts(
        points, pieces.part_starts, pieces.piece_parts, kept
    )
    lives = np.diff(piece_parts) > 0
    features, types = pieces.features[lives], pieces.types[lives]
    # Pieces of a feature become one feature of the tile, but only those of one type.
    begins = np.ones(len(features), dtype=np.bool_)
    begins[1:] = (np.diff(features) != 0) | (types[1:] != types[:-1])
    first_parts = piece_parts[:-1][lives]
    tags, tag_starts = table.tags_of(features[begins])
    return TileLayer(
        name=name,
        extent=EXTENT,
        points=points,
        part_starts=starts,
        feature_parts=np.append(first_parts[begins], piece_parts[-1]),
        types=types[begins],
        keys=table.keys,
        values=table.values,
        tags=tags,
        tag_starts=tag_starts,
        ids=features[begins].astype(np.uint64),
    )


def _bounds(pieces: Pieces) -> Bounds | None:
    if not len(pieces):
        return None
    low, high = pieces.boxes[:, :2].min(axis=0), pieces.boxes[:, 2:].max(axis=0)
    (west, east), (north, south) = world_to_lonlat(
        np.clip([low[0], high[0]], 0.0, 1.0), np.array([low[1], high[1]])
    )
    return Bounds(float(west), float(south), float(east), float(north))


def _names(
    pieces: Pieces, properties: Sequence[Mapping[str, Any]], table: FeatureTable
) -> tuple[Name, ...]:
    features, first = np.unique(pieces.features, return_index=True)
    middle = (pieces.boxes[first, :2] + pieces.boxes[first, 2:]) / 2.0
    lon, lat = world_to_lonlat(middle[:, 0], middle[:, 1])
    return tuple(
        Name(
            str(text),
            table.layer_names[table.layers[feature]],
            str(properties[feature].get("kind") or ""),
            at_lon,
            at_lat,
        )
        for feature, at_lon, at_lat in zip(
            features.tolist(), lon.tolist(), lat.tolist(), strict=True
        )
        if (text := properties[feature].get("name"))
    )

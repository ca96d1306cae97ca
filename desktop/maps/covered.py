"""A base map with offline areas under it, so that a map with the cable pulled still draws."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

from desktop.maps.contents import StoredSource
from widgets.map.sources import RasterTile, TileAddress, TileError, TileSource, VectorTile
from widgets.map.values import Bounds


class CoveredSource:
    """Tiles of `areas` before those of `primary`; with `areas_first` off only when it fails.

    The areas must be cut from the same base map. A damaged area is passed over. `close` closes the
    areas; `primary` stays its owner's.
    """

    def __init__(
        self, primary: TileSource, areas: Sequence[StoredSource], *, areas_first: bool = True
    ) -> None:
        self.primary, self._areas, self._areas_first = primary, tuple(areas), areas_first
        names = "|".join(sorted(area.id for area in areas))
        self.id = f"{primary.id}+{sha256(names.encode()).hexdigest()[:16]}" if names else primary.id

    @property
    def min_zoom(self) -> int:
        return self.primary.min_zoom

    @property
    def max_zoom(self) -> int:
        return self.primary.max_zoom

    @property
    def tile_size(self) -> int:
        return self.primary.tile_size

    @property
    def attribution(self) -> str:
        return self.primary.attribution

    @property
    def bounds(self) -> Bounds | None:
        return self.primary.bounds

    def load(self, address: TileAddress) -> RasterTile | VectorTile | None:
        """The tile, or None where the map is empty. Raises TileError of the primary source."""
        if self._areas_first and (tile := self._from_areas(address)) is not None:
            return tile
        try:
            return self.primary.load(address)
        except TileError:
            if not self._areas_first and (tile := self._from_areas(address)) is not None:
                return tile
            raise

    def close(self) -> None:
        for area in self._areas:
            area.close()

    def _from_areas(self, address: TileAddress) -> RasterTile | VectorTile | None:
        for area in self._areas:
            if not area.min_zoom <= address.z <= area.max_zoom:
                continue
            try:
                if (tile := area.load(address)) is not None:
                    return tile
            except TileError:
                continue
        return None

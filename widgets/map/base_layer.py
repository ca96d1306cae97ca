"""What the canvas is told to show at the bottom: a source under a style. Pure value."""

from __future__ import annotations

from dataclasses import dataclass

from widgets.map.sources import TileSource
from widgets.map.styles.document import MapStyle
from widgets.map.values import MapLayer


@dataclass(frozen=True)
class BaseLayer:
    """A source and how it looks. Raster tiles need no style; vector tiles without one show nothing.

    `opacity` is from 0 to 1. An invisible layer loads nothing. `layer` says with which of the
    map's layers it is switched: base or features.
    """

    source: TileSource
    style: MapStyle | None = None
    opacity: float = 1.0
    visible: bool = True
    layer: MapLayer = MapLayer.BASE

"""Which layers are shown and how strongly. Knows names of layers, not what is in them."""

from __future__ import annotations

from widgets.map.values import MapLayer


class LayerStates:
    """Visibility and opacity of each layer; all are shown in full at first."""

    def __init__(self) -> None:
        self._visible = dict.fromkeys(MapLayer, True)
        self._opacity = dict.fromkeys(MapLayer, 1.0)

    def set(self, layer: MapLayer, visible: bool | None, opacity: float | None) -> None:
        """Change what is given; an opacity outside [0, 1] is brought inside."""
        if visible is not None:
            self._visible[layer] = visible
        if opacity is not None:
            self._opacity[layer] = min(1.0, max(0.0, opacity))

    def is_shown(self, layer: MapLayer) -> bool:
        """Say whether any of the layer is to be seen."""
        return self._visible[layer] and self._opacity[layer] > 0.0

    def is_visible(self, layer: MapLayer) -> bool:
        """Say whether the layer is switched on."""
        return self._visible[layer]

    def opacity(self, layer: MapLayer) -> float:
        """Return the opacity, 0 to 1."""
        return self._opacity[layer]

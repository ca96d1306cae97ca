"""What the hand chose on the map and finds again at the next start: base maps, layers, theme.

Pure values, kept in the settings by profile; knows no map.
"""

from __future__ import annotations

from typing import Final, Literal

import msgspec

TOWN: Final = "town"
"""Stands for the town's own map among the base maps."""
FILE: Final = "file:"
"""Before the path of a base map that is a file the hand opened."""


class LayerChoice(msgspec.Struct, frozen=True, omit_defaults=True):
    """How one layer is shown."""

    visible: bool = True
    opacity: float = 1.0


class MapChoice(msgspec.Struct, frozen=True, omit_defaults=True):
    """Everything about one town's map. Ids nobody knows any more are passed over."""

    base: tuple[str, ...] = (TOWN,)
    """Base maps, the lowest first: TOWN, an id of the catalogue, or FILE and a path."""
    files: tuple[str, ...] = ()
    """Paths of files once opened, offered again."""
    style: str = "dark"
    """dark, light, or the path of a style document."""
    uses_network: bool = True
    layers: dict[str, LayerChoice] = {}
    indicator: str = ""
    """Colours the neighbourhoods; "" for none."""
    method: Literal["quantile", "equal", "natural"] = "quantile"
    preset: str = ""
    downloads: tuple[str, ...] = ()
    """Offline areas whose download was under way when the program ended."""

    def layer(self, id: str) -> LayerChoice:
        """How a layer is shown, in full when nobody said otherwise."""
        return self.layers.get(id, DEFAULTS.get(id, LayerChoice()))


DEFAULTS: Final = {
    "heat": LayerChoice(visible=False),
    "borders": LayerChoice(visible=False),
}
"""Layers that are off until somebody wants them."""

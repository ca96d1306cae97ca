"""Layers are shown in full until told otherwise."""

from __future__ import annotations

from widgets.map.layer_states import LayerStates
from widgets.map.values import MapLayer


def test_what_is_not_given_stays() -> None:
    states = LayerStates()
    assert all(states.is_shown(layer) and states.opacity(layer) == 1.0 for layer in MapLayer)
    states.set(MapLayer.HEAT, None, 0.4)
    states.set(MapLayer.HEAT, False, None)
    assert not states.is_shown(MapLayer.HEAT)
    assert states.opacity(MapLayer.HEAT) == 0.4
    states.set(MapLayer.HEAT, True, 7.0)
    assert states.opacity(MapLayer.HEAT) == 1.0


def test_a_layer_one_sees_through_entirely_is_not_shown() -> None:
    states = LayerStates()
    states.set(MapLayer.POINTS, None, -1.0)
    assert states.is_visible(MapLayer.POINTS)
    assert not states.is_shown(MapLayer.POINTS)

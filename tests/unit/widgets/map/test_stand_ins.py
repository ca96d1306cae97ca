"""Tiles of other zooms stand in for missing ones, no more of them than can be seen."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QImage

from tests.fakes.tile_sources import FakeSource
from widgets.map.base_layer import BaseLayer
from widgets.map.stand_ins import stand_ins
from widgets.map.tile_cache import PictureCache
from widgets.map.tile_grid import PictureKey, tile_zoom, tiles_over
from widgets.map.tile_loader import TileLoader
from widgets.map.tile_painter import TilePicture
from widgets.map.tile_slots import TileSlot
from widgets.map.viewport import Viewport

WORLD = (0.0, 0.0, 1.0, 1.0)
OPAQUE, CLEAR = QImage.Format.Format_RGB32, QImage.Format.Format_ARGB32_Premultiplied


def view_at(zoom: float, side: float = 600.0) -> Viewport:
    view = Viewport(side, side)
    view.centre_on(0.41, 0.37, zoom)
    return view


@pytest.fixture
def slot() -> TileSlot:
    source = FakeSource(lambda address: None)
    loader = TileLoader(source, lambda: None, lambda text: None)
    return TileSlot(1, BaseLayer(source), loader, WORLD)


def filled(slot: TileSlot, zooms: list[float], format: QImage.Format = OPAQUE) -> PictureCache:
    """Pictures of the view at these zooms, and of no others."""
    pictures = PictureCache()
    for zoom in zooms:
        for key in slot.keys(view_at(zoom).world_rect(), zoom, 1.0):
            pictures.put(key, TilePicture(QImage(8, 8, format)))
    return pictures


def zooms_of(pictures: PictureCache, slot: TileSlot, view: Viewport) -> list[float]:
    found = stand_ins(pictures, slot, view, 1.0)
    return list(dict.fromkeys(key.zoom for key, _picture in found))


def test_what_a_nearer_zoom_covers_needs_no_farther_one(slot: TileSlot) -> None:
    assert zooms_of(filled(slot, [10.0, 11.0]), slot, view_at(11.5)) == [11.0]


def test_where_the_near_one_has_gaps_the_far_one_lies_under_it(slot: TileSlot) -> None:
    assert zooms_of(filled(slot, [10.0, 11.0]), slot, view_at(11.5, 1900.0)) == [10.0, 11.0]


def test_what_can_be_seen_through_hides_nothing(slot: TileSlot) -> None:
    assert zooms_of(filled(slot, [10.0, 11.0], CLEAR), slot, view_at(11.5)) == [10.0, 11.0]


def test_neither_the_zoom_itself_nor_one_far_off_stands_in(slot: TileSlot) -> None:
    assert zooms_of(filled(slot, [4.0, 11.5]), slot, view_at(11.5)) == []


def test_an_empty_tile_hides_nothing(slot: TileSlot) -> None:
    pictures = filled(slot, [10.0])
    z = tile_zoom(slot.layer.source, 11.0)
    assert z is not None
    for address in tiles_over(view_at(11.0).world_rect(), z, WORLD):
        pictures.put(PictureKey(1, address, 11.0, 1.0), TilePicture())
    assert zooms_of(pictures, slot, view_at(11.5)) == [10.0, 11.0]

"""Pictures are kept within a bound, what was drawn last the longest."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QImage

from widgets.map.sources import TileAddress
from widgets.map.tile_cache import PictureCache, target_of
from widgets.map.tile_grid import PictureKey
from widgets.map.tile_painter import TilePicture
from widgets.map.viewport import Viewport


def key(column: int, slot: int = 1, zoom: float = 6.0) -> PictureKey:
    return PictureKey(slot, TileAddress(5, column, 3), zoom, 1.0)


def picture() -> TilePicture:
    return TilePicture(QImage(16, 16, QImage.Format.Format_RGB32))


def test_what_was_used_last_stays() -> None:
    cache = PictureCache(3 * picture().cost())
    for column in range(3):
        cache.put(key(column), picture())
    cache.get(key(0))
    cache.put(key(3), picture())
    assert [key(column) in cache for column in range(4)] == [True, False, True, True]
    assert cache.used_bytes <= 3 * picture().cost()


def test_a_picture_put_twice_counts_once() -> None:
    cache = PictureCache()
    for _ in range(3):
        cache.put(key(0), picture())
    assert (len(cache), cache.used_bytes) == (1, picture().cost())


def test_one_picture_too_large_is_kept_all_the_same() -> None:
    cache = PictureCache(10)
    cache.put(key(0), picture())
    assert key(0) in cache


def test_a_view_that_needs_more_fits_and_the_next_small_one_gives_it_back() -> None:
    cache = PictureCache(2 * picture().cost())
    cache.make_room(4 * picture().cost())
    for column in range(9):
        cache.put(key(column), picture())
    assert [key(column) in cache for column in range(4, 9)] == [True] * 5
    assert cache.used_bytes <= cache.limit_bytes == 5 * picture().cost()
    cache.make_room(picture().cost())
    assert cache.used_bytes <= cache.limit_bytes == 2 * picture().cost()
    assert key(8) in cache


def test_only_the_named_slots_are_kept() -> None:
    cache = PictureCache()
    cache.put(key(0, slot=1), picture())
    cache.put(key(0, slot=2, zoom=7.0), picture())
    cache.keep_slots([2])
    assert len(cache) == 1
    assert cache.stages(2) == {(7.0, 1.0, 5)}
    assert cache.stages(1) == set()


def test_a_tile_of_this_zoom_lies_on_whole_pixels() -> None:
    view = Viewport(600.0, 400.0)
    view.centre_on(0.51, 0.33, 6.375)
    target = target_of(PictureKey(1, TileAddress(5, 17, 9), 6.375, 1.5), view, 1.5)
    assert target.left() * 1.5 == pytest.approx(round(target.left() * 1.5))
    assert target.width() == pytest.approx(512 * 2**0.375, abs=1.0)

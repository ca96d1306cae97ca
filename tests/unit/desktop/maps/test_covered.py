from __future__ import annotations

import pytest

from desktop.maps.covered import CoveredSource
from tests.fakes.archives import png
from tests.fakes.tiles import MemorySource, outage
from widgets.map.sources import RasterTile, TileAddress, TileError

A, B = TileAddress(5, 1, 1), TileAddress(5, 2, 2)
OURS, THEIRS = png(1, 1, 1), png(1, 1, 2)


def _area(before: object = None) -> MemorySource:
    source = MemorySource({A: OURS}, name="area", zooms=(3, 8))
    if before is not None:
        source.before = before  # type: ignore[assignment]
    return source


def test_an_area_goes_before_the_network_and_the_rest_comes_from_it() -> None:
    primary = MemorySource({A: THEIRS, B: THEIRS})
    source = CoveredSource(primary, [_area()])

    assert source.load(A) == RasterTile(OURS)
    assert source.load(B) == RasterTile(THEIRS)
    assert primary.asked == [B]


def test_with_the_network_gone_the_area_still_draws() -> None:
    for areas_first in (True, False):
        source = CoveredSource(MemorySource(before=outage), [_area()], areas_first=areas_first)

        assert source.load(A) == RasterTile(OURS)
        with pytest.raises(TileError, match="gone"):
            source.load(B)


def test_the_network_may_go_first() -> None:
    source = CoveredSource(MemorySource({A: THEIRS}), [_area()], areas_first=False)

    assert source.load(A) == RasterTile(THEIRS)


def test_a_damaged_area_is_passed_over() -> None:
    source = CoveredSource(MemorySource({A: THEIRS}), [_area(outage), _area()])

    assert source.load(A) == RasterTile(OURS)
    assert CoveredSource(MemorySource({A: THEIRS}), [_area(outage)]).load(A) == RasterTile(THEIRS)


def test_an_area_is_not_asked_beyond_its_zooms() -> None:
    area = _area()
    CoveredSource(MemorySource(), [area]).load(TileAddress(9, 0, 0))

    assert area.asked == []


def test_it_looks_like_its_primary_and_other_areas_make_another_id() -> None:
    primary = MemorySource()
    source = CoveredSource(primary, [_area()])

    assert (source.min_zoom, source.max_zoom, source.tile_size) == (0, 18, 256)
    assert (source.attribution, source.bounds) == ("© Town", None)
    assert len({source.id, CoveredSource(primary, []).id}) == 2
    assert CoveredSource(primary, []).id == primary.id


def test_closing_closes_the_areas_and_not_the_primary() -> None:
    primary, areas = MemorySource(), [_area(), _area()]
    CoveredSource(primary, areas).close()

    assert not primary.is_closed
    assert all(area.is_closed for area in areas)

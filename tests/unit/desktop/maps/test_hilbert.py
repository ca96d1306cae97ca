from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.maps.hilbert import MAX_ZOOM, address_of, first_id, tile_id
from widgets.map.sources import TileAddress


def _curve(order: int) -> list[tuple[int, int]]:
    """The curve by its definition: four copies of the one before, two of them turned."""
    if order == 0:
        return [(0, 0)]
    before, half = _curve(order - 1), 1 << (order - 1)
    return [
        *((y, x) for x, y in before),
        *((x, y + half) for x, y in before),
        *((x + half, y + half) for x, y in before),
        *((2 * half - 1 - y, half - 1 - x) for x, y in before),
    ]


@pytest.mark.parametrize("z", range(7))
def test_numbers_follow_the_curve_as_it_is_defined(z: int) -> None:
    expected = [TileAddress(z, x, y) for x, y in _curve(z)]

    assert [address_of(first_id(z) + i) for i in range(4**z)] == expected
    assert [tile_id(address) for address in expected] == list(range(first_id(z), first_id(z + 1)))


@given(st.integers(0, MAX_ZOOM).flatmap(lambda z: st.tuples(
    st.just(z), st.integers(0, 2**z - 1), st.integers(0, 2**z - 1))))  # fmt: skip
def test_every_tile_comes_back_from_its_number(zxy: tuple[int, int, int]) -> None:
    address = TileAddress(*zxy)

    assert address_of(tile_id(address)) == address


@pytest.mark.parametrize(
    ("zxy", "number"),
    [((0, 0, 0), 0), ((1, 0, 0), 1), ((1, 1, 0), 4), ((2, 0, 0), 5), ((12, 3423, 1763), 19078479)],
)
def test_the_numbers_of_the_specification(zxy: tuple[int, int, int], number: int) -> None:
    assert tile_id(TileAddress(*zxy)) == number

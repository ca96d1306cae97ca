"""Cells fill the country around the town and thin out where it ends."""

from __future__ import annotations

import numpy as np
import pytest

from services.demo import layout
from services.demo.geometry import contains
from services.demo.townmap import country, lattice
from services.demo.townmap.lattice import Cell


@pytest.fixture(scope="module")
def cells() -> list[Cell]:
    return list(lattice.cells(np.random.default_rng(4)))


def test_no_cell_is_in_the_town(cells: list[Cell]) -> None:
    town = layout.rectangle((-2050, 2050), (-2100, 2100))
    assert not any(contains(town, *map(float, cell.middle)) for cell in cells)


def test_cells_reach_out_to_all_sides_without_a_common_edge(cells: list[Cell]) -> None:
    middles = np.array([cell.middle for cell in cells])
    for axis in (0, 1):
        reach = country.EXTENT_M[axis]
        for side in (-1.0, 1.0):
            assert (side * middles[:, axis]).max() > 0.85 * reach
    outer = (np.abs(middles) / country.EXTENT_M).max(axis=1)
    whole = ((outer > 0.5) & (outer < 0.7)).sum()
    thin = ((outer > 0.9) & (outer < 1.1)).sum()
    assert 0 < thin < whole / 2


def test_a_part_of_a_cell_lies_in_it_and_turning_keeps_the_land() -> None:
    cell = Cell(
        np.array([[0.0, 0.0], [0.0, -400.0], [300.0, -400.0], [300.0, 0.0]]), 0, 0, (True, False)
    )
    assert cell.sides == (400.0, 300.0)
    part = cell.part((0.25, 0.5), (0.0, 1.0))
    assert part.corners[:, 1].min() == pytest.approx(-200.0)
    assert part.sides == (100.0, 300.0)
    assert cell.turned().sides == (300.0, 400.0)
    assert cell.turned().bounds == (False, True)
    assert cell.turned().middle == pytest.approx(cell.middle)


def test_distant_fields_lie_around_the_cells() -> None:
    rings = np.concatenate(list(lattice.distant(np.random.default_rng(4))))
    assert rings.shape[1:] == (4, 2)
    middles = np.abs(rings.mean(axis=1))
    assert (middles > (0.6 * np.array(country.EXTENT_M))).any(axis=1).all()
    assert (middles.max(axis=0) > 1.6 * np.array(country.EXTENT_M)).all()

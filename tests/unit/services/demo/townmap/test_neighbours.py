"""Neighbours have names that are given once, and places apart from each other."""

from __future__ import annotations

import itertools
from itertools import islice

import numpy as np

from services.demo import layout
from services.demo.townmap import country, neighbours
from services.demo.townmap.lattice import Cell
from services.demo.townmap.sheet import Sheet


def test_names_are_given_once() -> None:
    named = [town.name for town in neighbours.TOWNS]
    named += [name for name, *_ in (*neighbours.VILLAGES, *neighbours.FAR)]
    named += [area.name.removesuffix("居委") for area in layout.AREAS]
    named += islice(neighbours.hamlet_names(), 700)
    assert len(set(named)) == len(named)


def test_towns_are_apart_and_outside_ours() -> None:
    for one, other in itertools.combinations(neighbours.TOWNS, 2):
        assert np.hypot(one.u - other.u, one.v - other.v) > 0.7 * max(one.reach, other.reach)
    for town in neighbours.TOWNS:
        assert max(abs(town.u), abs(town.v)) > layout.V_EDGES[1] + 0.5 * town.reach


def test_a_cell_belongs_to_the_town_it_is_in() -> None:
    town = neighbours.TOWNS[0]
    middle = np.array(country.at(town.u, town.v))
    corners = middle + np.array([[-9.0, -9.0], [9.0, -9.0], [9.0, 9.0], [-9.0, 9.0]])
    found = neighbours.nearest(Cell(corners, town.u, town.v, (False, False)))
    assert found is not None
    assert found[0] is town
    assert found[1] < 0.1
    assert neighbours.nearest(Cell(corners, 0.0, 0.0, (False, False))) is None


def test_every_town_is_on_the_map_and_far_ones_have_roads() -> None:
    sheet = Sheet()
    neighbours.draw(sheet, np.random.default_rng(2))
    names = {f["properties"].get("name") for f in sheet.features()}
    assert names >= {town.name for town in neighbours.TOWNS} | {row[0] for row in neighbours.FAR}
    roads = [f for f in sheet.features() if f["properties"]["layer"] == "roads"]
    assert len(roads) > 2 * len(neighbours.FAR)

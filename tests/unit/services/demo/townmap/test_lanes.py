"""Lanes lie between the houses, on the block they serve."""

from __future__ import annotations

import numpy as np

from services.demo.basemap import Basemap
from services.demo.geometry import contains, densify
from services.demo.townmap.lanes import lanes


def test_no_lane_runs_through_a_house(plan: Basemap) -> None:
    looked_at = 0
    for number, use in enumerate(plan.uses):
        stock = plan.houses[number]
        if use not in ("slabs", "towers", "oldtown") or len(stock) < 4 or number % 3:
            continue
        found = lanes(plan, number, stock)
        assert sorted(found.order) == list(range(len(stock)))
        dense = [densify(line, 2.0) for line in (*found.along, *found.between)]
        if not dense:
            continue
        spots = np.vstack(dense)
        looked_at += 1
        for house in stock:
            low, high = house.ring.min(axis=0), house.ring.max(axis=0)
            for x, y in spots[((spots > low) & (spots < high)).all(axis=1)].tolist():
                assert not contains(house.ring, x, y)
    assert looked_at > 20


def test_a_gate_leads_from_a_lane_out_of_the_block(plan: Basemap) -> None:
    gates = 0
    for number, use in enumerate(plan.uses):
        if use != "slabs" or len(plan.houses[number]) < 6:
            continue
        gate = lanes(plan, number, plan.houses[number]).gate
        if gate is not None:
            gates += 1
            ring = plan.blocks[number].ring
            assert contains(ring, *map(float, gate[0]))
            assert not contains(ring, *map(float, gate[1]))
    assert gates > 20

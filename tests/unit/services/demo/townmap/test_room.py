"""Room is given once, free of houses, inside its block."""

from __future__ import annotations

import numpy as np

from services.demo.basemap import Basemap
from services.demo.geometry import contains
from services.demo.townmap.room import Room


def test_what_is_given_is_free_and_then_taken(plan: Basemap) -> None:
    number = next(n for n, use in enumerate(plan.uses) if use == "school" and plan.houses[n])
    ring = plan.blocks[number].ring
    room = Room(plan)
    given = []
    while (box := room.place(number, ring, (28.0, 15.0))) is not None:
        given.append(box)
    assert given
    for box in given:
        middle = box.mean(axis=0)
        assert all(contains(ring, float(x), float(y)) for x, y in box)
        others = [other for other in given if other is not box]
        taken = [*others, *(house.ring for house in plan.houses[number])]
        assert not any(contains(other, float(middle[0]), float(middle[1])) for other in taken)
    assert room.place(number, ring, (5000.0, 10.0)) is None


def test_old_streets_have_no_room(plan: Basemap) -> None:
    number = plan.uses.index("oldtown")
    assert Room(plan).place(number, plan.blocks[number].ring, (1.0, 1.0)) is None
    assert np.isfinite(plan.blocks[number].ring).all()

"""Parks have ways and water, schools a track, car parks an aisle."""

from __future__ import annotations

from typing import Any

import numpy as np

from services.demo import geometry
from services.demo.basemap import Basemap
from services.demo.geometry import contains
from services.demo.townmap import greens
from services.demo.townmap.room import Room
from services.demo.townmap.sheet import Sheet


def test_a_park_keeps_its_pond_and_its_paths_inside() -> None:
    sheet = Sheet()
    ring = geometry.box(0.0, 0.0, 300.0, 200.0, 0.3)
    greens.park(sheet, ring, "云泽公园", np.random.default_rng(3))
    features = sheet.features()
    kinds = {(f["properties"]["layer"], f["properties"]["kind"]) for f in features}
    assert {("landuse", "park"), ("water", "lake"), ("roads", "path"), ("pois", "park")} <= kinds
    (lake,) = [f for f in features if f["properties"]["layer"] == "water"]
    assert lake["properties"]["name"] == "云湖"


def test_a_small_park_has_no_pond() -> None:
    sheet = Sheet()
    ring = geometry.box(0.0, 0.0, 50.0, 40.0, 0.0)
    greens.park(sheet, ring, "", np.random.default_rng(3))
    assert "water" not in {f["properties"]["layer"] for f in sheet.features()}


def test_a_school_has_a_track_around_a_pitch(select: Any, metres: Any, plan: Basemap) -> None:
    tracks = select(kind="pitch", kind_detail="track")
    pitches = [metres(f) for f in select(kind="pitch", kind_detail="soccer")]
    assert len(tracks) == len(pitches) >= 4
    for track in tracks:
        outer, hole = track["geometry"]["coordinates"]
        assert len(outer) == len(hole) == 19
    middle = pitches[0][:-1].mean(axis=0)
    owners = [
        use
        for block, use in zip(plan.blocks, plan.uses, strict=True)
        if contains(block.ring, float(middle[0]), float(middle[1]))
    ]
    assert len(owners) == 1


def test_a_car_park_lies_in_its_block(plan: Basemap) -> None:
    sheet, room = Sheet(), Room(plan)
    for number, use in enumerate(plan.uses):
        if use == "industrial":
            greens.parking(sheet, room, number, plan.blocks[number].ring)
    kinds = [f["properties"]["kind"] for f in sheet.features()]
    assert kinds.count("parking") == 2 * kinds.count("minor_road") > 20

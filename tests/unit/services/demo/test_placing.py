"""The packs' devices stand in Yunze where their demo parts say."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from services.demo.day import demo_packs
from services.demo.placing import NoSuchPlace, put_up
from services.packs.demo import Demo, DemoDevice, DemoStream, Mark
from services.packs.rules import Text
from services.packs.schema import Pack, StreamKind


def a_pack(device: DemoDevice, *marks: Mark) -> Pack:
    base = demo_packs()[0]
    kinds = {"box.heat": StreamKind(unit="℃", title=Text(zh="温度", en="Heat"))}
    return replace(base, streams=kinds, demo=Demo(devices={"box": device}, marks=list(marks)))


HEAT = DemoStream(kind="box.heat")
NAME = Text(zh="{place}箱 {n}", en="Box {n}, {place}")
BOX = DemoDevice(id="BX", kind="box", name=NAME, at=["N16", "C13", "-520,470"], streams=[HEAT])


def test_devices_stand_in_areas_beside_things_and_at_spots() -> None:
    placed = put_up([a_pack(BOX)])
    assert [(a["id"], a["area"], a["name"]) for a in placed.assets] == [
        ("BX1", "N16", "东岸新村箱 1"),
        ("BX2", "N06", "云锦苑 5 号楼电梯箱 1"),
        ("BX3", "N13", "北街箱 1"),
    ]
    first = placed.streams[0].record
    assert (first["id"], first["asset"], first["unit"]) == ("BX1.heat", "BX1", "℃")
    assert first["attributes"]["name_en"] == "Box 1, Dongan Estate"


def test_several_streams_of_a_device_are_numbered() -> None:
    slots = DemoStream(kind="box.heat", count=2, name=Text(zh="{device}{n} 号", en="{n}"))
    device = DemoDevice(id="BX", kind="box", name=NAME, at=["N16"], each=2, streams=[slots])
    placed = put_up([a_pack(device)])
    assert [s.record["id"] for s in placed.streams] == [
        "BX1.heat1", "BX1.heat2", "BX2.heat1", "BX2.heat2",
    ]  # fmt: skip
    assert placed.streams[3].record["name"] == "东岸新村箱 22 号"


def test_streams_are_hung_on_assets_that_are_there() -> None:
    some = DemoDevice(on="camera", at=["C07", "C01"], streams=[HEAT])
    placed = put_up([a_pack(some)])
    assert placed.assets == ()
    assert [s.record["id"] for s in placed.streams] == ["C01.heat", "C07.heat"]


def test_a_later_mark_wins_and_other_kinds_are_left_alone() -> None:
    marks = (
        Mark(things=["N16", "N06"], kinds=["box.heat"], attributes={"feeder": "F1"}),
        Mark(things=["BX2"], kinds=["box.heat"], attributes={"feeder": "F2"}),
        Mark(things=["BX1"], kinds=["other"], attributes={"feeder": "F3"}),
    )
    placed = put_up([a_pack(BOX, *marks)])
    feeders = [s.record["attributes"].get("feeder") for s in placed.streams]
    assert feeders == ["F1", "F2", None]


def test_a_place_the_town_does_not_have_is_named() -> None:
    with pytest.raises(NoSuchPlace, match="N99"):
        put_up([a_pack(replace(BOX, at=["N99"]))])


def test_the_nine_cameras_of_beijie_hang_on_its_feeder() -> None:
    placed = put_up(demo_packs())
    beats = [s.record for s in placed.streams if s.record["kind"] == "camera.heartbeat"]
    assert len(beats) == 46
    assert all(beat["attributes"]["feeder"] for beat in beats)
    behind = [beat["asset"] for beat in beats if beat["attributes"]["feeder"] == "FD2"]
    assert len(behind) == 9


def test_ids_are_unique_and_the_same_each_time() -> None:
    placed = put_up(demo_packs())
    ids = [s.record["id"] for s in placed.streams] + [a["id"] for a in placed.assets]
    assert len(set(ids)) == len(ids)
    assert put_up(demo_packs()) == placed

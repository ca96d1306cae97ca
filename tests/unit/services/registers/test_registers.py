"""The register follows the directory, and the directory names what it cannot read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from services.contract.apply import apply
from services.contract.commands import RegisterDevices, RegisterTown
from services.contract.events import seal
from services.contract.model import Asset, Stream, Team, TeamStatus, Town, TownState
from services.decisions import Context, Refused
from services.registers.directory import TownFileError, load_directory
from services.registers.handlers import HANDLERS

TOWN = Town("y", "云泽", "Yunze", "Asia/Shanghai", (121.1, 31.1))


def stream(name: str, title: str = "x") -> Stream:
    return Stream(name, 0, "water.depth", title, "cm", 121.0, 31.0)


def register(state: TownState, command: RegisterTown) -> list[str]:
    bodies = HANDLERS[RegisterTown](state, command, Context("town", 1, str, "Asia/Shanghai"))
    for body in bodies:
        event = seal(
            body, seq=state.seq + 1, id="e", at_ms=1, actor="a", command="c", prev=state.hash
        )
        apply(state, event)
    return [type(body).__name__ for body in bodies]


def command(**more: Any) -> RegisterTown:
    base = RegisterTown(
        TOWN, (), (), (stream("b"), stream("a")), (Team("T1", "一队", 9, 1.0, 2.0),)
    )
    return replace(base, **more)


def test_only_differences_become_events() -> None:
    state = TownState()
    assert len(register(state, command())) == 4
    assert register(state, command()) == []
    assert register(state, command(streams=(stream("b", "新"),))) == ["StreamRegistered"]


def test_stream_indexes_follow_first_registration_and_stay() -> None:
    state = TownState()
    register(state, command())
    register(state, command(streams=(stream("z"), stream("a", "改名"), stream("b"))))
    assert {s.id: s.index for s in state.streams.values()} == {"b": 0, "a": 1, "z": 2}


def test_devices_a_client_describes_join_the_directorys_and_outlive_its_next_reading() -> None:
    state = TownState()
    register(state, command())
    box = Asset("D1", "device", "盒", 121.0, 31.0)
    made = RegisterDevices((box,), (replace(stream("D1.level"), asset="D1"),))
    for expected in (2, 0):
        bodies = HANDLERS[RegisterDevices](state, made, Context("sta", 1, str, "Asia/Shanghai"))
        assert len(bodies) == expected
        for body in bodies:
            event = seal(
                body, seq=state.seq + 1, id="e", at_ms=1, actor="a", command="c", prev=state.hash
            )
            apply(state, event)
    assert register(state, command()) == []
    assert state.streams["D1.level"].index == 2


@pytest.mark.parametrize(
    "taken",
    [
        RegisterDevices((), (stream("a", "another"),)),
        RegisterDevices((Asset("P1", "pump", "another", 1.0, 2.0),), ()),
        RegisterDevices((), (stream("n"), stream("n"))),
    ],
)
def test_a_device_never_takes_an_id_that_is_in_use(taken: RegisterDevices) -> None:
    state = TownState()
    register(state, command(assets=(Asset("P1", "pump", "泵", 1.0, 2.0),)))
    with pytest.raises(Refused):
        HANDLERS[RegisterDevices](state, taken, Context("sta", 1, str, "Asia/Shanghai"))


def test_what_runs_is_kept() -> None:
    state = TownState()
    pump = Asset("P1", "pump", "泵", 1.0, 2.0)
    register(state, command(assets=(pump,)))
    state.teams["T1"] = replace(state.teams["T1"], status=TeamStatus.ON_SITE, case="K")
    state.assets["P1"] = replace(pump, status="broken")
    assert register(state, command(assets=(pump,))) == []
    register(state, command(assets=(replace(pump, name="新泵"),)))
    assert state.assets["P1"].status == "broken"


def test_other_town_and_double_ids_are_refused() -> None:
    state = TownState()
    register(state, command())
    with pytest.raises(Refused) as caught:
        register(state, command(town=replace(TOWN, id="other")))
    assert caught.value.code == "town.other"
    with pytest.raises(Refused) as caught:
        register(state, command(streams=(stream("a"), stream("a"))))
    assert caught.value.code == "town.duplicate"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    town = '[town]\nid="y"\nname="云"\nname_en="Y"\ntimezone="Asia/Shanghai"\ncentre=[121.1, 31]\n'
    (tmp_path / "town.toml").write_text(town, "utf-8")
    ring = [[121.0, 31.0], [121.1, 31.0], [121.1, 31.1], [121.0, 31.0]]
    feature = {
        "type": "Feature",
        "properties": {"id": "N1", "name": "东街", "kind": "village", "population": 9},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }
    save(tmp_path, "areas.geojson", {"type": "FeatureCollection", "features": [feature]})
    thing = {"id": "U1", "kind": "underpass", "name": "下立交", "lon": 121.1, "lat": 31.1}
    save(tmp_path, "assets.json", [{**thing, "attributes": {"status": "open", "n": 2}}])
    save(tmp_path, "streams.json", [{**thing, "id": "W1", "unit": "cm", "asset": None}])
    save(tmp_path, "teams.json", [{**thing, "id": "T1", "people": 9, "equipment": ["艇", "泵"]}])
    return tmp_path


def save(folder: Path, name: str, data: Any) -> None:
    (folder / name).write_text(json.dumps(data), "utf-8")


def test_a_directory_becomes_one_command(folder: Path) -> None:
    found = load_directory(folder)
    assert found.town.centre == (121.1, 31.0)
    assert found.assets[0].status == "open"
    assert found.assets[0].attributes == {"n": 2.0}
    assert found.teams[0].equipment == "艇、泵"
    assert found.streams[0].asset == ""
    assert found.areas[0].rings[0][1] == (121.1, 31.0)


@pytest.mark.parametrize(
    ("file", "text", "words"),
    [
        ("town.toml", "[town", "not valid TOML"),
        ("town.toml", '[town]\nid=""', "centre"),
        ("assets.json", "{}", "list"),
        ("assets.json", "[\n{,", "line 2"),
        ("assets.json", "[3]", "entry 1"),
        ("assets.json", '[{"id":"P1","lon":"x","lat":1}]', "entry 1 (id P1): field `lon`"),
        ("assets.json", '[{"id":"P1","lon":1,"lat":99}]', "lon/lat"),
        ("streams.json", '[{"id":"","lon":1,"lat":1}]', "field `id`"),
        ("areas.geojson", '{"features":[{"properties":{"id":"N"}}]}', "geometry"),
        ("teams.json", '[{"id":"T","lon":1,"lat":1,"name":"n","people":true}]', "people"),
    ],
)
def test_errors_name_file_and_field(folder: Path, file: str, text: str, words: str) -> None:
    (folder / file).write_text(text, "utf-8")
    with pytest.raises(TownFileError) as caught:
        load_directory(folder)
    assert file in str(caught.value)
    assert words in str(caught.value)


def test_a_missing_file_is_named(folder: Path) -> None:
    (folder / "teams.json").unlink()
    with pytest.raises(TownFileError, match=r"teams\.json"):
        load_directory(folder)

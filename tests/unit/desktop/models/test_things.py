"""A thing is called by its own name and stands where it stands itself."""

from __future__ import annotations

import pytest

from desktop.models.things import Thing, find_thing
from services.contract import events as ev
from services.contract.model import Stream
from tests.fakes.town import busy


@pytest.mark.parametrize(
    ("id", "thing"),
    [
        ("stream:W1", Thing("人民路下立交", 121.001, 31.001)),
        ("asset:C1", Thing("下立交枪机", 121.0012, 31.0012)),
        ("case:c2", Thing("案件 c2", 121.03, 31.01)),
        ("alert:a1", Thing("W1 积水", 121.001, 31.001)),
        ("team:T2", Thing("二队", 121.035, 31.015)),
    ],
)
def test_every_register_is_known(id: str, thing: Thing) -> None:
    town = busy()
    assert find_thing(town.state, town.store.readings, id) == thing


def test_a_team_stands_where_it_reports_from() -> None:
    town = busy()
    for number, axis in enumerate(("lon", "lat")):
        town.put(
            ev.StreamRegistered(Stream(f"T2.{axis}", 9 + number, f"team.{axis}", "", "", 0, 0))
        )
    town.read("T2.lon", 121.5)
    town.read("T2.lat", 31.5)
    found = find_thing(town.state, town.store.readings, "team:T2")
    assert found == Thing("二队", 121.5, 31.5)


@pytest.mark.parametrize("id", ["", "stream:none", "markup:m", "case:", "place:1"])
def test_a_stranger_is_nothing(id: str) -> None:
    town = busy()
    assert find_thing(town.state, town.store.readings, id) is None

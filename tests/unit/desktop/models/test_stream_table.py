"""Streams by kind and as columns."""

from __future__ import annotations

from desktop.models.stream_table import StreamTable
from desktop.state.selectors import stale_after_ms
from services.contract import events as ev
from services.contract.model import Stream
from tests.fakes import town as fake


def with_team() -> fake.SmallTown:
    town = fake.registers()
    for n, axis in enumerate(("lon", "lat")):
        made = Stream(f"T1.{axis}", 10 + n, f"team.{axis}", axis, "°", 0, 0)
        town.put(ev.StreamRegistered(made))
    return town


def test_streams_of_teams_are_no_points() -> None:
    table = StreamTable.of(with_team().state)

    assert [s.id for s in table.points] == ["W1", "W2", "R1", "H1"]
    assert table.index.tolist() == [0, 1, 2, 3]


def test_every_point_has_the_limit_of_its_kind() -> None:
    table = StreamTable.of(with_team().state)

    assert table.limit_ms.tolist() == [stale_after_ms(s.kind) for s in table.points]


def test_streams_are_found_by_exactly_their_kind() -> None:
    table = StreamTable.of(with_team().state)

    assert [s.id for s in table.of_kind("water.depth")] == ["W1", "W2"]
    assert [s.id for s in table.of_kind("team.lon")] == ["T1.lon"]
    assert list(table.of_kind("water")) == []


def test_an_empty_table_holds_nothing() -> None:
    table = StreamTable()

    assert (table.points, len(table.index), len(table.limit_ms)) == ([], 0, 0)
    assert list(table.of_kind("water.depth")) == []

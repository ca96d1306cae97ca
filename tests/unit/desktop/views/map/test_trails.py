"""Trails of the teams that are out, and only theirs are asked for."""

from __future__ import annotations

import numpy as np

from services.contract import events as ev
from services.contract.model import Stream, TeamStatus
from tests.fakes.town import MIN, NOW
from tests.unit.desktop.views.conftest import Room


def register(room: Room) -> None:
    for number, stream in enumerate(("T1.lon", "T1.lat", "T2.lon", "T2.lat")):
        kind = f"team.{stream[3:]}"
        room.town.put(
            ev.StreamRegistered(Stream(stream, 10 + number, kind, stream, "deg", 121.0, 31.0))
        )


def test_the_streams_of_teams_that_are_out_are_asked_for(room: Room) -> None:
    register(room)
    asked: list[list[str]] = []
    room.wall.watch_asked.connect(asked.append)
    room.desks.trails.refresh()
    assert asked == [["T1.lon", "T1.lat"]]
    for stream in asked[0]:
        room.town.store.watch(stream)
    room.desks.trails.refresh()
    assert len(asked) == 1


def test_the_way_comes_onto_the_map(room: Room) -> None:
    register(room)
    store = room.town.store
    at = np.array([NOW - 10 * MIN, NOW - 5 * MIN, NOW], np.int64)
    for stream, start in (("T1.lon", 121.0), ("T1.lat", 31.0)):
        store.watch(stream)
        store.put_history(stream, at, start + np.array([0.001, 0.002, 0.003]))
    room.feed.ticked.emit()
    (track,) = room.window.map._scene.tracks
    assert track.id == "team:T1"
    assert track.lon == (121.001, 121.002, 121.003)
    room.town.set_team("T1", status=TeamStatus.STANDBY)
    room.feed.ticked.emit()
    assert room.window.map._scene.tracks == ()

"""A filter shows some points; changes reach the right ones of them."""

from __future__ import annotations

import numpy as np

from services.contract.changes import Changes
from services.contract.model import AlertState
from tests.unit.desktop.views.conftest import Room


def _levels(room: Room) -> dict[str, int]:
    points = room.window.map._scene.points
    return dict(zip(points.ids, points.level.tolist(), strict=True))


def _end_alerts(room: Room) -> None:
    alerts = set(room.town.state.alerts)
    for alert in alerts:
        room.town.set_alert(alert, state=AlertState.SHELVED)
    room.wall.live.take(Changes(alerts=alerts))


def test_only_the_points_of_the_filter_are_on_the_canvas(room: Room) -> None:
    live = room.wall.live
    everything = set(_levels(room))
    live.set_filter(lambda points: np.arange(len(points.columns.ids)) % 2 == 0)
    assert set(_levels(room)) == set(live.points.columns.ids[::2])
    live.set_filter(None)
    assert set(_levels(room)) == everything


def test_levels_stay_with_their_points_under_a_filter(room: Room) -> None:
    live = room.wall.live
    live.set_filter(lambda points: np.arange(len(points.columns.ids)) % 2 == 1)
    _end_alerts(room)
    columns = live.points.columns

    assert _levels(room) == dict(zip(columns.ids[1::2], columns.level[1::2].tolist(), strict=True))


def test_a_filter_that_looks_at_alerts_follows_them(room: Room) -> None:
    live = room.wall.live
    live.set_filter(lambda points: points.columns.level > 0)
    before = set(_levels(room))
    assert before
    _end_alerts(room)

    assert set(_levels(room)) < before

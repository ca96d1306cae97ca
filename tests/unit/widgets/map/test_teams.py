"""Names of teams cover neither each other nor alerts nor rings, and keep still while panning."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QImage, QPainter
from pytestqt.qtbot import QtBot

from widgets.map.projection import lonlat_to_world
from widgets.map.teams import TeamLayer, team_at
from widgets.map.values import TeamMark
from widgets.map.viewport import Viewport

LON, LAT = 121.0, 31.0
NO_ALERTS = np.zeros((0, 2))


@pytest.fixture
def view(qtbot: QtBot) -> Viewport:
    made = Viewport(800, 600)
    x, y = lonlat_to_world(LON, LAT)
    made.centre_on(float(x), float(y), 14.0)
    return made


def teams(count: int, step: float = 0.0004, state: str = "arrived") -> list[TeamMark]:
    return [TeamMark(f"t{n}", LON + n * step, LAT, f"{n} 队 到场", state) for n in range(count)]


def on_screen(layer: TeamLayer, view: Viewport, marks: list[TeamMark]) -> dict[str, QRectF]:
    places = {}
    for mark in marks:
        x, y = view.to_screen(*lonlat_to_world(mark.lon, mark.lat))
        plate = layer.plates(view, marks, NO_ALERTS).get(mark.id)
        if plate is not None:
            places[mark.id] = plate.translated(float(x), float(y))
    return places


def test_names_of_a_knot_of_teams_stay_apart_and_all_are_there(view: Viewport) -> None:
    marks = teams(5)
    plates = list(on_screen(TeamLayer(), view, marks).values())
    assert len(plates) == len(marks)
    pairs = [(a, b) for i, a in enumerate(plates) for b in plates[i + 1 :]]
    assert not any(a.intersects(b) for a, b in pairs)


def test_a_name_steps_aside_for_an_alert(view: Viewport) -> None:
    mark = teams(1)
    layer = TeamLayer()
    alone = layer.plates(view, mark, NO_ALERTS)["t0"]
    x, y = lonlat_to_world(LON, LAT)
    alert = np.array([[float(x) + 30.0 / view.scale, float(y)]])
    beside = layer.plates(view, mark, alert)["t0"]
    assert alone.contains(QPointF(30.0, 0.0))
    assert not beside.contains(QPointF(30.0, 0.0))


def test_a_waiting_team_gives_up_its_name_where_there_is_no_room(view: Viewport) -> None:
    marks = teams(40, step=0.0, state="idle")
    assert 0 < len(TeamLayer().plates(view, marks, NO_ALERTS)) < len(marks)
    assert len(TeamLayer().plates(view, teams(40, step=0.0), NO_ALERTS)) == len(marks)


def test_names_keep_still_while_the_map_is_dragged(view: Viewport) -> None:
    layer, marks = TeamLayer(), teams(4)
    before = dict(layer.plates(view, marks, NO_ALERTS))
    view.pan_by(333.0, 77.0)
    assert layer.plates(view, marks, NO_ALERTS) == before


def test_a_picture_is_painted_and_nothing_without_teams(view: Viewport) -> None:
    def inked(marks: list[TeamMark]) -> bool:
        image = QImage(800, 600, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(0)
        painter = QPainter(image)
        TeamLayer().draw(painter, view, marks, NO_ALERTS)
        painter.end()
        return any(bytes(image.constBits()))

    assert inked(teams(2))
    assert not inked([])


def test_the_nearest_ring_is_picked(view: Viewport) -> None:
    marks = teams(2, step=0.0002)
    x, y = view.to_screen(*lonlat_to_world(marks[1].lon, marks[1].lat))
    assert team_at(view, marks, QPointF(float(x) + 2, float(y))) == "t1"
    assert team_at(view, marks, QPointF(float(x) + 60, float(y))) is None

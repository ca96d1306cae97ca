"""Linked maps look at the same place, whichever is moved; a locked one stays."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from desktop.views.map.linked import LinkedViews
from widgets.map.canvas import MapCanvas
from widgets.map.values import MapView

HERE = MapView(121.0, 31.0, 14.0)
THERE = MapView(121.5, 31.5, 12.0)


@pytest.fixture
def pair(qtbot: QtBot) -> tuple[MapCanvas, MapCanvas]:
    made = MapCanvas(animate=False), MapCanvas(animate=False)
    for canvas, size in zip(made, ((800, 600), (500, 700)), strict=True):
        qtbot.addWidget(canvas)
        canvas.resize(*size)
    return made


def shows(canvas: MapCanvas, view: MapView) -> bool:
    found = canvas.view()
    return (found.lon, found.lat, found.zoom) == pytest.approx((view.lon, view.lat, view.zoom))


def test_either_leads(pair: tuple[MapCanvas, MapCanvas]) -> None:
    one, other = pair
    LinkedViews(one, other, other).set_linked(True)
    one.set_view(HERE)
    assert shows(other, HERE)
    other.fly_to(121.5, 31.5, 12.0)
    assert shows(one, THERE)


def test_linking_brings_the_second_to_the_first(pair: tuple[MapCanvas, MapCanvas]) -> None:
    one, other = pair
    one.set_view(HERE)
    other.set_view(THERE)
    links = LinkedViews(one, other, other)
    assert shows(other, THERE)
    links.set_linked(True)
    assert shows(other, HERE)
    assert shows(one, HERE)


def test_let_go_each_goes_its_way(pair: tuple[MapCanvas, MapCanvas]) -> None:
    one, other = pair
    links = LinkedViews(one, other, other)
    links.set_linked(True)
    one.set_view(HERE)
    links.set_linked(False)
    one.set_view(THERE)
    assert shows(other, HERE)
    other.set_view(MapView(120.0, 30.0, 10.0))
    assert shows(one, THERE)


def test_a_locked_map_does_not_follow(pair: tuple[MapCanvas, MapCanvas]) -> None:
    one, other = pair
    links = LinkedViews(one, other, other)
    links.set_linked(True)
    one.set_view(HERE)
    other.set_extent_locked(True)
    one.set_view(THERE)
    assert shows(other, HERE)


def test_one_move_is_carried_once(pair: tuple[MapCanvas, MapCanvas]) -> None:
    one, other = pair
    LinkedViews(one, other, other).set_linked(True)
    told: list[int] = []
    other.view_changed.connect(lambda: told.append(1))
    one.set_view(HERE)
    assert told == [1]

"""A place on the ground says where it is in every system, and each can be copied."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication

from desktop.maps.coordinate_text import parse_position
from tests.unit.desktop.views.conftest import Room
from tests.unit.desktop.views.map.hands import WEST_PLACE, listed


def test_a_row_picked_is_on_the_clipboard_and_said(room: Room) -> None:
    room.desks.here.show(*WEST_PLACE)
    room.window.pane.places.selected.emit(listed(room)[0])
    copied = QGuiApplication.clipboard().text()
    place = parse_position(copied)
    assert place is not None
    assert (round(place.lon, 6), round(place.lat, 6)) == WEST_PLACE
    assert copied in room.window.banner.accessibleName()


def test_the_area_is_the_heading_of_a_place_without_a_name(room: Room) -> None:
    room.desks.here.show(*WEST_PLACE)
    assert room.window.pane.places.accessibleName().startswith("东村")
    room.desks.here.show(*WEST_PLACE, "人民路")
    assert room.window.pane.places.accessibleName().startswith("人民路 东村")
    room.desks.here.show(120.0, 30.0)
    assert room.window.pane.places.accessibleName().startswith("所选位置")


def test_closing_the_list_takes_the_box_away(room: Room) -> None:
    room.desks.here.show(*WEST_PLACE)
    assert room.window.map._scene.callout is not None
    room.window.pane.places.close_button().click()
    assert room.window.map._scene.callout is None


def test_a_reading_is_nothing_that_is_selected(room: Room) -> None:
    room.wall.select("stream:W1")
    room.desks.here.show(*WEST_PLACE)
    room.window.pane.places.selected.emit(listed(room)[0])
    assert room.wall.focus.id == "stream:W1"

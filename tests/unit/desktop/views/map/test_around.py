"""周边: what is near a thing or a place, in a list and in a circle, while it changes."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from desktop.actions.catalogue import ActionId
from desktop.views.map.sheets import Sheet
from desktop.views.map.tool_items import NEARBY_CIRCLE
from services.contract import events as ev
from services.contract.model import Level, Stream
from tests.fakes import town as fake
from tests.unit.desktop.views.conftest import Room
from tests.unit.desktop.views.map.hands import drag, key, listed, trigger
from widgets.map.values import MarkupKind


def circle(room: Room) -> tuple[float, float, float] | None:
    drawn = room.desks.sheets.on(Sheet.NEARBY)
    if not drawn:
        return None
    (markup,) = drawn
    assert markup.kind is MarkupKind.CIRCLE
    return *markup.lonlat[0], markup.radius_m


def test_the_key_asks_around_what_is_selected(room: Room) -> None:
    room.wall.select("stream:W1")
    key(room, Qt.Key.Key_V)
    assert circle(room) == (121.001, 31.001, 500)
    # The thing itself is not near itself; its team and camera are, the team first.
    assert listed(room) == ["team:T1", "asset:C1"]
    assert room.window.pane.places.accessibleName() == "周边 500 米：2 处 人民路下立交"


def test_without_a_selection_it_asks_around_the_middle(room: Room) -> None:
    view = room.window.map.view()
    key(room, Qt.Key.Key_V)
    found = circle(room)
    assert found is not None
    assert found[:2] == pytest.approx((view.lon, view.lat))


@pytest.mark.parametrize("radius", [200, 500, 1000, 2000])
def test_each_radius_can_be_chosen_and_is_on_while_it_is_asked(room: Room, radius: int) -> None:
    room.wall.select("stream:W1")
    trigger(room, f"nearby_m:{radius}")
    assert circle(room) == (121.001, 31.001, radius)
    assert room.window.pane.toolbar.entry(f"nearby_m:{radius}").isChecked()


def test_another_radius_asks_the_same_place(room: Room) -> None:
    room.wall.select("stream:W1")
    key(room, Qt.Key.Key_V)
    room.wall.deselect()
    trigger(room, "nearby_m:2000")
    assert circle(room) == (121.001, 31.001, 2000)
    assert "stream:R1" in listed(room)


def test_the_radius_chosen_last_is_the_next_one(room: Room) -> None:
    room.wall.select("stream:W1")
    trigger(room, "nearby_m:200")
    key(room, Qt.Key.Key_Escape)
    key(room, Qt.Key.Key_V)
    assert circle(room) == (121.001, 31.001, 200)


def test_a_drawn_circle_asks_within_it(room: Room) -> None:
    trigger(room, NEARBY_CIRCLE)
    drag(room, (121.03, 31.01), (121.032, 31.01))
    found = circle(room)
    assert found is not None
    assert found[:2] == pytest.approx((121.03, 31.01), abs=2e-4)
    assert found[2] == pytest.approx(191, abs=20)
    assert {"stream:W2", "asset:C2", "case:c2"} <= set(listed(room))
    assert not room.window.pane.toolbar.button("around").isChecked()


def test_escape_closes_the_list_and_takes_the_circle_away(room: Room) -> None:
    room.wall.select("stream:W1")
    key(room, Qt.Key.Key_V)
    key(room, Qt.Key.Key_Escape)
    assert (circle(room), listed(room)) == (None, [])
    assert room.wall.focus.id == "stream:W1"
    assert not room.window.pane.toolbar.button("around").isChecked()


def test_a_row_picked_is_selected_and_marked(room: Room) -> None:
    room.wall.select("stream:W1")
    key(room, Qt.Key.Key_V)
    room.window.pane.places.selected.emit("asset:C1")
    assert room.wall.focus.id == "asset:C1"
    assert circle(room) == (121.001, 31.001, 500)


def report(room: Room, team: str, lon: float, lat: float) -> None:
    """A team says where it is."""
    at = max(s.index for s in room.town.state.streams.values()) + 1
    for number, axis in enumerate(("lon", "lat")):
        if f"{team}.{axis}" not in room.town.state.streams:
            stream = Stream(f"{team}.{axis}", at + number, f"team.{axis}", team, "deg", 121, 31)
            room.town.put(ev.StreamRegistered(stream))
    room.town.read(f"{team}.lon", lon)
    room.town.read(f"{team}.lat", lat)


def test_a_team_that_comes_near_comes_into_the_list(room: Room) -> None:
    room.wall.select("stream:W1")
    key(room, Qt.Key.Key_V)
    report(room, "T2", 121.0015, 31.0015)
    room.feed.changed.emit(room.town.store.drain())
    room.feed.calmed.emit()
    assert listed(room)[:2] == ["team:T2", "team:T1"]


def test_around_a_team_the_circle_goes_with_it(room: Room) -> None:
    room.wall.select("team:T1")
    key(room, Qt.Key.Key_V)
    report(room, "T1", 121.03, 31.01)
    room.feed.changed.emit(room.town.store.drain())
    room.feed.ticked.emit()
    assert circle(room) == (121.03, 31.01, 500)
    assert {"stream:W2", "case:c2"} <= set(listed(room))


def test_the_worst_level_stands_beside_a_name(room: Room) -> None:
    room.wall.select("asset:C1")
    key(room, Qt.Key.Key_V)
    levels = {row.id: int(row.level) for row in room.window.pane.places.rows()}
    assert levels["stream:W1"] == Level.RED
    assert levels["team:T1"] == Level.NONE


def test_what_is_registered_later_is_found(room: Room) -> None:
    room.wall.select("stream:W1")
    key(room, Qt.Key.Key_V)
    made = fake.case("near", Level.BLUE, age_ms=0, lon=121.0011, lat=31.0011)
    room.town.put(ev.CaseOpened(made))
    room.feed.ticked.emit()
    assert "case:near" in listed(room)


def test_the_circle_is_brought_into_view(room: Room) -> None:
    room.window.map.set_animated(False)
    room.wall.select("stream:W1")
    room.desks.perform(ActionId.GO_TO)
    trigger(room, "nearby_m:2000")
    free = room.window.pane.free_bounds()
    assert free.west < 121.001 - 0.02 < 121.001 + 0.02 < free.east


def test_around_nothing_known_answers_no(room: Room) -> None:
    assert not room.desks.around.around_thing("stream:none")
    assert not room.desks.around.set_radius(200)
    assert circle(room) is None

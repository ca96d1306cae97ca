"""The eight maps: each shows what it names, 全部 gives everything back."""

from __future__ import annotations

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.models.map_presets import shown_ids
from tests.unit.desktop.views.map.conftest import Stand, Standing


def test_eight_maps_and_all_are_offered_and_the_digit_chooses(stand: Stand, qtbot: QtBot) -> None:
    stand.press("maps")
    presets = stand.desks.presets
    assert [row.figure for row in presets.list.rows()] == [*"012345678"]
    assert presets.list.hasFocus()
    qtbot.keyClick(presets.list, Qt.Key.Key_8)

    assert stand.desks.layers.preset is presets.presets[7]
    qtbot.keyClick(presets.list, Qt.Key.Key_0)
    assert stand.desks.layers.preset is None


def test_a_preset_shows_its_points_and_no_others(stand: Stand) -> None:
    canvas, state = stand.room.window.map, stand.room.town.state
    presets = stand.desks.presets
    cameras = next(each for each in presets.presets if each.id == "cameras")
    presets.show("cameras")

    shown = shown_ids(cameras, state)
    for id in stand.room.wall.live.points.columns.ids:
        assert (canvas.point_on_screen(id) is not None) == (id in shown)
    presets.show("")
    for id in stand.room.wall.live.points.columns.ids:
        assert canvas.point_on_screen(id) is not None


def test_what_the_hand_had_hidden_is_hidden_again_after_a_preset(stand: Stand) -> None:
    layers = stand.desks.layers
    layers.set_look("labels", visible=False)
    stand.desks.presets.show("command")
    assert layers.look("labels").visible
    assert layers.theme_chosen()[0] == "cases"
    layers.set_look("labels", opacity=0.3)
    stand.desks.presets.show("")

    assert not layers.look("labels").visible
    assert layers.look("labels").opacity == 1.0
    assert layers.theme_chosen()[0] == ""


def test_an_alert_that_comes_up_appears_on_the_map_of_hazards(stand: Stand) -> None:
    stand.desks.presets.show("shelters")
    canvas = stand.room.window.map
    live = stand.room.wall.live
    quiet = [id for id in live.points.columns.ids if canvas.point_on_screen(id) is None]
    assert quiet
    live.set_filter(None)
    assert canvas.point_on_screen(quiet[0]) is not None


def test_the_preset_is_there_again_at_the_next_start(stand_on: Standing) -> None:
    stand_on().desks.presets.show("monitoring")
    again = stand_on()

    assert again.desks.layers.preset is not None
    assert again.desks.layers.preset.id == "monitoring"


def test_the_offer_in_the_banner_goes_back_to_everything(stand: Stand, qtbot: QtBot) -> None:
    stand.desks.presets.show("materials")
    assert "本镇没有" in stand.room.window.banner.accessibleName()
    qtbot.mouseClick(stand.room.window.banner.action_button(), Qt.MouseButton.LeftButton)

    assert stand.desks.layers.preset is None

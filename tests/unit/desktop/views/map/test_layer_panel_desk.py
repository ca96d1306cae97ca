"""Every layer is listed with legend and age, and does what the hand asks."""

from __future__ import annotations

import json

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QSlider
from pytestqt.qtbot import QtBot

from desktop.models.layer_list import BORDERS, THEME
from tests.unit.desktop.views.map.conftest import Stand, Standing

TOWN = json.dumps(
    {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": {"layer": "roads", "kind": "major_road", "name": "人民路"},
                "geometry": {"type": "LineString", "coordinates": [[121, 31], [121.04, 31.02]]},
            }
        ],
    }
).encode()


def _check(stand: Stand, layer: str) -> QCheckBox:
    row = stand.desks.panel.box.layers._rows[layer]
    return row.findChild(QCheckBox)


def test_the_key_opens_the_list_with_every_layer_in_drawing_order(stand: Stand) -> None:
    stand.press("layers")
    panel = stand.desks.panel

    assert stand.room.window.pane.open_panel() is panel.box
    ids = [info.id for info in panel.infos()]
    assert ids[:4] == ["selection", "markup", "tracks", "points"]
    assert ids.index("labels") < ids.index("heat") < ids.index(BORDERS) < ids.index("base")
    stand.press("layers")
    assert stand.room.window.pane.open_panel() is None


def test_each_layer_says_how_old_it_is(stand: Stand, qtbot: QtBot) -> None:
    town = stand.room.town
    town.store.readings.clear()
    town.read(next(iter(town.state.streams)), 0.2, age_ms=8000)
    stand.grounds.base.set_town(TOWN, 1_784_378_100_000)
    qtbot.waitUntil(lambda: stand.grounds.base.opened("town") is not None, timeout=5000)
    ages = {info.id: info.age for info in stand.desks.panel.infos()}

    assert ages["points"] == "数据 8 秒前"
    assert ages["base"] == "2026-07"


def test_levels_have_a_legend_and_a_hidden_layer_has_none(stand: Stand, qtbot: QtBot) -> None:
    stand.press("layers")
    legends = {info.id: info.legend for info in stand.desks.panel.infos()}

    assert [entry.text for entry in legends["points"]][:2] == ["红色", "橙色"]
    assert legends["heat"][0].color_to


def test_a_box_unticked_hides_the_layer_and_is_remembered(stand: Stand, qtbot: QtBot) -> None:
    stand.press("layers")
    box = _check(stand, "labels")
    box.setFocus()
    qtbot.keyClick(box, Qt.Key.Key_Space)

    assert not stand.desks.layers.look("labels").visible
    assert not stand.room.window.map._scene.layers.is_visible("labels")
    stand.grounds.choice.flush()
    assert not stand.kept[-1].layer("labels").visible


def test_the_slider_sets_how_strongly_a_layer_is_drawn(stand: Stand, qtbot: QtBot) -> None:
    stand.press("layers")
    slider = stand.desks.panel.box.layers._rows["points"].findChild(QSlider)
    slider.setFocus()
    qtbot.keyClick(slider, Qt.Key.Key_Home)
    qtbot.keyClick(slider, Qt.Key.Key_PageUp)

    assert stand.desks.layers.look("points").opacity == 0.1


def test_a_kind_of_points_goes_and_comes(stand: Stand, qtbot: QtBot) -> None:
    canvas = stand.room.window.map
    cameras = [f"asset:{a.id}" for a in stand.room.town.state.assets.values() if a.kind == "camera"]
    assert canvas.point_on_screen(cameras[0]) is not None
    stand.press("layers")
    qtbot.mouseClick(_check(stand, "kind:camera"), Qt.MouseButton.LeftButton)

    assert canvas.point_on_screen(cameras[0]) is None
    assert canvas.point_on_screen("stream:" + next(iter(stand.room.town.state.streams)))
    qtbot.mouseClick(_check(stand, "kind:camera"), Qt.MouseButton.LeftButton)
    assert canvas.point_on_screen(cameras[0]) is not None


def test_colouring_by_an_indicator_puts_a_layer_over_the_base(stand: Stand, qtbot: QtBot) -> None:
    stand.press("layers")
    theme = stand.desks.panel.box.theme
    theme.setFocus()
    theme.setCurrentIndex(theme.findData("cases"))
    theme.activated.emit(theme.currentIndex())

    layers = stand.room.window.map._tiles.layers
    assert layers[-1].source.id.startswith("choropleth:")
    info = next(i for i in stand.desks.panel.infos() if i.id == THEME)
    assert "在办案件" in info.title
    assert info.legend
    theme.setCurrentIndex(0)
    theme.activated.emit(0)
    assert not [
        each for each in stand.room.window.map._tiles.layers if "choropleth" in each.source.id
    ]


def test_figures_are_drawn_anew_only_when_they_differ(stand: Stand) -> None:
    stand.desks.layers.set_theme("population", stand.desks.layers.theme_chosen()[1])
    before = stand.desks.layers.theme.colors()
    stand.desks.layers.theme.refresh()

    assert stand.desks.layers.theme.colors() is before


def test_borders_with_names_and_heat_are_off_until_wanted(stand: Stand) -> None:
    layers = stand.desks.layers
    assert layers.theme.borders() is None
    layers.set_look(BORDERS, visible=True)
    made = layers.theme.borders()
    assert made is not None
    assert {name.text for name in made[0].names} == {
        area.name for area in stand.room.town.state.areas.values()
    }
    layers.set_look("heat", visible=True)
    assert stand.room.window.map._scene.layers.is_visible("heat")


def test_what_was_chosen_holds_at_the_next_start(stand_on: Standing) -> None:
    first = stand_on()
    first.desks.layers.set_look("markup", visible=False, opacity=0.5)
    first.desks.layers.set_theme("depth", first.desks.layers.theme_chosen()[1])
    second = stand_on()

    assert not second.desks.layers.look("markup").visible
    assert second.desks.layers.look("markup").opacity == 0.5
    assert second.desks.layers.theme_chosen()[0] == "depth"

"""The list asks for what the hand wants and shows what it is told, without asking back."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QLabel, QSlider
from pytestqt.qtbot import QtBot

from widgets.map.layer_panel import LayerPanel, LegendBox
from widgets.map.values import LayerInfo, LegendEntry

POINTS = LayerInfo("points", "点位", legend=(LegendEntry("正常", "#35C08A"),), age="3 秒前")
HEAT = LayerInfo("heat", "热力", visible=False, opacity=0.6)


def panel(qtbot: QtBot) -> LayerPanel:
    made = LayerPanel()
    qtbot.addWidget(made)
    made.set_layers([POINTS, HEAT])
    made.show()
    return made


def titles(made: LayerPanel) -> list[str]:
    boxes = made.findChildren(QCheckBox)
    return [box.text() for box in sorted(boxes, key=lambda box: box.mapTo(made, box.pos()).y())]


def test_it_shows_titles_ages_and_legends(qtbot: QtBot) -> None:
    made = panel(qtbot)
    assert titles(made) == ["点位", "热力"]
    assert "3 秒前" in {label.text() for label in made.findChildren(QLabel)}
    assert [legend.isVisible() for legend in made.findChildren(LegendBox)] == [True, False]


def test_a_click_asks_to_show_a_layer(qtbot: QtBot) -> None:
    made = panel(qtbot)
    box = next(box for box in made.findChildren(QCheckBox) if box.text() == "热力")
    with qtbot.waitSignal(made.visible_asked) as asked:
        box.click()
    assert asked.args == ["heat", True]


def test_the_slider_asks_for_an_opacity(qtbot: QtBot) -> None:
    made = panel(qtbot)
    slider = made.findChildren(QSlider)[0]
    with qtbot.waitSignal(made.opacity_asked) as asked:
        qtbot.keyClick(slider, Qt.Key.Key_PageDown)
    assert asked.args == ["points", 0.9]


def test_what_it_is_told_it_does_not_ask_for(qtbot: QtBot) -> None:
    made = panel(qtbot)
    with qtbot.assertNotEmitted(made.visible_asked), qtbot.assertNotEmitted(made.opacity_asked):
        made.set_layers([replace(HEAT, visible=True, opacity=0.2), replace(POINTS, visible=False)])
    boxes = {box.text(): box.isChecked() for box in made.findChildren(QCheckBox)}
    assert boxes == {"点位": False, "热力": True}


def test_rows_stay_when_only_values_change_and_go_with_their_layer(qtbot: QtBot) -> None:
    made = panel(qtbot)
    before = made.findChildren(QCheckBox)[0]
    made.set_layers([replace(POINTS, age="5 秒前"), HEAT])
    assert made.findChildren(QCheckBox)[0] is before
    made.set_layers([HEAT])
    qtbot.waitUntil(lambda: titles(made) == ["热力"])

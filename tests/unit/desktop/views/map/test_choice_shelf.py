"""Choices are told at once and kept a moment after the last of many."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from desktop.map_choice import LayerChoice, MapChoice
from desktop.views.map.choice_shelf import ChoiceShelf


def test_many_changes_are_kept_once(qtbot: QtBot) -> None:
    kept: list[MapChoice] = []
    shelf = ChoiceShelf(MapChoice(), kept.append)
    for step in range(10):
        shelf.set_layer("points", opacity=step / 10)
    assert kept == []
    qtbot.waitUntil(lambda: bool(kept), timeout=3000)

    assert [choice.layer("points").opacity for choice in kept] == [0.9]


def test_the_end_keeps_what_waits_and_nothing_twice(qapp: object) -> None:
    kept: list[MapChoice] = []
    shelf = ChoiceShelf(MapChoice(), kept.append)
    shelf.flush()
    shelf.change(style="light")
    shelf.flush()
    shelf.flush()

    assert [choice.style for choice in kept] == ["light"]


def test_the_same_again_is_no_change(qtbot: QtBot) -> None:
    shelf = ChoiceShelf(MapChoice(), lambda choice: None)
    with qtbot.assertNotEmitted(shelf.changed):
        shelf.change(style="dark")


def test_an_opacity_is_brought_inside(qapp: object) -> None:
    shelf = ChoiceShelf(MapChoice(), lambda choice: None)
    shelf.set_layer("heat", visible=True, opacity=7.0)

    assert shelf.choice.layer("heat") == LayerChoice(visible=True, opacity=1.0)
    shelf.flush()

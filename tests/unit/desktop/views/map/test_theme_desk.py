"""Neighbourhoods in colour, borders and heat: made when they are wanted and when they differ."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from desktop.models.classes import Method
from desktop.views.map.theme_desk import REST_MS, ThemeDesk
from services.contract.model import Stage
from tests.fakes.town import SmallTown, busy
from tests.unit.desktop.views.map.conftest import Stand
from widgets.map.base_layer import BaseLayer
from widgets.map.canvas import MapCanvas


@pytest.fixture
def town() -> SmallTown:
    return busy()


@pytest.fixture
def desk(qtbot: QtBot, town: SmallTown) -> ThemeDesk:
    canvas = MapCanvas(animate=False)
    qtbot.addWidget(canvas)
    return ThemeDesk(canvas, town.store)


def _want(desk: ThemeDesk, indicator: str = "cases", **more: bool) -> None:
    options = {"borders": False, "heat": False, "is_dark": True} | more
    desk.want(indicator, Method.QUANTILE, **options)


def test_only_what_is_wanted_is_made(desk: ThemeDesk) -> None:
    assert (desk.colors(), desk.borders(), desk.choropleth) == (None, None, None)
    _want(desk, borders=True)
    assert desk.colors() is not None and desk.borders() is not None
    _want(desk, "")
    assert (desk.colors(), desk.borders(), desk.choropleth) == (None, None, None)


def test_the_same_figures_are_not_drawn_anew(desk: ThemeDesk, town: SmallTown) -> None:
    _want(desk, borders=True)
    before = desk.colors(), desk.borders()
    told: list[str] = []
    desk.changed.connect(lambda: told.append("changed"))
    desk.refresh()
    assert (desk.colors(), desk.borders()) == before
    assert told == []
    town.set_case("c2", stage=Stage.CLOSED)
    desk.refresh()
    after = desk.colors()
    assert after is not None and before[0] is not None
    assert after[0] is not before[0][0]
    assert told == ["changed"]


def test_another_ground_changes_the_look_and_not_the_features(desk: ThemeDesk) -> None:
    _want(desk)
    before = desk.colors()
    _want(desk, is_dark=False)
    after = desk.colors()
    assert before is not None and after is not None
    assert after[0] is before[0]
    assert after[1] is not before[1]


def test_figures_rest_between_two_looks(desk: ThemeDesk, town: SmallTown) -> None:
    _want(desk)
    before = desk.colors()
    town.set_case("c2", stage=Stage.CLOSED)
    desk.pass_time()
    assert desk.colors() is before
    desk._made_ms -= REST_MS
    desk.pass_time()
    assert desk.colors() is not before


def test_a_town_without_areas_has_no_colours(desk: ThemeDesk, town: SmallTown) -> None:
    town.state.areas.clear()
    _want(desk, borders=True)
    assert (desk.colors(), desk.borders()) == (None, None)


def test_heat_is_of_the_open_cases_and_goes_when_it_is_not_wanted(
    desk: ThemeDesk, town: SmallTown
) -> None:
    _want(desk, "", heat=True)
    assert desk._heat is not None and len(desk._heat[0]) == 2
    town.set_case("c2", stage=Stage.CLOSED)
    desk.refresh()
    assert len(desk._heat[0]) == 1
    _want(desk, "")
    assert desk._heat[0] == []


def _colored(stand: Stand) -> list[BaseLayer]:
    layers = stand.room.window.map._tiles.layers
    return [layer for layer in layers if layer.source.id.startswith("choropleth")]


def test_new_figures_are_shown_when_they_are_painted_and_the_old_until_then(
    stand: Stand, qtbot: QtBot
) -> None:
    layers, canvas = stand.desks.layers, stand.room.window.map
    layers.set_theme("cases", Method.QUANTILE)
    qtbot.waitUntil(canvas.is_settled, timeout=10_000)
    (old,) = _colored(stand)
    stand.room.town.set_case("c2", stage=Stage.CLOSED)
    layers.theme.refresh()
    before, coming = _colored(stand)
    assert before.source is old.source and before.opacity == old.opacity
    assert 0 < coming.opacity < 1 / 255

    qtbot.waitUntil(lambda: len(_colored(stand)) == 1, timeout=10_000)
    (new,) = _colored(stand)
    assert (new.source, new.opacity) == (coming.source, old.opacity)
    assert canvas._tiles.is_idle()


def test_figures_that_change_again_before_they_are_painted_replace_what_was_to_come(
    stand: Stand, qtbot: QtBot
) -> None:
    layers, canvas = stand.desks.layers, stand.room.window.map
    layers.set_theme("cases", Method.QUANTILE)
    qtbot.waitUntil(canvas.is_settled, timeout=10_000)
    (old,) = _colored(stand)
    for case in ("c1", "c2"):
        stand.room.town.set_case(case, stage=Stage.CLOSED)
        layers.theme.refresh()
    assert [layer.source is old.source for layer in _colored(stand)] == [True, False]
    layers.set_theme("", Method.QUANTILE)
    assert _colored(stand) == []

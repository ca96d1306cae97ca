"""Names never touch, stand still while the map is dragged, and stay while tiles come."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QColor, QImage, QPainter
from pytestqt.qtbot import QtBot

from widgets.map import labels
from widgets.map.base_layer import BaseLayer
from widgets.map.label_values import LabelCandidate, TextLook
from widgets.map.labels import LabelLayer
from widgets.map.tiles import TileStore
from widgets.map.viewport import Viewport

pytestmark = pytest.mark.usefixtures("qapp")

LOOK = TextLook(12.0, "#ffffffff", "#ff000000", 1.5)
ZOOM = 14.0


class Candidates:
    """A source of labels that a test fills."""

    def __init__(self, found: Iterable[LabelCandidate] = ()) -> None:
        self.found = list(found)
        self.version = 1
        self.idle = True

    def is_idle(self) -> bool:
        return self.idle

    def labels(self, view: Viewport, margin_px: float) -> Iterable[LabelCandidate]:
        return self.found

    def run_aside(self, act: Callable[[], None]) -> None:
        act()


def view_at(zoom: float = ZOOM) -> Viewport:
    view = Viewport(900.0, 700.0)
    view.centre_on(0.5, 0.5, zoom)
    return view


def named(text: str, x: float, y: float, rank: int = 0, **more: Any) -> LabelCandidate:
    """A candidate at pixels from the middle of the view."""
    scale = view_at().scale
    return LabelCandidate(text, (rank, 0.0, 0.0), 0.5 + x / scale, 0.5 + y / scale, LOOK, **more)


OFFSET = st.floats(-500.0, 500.0)
CANDIDATES = st.lists(
    st.builds(
        named,
        st.sampled_from(["云泽镇", "人民路", "Via Roma", "A", "泽江滨河绿地"]),
        OFFSET,
        OFFSET,
        st.integers(0, 3),
        angle=st.one_of(st.none(), st.floats(-7.0, 7.0)),
        spacing=st.sampled_from([0.0, 200.0]),
    ),
    max_size=40,
)


@settings(max_examples=60)
@given(CANDIDATES)
def test_no_two_names_touch(found: list[LabelCandidate]) -> None:
    view = view_at()
    placed = LabelLayer(Candidates(found)).placed(view)
    assert bool(placed) == bool(found)
    for one, other in itertools.combinations(placed, 2):
        assert not one.box(view).intersects(other.box(view))


@settings(max_examples=30)
@given(CANDIDATES)
def test_the_first_by_rank_is_always_there(found: list[LabelCandidate]) -> None:
    placed = LabelLayer(Candidates(found)).placed(view_at())
    if found:
        first = min(found, key=lambda one: one.rank)
        assert first in [label.candidate for label in placed]


def test_a_lower_rank_wins(qtbot: QtBot) -> None:
    source = Candidates([named("小", 0, 0, 5), named("大", 2, 0, 1)])
    assert [one.candidate.text for one in LabelLayer(source).placed(view_at())] == ["大"]


def test_the_same_name_comes_again_only_far_away(qtbot: QtBot) -> None:
    near = [named("人民路", 100.0 * n, 0, spacing=250.0) for n in range(-3, 4)]
    assert len(LabelLayer(Candidates(near)).placed(view_at())) == 3


def test_names_may_overlap_where_the_style_lets_them(qtbot: QtBot) -> None:
    found = [named("甲", 0, 0, may_overlap=True), named("乙", 1, 0, may_overlap=True)]
    assert len(LabelLayer(Candidates(found)).placed(view_at())) == 2


def test_names_stand_still_while_dragging(qtbot: QtBot) -> None:
    layer, view = LabelLayer(Candidates([named("镇", 0, 0)])), view_at()
    before = layer.placed(view)
    view.pan_by(60.0, 40.0)
    assert layer.placed(view) is before
    view.pan_by(900.0, 0.0)
    assert layer.placed(view) is not before


def test_names_stay_until_the_tiles_of_the_new_zoom_are_there(qtbot: QtBot) -> None:
    source = Candidates([named("镇", 0, 0)])
    layer = LabelLayer(source)
    layer.placed(view_at())
    source.found, source.idle, source.version = [], False, 2
    assert [one.candidate.text for one in layer.placed(view_at(ZOOM + 1))] == ["镇"]
    source.idle, source.version = True, 3
    assert not layer.placed(view_at(ZOOM + 1))


def test_names_are_placed_anew_seldom_while_tiles_come(qtbot: QtBot) -> None:
    now = 0.0
    source = Candidates([named("镇", 0, 0)])
    layer = LabelLayer(source, lambda: now)
    before = layer.placed(view_at())
    source.idle, source.version = False, 2
    assert layer.placed(view_at()) is before
    now = 2.0
    assert layer.placed(view_at()) is not before


def test_names_give_way_to_an_alert_and_come_back(qtbot: QtBot) -> None:
    now = 0.0
    layer, view = LabelLayer(Candidates([named("镇", 0, 0)]), lambda: now), view_at()
    before = layer.placed(view)
    now = 2.0
    moved = layer.placed(view, np.array([[0.5, 0.5]]))
    assert moved[0].box(view) != before[0].box(view)
    now = 4.0
    assert layer.placed(view, np.empty((0, 2)))[0].box(view) == before[0].box(view)


def test_alerts_that_stay_or_lie_far_away_have_nothing_placed_anew(qtbot: QtBot) -> None:
    now = 0.0
    layer, view = LabelLayer(Candidates([named("镇", 0, 0)]), lambda: now), view_at()
    before = layer.placed(view, np.array([[0.5, 0.5]]))
    now = 2.0
    assert layer.placed(view, np.array([[0.5, 0.5]])) is before
    assert layer.placed(view, np.array([[0.5, 0.5], [0.9, 0.9]])) is before
    assert not layer.is_waiting()


def test_a_storm_of_alerts_has_names_placed_once_in_a_while(qtbot: QtBot) -> None:
    now = 0.0
    layer, view = LabelLayer(Candidates([named("镇", 0, 0)]), lambda: now), view_at()
    before = layer.placed(view)
    alerts = np.array([[0.5, 0.5]])
    assert layer.placed(view, alerts) is before
    assert layer.is_waiting()
    now = 2.0
    assert layer.placed(view, alerts) is not before
    assert not layer.is_waiting()


def test_a_name_is_drawn_once_its_picture_is_there(qtbot: QtBot) -> None:
    layer, view = LabelLayer(Candidates([named("人民路", 0, 0)])), view_at()
    image = QImage(900, 700, QImage.Format.Format_RGB32)
    drawn = []
    for _ in range(2):
        image.fill(QColor("#808080"))
        painter = QPainter(image)
        layer.placed(view)
        layer.draw(painter, view, 1.0)
        painter.end()
        layer.request(1.0)
        spots = [(x, y) for x in range(430, 470) for y in range(340, 360)]
        drawn.append({image.pixelColor(x, y).name() for x, y in spots})
    assert drawn[0] == {"#808080"}
    assert {"#000000", "#ffffff"} <= drawn[1]
    assert layer.is_settled()


def test_the_places_of_a_town_win_over_its_squares(qtbot: QtBot, base: list[BaseLayer]) -> None:
    store = TileStore()
    store.set_layers(base)
    view = Viewport(900.0, 700.0)
    assert store.bounds is not None
    left, top, right, bottom = store.bounds
    view.centre_on((left + right) / 2.0, (top + bottom) / 2.0, 16.5)
    store.want(view, 1.0)
    qtbot.waitUntil(store.is_idle, timeout=20_000)
    texts = [label.candidate.text for label in LabelLayer(store).placed(view)]
    store.stop()
    assert "云泽老街" in texts
    assert "水巷" not in texts
    assert any(text.endswith("路") for text in texts)


def test_pictures_of_names_beyond_the_bound_are_given_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(labels, "PICTURE_BYTES", 0)
    source, view = Candidates(), view_at()
    layer = LabelLayer(source)
    for number in range(5):
        source.found = [named(f"街{number}", 0.0, 0.0)]
        source.version += 1
        layer.placed(view)
        layer.request(1.0)
        held = layer.used_bytes
    source.version += 1
    layer.placed(view)
    layer.request(1.0)
    assert 0 < layer.used_bytes < held * 1.5

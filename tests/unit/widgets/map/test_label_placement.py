"""Names stand free of each other and of alerts, upright, and near their place."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QRectF
from pytestqt.qtbot import QtBot

from widgets.map import label_placement
from widgets.map.label_placement import alerts_in, place, placed_label, readable
from widgets.map.label_values import LabelCandidate, TextLook
from widgets.map.projection import Floats
from widgets.map.viewport import Viewport

pytestmark = pytest.mark.usefixtures("qapp")

LOOK = TextLook(12.0, "#ffffffff", "#ff000000", 1.5)
REACH = 17.0
NO_ALERTS: Floats = np.empty((0, 2))


def view_at() -> Viewport:
    view = Viewport(900.0, 700.0)
    view.centre_on(0.5, 0.5, 14.0)
    return view


def named(text: str, x: float, y: float, **more: Any) -> LabelCandidate:
    """A candidate at pixels from the middle of the view."""
    scale = view_at().scale
    return LabelCandidate(text, (0, 0.0, 0.0), 0.5 + x / scale, 0.5 + y / scale, LOOK, **more)


def alerts_at(*places: tuple[float, float]) -> Floats:
    """World positions of alerts at pixels from the middle of the view."""
    return 0.5 + np.array(places).reshape(-1, 2) / view_at().scale


def symbol(alert: list[float]) -> QRectF:
    x, y = view_at().to_screen(*alert)
    return QRectF(float(x) - REACH, float(y) - REACH, 2 * REACH, 2 * REACH)


OFFSET = st.floats(-400.0, 400.0)
CANDIDATES = st.lists(
    st.builds(named, st.sampled_from(["北塘村", "人民路", "A"]), OFFSET, OFFSET), max_size=20
)


@settings(max_examples=40)
@given(CANDIDATES, st.lists(st.tuples(OFFSET, OFFSET), max_size=20))
def test_no_name_lies_under_an_alert(
    found: list[LabelCandidate], places: list[tuple[float, float]]
) -> None:
    view, alerts = view_at(), alerts_at(*places)
    boxes = [
        label.box(view).adjusted(0.01, 0.01, -0.01, -0.01) for label in place(view, found, alerts)
    ]
    assert not any(box.intersects(symbol(alert)) for box in boxes for alert in alerts.tolist())


def test_a_name_steps_aside_by_no_more_than_it_must(qtbot: QtBot) -> None:
    view, found = view_at(), [named("北塘村", 0, 0)]
    before = place(view, found, NO_ALERTS)[0].box(view)
    after = place(view, found, alerts_at((0, 8)))[0].box(view)
    assert after.left() == before.left()
    assert after.bottom() == pytest.approx(view.height / 2 + 8 - REACH)


def test_a_name_does_not_step_upon_another(qtbot: QtBot) -> None:
    view = view_at()
    alerts, other = alerts_at((0, 8)), named("顾家宅村", 0, -14)
    placed = place(view, [other, named("北塘村", 0, 0)], alerts)
    assert [label.candidate.text for label in placed] == ["顾家宅村", "北塘村"]
    assert not placed[0].box(view).intersects(placed[1].box(view))
    assert placed[1].box(view).top() > view.height / 2


def test_a_name_that_would_have_to_go_far_is_left_out(qtbot: QtBot) -> None:
    wall = alerts_at(*((x, y) for x in range(-120, 121, 20) for y in range(-120, 121, 20)))
    assert place(view_at(), [named("北塘村", 0, 0)], wall) == []


def test_a_street_under_an_alert_is_named_elsewhere_or_not(qtbot: QtBot) -> None:
    streets = [named("人民路", x, 0, angle=0.0, spacing=150.0) for x in (0, 100)]
    placed = place(view_at(), streets, alerts_at((0, 0)))
    assert [label.candidate for label in placed] == streets[1:]


def test_alerts_count_only_nearby_and_up_to_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    alerts = np.array([[0.5, 0.5], [0.2, 0.5], [0.5, 0.9], [0.51, 0.5]])
    rect = (0.4, 0.4, 0.6, 0.6)
    assert alerts_in(rect, alerts).tolist() == [[0.5, 0.5], [0.51, 0.5]]
    monkeypatch.setattr(label_placement, "MOST_ALERTS", 1)
    assert alerts_in(rect, alerts).tolist() == [[0.5, 0.5]]


@pytest.mark.parametrize(
    ("text", "angle", "upright"),
    [
        ("人民路", 1.4, True),
        ("人民路", 0.3, False),
        ("Via Roma", 1.4, False),
        ("S20 路", 1.4, False),
    ],
)
def test_steep_chinese_names_are_columns(
    qtbot: QtBot, text: str, angle: float, upright: bool
) -> None:
    label = placed_label(named(text, 0, 0, angle=angle))
    assert label.upright == upright
    if upright:
        assert label.height > label.width


@given(st.floats(-20.0, 20.0))
def test_no_text_is_upside_down(angle: float) -> None:
    assert abs(readable(angle)) <= 1.5708


def test_an_anchor_and_a_shift_move_the_text(qtbot: QtBot) -> None:
    view = view_at()
    below = placed_label(named("医院", 0, 0, anchor="top", shift=(0.0, 0.5))).box(view)
    assert below.top() == pytest.approx(view.height / 2 + 6.0)
    right = placed_label(named("医院", 0, 0, anchor="left")).box(view)
    assert right.left() == pytest.approx(view.width / 2)

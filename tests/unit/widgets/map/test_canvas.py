"""The canvas paints, picks by mouse and by keyboard, and rests when nothing happens."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import (
    QColor,
    QImage,
    QNativeGestureEvent,
    QPointingDevice,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from widgets.map.base_layer import BaseLayer
from widgets.map.canvas import MapCanvas
from widgets.map.projection import lonlat_to_world
from widgets.map.values import (
    Bounds,
    Callout,
    MapTexts,
    MapView,
    Markup,
    MarkupKind,
    TeamMark,
    Track,
)
from widgets.theme.tokens import LEVEL_COLOR, Level

LON, LAT = 121.05, 31.15
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def canvas(qtbot: QtBot, base: list[BaseLayer]) -> MapCanvas:
    made = MapCanvas(MapTexts(attribution="示意"), animate=False)
    qtbot.addWidget(made)
    made.resize(800, 600)
    made.set_base(base)
    give_points(made, [0, 4, 2, 3], unack=[False, True, False, False])
    made.show()
    qtbot.waitExposed(made)
    return made


def give_points(canvas: MapCanvas, levels: Sequence[int], unack: Sequence[bool]) -> None:
    count = len(levels)
    canvas.set_points(
        [f"p{row}" for row in range(count)],
        LON + 0.003 * np.arange(count) - 0.004,
        np.full(count, LAT + 0.002),
        levels,
        np.arange(count) % 5,
        [False] * count,
        unack,
    )


def spot(canvas: MapCanvas, thing_id: str) -> QPoint:
    place = canvas.point_on_screen(thing_id)
    assert place is not None
    return place.toPoint()


def colors(canvas: MapCanvas) -> set[str]:
    image = canvas.grab().toImage()
    return {
        QColor(image.pixel(x, y)).name().upper()
        for x in range(image.width())
        for y in range(image.height())
    }


def test_an_alert_is_painted_in_its_colour(qtbot: QtBot, canvas: MapCanvas) -> None:
    canvas.grab()
    qtbot.waitUntil(canvas.is_settled)
    shown = colors(canvas)
    assert LEVEL_COLOR[Level.RED] in shown
    assert len(shown) > 50


def test_without_a_base_map_the_empty_words_are_painted(qtbot: QtBot) -> None:
    canvas = MapCanvas(MapTexts(empty="无底图"), animate=False)
    qtbot.addWidget(canvas)
    canvas.resize(300, 200)
    wordless = MapCanvas(MapTexts(empty=""), animate=False)
    qtbot.addWidget(wordless)
    wordless.resize(300, 200)
    assert canvas.grab().toImage() != wordless.grab().toImage()


def test_a_click_picks_the_point(qtbot: QtBot, canvas: MapCanvas) -> None:
    with qtbot.waitSignal(canvas.picked) as picked:
        qtbot.mouseClick(canvas, LEFT, pos=spot(canvas, "p2"))
    assert picked.args == ["p2"]


def test_a_click_on_nothing_says_so(qtbot: QtBot, canvas: MapCanvas) -> None:
    with qtbot.assertNotEmitted(canvas.picked), qtbot.waitSignal(canvas.background_clicked):
        qtbot.mouseClick(canvas, LEFT, pos=QPoint(20, 560))


def test_a_click_on_a_markup_tells_which_and_where(qtbot: QtBot, canvas: MapCanvas) -> None:
    told: list[tuple[str, float, float]] = []
    canvas.markup_clicked.connect(lambda *clicked: told.append(clicked))
    lon, lat = canvas.lonlat_at(QPointF(20, 560))
    canvas.set_markups([Markup("m", MarkupKind.POINT, [(lon, lat)])])
    qtbot.mouseClick(canvas, LEFT, pos=QPoint(60, 520))
    with qtbot.assertNotEmitted(canvas.picked), qtbot.waitSignal(canvas.background_clicked):
        qtbot.mouseClick(canvas, LEFT, pos=QPoint(20, 560))
    assert told == [("m", pytest.approx(lon), pytest.approx(lat))]


def test_a_team_is_picked_before_a_quiet_point_but_not_before_an_alert(
    qtbot: QtBot, canvas: MapCanvas
) -> None:
    quiet, alert = (LON - 0.004, LAT + 0.002), (LON - 0.001, LAT + 0.002)
    states = ("idle", "moving", "arrived", "lost")
    teams = [TeamMark(f"t{state}", LON, LAT - 0.01, "2 队", state) for state in states]
    here = TeamMark("t3", *quiet, "3 队 到场", "arrived")
    canvas.set_teams([*teams, here, TeamMark("t4", *alert, "4 队")])
    canvas.grab()
    with qtbot.waitSignal(canvas.picked) as picked:
        qtbot.mouseClick(canvas, LEFT, pos=spot(canvas, "t3"))
    assert picked.args == ["t3"]
    with qtbot.waitSignal(canvas.picked) as picked:
        qtbot.mouseClick(canvas, LEFT, pos=spot(canvas, "t4"))
    assert picked.args == ["p1"]


def test_tab_walks_the_alerts_from_the_worst_and_enter_picks(
    qtbot: QtBot, canvas: MapCanvas
) -> None:
    canvas.setFocus()
    walked = []
    for _ in range(3):
        qtbot.keyClick(canvas, Qt.Key.Key_Tab)
        walked.append(canvas.selected())
    assert walked == ["p1", "p3", "p2"]
    qtbot.keyClick(canvas, Qt.Key.Key_Tab, Qt.KeyboardModifier.ShiftModifier)
    with qtbot.waitSignal(canvas.picked) as picked:
        qtbot.keyClick(canvas, Qt.Key.Key_Return)
    assert picked.args == ["p3"]


def test_a_drag_moves_the_map_and_picks_nothing(qtbot: QtBot, canvas: MapCanvas) -> None:
    canvas.fly_to(LON, LAT, 15.0)
    before = spot(canvas, "p1")
    with qtbot.assertNotEmitted(canvas.picked):
        qtbot.mousePress(canvas, LEFT, pos=before)
        qtbot.mouseMove(canvas, before + QPoint(40, 30))
        qtbot.mouseMove(canvas, before + QPoint(60, 30))
        qtbot.mouseRelease(canvas, LEFT, pos=before + QPoint(60, 30))
    assert spot(canvas, "p1") - before == QPoint(60, 30)


def test_the_wheel_zooms_to_the_cursor(qtbot: QtBot, canvas: MapCanvas) -> None:
    canvas.fly_to(LON, LAT, 15.0)
    before, other = spot(canvas, "p1"), spot(canvas, "p2")
    at = QPointF(before)
    buttons, keys = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
    phase = Qt.ScrollPhase.NoScrollPhase
    event = QWheelEvent(at, at, QPoint(), QPoint(0, 240), buttons, keys, phase, False)
    QApplication.sendEvent(canvas, event)
    assert (spot(canvas, "p1") - before).manhattanLength() <= 2
    wider = (spot(canvas, "p2") - spot(canvas, "p1")).x()
    assert wider == pytest.approx(2 * (other - before).x(), abs=3)


def test_keys_move_zoom_and_come_home(qtbot: QtBot, canvas: MapCanvas) -> None:
    home = spot(canvas, "p1")
    qtbot.keyClick(canvas, Qt.Key.Key_Plus)
    qtbot.keyClick(canvas, Qt.Key.Key_Left)
    assert spot(canvas, "p1") != home
    qtbot.keyClick(canvas, Qt.Key.Key_Home)
    assert spot(canvas, "p1") == home


def test_hovering_names_what_is_under_the_cursor(qtbot: QtBot, canvas: MapCanvas) -> None:
    with qtbot.waitSignal(canvas.hovered) as hovered:
        qtbot.mouseMove(canvas, spot(canvas, "p3"))
    assert hovered.args == ["p3"]
    with qtbot.waitSignal(canvas.hovered) as hovered:
        qtbot.mouseMove(canvas, QPoint(20, 560))
    assert hovered.args == [""]


def test_fit_and_callout(qtbot: QtBot, canvas: MapCanvas) -> None:
    plain = canvas.grab().toImage()
    canvas.fit(Bounds(LON - 0.005, LAT - 0.005, LON + 0.01, LAT + 0.005))
    canvas.set_selected("p1")
    canvas.set_callout(Callout("p1", LON, LAT, "W07", "36.5 厘米", Level.RED, "3 秒前"))
    assert canvas.grab().toImage() != plain
    canvas.set_callout(None)
    canvas.set_selected(None)


def running_timers(canvas: MapCanvas) -> int:
    return sum(timer.isActive() for timer in canvas.findChildren(QTimer))


def test_the_pulse_runs_only_while_someone_must_look(qtbot: QtBot, canvas: MapCanvas) -> None:
    assert running_timers(canvas) == 0
    canvas.set_animated(True)
    assert running_timers(canvas) == 1
    canvas.grab()
    canvas.update_points([1], unack=[False])
    assert running_timers(canvas) == 0
    canvas.update_points([1], unack=[True])
    assert running_timers(canvas) == 1
    canvas.hide()
    assert running_timers(canvas) == 0


def test_a_flight_ends_where_it_should_and_rests(qtbot: QtBot, canvas: MapCanvas) -> None:
    canvas.update_points([1], unack=[False])
    canvas.set_animated(True)
    canvas.fly_to(LON + 0.002, LAT + 0.002, 16.0)
    qtbot.waitUntil(canvas.is_settled)
    assert spot(canvas, "p2") == QPoint(400, 300)
    assert running_timers(canvas) == 0


def test_what_a_change_repaints_equals_painting_everything(qtbot: QtBot, canvas: MapCanvas) -> None:
    rng = np.random.default_rng(2)
    count = 4000
    # At the corners of cells too, where a crowd's figure and a symbol reach over the edge.
    canvas.set_points(
        [f"p{row}" for row in range(count)],
        LON + np.round(rng.normal(0.0, 0.004, count), 4),
        LAT + np.round(rng.normal(0.0, 0.004, count), 4),
        np.zeros(count, int),
        np.zeros(count, int),
        [False] * count,
        [False] * count,
    )
    canvas.grab()
    qtbot.waitUntil(canvas.is_settled)
    for _ in range(4):
        rows = rng.choice(count, 20)
        canvas.update_points(
            rows, rng.integers(0, 5, 20), rng.random(20) < 0.3, rng.random(20) < 0.3
        )
        QApplication.sendPostedEvents()
        shown = canvas.screen().grabWindow(canvas.winId()).toImage()
        whole = canvas.grab().toImage().convertToFormat(shown.format())
        assert shown.size() == whole.size()
        assert shown == whole


def crowd(canvas: MapCanvas, count: int = 60) -> None:
    """A crowd on one spot and another of as many a little to the east."""
    lon = np.where(np.arange(2 * count) < count, LON, LON + 0.0003)
    zeros = np.zeros(2 * count, int)
    ids = [f"p{row}" for row in range(2 * count)]
    canvas.set_points(ids, lon, np.full(2 * count, LAT), zeros, zeros, zeros, zeros)


def test_a_click_on_a_crowd_flies_to_where_it_parts(qtbot: QtBot, canvas: MapCanvas) -> None:
    crowd(canvas)
    canvas.fly_to(LON + 0.00005, LAT + 0.00002, 13.0)
    clusters = canvas._scene.points.visible(canvas._view).clusters
    assert clusters.count.tolist() == [120]
    x, y = canvas._view.to_screen(clusters.x[0], clusters.y[0])
    qtbot.mouseClick(canvas, LEFT, pos=QPoint(round(float(x)), round(float(y))))
    there = canvas._scene.points.visible(canvas._view).clusters
    assert sorted(there.count.tolist()) == [60, 60]


def test_points_on_one_spot_fan_out_and_each_is_picked(qtbot: QtBot, canvas: MapCanvas) -> None:
    crowd(canvas, 3)
    canvas.update_points([1], level=[4])
    canvas.fly_to(LON, LAT, 18.0)
    with qtbot.waitSignal(canvas.picked) as picked:
        qtbot.mouseClick(canvas, LEFT, pos=spot(canvas, "p0"))
    assert picked.args == ["p1"]
    fan = canvas._scene.open_fan()
    assert fan is not None
    assert fan.rows.tolist() == [1, 0, 2]
    places = np.stack(fan.positions(canvas._view), axis=1)
    found = []
    for place in places:
        with qtbot.waitSignal(canvas.picked) as picked:
            qtbot.mouseClick(canvas, LEFT, pos=QPointF(*place).toPoint())
        found.append(picked.args[0])
    assert found == ["p1", "p0", "p2"]
    canvas.grab()
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    assert canvas._scene.open_fan() is None


def test_a_crowd_that_no_zoom_parts_fans_out_where_it_is(qtbot: QtBot, canvas: MapCanvas) -> None:
    crowd(canvas, 30)
    canvas.fly_to(LON, LAT, 17.0)
    clusters = canvas._scene.points.visible(canvas._view).clusters
    assert clusters.count.tolist() == [30, 30]
    x, y = canvas._view.to_screen(clusters.x[0], clusters.y[0])
    qtbot.mouseClick(canvas, LEFT, pos=QPoint(round(float(x)), round(float(y))))
    fan = canvas._scene.open_fan()
    assert fan is not None
    assert sorted(fan.rows.tolist()) in (list(range(30)), list(range(30, 60)))


def test_a_right_click_asks_for_what_is_under_it(qtbot: QtBot, canvas: MapCanvas) -> None:
    canvas.set_markups([Markup("m1", MarkupKind.POINT, [(LON, LAT - 0.01)])])
    with qtbot.waitSignal(canvas.context_asked) as asked:
        qtbot.mouseClick(canvas, Qt.MouseButton.RightButton, pos=spot(canvas, "p1"))
    assert asked.args[0] == "p1"
    assert asked.args[1:3] == pytest.approx([LON - 0.001, LAT + 0.002], abs=1e-3)
    place = canvas._view.to_screen(*lonlat_to_world(LON, LAT - 0.01))
    at = QPointF(*(float(axis) for axis in place)).toPoint()
    with qtbot.waitSignal(canvas.context_asked) as asked:
        qtbot.mouseClick(canvas, Qt.MouseButton.RightButton, pos=at)
    assert asked.args[0] == "m1"
    assert asked.args[3] == canvas.mapToGlobal(at)
    with qtbot.waitSignal(canvas.context_asked) as asked:
        qtbot.mouseClick(canvas, Qt.MouseButton.RightButton, pos=QPoint(20, 560))
    assert asked.args[0] == ""


def test_a_hidden_layer_is_neither_painted_nor_picked(qtbot: QtBot, canvas: MapCanvas) -> None:
    canvas.set_layer("points", visible=False)
    assert LEVEL_COLOR[Level.RED] not in colors(canvas)
    with qtbot.assertNotEmitted(canvas.picked):
        qtbot.mouseClick(canvas, LEFT, pos=spot(canvas, "p1"))
    canvas.set_layer("points", visible=True, opacity=0.5)
    assert LEVEL_COLOR[Level.RED] not in colors(canvas)
    with pytest.raises(ValueError, match="nonsense"):
        canvas.set_layer("nonsense", visible=False)


def settled(qtbot: QtBot, canvas: MapCanvas) -> QImage:
    """The map when nothing more will appear by itself: a change may have names painted anew."""
    canvas.grab()
    qtbot.waitUntil(canvas.is_settled)
    return canvas.grab().toImage()


def test_every_layer_paints_something(qtbot: QtBot, canvas: MapCanvas) -> None:
    shots = [settled(qtbot, canvas)]
    canvas.set_heat([LON, LON + 0.001], [LAT, LAT], [1.0, 5.0])
    shots.append(settled(qtbot, canvas))
    canvas.set_tracks([Track("t1", [LON, LON + 0.01], [LAT, LAT], [0.0, 60.0])])
    shots.append(settled(qtbot, canvas))
    canvas.set_markups([Markup("m1", MarkupKind.LINE, [(LON, LAT), (LON, LAT + 0.01)])])
    shots.append(settled(qtbot, canvas))
    canvas.set_selection(["p2", "p3"])
    shots.append(settled(qtbot, canvas))
    assert all(a != b for a, b in pairwise(shots))
    for layer in ("selection", "markup", "tracks", "heat"):
        canvas.set_layer(layer, visible=False)
        shots.pop()
        assert settled(qtbot, canvas) == shots[-1]


def test_the_selection_follows_its_ids_when_points_are_replaced(canvas: MapCanvas) -> None:
    canvas.set_selection(["p1", "p3"])
    give_points(canvas, [0, 0], [False, False])
    assert canvas.selection() == ["p1"]


def test_a_pinch_zooms_without_steps_and_then_rests(qtbot: QtBot, canvas: MapCanvas) -> None:
    canvas.fly_to(LON, LAT, 15.0)
    at = QPointF(400, 300)
    zoom = Qt.NativeGestureType.ZoomNativeGesture
    device = QPointingDevice.primaryPointingDevice()
    event = QNativeGestureEvent(zoom, device, 2, at, at, at, 0.2, QPointF())
    QApplication.sendEvent(canvas, event)
    assert canvas.view().zoom == pytest.approx(15.0 + np.log2(1.2))
    qtbot.waitUntil(lambda: canvas.view().zoom == 15.25)


def test_control_makes_the_wheel_fine(canvas: MapCanvas) -> None:
    canvas.fly_to(LON, LAT, 15.0)
    at = QPointF(400, 300)
    buttons, phase = Qt.MouseButton.NoButton, Qt.ScrollPhase.NoScrollPhase
    for keys, zoom in (
        (Qt.KeyboardModifier.ControlModifier, 15.125),
        (Qt.KeyboardModifier.NoModifier, 15.625),
    ):
        event = QWheelEvent(at, at, QPoint(), QPoint(0, 120), buttons, keys, phase, False)
        QApplication.sendEvent(canvas, event)
        assert canvas.view().zoom == zoom


def test_a_moved_point_is_painted_elsewhere(qtbot: QtBot, canvas: MapCanvas) -> None:
    before = spot(canvas, "p1")
    canvas.move_points([1], [LON], [LAT - 0.01])
    assert spot(canvas, "p1") != before
    assert canvas.point_on_screen("nobody") is None


def test_a_name_leaves_the_place_of_an_alert_that_comes_up(qtbot: QtBot, canvas: MapCanvas) -> None:
    canvas.set_view(MapView(LON - 0.004, LAT - 0.004, 15.0))
    canvas.set_points(["p"], [LON - 0.004], [LAT - 0.004], [0], [0], [False], [False])
    canvas.grab()
    qtbot.waitUntil(canvas.is_settled, timeout=20_000)
    before = canvas.scene().names()
    canvas.update_points([0], [2])
    # Names wait a moment, in case more alerts come; nothing else has the map painted.
    qtbot.waitUntil(lambda: canvas.scene().names() is not before)

"""The detail in step with the cursor: curve, pictures, and nothing left of the one before."""

from __future__ import annotations

from desktop.models.tile_presenter import EVIDENCE, Still
from services.contract import events as ev
from services.contract.model import Alert
from tests.fakes import town as fake
from tests.fakes.town import NOW
from tests.unit.desktop.views.alarms.conftest import Desk
from widgets.gallery import sample_still


def test_the_curve_is_that_of_the_source_with_the_lines_of_its_rules(desk: Desk) -> None:
    desk.choose("group:w7")
    series = desk.window.detail.chart._series
    assert series is not None
    assert series.id == "stream:W07"
    assert [line.value for line in series.thresholds] == [15.0, 20.0, 25.0, 30.0]
    assert len(series.values) > 50


def test_an_alert_of_no_stream_has_no_curve(desk: Desk) -> None:
    desk.put(ev.AlertRaised(_without_stream(desk)))
    desk.table.settle()
    desk.choose("alert:n")
    assert not desk.window.detail.chart.isVisible()


def _without_stream(desk: Desk) -> Alert:
    return fake.alert("n", "none", desk.town.state.alerts["w7"].level, age_ms=0)


def test_pictures_are_those_of_the_cameras_nearby(desk: Desk) -> None:
    desk.stills["C-0101"] = Still(sample_still(), NOW, "a")
    desk.choose("group:w7")
    tiles = [camera._tiles[0].id for camera in desk.window.detail.cameras]
    assert tiles == ["asset:C-0101", "asset:C-0102"]


def test_the_picture_that_came_with_it_stands_first_once_it_is_here(desk: Desk) -> None:
    desk.town.set_alert("w7", evidence="e1")
    with desk.qtbot.waitSignal(desk.alarms.stills_asked) as asked:
        desk.choose("group:w7")
    assert asked.args[0][0] == f"{EVIDENCE}e1"
    tiles = [camera._tiles[0].id for camera in desk.window.detail.cameras]
    assert tiles == ["asset:C-0101", "asset:C-0102"]
    desk.stills[f"{EVIDENCE}e1"] = Still(sample_still(), 0, "e1")
    desk.alarms.show_stills()
    (first, *_) = desk.window.detail.cameras[0]._tiles
    assert (first.name, first.time, first.state) == ("随告警的画面", "20:20", "ready")


def test_what_happens_to_it_shows_at_once(desk: Desk) -> None:
    desk.choose("alert:bike")
    desk.put(ev.AlertAcknowledged("bike"))
    shown = desk.window.detail.panel._detail
    assert shown is not None and "已确认" in shown.subtitle
    assert shown.log[0].text == "确认告警"


def test_the_place_without_a_choice_says_what_to_do(desk: Desk) -> None:
    desk.choose_nothing()
    assert desk.window.detail.panel.detail_id() is None
    assert desk.window.detail.panel._empty_text == "选一条告警，这里是它的来龙去脉"

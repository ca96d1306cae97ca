"""The wall at work: one selection on every panel, keys, and clocks that run on."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.state.values import PendingCommand, Status
from services.contract import commands as cmd
from services.contract import events as ev
from services.contract.model import Level
from tests.fakes import town as fake
from tests.fakes.town import MIN, NOW
from tests.unit.desktop.views.conftest import Room

Selection = tuple[str | None, str | None, str | None, str | None]


def shown(room: Room) -> Selection:
    """What queue, tiles, map and detail have selected."""
    window = room.window
    return (
        window.queue.selected_id(),
        window.tiles.selected_id(),
        window.map.selected(),
        window.detail.detail_id(),
    )


def click_row(room: Room, row_id: str) -> None:
    queue = room.window.queue
    at = queue.visualRect(queue.queue_model().index_of(row_id)).center()
    QTest.mouseClick(queue.viewport(), Qt.MouseButton.LeftButton, pos=at)


def rows(room: Room) -> dict[str, str]:
    return {row.id: row.right for row in room.window.queue.queue_model().rows()}


def test_a_row_picked_in_the_queue_is_selected_everywhere(room: Room) -> None:
    click_row(room, "case:c1")

    assert shown(room) == ("case:c1", "asset:C1", "stream:W1", "case:c1")
    assert room.window.detail.isVisible()
    assert room.window.charts.charts()[0].series_id() == "stream:W1"


def test_a_tile_picked_is_selected_everywhere(room: Room) -> None:
    tiles = room.window.tiles
    at = tiles.tile_rect(1).center().toPoint()
    QTest.mouseClick(tiles.viewport(), Qt.MouseButton.LeftButton, pos=at)

    assert shown(room) == ("alert:a2", "asset:C2", "stream:W2", "asset:C2")


@pytest.mark.parametrize("picked", ["stream:W1", "team:T1"])
def test_a_thing_picked_on_the_map_is_selected_everywhere(room: Room, picked: str) -> None:
    room.window.map.picked.emit(picked)

    assert shown(room) == ("case:c1", "asset:C1", picked, picked)


def test_a_chart_picked_is_selected_everywhere(room: Room) -> None:
    chart = room.window.charts.charts()[1]
    QTest.mouseClick(chart, Qt.MouseButton.LeftButton)

    assert shown(room) == ("alert:a2", "asset:C2", "stream:W2", "stream:W2")


def test_keys_step_through_the_queue_and_stop_at_its_ends(room: Room) -> None:
    ids = list(rows(room))
    seen = []
    for _ in range(len(ids) + 1):
        QTest.keyClick(room.window, Qt.Key.Key_J)
        seen.append(room.window.queue.selected_id())
    assert seen == [*ids, ids[-1]]

    for _ in ids:
        QTest.keyClick(room.window, Qt.Key.Key_K)
    assert room.window.queue.selected_id() == ids[0]


def test_stepping_back_from_nothing_begins_at_the_end(room: Room) -> None:
    QTest.keyClick(room.window, Qt.Key.Key_K)
    assert room.window.queue.selected_id() == list(rows(room))[-1]


def test_escape_selects_nothing(room: Room) -> None:
    click_row(room, "case:c1")
    QTest.keyClick(room.window, Qt.Key.Key_Escape)

    assert shown(room) == (None, None, None, None)
    assert not room.window.detail.isVisible()


def test_a_click_on_the_ground_selects_nothing(room: Room) -> None:
    click_row(room, "case:c1")
    room.window.map.background_clicked.emit()

    assert shown(room) == (None, None, None, None)


def test_a_acknowledges_what_is_selected(room: Room) -> None:
    click_row(room, "case:c1")
    QTest.keyClick(room.window, Qt.Key.Key_A)

    assert room.sent == [cmd.AcknowledgeAlert("a1")]


def test_a_command_that_waits_is_not_given_twice(room: Room) -> None:
    click_row(room, "case:c1")
    waiting = PendingCommand("x", cmd.AcknowledgeAlert("a1"), NOW)
    room.town.store.set_commands([waiting], [])
    QTest.keyClick(room.window, Qt.Key.Key_A)

    assert room.sent == []


def test_a_button_of_the_panel_does_the_same(room: Room, qtbot: QtBot) -> None:
    click_row(room, "case:c1")
    button = room.window.detail.button("acknowledge")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    assert room.sent == [cmd.AcknowledgeAlert("a1")]


def test_the_selection_stays_while_the_state_moves_on(room: Room, qtbot: QtBot) -> None:
    click_row(room, "alert:a2")
    with qtbot.waitSignal(room.feed.changed, timeout=2000):
        made = room.town.state.cases["c2"]
        opened = type(made)(
            "c3", "20260718-3", "新案", "", made.tier, made.level, made.stage, "W2", "A2",
            121.03, 31.01, NOW, "陈立", "a2",
        )  # fmt: skip
        room.town.put(ev.CaseOpened(opened))

    assert shown(room) == ("case:c3", "asset:C2", "stream:W2", "alert:a2")


def test_clocks_run_on_while_nothing_happens(room: Room, qtbot: QtBot) -> None:
    click_row(room, "case:c1")
    assert rows(room)["case:c1"] == "12:48"

    room.town.real_s += 60 * 13
    with qtbot.waitSignal(room.feed.ticked, timeout=4000):
        pass

    assert rows(room)["case:c1"] == "超 00:12"


def test_losing_the_connection_is_said_at_once(room: Room, qtbot: QtBot) -> None:
    with qtbot.waitSignal(room.feed.changed, timeout=2000):
        room.town.store.set_connection(status=Status.OFFLINE)

    assert any("离线" in text for text in room.window.status.texts())


def test_curves_and_pictures_that_are_shown_are_asked_for(room: Room, qtbot: QtBot) -> None:
    with qtbot.waitSignal(room.wall.watch_asked) as watched:
        room.wall.select("stream:W2")
    assert watched.args == [["W2", "W1", "R1"]]

    with qtbot.waitSignal(room.wall.stills_asked) as pictures:
        room.wall.show_stills()
    assert pictures.args == [["C1", "C2"]]


def test_the_queue_follows_the_journal(room: Room, qtbot: QtBot) -> None:
    with qtbot.waitSignal(room.feed.changed, timeout=2000):
        room.town.put(ev.CaseClosed("c2", "已处理"), at_ms=NOW + MIN)

    assert "case:c2" not in rows(room)


def test_a_command_given_shows_before_the_town_is_calm(room: Room, qtbot: QtBot) -> None:
    click_row(room, "case:c1")
    calmed: list[bool] = []
    room.feed.calmed.connect(lambda: calmed.append(True))
    with qtbot.waitSignal(room.feed.changed, timeout=2000):
        waiting = PendingCommand("x", cmd.AcknowledgeAlert("a1"), NOW)
        room.town.store.set_commands([waiting], [])

    assert calmed == []
    row = next(r for r in room.window.queue.queue_model().rows() if r.id == "case:c1")
    assert row.pending
    assert not room.window.detail.button("acknowledge").isEnabled()
    assert any("待发送 1" in text for text in room.window.status.texts())


def test_what_was_done_shows_on_the_detail_before_the_town_is_calm(
    room: Room, qtbot: QtBot
) -> None:
    click_row(room, "case:c2")
    calmed: list[bool] = []
    room.feed.calmed.connect(lambda: calmed.append(True))
    with qtbot.waitSignal(room.feed.changed, timeout=2000):
        room.town.put(ev.TeamDispatched("c2", "T2", NOW + MIN))

    assert calmed == []
    assert rows(room)["case:c2"] == "01:00"
    assert room.window.detail.button("arrived").isEnabled()


def test_what_sums_up_the_town_follows_when_it_is_calm(room: Room, qtbot: QtBot) -> None:
    with qtbot.waitSignal(room.feed.calmed, timeout=2000):
        room.town.put(ev.CaseClosed("c2", "已处理"))

    assert "今日结案 1" in room.window.figures.cell("cases").accessibleName()


def test_a_level_raised_shows_on_the_map_with_the_change(room: Room, qtbot: QtBot) -> None:
    with qtbot.waitSignal(room.feed.changed, timeout=2000):
        town = room.town
        town.put(ev.AlertRaised(fake.alert("r", "R1", Level.RED, age_ms=0)))

    points = room.window.map._scene.points
    assert points.level[points.row("stream:R1")] == Level.RED


def test_scrolling_by_hand_is_left_alone_while_other_rows_change(room: Room, qtbot: QtBot) -> None:
    click_row(room, "case:c1")
    with qtbot.waitSignal(room.feed.changed, timeout=2000):
        for number in range(40):
            room.town.put(ev.CaseOpened(fake.case(f"x{number}", Level.BLUE, age_ms=number)))
    bar = room.window.queue.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    bar.setValue(bar.maximum())
    with qtbot.waitSignal(room.feed.changed, timeout=2000):
        room.town.put(ev.CaseNoted("c1", "看过了"))

    assert bar.value() == bar.maximum()


def test_a_change_of_language_says_every_row_anew(room: Room) -> None:
    before = room.window.queue.queue_model().rows()
    room.town.set_case("c2", title="另一个名字")
    room.wall.show_everything()
    after = room.window.queue.queue_model().rows()

    assert [row.id for row in before] == [row.id for row in after]
    assert "另一个名字" in {row.title for row in after}


def test_z_shows_a_group_as_one_row_and_its_alerts_again(room: Room, qtbot: QtBot) -> None:
    for id in ("g1", "g2"):
        raised = fake.alert(id, "W1", Level.BLUE, age_ms=0, group="g1")
        with qtbot.waitSignal(room.feed.changed, timeout=2000):
            room.town.put(ev.AlertRaised(raised))
    assert "alert:g2" not in rows(room)
    QTest.keyClick(room.window, Qt.Key.Key_Z)
    assert {"alert:g1", "alert:g2"} <= set(rows(room))
    QTest.keyClick(room.window, Qt.Key.Key_Z)
    assert "alert:g2" not in rows(room)


def test_another_window_may_show_a_thing_on_the_map(room: Room) -> None:
    room.wall.show_on_map("alert:a2")
    assert shown(room)[0] == "alert:a2"

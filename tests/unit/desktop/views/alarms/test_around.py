"""What stands around the table follows what it lists."""

from __future__ import annotations

from services.contract import events as ev
from services.contract.model import Level
from tests.fakes import town as fake
from tests.unit.desktop.views.alarms.conftest import Desk


def said(desk: Desk) -> dict[str, bool]:
    return {button.text(): button.isChecked() for button in desk.window.bar.states.buttons()}


def test_every_state_has_its_count_and_the_open_ones_are_on(desk: Desk) -> None:
    assert said(desk) == {
        "未确认 14": True,
        "已恢复未确认 0": True,
        "已确认 0": True,
        "已搁置 0": False,
        "已抑制 9": False,
        "停用 0": False,
    }


def test_counts_are_those_of_the_filter(desk: Desk) -> None:
    desk.window.bar.area_asked.emit("N16")
    assert "未确认 6" in said(desk)
    assert [b.text() for b in desk.window.bar.levels.buttons()] == ["2", "1", "2", "1"]
    assert desk.window.bar.everything.isEnabled()


def test_packs_and_areas_are_offered_with_what_they_hold(desk: Desk) -> None:
    packs = [desk.window.bar.packs.itemText(at) for at in range(desk.window.bar.packs.count())]
    assert packs[0] == "全部场景包" and "电动车安全 1" in packs
    assert desk.window.bar.areas.count() == 23


def test_a_new_alert_that_the_filter_leaves_out_is_told_at_the_edge(desk: Desk) -> None:
    hidden = desk.window.edge.hidden
    assert hidden.text() == ""
    desk.window.bar.level_asked.emit("1")
    before = hidden.text()
    desk.put(ev.AlertRaised(fake.alert("n1", "W07", Level.RED, age_ms=0, area="N16")))
    desk.tick()

    assert "alert:n1" not in desk.lines
    assert hidden.text() != before
    assert hidden.text().endswith("条未了告警，最重红色（Shift+F 清除筛选）")
    desk.window.bar.all_asked.emit()
    assert hidden.text() == ""

"""What stands beside the table of an alert, a group and a service state."""

from __future__ import annotations

import pytest

from desktop.models import alarm_detail, alarm_lines
from services.contract import events as ev
from services.contract.model import Escalation, Notice, OutOfService
from tests.fakes import flood
from tests.fakes import town as fake
from tests.fakes.town import MIN, NOW, SmallTown
from tests.unit.desktop.models.test_alarm_lines import scene


@pytest.fixture
def town() -> SmallTown:
    return flood.raised()


def facts(town: SmallTown, line: str, refused: str = "") -> dict[str, str]:
    found = alarm_detail.detail(scene(town), line, refused)
    assert found is not None
    return {fact.label: fact.text for fact in found[1].facts}


def test_nothing_is_told_of_nothing(town: SmallTown) -> None:
    assert alarm_detail.detail(scene(town), "") is None
    assert alarm_detail.detail(scene(town), "alert:gone") is None


def test_an_alert_is_told_with_its_guidance_and_its_link(town: SmallTown) -> None:
    found = alarm_detail.detail(scene(town), "alert:w7")
    assert found is not None
    shown, more = found
    assert shown.title == "W07 人民路下立交 积水 36 厘米"
    assert shown.subtitle == "36.5 厘米 · 红色 · 未确认 · 15 分前"
    assert more.guidance.startswith("立即封闭下立交")
    assert (more.link, more.link_text) == ("https://example.org/plans/underpass", "查看全文")
    assert facts(town, "alert:w7")["首发"] == "本条，组内共 4 条"
    assert "人工复位" in facts(town, "alert:w7")["锁存"]


def test_a_member_names_the_first_out(town: SmallTown) -> None:
    assert facts(town, "alert:stall")["首发"] == "20:20 W07 人民路下立交 积水 36 厘米"
    assert "首发" not in facts(town, "alert:bike")


def test_cause_and_silenced_name_each_other(town: SmallTown) -> None:
    assert facts(town, "alert:off1")["已抑制"] == "北街供电支路停电"
    assert facts(town, "alert:f0")["它抑制了"].startswith("9 条：北街")


def test_who_shelved_why_and_who_turned_off_why(town: SmallTown) -> None:
    town.put(ev.AlertShelved("w3", NOW + 25 * MIN, "检修"))
    assert facts(town, "alert:w3")["已搁置"] == "至 21:00：检修"
    town.put(ev.TakenOutOfService(OutOfService("W11", "", "送修", "张敏", NOW)))
    assert facts(town, "alert:w11")["停用"] == "张敏：送修"


def test_a_refusal_stands_first(town: SmallTown) -> None:
    told = facts(town, "alert:w3", "没有权限")
    assert next(iter(told.items())) == ("上次指令被拒", "没有权限")


def test_how_far_it_has_climbed(town: SmallTown) -> None:
    notice = Notice("k", "sms", "陈立")
    town.state.escalations["w7"] = Escalation(
        "w7", NOW, "default", 1, NOW - MIN, (notice,), ("k",), ()
    )
    assert facts(town, "alert:w7")["升级通知"] == "第 2 级，20:34：已通知 1 人，未达 0 人"


def test_the_history_says_who_did_what_newest_first(town: SmallTown) -> None:
    flood.acknowledged(town, "w7")
    found = alarm_detail.detail(scene(town), "alert:w7")
    assert found is not None
    said = [(entry.text, entry.note) for entry in found[0].log]
    assert said == [("确认告警", "陈立"), ("告警：W07 人民路下立交 积水 36 厘米", "自动")]


def test_a_group_is_told_with_its_members(town: SmallTown) -> None:
    found = alarm_detail.detail(scene(town), "group:f0")
    assert found is not None
    assert found[0].title == "北街供电支路停电"
    assert facts(town, "group:f0")["已抑制"] == "9 条：北街供电支路停电"
    assert len(found[0].log) == 11 + 9


def test_the_history_of_a_group_says_which_of_them_returned(town: SmallTown) -> None:
    town.put(ev.AlertReturnedToNormal("pump", 0.0))
    found = alarm_detail.detail(scene(town), "group:f0")
    assert found is not None
    title = town.state.alerts["pump"].title
    assert found[0].log[0].text == f"恢复正常（{title}）"


def test_a_group_with_a_worse_member_names_it(town: SmallTown) -> None:
    town.put(ev.AlertLevelRaised("pump", flood.Level.RED, 1.0, "泵房进水", "x"))
    assert facts(town, "group:f0")["最重"] == "泵房进水"
    speaker = alarm_lines.speaker(scene(town), "group:f0")
    assert speaker is not None and speaker.id == "pump"


def test_a_service_state_offers_to_end_it(town: SmallTown) -> None:
    town.put(ev.TakenOutOfService(OutOfService("R02", "", "送修", "陈立", NOW - MIN)))
    found = alarm_detail.detail(scene(town), "service:R02|")
    assert found is not None
    assert [action.id for action in found[0].actions] == ["return_to_service"]
    assert found[0].subtitle == "停用，20:34 起"


def test_the_button_to_press_is_the_first_that_does_something(town: SmallTown) -> None:
    found = alarm_detail.detail(scene(town), "alert:w7")
    assert found is not None
    primary = [action.id for action in found[0].actions if action.primary]
    assert primary == ["acknowledge"]


def test_it_never_urges_to_silence(town: SmallTown) -> None:
    town.put(ev.CaseOpened(fake.case("c9", flood.Level.ORANGE, age_ms=0, alert="w3")))
    flood.acknowledged(town, "w3")
    found = alarm_detail.detail(scene(town), "alert:w3")
    assert found is not None
    assert "shelve" in [action.id for action in found[0].actions]
    assert not any(action.primary for action in found[0].actions)


def test_its_own_camera_comes_before_the_nearest(town: SmallTown) -> None:
    assert alarm_detail.near_cameras(town.state, town.state.alerts["w7"])[0] == "C-0101"
    town.set_alert("w7", camera="")
    assert len(alarm_detail.near_cameras(town.state, town.state.alerts["w7"])) == 2


def test_a_camera_far_away_is_none(town: SmallTown) -> None:
    assert alarm_detail.near_cameras(town.state, town.state.alerts["rain2"]) == []

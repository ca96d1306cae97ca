"""What the lines of the alarm table say."""

from __future__ import annotations

import pytest

from desktop.models.alarm_index import AlarmIndex
from desktop.models.alarm_lines import Scene, group_note, line, members_of
from services.contract import events as ev
from services.contract.model import AlertState, Level, OutOfService
from tests.fakes import flood
from tests.fakes.town import MIN, NOW, ZONE, SmallTown
from widgets.alarms.values import AlarmMark, Sending


def scene(town: SmallTown, *expanded: str, sending: dict[str, Sending] | None = None) -> Scene:
    index = AlarmIndex()
    index.rebuild(town.state, frozenset())
    return Scene(
        town.state,
        town.store.readings,
        index.groups,
        set(expanded),
        sending or {},
        NOW,
        ZONE,
        is_grouped=True,
    )


@pytest.fixture
def town() -> SmallTown:
    return flood.raised()


def test_an_alert_says_everything_the_columns_show(town: SmallTown) -> None:
    said = line(scene(town), "alert:w7")
    assert (said.level, said.mark, said.state) == (4, AlarmMark.UNACKNOWLEDGED, "未确认")
    assert (said.age, said.title) == ("15 分前", "W07 人民路下立交 积水 36 厘米")
    assert (said.place, said.pack, said.value) == ("东岸新村居委", "积水防汛", "36.5 厘米")
    assert (said.camera, said.is_unanswered) == ("人民路下立交 东向", True)


def test_a_silent_stream_tells_the_value_of_then(town: SmallTown) -> None:
    assert line(scene(town), "alert:pump").value == "当时 0.0 安"
    assert line(scene(town), "alert:bike").value == ""


def test_a_shelf_says_when_it_ends(town: SmallTown) -> None:
    town.put(ev.AlertShelved("w3", NOW + 25 * MIN, "检修"))
    said = line(scene(town), "alert:w3")
    assert (said.state, said.is_held) == ("已搁置至 21:00", True)


def test_an_alert_that_is_over_is_told_as_over(town: SmallTown) -> None:
    town.put(ev.AlertAcknowledged("w3"))
    town.put(ev.AlertReturnedToNormal("w3", 0.0))
    said = line(scene(town), "alert:w3")
    assert (said.state, said.is_over, said.by) == ("已结束", True, "陈立")


@pytest.mark.parametrize("id", ["alert:gone", "group:gone", "held:gone", "service:gone"])
def test_what_is_gone_is_told_as_over(town: SmallTown, id: str) -> None:
    assert line(scene(town), id).is_over
    assert members_of(scene(town), id) in ((), ("gone",))


def test_a_group_says_its_worst_its_first_and_how_many(town: SmallTown) -> None:
    said = line(scene(town), "group:w7")
    assert (said.level, said.count, said.title) == (4, 4, "W07 人民路下立交 积水 36 厘米")
    assert (said.state, said.note, said.is_expanded) == ("未确认 4/4", "", False)
    assert said.value == line(scene(town), "alert:w7").value != ""
    assert line(scene(town, "group:w7"), "group:w7").is_expanded is True


def test_nine_cameras_are_told_with_their_cause(town: SmallTown) -> None:
    said = line(scene(town), "group:f0")
    assert said.note == "9 路摄像机已抑制：北街供电支路停电"
    assert line(scene(town), "held:f0").title == "已抑制 9（北街供电支路停电）"


def test_a_worse_one_than_the_first_is_named(town: SmallTown) -> None:
    town.put(ev.AlertLevelRaised("pump", Level.RED, 1.0, "泵房进水", "x"))
    groups = scene(town).groups
    note = group_note(town.state, groups.group(town.state, "f0"))
    assert "最重：泵房进水" in note


def test_several_places_are_counted(town: SmallTown) -> None:
    assert line(scene(town), "group:rain").place == "老街居委 等 2 处"


def test_a_group_taken_on_says_so(town: SmallTown) -> None:
    flood.acknowledged(town, "w3")
    assert line(scene(town), "group:w3").state == "未确认 1/2"
    flood.acknowledged(town, "w3p")
    said = line(scene(town), "group:w3")
    assert (said.state, said.mark, said.is_unanswered) == ("已确认", AlarmMark.ACKNOWLEDGED, False)


def test_nobody_has_taken_on_what_asks_again(town: SmallTown) -> None:
    flood.acknowledged(town, "w3")
    assert line(scene(town), "alert:w3").by
    town.put(ev.AlertLevelRaised("w3", Level.RED, 40.0, "又涨了", "x"))
    said = line(scene(town), "alert:w3")
    assert (said.is_unanswered, said.by) == (True, "")


def test_what_waits_or_was_refused_shows_on_the_alert_and_its_group(town: SmallTown) -> None:
    shown = scene(town, sending={"w7": Sending.PENDING, "w3": Sending.REFUSED})
    assert line(shown, "alert:w7").sending is line(shown, "group:w7").sending is Sending.PENDING
    assert line(shown, "group:w3").sending is Sending.REFUSED
    assert line(shown, "group:w11").sending is Sending.NONE


def test_members_stand_in_below_an_open_group(town: SmallTown) -> None:
    shown = scene(town, "group:f0")
    depths = [line(shown, id).depth for id in ("alert:f0", "held:f0", "alert:off1", "alert:bike")]
    assert depths == [1, 1, 2, 0]
    assert line(scene(town), "alert:f0").depth == 0


def test_a_line_stands_for_its_members(town: SmallTown) -> None:
    shown = scene(town)
    assert members_of(shown, "alert:w7") == ("w7",)
    assert set(members_of(shown, "group:f0")) == {"f0", "pump"}
    assert set(members_of(shown, "held:f0")) == set(flood.CAMERAS)


def test_a_service_state_says_why(town: SmallTown) -> None:
    town.put(ev.TakenOutOfService(OutOfService("R02", "", "送修", "陈立", NOW - MIN)))
    for id in ("rain2",):
        town.set_alert(id, state=AlertState.NORMAL)
    said = line(scene(town), "service:R02|")
    assert (said.title, said.by, said.is_held) == ("R02 横泾村雨量站：送修", "陈立", True)

"""What may be done with what is chosen, and the commands it takes."""

from __future__ import annotations

import pytest

from desktop.actions.catalogue import ActionId
from desktop.models import alarm_deeds
from desktop.models.alarm_deeds import Chosen
from services.contract import commands as cmd
from services.contract import events as ev
from services.contract.model import OutOfService
from tests.fakes import flood
from tests.fakes import town as fake
from tests.fakes.town import MIN, NOW, SmallTown
from widgets.alarms.values import Sending


@pytest.fixture
def town() -> SmallTown:
    return flood.raised()


def offered(town: SmallTown, *ids: str, sending: dict[str, Sending] | None = None):
    return alarm_deeds.blocked(town.state, Chosen.of(town.state, ids), sending or {})


def able(town: SmallTown, action: ActionId, *ids: str) -> list[str]:
    chosen = Chosen.of(town.state, ids)
    return [alert.id for alert in alarm_deeds.fitting(town.state, action, chosen)]


def test_an_unacknowledged_alert_can_be_acknowledged_shelved_and_turned_off(
    town: SmallTown,
) -> None:
    assert offered(town, "w3") == dict.fromkeys(
        (
            ActionId.ACKNOWLEDGE,
            ActionId.OPEN_CASE,
            ActionId.SHELVE,
            ActionId.OUT_OF_SERVICE,
            ActionId.GO_TO,
            ActionId.RULES,
        ),
        "",
    )


def test_only_a_latched_alert_is_reset(town: SmallTown) -> None:
    assert able(town, ActionId.RESET, "w7", "w3") == ["w7"]


def test_what_is_held_is_not_acknowledged_nor_shelved(town: SmallTown) -> None:
    assert ActionId.ACKNOWLEDGE not in offered(town, "off1")
    assert ActionId.SHELVE not in offered(town, "off1")
    town.put(ev.AlertShelved("w3", NOW + MIN, "x"))
    assert able(town, ActionId.UNSHELVE, "w3", "w7") == ["w3"]


def test_an_action_is_for_those_it_fits(town: SmallTown) -> None:
    flood.acknowledged(town, "w3")
    assert able(town, ActionId.ACKNOWLEDGE, "w3", "w7", "off1", "gone") == ["w7"]


def test_one_at_a_time_where_only_one_makes_sense(town: SmallTown) -> None:
    reasons = offered(town, "w3", "w7")
    assert reasons[ActionId.OPEN_CASE] == reasons[ActionId.GO_TO] == "一次只能选一条"
    assert reasons[ActionId.ACKNOWLEDGE] == ""


def test_of_one_line_its_speaker_is_shown_on_the_map(town: SmallTown) -> None:
    chosen = Chosen.of(town.state, ("w3", "w7"), (), town.state.alerts["w7"])
    reasons = alarm_deeds.blocked(town.state, chosen, {})
    assert reasons[ActionId.GO_TO] == reasons[ActionId.OPEN_CASE] == ""
    found = alarm_deeds.fitting(town.state, ActionId.GO_TO, chosen)
    assert [alert.id for alert in found] == ["w7"]
    assert len(alarm_deeds.fitting(town.state, ActionId.ACKNOWLEDGE, chosen)) == 2


def test_what_waits_is_not_asked_for_twice_but_a_case_can_be_opened(town: SmallTown) -> None:
    reasons = offered(town, "w3", sending={"w3": Sending.PENDING})
    assert reasons[ActionId.ACKNOWLEDGE] == "指令待发送"
    assert reasons[ActionId.OPEN_CASE] == ""


def test_a_case_is_opened_once(town: SmallTown) -> None:
    made = fake.case("c9", flood.Level.RED, age_ms=0, alert="w7")
    town.put(ev.CaseOpened(made))
    assert ActionId.OPEN_CASE not in offered(town, "w7")


@pytest.mark.parametrize("action", alarm_deeds.DEEDS)
def test_every_deed_says_why_it_makes_no_sense(town: SmallTown, action: ActionId) -> None:
    assert alarm_deeds.why_not(action, Chosen.of(town.state, ("w3",)))
    assert alarm_deeds.why_not(action, Chosen()) == "先选一条告警"


def test_more_than_a_screen_is_asked_about(town: SmallTown) -> None:
    alerts = Chosen.of(town.state, ("w3", "w11", "bike")).alerts
    assert alarm_deeds.doubt(alerts, lambda id: True, 3) is None
    asked = alarm_deeds.doubt(alerts, lambda id: True, 2)
    assert asked is not None and asked.is_more_than_a_screen and not asked.unseen


def test_a_red_one_not_seen_is_asked_about(town: SmallTown) -> None:
    alerts = Chosen.of(town.state, ("w7", "stall", "w3")).alerts
    asked = alarm_deeds.doubt(alerts, lambda id: id == "w7", 20)
    assert asked is not None
    assert [alert.id for alert in asked.unseen] == ["stall"]


def test_one_is_acknowledged_alone_and_several_at_once(town: SmallTown) -> None:
    one, two = (Chosen.of(town.state, ids).alerts for ids in (("w3",), ("w3", "w7")))
    assert alarm_deeds.acknowledge(one) == [cmd.AcknowledgeAlert("w3")]
    assert alarm_deeds.acknowledge(two) == [cmd.AcknowledgeAlerts(("w3", "w7"))]


def test_shelving_and_resetting_are_one_command_an_alert(town: SmallTown) -> None:
    two = Chosen.of(town.state, ("w3", "w7")).alerts
    assert alarm_deeds.shelve(two, 9, "检修") == [
        cmd.ShelveAlert("w3", 9, "检修"),
        cmd.ShelveAlert("w7", 9, "检修"),
    ]
    assert alarm_deeds.reset(two, "已排除")[1] == cmd.ResetAlert("w7", "已排除")
    assert alarm_deeds.unshelve(two)[0] == cmd.UnshelveAlert("w3")


def test_a_stream_is_turned_off_once_however_many_of_its_alerts_are_chosen(
    town: SmallTown,
) -> None:
    two = Chosen.of(town.state, ("w7", "w7r")).alerts
    assert alarm_deeds.take_out(two, "送修", whole_stream=True) == [
        cmd.TakeOutOfService("W07", "", "送修")
    ]
    assert len(alarm_deeds.take_out(two, "送修", whole_stream=False)) == 2


def test_what_holds_an_alert_is_ended_and_what_is_chosen_itself(town: SmallTown) -> None:
    for stream, rule in (("W07", ""), ("R02", "")):
        town.put(ev.TakenOutOfService(OutOfService(stream, rule, "送修", "陈立", NOW)))
    chosen = Chosen.of(town.state, ("w7",), ("service:R02|",))
    assert set(alarm_deeds.take_in(town.state, chosen)) == {
        cmd.ReturnToService("W07", ""),
        cmd.ReturnToService("R02", ""),
    }
    assert ActionId.RETURN_TO_SERVICE in alarm_deeds.blocked(town.state, chosen, {})

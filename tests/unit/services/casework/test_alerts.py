"""Selections answered at once, resets, alarms turned off while things are repaired."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from services.contract import commands as cmd
from services.contract.events import AlertAcknowledged, open_body
from services.contract.model import Alert, AlertState, OutOfService
from services.decisions import Refused
from tests.unit.services.detect.stage import MINUTE, Stage

SYSTEM = "system:detect"


@pytest.fixture
def stage() -> Stage:
    return Stage()


def refused(stage: Stage, body: object, actor: str = "li") -> Refused:
    before = stage.state.seq
    with pytest.raises(Refused) as error:
        stage.give(body, actor)
    assert stage.state.seq == before
    return error.value


def latched(stage: Stage) -> Alert:
    alert = replace(stage.alert("power.feeder", "F2.v"), latched=True)
    stage.give(cmd.RaiseAlert(alert), SYSTEM)
    return alert


def test_a_selection_is_acknowledged_at_once_and_what_needs_none_is_passed_over(
    stage: Stage,
) -> None:
    asking, seen, shelved, gone = (stage.raises("water.depth", f"W{n}") for n in (1, 2, 3, 1))
    stage.give(cmd.AcknowledgeAlert(seen.id))
    stage.give(cmd.ShelveAlert(shelved.id, stage.now_ms + MINUTE, "检修"))
    stage.returns(gone)
    chosen = (asking.id, seen.id, shelved.id, gone.id, asking.id)
    events = stage.give(cmd.AcknowledgeAlerts(chosen))
    assert [open_body(event) for event in events] == [
        AlertAcknowledged(asking.id),
        AlertAcknowledged(gone.id),
    ]
    assert stage.now(asking).acknowledged_by == "li"
    assert stage.now(gone).state is AlertState.NORMAL
    assert refused(stage, cmd.AcknowledgeAlerts(chosen)).code == "alert.none_to_acknowledge"
    assert refused(stage, cmd.AcknowledgeAlerts(())).code == "alert.none_to_acknowledge"


def test_a_selection_with_an_alert_nobody_knows_is_refused_whole(stage: Stage) -> None:
    asking = stage.raises("water.depth", "W1")
    no = refused(stage, cmd.AcknowledgeAlerts((asking.id, "a99")))
    assert no.code == "alert.unknown"
    assert stage.now(asking).state is AlertState.UNACKNOWLEDGED


def test_a_latched_alert_is_reset_by_a_person_who_says_what_was_found(stage: Stage) -> None:
    alert = latched(stage)
    assert refused(stage, cmd.ResetAlert(alert.id, "  ")).code == "alert.reset_text_missing"
    assert refused(stage, cmd.ResetAlert(alert.id, "已查"), SYSTEM).code == "alert.reset_by_hand"
    stage.give(cmd.ResetAlert(alert.id, "充电器已拔"))
    made = stage.now(alert)
    assert (made.state, made.acknowledged_by, made.log[-1].text) == (
        AlertState.NORMAL,
        "li",
        "充电器已拔",
    )
    assert refused(stage, cmd.ResetAlert(alert.id, "已查")).code == "alert.ended"


@pytest.mark.parametrize("hold", ["shelved", "suppressed", "out of service"])
def test_a_latched_alert_is_reset_also_while_it_is_held(stage: Stage, hold: str) -> None:
    alert = latched(stage)
    holds = {
        "shelved": cmd.ShelveAlert(alert.id, stage.now_ms + MINUTE, "检修"),
        "suppressed": cmd.SuppressAlert(alert.id, "p.s", "停电"),
        "out of service": cmd.TakeOutOfService("F2.v", "", "换表"),
    }
    stage.give(holds[hold])
    stage.give(cmd.ResetAlert(alert.id, "已查"))
    assert stage.now(alert).state is AlertState.NORMAL


def test_an_alert_that_ends_by_itself_is_not_reset(stage: Stage) -> None:
    alert = stage.raises("water.depth", "W1")
    assert refused(stage, cmd.ResetAlert(alert.id, "已查")).code == "alert.not_latched"


def test_a_held_alert_asks_nobody_and_is_not_said_to_be_over(stage: Stage) -> None:
    stage.raises("power.feeder", "F1.v")
    camera = stage.raises("power.offline", "C1.on")
    out = stage.raises("water.depth", "W1")
    stage.give(cmd.TakeOutOfService("W1", "", "换探头"))
    soon = stage.now_ms + MINUTE
    for alert, code in ((camera, "alert.suppressed"), (out, "alert.out_of_service")):
        for body in (cmd.AcknowledgeAlert(alert.id), cmd.ShelveAlert(alert.id, soon, "检修")):
            assert refused(stage, body).code == code
    no = refused(stage, cmd.AcknowledgeAlert(camera.id))
    assert no.params["reason"] == "线路停电"


def test_alarms_are_turned_off_with_a_reason_and_on_again(stage: Stage) -> None:
    alert = stage.raises("water.depth", "W1")
    off = cmd.TakeOutOfService("W1", "", "换探头")
    assert refused(stage, cmd.TakeOutOfService("W99", "", "x")).code == "stream.unknown"
    assert refused(stage, cmd.TakeOutOfService("W1", "", " ")).code == "alert.reason_missing"
    stage.give(off)
    item = OutOfService("W1", "", "换探头", "li", stage.now_ms)
    assert stage.state.out_of_service == {item.key: item}
    assert stage.now(alert).state is AlertState.OUT_OF_SERVICE
    no = refused(stage, off)
    assert (no.code, no.params["by"]) == ("service.out_already", "li")
    stage.give(cmd.ReturnToService("W1", ""))
    assert stage.now(alert).state is AlertState.UNACKNOWLEDGED
    assert refused(stage, cmd.ReturnToService("W1", "")).code == "service.in_already"


def test_one_rule_of_a_stream_is_turned_off_beside_the_others(stage: Stage) -> None:
    depth, rise = stage.raises("water.depth", "W1"), stage.raises("water.rise", "W1")
    stage.give(cmd.TakeOutOfService("W1", "water.rise", "标定"))
    assert stage.now(depth).state is AlertState.UNACKNOWLEDGED
    assert stage.now(rise).state is AlertState.OUT_OF_SERVICE
    assert refused(stage, cmd.ReturnToService("W1", "")).code == "service.in_already"

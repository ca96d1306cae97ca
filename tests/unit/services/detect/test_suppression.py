"""What holds an alert, until when, and why. Decided at the raising, or asked at any time."""

from __future__ import annotations

import pytest

from services.contract import commands as cmd
from services.contract.model import Alert, AlertState, Asset
from services.detect.suppression import Hold, causes_among, hold_on
from tests.unit.services.detect.stage import MINUTE, SECOND, Stage

SUPPRESSED = AlertState.SUPPRESSED


def held(stage: Stage, alert: Alert) -> Hold | None:
    policy = stage.policy()
    causes = causes_among(policy, stage.state.alerts.values())
    return hold_on(policy, stage.state, stage.now(alert), stage.now_ms, causes)


def test_what_hangs_on_a_standing_cause_begins_suppressed_and_says_why() -> None:
    stage = Stage()
    feeder = stage.raises("power.feeder", "F1.v")
    camera = stage.raises("power.offline", "C1.on")
    assert camera.state is SUPPRESSED
    assert camera.suppressed_by == feeder.id
    assert (camera.suppressed_reason, camera.suppressed_reason_en) == (
        "线路停电",
        "the feeder is out",
    )
    assert camera.group == feeder.id == camera.group
    assert feeder.state is AlertState.UNACKNOWLEDGED


def test_what_hangs_on_another_thing_or_is_of_another_rule_is_not_held() -> None:
    stage = Stage()
    stage.raises("power.feeder", "F2.v")
    assert stage.raises("power.offline", "C1.on").state is AlertState.UNACKNOWLEDGED
    stage.raises("power.feeder", "F1.v")
    assert stage.raises("water.stalled_car", "C1.car").state is AlertState.UNACKNOWLEDGED


@pytest.mark.parametrize("where", ["stream", "asset", "shared"])
def test_the_attribute_names_the_cause_or_is_shared_with_it(where: str) -> None:
    stage = Stage()
    for id in ("C1", "C2"):
        stage.put_asset(id, attributes={})
    value = {"stream": "F1.v", "asset": "F1", "shared": "line 7"}[where]
    stage.put_asset("C1", attributes={"feeder": value})
    stage.put_asset("F1", attributes={"feeder": "line 7"})
    stage.raises("power.feeder", "F1.v")
    assert stage.raises("power.offline", "C1.on").state is SUPPRESSED
    assert stage.raises("power.offline", "C2.on").state is AlertState.UNACKNOWLEDGED


def test_a_cause_goes_on_holding_a_while_after_it_is_gone() -> None:
    stage = Stage()
    feeder = stage.raises("power.feeder", "F1.v")
    stage.wait(MINUTE)
    stage.returns(feeder)
    gone_ms = stage.now_ms
    stage.wait(119 * SECOND)
    late = stage.raises("power.offline", "C1.on")
    assert late.state is SUPPRESSED
    assert held(stage, late) == Hold(feeder.id, "线路停电", "the feeder is out", gone_ms + 120_000)
    stage.wait(SECOND)
    assert held(stage, late) is None
    assert stage.raises("power.offline", "C2.on").state is AlertState.UNACKNOWLEDGED


def test_the_end_of_a_cause_is_not_put_off_by_what_is_done_with_it_later() -> None:
    stage = Stage()
    feeder = stage.raises("power.feeder", "F1.v")
    stage.returns(feeder)
    gone_ms = stage.now_ms
    stage.wait(MINUTE)
    stage.give(cmd.AcknowledgeAlert(feeder.id))
    camera = stage.raises("power.offline", "C1.on")
    hold = held(stage, camera)
    assert hold is not None and hold.until_ms == gone_ms + 120_000


def test_only_what_came_shortly_before_the_cause_belongs_to_it() -> None:
    stage = Stage()
    long_ago = stage.raises("power.offline", "C1.on")
    stage.wait(SECOND)
    just_before = stage.raises("power.offline", "C2.on")
    stage.wait(180 * SECOND)
    feeder = stage.raises("power.feeder", "F1.v")
    assert held(stage, long_ago) is None
    hold = held(stage, just_before)
    assert hold is not None and hold.by == feeder.id


def test_a_cause_out_of_service_is_none_and_a_shelved_one_is() -> None:
    stage = Stage()
    feeder = stage.raises("power.feeder", "F1.v")
    stage.give(cmd.ShelveAlert(feeder.id, stage.now_ms + MINUTE, "抢修中"))
    assert stage.raises("power.offline", "C1.on").state is SUPPRESSED
    stage.give(cmd.TakeOutOfService("F1.v", "", "表坏"))
    camera = stage.raises("power.offline", "C2.on")
    hold = held(stage, camera)
    assert hold is not None and hold.until_ms == stage.now_ms + 120_000
    stage.wait(2 * MINUTE)
    assert held(stage, camera) is None


def test_the_status_of_an_asset_holds_its_alerts() -> None:
    stage = Stage()
    stage.put_asset("C1", status="repair")
    camera = stage.raises("power.offline", "C1.on")
    assert (camera.state, camera.suppressed_by) == (SUPPRESSED, "power.under_repair")
    assert camera.group == camera.id
    assert stage.raises("power.offline", "C2.on").state is AlertState.UNACKNOWLEDGED
    stage.put_asset("C1", status="active")
    assert held(stage, camera) is None, "nobody saw when the status left"


def test_the_end_of_a_status_lingers_from_when_it_was_seen() -> None:
    stage = Stage()
    stage.put_asset("C1", status="repair")
    camera = stage.raises("power.offline", "C1.on")
    stage.put_asset("C1", status="active")
    left = {"C1": stage.now_ms}
    policy = stage.policy()
    hold = hold_on(policy, stage.state, camera, stage.now_ms + 59_999, {}, left)
    assert hold is not None and hold.until_ms == stage.now_ms + 60_000
    assert hold_on(policy, stage.state, camera, stage.now_ms + 60_000, {}, left) is None


def test_a_rule_or_a_stream_out_of_service_begins_there_and_not_suppressed() -> None:
    stage = Stage()
    stage.raises("power.feeder", "F1.v")
    stage.give(cmd.TakeOutOfService("C1.on", "", "换镜头"))
    stage.give(cmd.TakeOutOfService("W1", "water.rise", "标定"))
    assert stage.raises("power.offline", "C1.on").state is AlertState.OUT_OF_SERVICE
    assert stage.raises("water.rise", "W1").state is AlertState.OUT_OF_SERVICE
    assert stage.raises("water.depth", "W1").state is AlertState.UNACKNOWLEDGED


def test_a_bigger_cause_holds_a_cause_and_all_are_one_group() -> None:
    stage = Stage()
    station = stage.raises("power.substation", "S1")
    feeder = stage.raises("power.feeder", "F1.v")
    camera = stage.raises("power.offline", "C1.on")
    assert (feeder.state, feeder.suppressed_by) == (SUPPRESSED, station.id)
    assert (camera.state, camera.suppressed_by) == (SUPPRESSED, feeder.id)
    assert {station.group, feeder.group, camera.group} == {station.id}


def test_of_two_causes_the_one_in_force_goes_on_and_a_standing_one_goes_first() -> None:
    stage = Stage()
    stage.put_asset("C1", attributes={"feeder": "F1"})
    stage.state.streams["C1.on"] = stage.state.streams["C1.on"].__class__(
        "C1.on", 6, "camera", "", "", 0, 0, "C1", attributes={"feeder": "F2"}
    )
    first = stage.raises("power.feeder", "F1.v")
    camera = stage.raises("power.offline", "C1.on")
    assert camera.suppressed_by == first.id
    second = stage.raises("power.feeder", "F2.v")
    hold = held(stage, camera)
    assert hold is not None and hold.by == first.id
    stage.returns(first)
    hold = held(stage, camera)
    assert hold is not None and (hold.by, hold.until_ms) == (second.id, 0)


def test_an_alert_never_holds_what_holds_it() -> None:
    """Packs are checked for circles; a circle in the data must not hide both all the same."""
    stage = Stage()
    feeder = stage.raises("power.feeder", "F1.v")
    camera = stage.raises("power.offline", "C1.on")
    by_rule = {"power.feeder": [stage.now(camera)]}
    hold = hold_on(stage.policy(), stage.state, stage.now(camera), stage.now_ms, by_rule)
    assert hold is None
    stage.state.assets["F1"] = Asset("F1", "f", "", 0, 0, attributes={"substation": "C1.on"})
    by_rule = {"power.substation": [stage.now(camera)]}
    assert hold_on(stage.policy(), stage.state, feeder, stage.now_ms, by_rule) is None

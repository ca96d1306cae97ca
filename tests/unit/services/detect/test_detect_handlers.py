"""What the server decides of itself about alerts, and what it refuses."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from services.contract import commands as cmd
from services.contract.model import AlertState, Level
from services.decisions import Refused
from services.detect.policy import NO_POLICY, Policy, policy_of
from tests.unit.services.detect.stage import MINUTE, PACKS, Stage


def refused(stage: Stage, body: object) -> str:
    with pytest.raises(Refused) as error:
        stage.give(body)
    return error.value.code


def test_an_alert_is_raised_once_on_a_known_stream_at_a_level() -> None:
    stage = Stage()
    alert = stage.raises("water.depth", "W1")
    assert refused(stage, cmd.RaiseAlert(alert)) == "alert.exists"
    other = stage.alert("water.depth", "W1")
    assert refused(stage, cmd.RaiseAlert(replace(other, stream="W99"))) == "stream.unknown"
    assert refused(stage, cmd.RaiseAlert(replace(other, level=Level.NONE))) == "alert.no_level"


def test_the_policy_is_asked_for_at_every_decision() -> None:
    now: list[Policy] = [NO_POLICY]
    stage = Stage(lambda: now[0])
    stage.raises("power.feeder", "F1.v")
    assert stage.raises("power.offline", "C1.on").state is AlertState.UNACKNOWLEDGED
    now[0] = policy_of(PACKS)
    assert stage.raises("power.offline", "C2.on").state is AlertState.SUPPRESSED


def test_only_a_higher_level_or_a_new_beginning_raises_a_level() -> None:
    stage = Stage()
    alert = stage.raises("water.depth", "W1", Level.YELLOW)
    same = cmd.RaiseAlertLevel(alert.id, Level.YELLOW, 2, "深", "water.depth")
    assert refused(stage, same) == "alert.not_higher"
    stage.returns(alert)
    stage.give(same)
    assert stage.now(alert).state is AlertState.UNACKNOWLEDGED


def test_a_condition_is_gone_once() -> None:
    stage = Stage()
    alert = stage.raises("water.depth", "W1")
    stage.returns(alert)
    assert refused(stage, cmd.ReturnAlert(alert.id, 0)) == "alert.already_returned"
    assert refused(stage, cmd.ReturnAlert("a99", 0)) == "alert.unknown"


def test_a_shelf_ends_when_its_time_has_come() -> None:
    stage = Stage()
    alert = stage.raises("water.depth", "W1")
    assert refused(stage, cmd.ExpireShelf(alert.id)) == "alert.not_shelved"
    stage.give(cmd.ShelveAlert(alert.id, stage.now_ms + MINUTE, "检修"))
    assert refused(stage, cmd.ExpireShelf(alert.id)) == "alert.shelf_running"
    stage.wait(MINUTE)
    stage.give(cmd.ExpireShelf(alert.id))
    assert stage.now(alert).state is AlertState.UNACKNOWLEDGED


def test_only_what_stands_unanswered_is_suppressed_and_only_that_is_released() -> None:
    stage = Stage()
    alert = stage.raises("water.depth", "W1")
    hold = cmd.SuppressAlert(alert.id, "power.under_repair", "检修")
    assert refused(stage, cmd.ReleaseAlert(alert.id)) == "alert.not_suppressed"
    stage.give(hold)
    assert refused(stage, hold) == "alert.not_standing"
    assert stage.now(alert).group == alert.id
    stage.give(cmd.SuppressAlert(alert.id, "power.other", "停电"))
    assert stage.now(alert).suppressed_by == "power.other"
    stage.give(cmd.ReleaseAlert(alert.id))
    stage.give(cmd.AcknowledgeAlert(alert.id))
    assert refused(stage, hold) == "alert.not_standing"
    stage.returns(alert)
    assert refused(stage, hold) == "alert.not_standing"


def test_what_an_alert_holds_goes_with_it_behind_its_cause_however_deep() -> None:
    stage = Stage()
    chain = [stage.raises("water.depth", f"W{n}") for n in (1, 2, 3)]
    cause, middle, last = (one.id for one in chain)
    stage.give(cmd.SuppressAlert(last, middle, "a"))
    assert stage.now(chain[2]).group == middle
    events = stage.give(cmd.SuppressAlert(middle, cause, "b"))
    assert len(events) == 2
    assert {stage.now(one).group for one in chain} == {cause}
    assert (stage.now(chain[2]).suppressed_by, stage.now(chain[2]).suppressed_reason) == (
        middle,
        "a",
    )

"""Which alerts are one event."""

from __future__ import annotations

import pytest

from services.contract import commands as cmd
from services.contract.model import AlertState, Asset, Stream
from services.detect.grouping import key_of, place_of
from services.detect.policy import NO_POLICY
from tests.unit.services.detect.stage import MINUTE, Stage


def test_the_first_begins_a_group_and_others_of_the_place_join_it() -> None:
    stage = Stage()
    first = stage.raises("water.depth", "W1")
    assert first.group == first.id
    assert stage.raises("water.rise", "W1").group == first.id
    other = stage.raises("water.depth", "W2")
    assert other.group == other.id


def test_what_a_camera_sees_counts_to_the_place_it_watches() -> None:
    stage = Stage()
    depth = stage.raises("water.depth", "W1")
    assert stage.raises("water.stalled_car", "C1.car").group == depth.id
    assert stage.raises("water.stalled_car", "C2.car").group != depth.id


@pytest.mark.parametrize(
    ("rule", "together", "apart"),
    [
        ("water.rain", ("R1", "R2"), "R5"),
        ("water.tide", ("T1", "T2"), ""),
        ("water.silent", ("W1", "W3"), ""),
        ("water.depth", ("W1", "W1"), "W2"),
    ],
)
def test_a_rule_says_what_its_alerts_share(
    rule: str, together: tuple[str, str], apart: str
) -> None:
    stage = Stage()
    first, second = (stage.raises(rule, stream) for stream in together)
    assert second.group == first.id
    assert not apart or stage.raises(rule, apart).group != first.id


def test_rules_of_one_pack_that_share_other_things_are_apart() -> None:
    stage = Stage()
    groups = {
        stage.raises(*what).group
        for what in (("water.depth", "W1"), ("water.silent", "W1"), ("water.tide", "T1"))
    }
    assert len(groups) == 3


def test_packs_do_not_mix() -> None:
    stage = Stage()
    seen = stage.raises("water.stalled_car", "C4.on")
    assert stage.raises("power.offline", "C4.on").group != seen.group


def test_a_group_is_open_while_one_of_it_is_not_normal_and_a_new_one_begins_after() -> None:
    stage = Stage()
    first, second = stage.raises("water.depth", "W1"), stage.raises("water.rise", "W1")
    stage.returns(first)
    stage.give(cmd.AcknowledgeAlert(first.id))
    assert stage.now(first).state is AlertState.NORMAL
    assert stage.raises("water.depth", "W1").group == first.id
    for alert in list(stage.state.alerts.values()):
        if alert.state is not AlertState.NORMAL:
            stage.returns(alert)
    assert stage.raises("water.rise", "W1").group == first.id, "returned, but unanswered"
    stage.give(cmd.AcknowledgeAlerts(tuple(stage.state.alerts)))
    for alert in list(stage.state.alerts.values()):
        if alert.state is AlertState.ACKNOWLEDGED:
            stage.returns(alert)
    stage.wait(MINUTE)
    again = stage.raises("water.depth", "W1")
    assert again.group == again.id
    assert second.group == first.id


def test_a_shelved_alert_keeps_its_group_open() -> None:
    stage = Stage()
    first = stage.raises("water.depth", "W1")
    stage.give(cmd.ShelveAlert(first.id, stage.now_ms + MINUTE, "检修"))
    assert stage.raises("water.rise", "W1").group == first.id


def test_the_place_is_named_or_watched_or_the_asset_or_the_stream_itself() -> None:
    state = Stage().state
    put = state.streams.__setitem__
    put("own", Stream("own", 90, "k", "", "", 0, 0, "P1", attributes={"place": "square"}))
    put("bare", Stream("bare", 91, "k", "", "", 0, 0))
    put("lens", Stream("lens", 92, "k", "", "", 0, 0, "C99"))
    state.assets["C99"] = Asset("C99", "camera", "", 0, 0, attributes={"watches": "P2"})
    named = Asset("P9", "road", "", 0, 0, attributes={"place": "square"})
    state.assets["P9"] = named
    put("W9", Stream("W9", 93, "k", "", "", 0, 0, "P9"))
    put("eye", Stream("eye", 94, "k", "", "", 0, 0, attributes={"watches": "W9"}))
    places = {id: place_of(state, id) for id in ("own", "bare", "lens", "W9", "eye", "W1", "gone")}
    assert places == {
        "own": "square",
        "bare": "bare",
        "lens": "P2",
        "W9": "square",
        "eye": "square",
        "W1": "P1",
        "gone": "gone",
    }


def test_alerts_of_no_neighbourhood_are_not_of_the_same_one() -> None:
    stage = Stage()
    keys = {
        key_of(stage.policy(), stage.state, stage.alert("water.rain", stream))
        for stream in ("T1", "S1")
    }
    assert len(keys) == 2


def test_a_rule_no_pack_has_goes_by_place() -> None:
    stage = Stage()
    keys = [
        key_of(NO_POLICY, stage.state, stage.alert("gone.rule", stream)) for stream in ("W1", "W2")
    ]
    assert keys == ["gone/place/P1", "gone/place/P2"]

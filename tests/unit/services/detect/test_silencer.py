"""What is suppressed and released as causes come and go, and that nothing real stays hidden."""

from __future__ import annotations

from collections import Counter
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from services.contract import commands as cmd
from services.contract.changes import Changes
from services.contract.events import AssetStatusChanged, Event, open_body
from services.contract.model import HELD_STATES, OPEN_STATES, Alert, AlertState, Level
from services.decisions import Refused
from services.detect.policy import NO_POLICY
from services.detect.silencer import NEVER_MS, Silencer
from services.detect.suppression import causes_among, ended_ms, hold_on, stands
from tests.unit.services.detect.stage import CAMERAS, MINUTE, SECOND, START, Stage

SUPPRESSED, UNANSWERED = AlertState.SUPPRESSED, AlertState.UNACKNOWLEDGED


class Watched(Stage):
    """The town with its silencer, which looks after every event and when its time has come."""

    def __init__(self) -> None:
        super().__init__()
        self.silencer = Silencer()
        self.told = self._heard
        self.given = 0

    def _heard(self, events: tuple[Event, ...], changes: Changes) -> None:
        self.silencer.follow(changes.alerts)
        for event in events:
            if isinstance(body := open_body(event), AssetStatusChanged):
                self.silencer.asset_changed(body.asset, event.at_ms)

    def look(self) -> None:
        wanted = self.silencer.look(self.policy(), self.state, self.now_ms)
        for body in wanted:
            self.give(body, "system:detect")
        self.given += len(wanted)
        again = self.silencer.look(self.policy(), self.state, self.now_ms)
        assert again == [], "what was done is not asked for again"

    def wait(self, ms: int) -> None:
        until = self.now_ms + ms
        while self.silencer.next_ms <= until:
            self.now_ms = max(self.now_ms, self.silencer.next_ms)
            self.look()
        self.now_ms = until

    def states(self) -> Counter[AlertState]:
        return Counter(alert.state for alert in self.state.alerts.values())


def test_alerts_from_just_before_go_behind_the_cause_that_was_found_later() -> None:
    town = Watched()
    early = [town.raises("power.offline", f"{id}.on") for id in CAMERAS[:3]]
    town.give(cmd.AcknowledgeAlert(early[2].id))
    town.wait(40 * SECOND)
    feeder = town.raises("power.feeder", "F1.v")
    town.look()
    assert [town.now(one).state for one in early] == [
        SUPPRESSED,
        SUPPRESSED,
        AlertState.ACKNOWLEDGED,
    ]
    moved = town.now(early[0])
    assert (moved.suppressed_by, moved.group, moved.group_key) == (
        feeder.id,
        feeder.group,
        feeder.group_key,
    )


def test_what_went_behind_a_cause_draws_nothing_of_its_old_place_after_it() -> None:
    town = Watched()
    camera = town.raises("power.offline", "C1.on")
    assert town.raises("power.other", "C1.on").group == camera.id
    feeder = town.raises("power.feeder", "F1.v")
    town.look()
    assert town.now(camera).group == feeder.id
    for alert in list(town.state.alerts.values()):
        if alert.rule == "power.other":
            town.give(cmd.AcknowledgeAlert(alert.id))
            town.returns(alert)
    later = town.raises("power.other", "C1.on")
    assert later.group == later.id


def test_what_outlasts_its_cause_comes_back_and_what_recovers_is_never_seen() -> None:
    town = Watched()
    feeder = town.raises("power.feeder", "F1.v")
    dead, well = (town.raises("power.offline", f"{id}.on") for id in ("C1", "C2"))
    town.wait(10 * MINUTE)
    assert town.states() == {UNANSWERED: 1, SUPPRESSED: 2}
    town.returns(feeder)
    town.look()
    assert town.silencer.next_ms == town.now_ms + 120_000
    town.wait(60 * SECOND)
    town.returns(well)
    assert town.now(dead).state is SUPPRESSED
    town.wait(60 * SECOND)
    assert (town.now(dead).state, town.now(dead).suppressed_by) == (UNANSWERED, "")
    assert town.now(well).state is AlertState.NORMAL
    assert [line.what for line in town.now(dead).log][-1] == "AlertReleased"


def test_a_cause_that_comes_back_in_time_goes_on_holding() -> None:
    town = Watched()
    feeder = town.raises("power.feeder", "F1.v")
    camera = town.raises("power.offline", "C1.on")
    town.wait(30 * MINUTE)
    town.returns(feeder)
    town.look()
    town.wait(MINUTE)
    worse = cmd.RaiseAlertLevel(feeder.id, Level.BLUE, 1, "停电", "power.feeder")
    town.give(worse, "system:detect")
    town.look()
    town.wait(10 * MINUTE)
    assert town.now(camera).state is SUPPRESSED


def test_another_alert_of_the_cause_in_time_goes_on_holding() -> None:
    town = Watched()
    feeder = town.raises("power.feeder", "F1.v")
    camera = town.raises("power.offline", "C1.on")
    town.wait(30 * MINUTE)
    town.give(cmd.AcknowledgeAlert(feeder.id))
    town.returns(feeder)
    town.look()
    town.wait(MINUTE)
    again = town.raises("power.feeder", "F1.v")
    town.look()
    town.wait(10 * MINUTE)
    assert town.now(camera).suppressed_by == again.id


def test_what_comes_back_while_its_cause_stands_is_held_however_old_its_alert() -> None:
    town = Watched()
    camera = town.raises("power.offline", "C1.on")
    town.returns(camera)
    town.wait(30 * MINUTE)
    feeder = town.raises("power.feeder", "F1.v")
    town.look()
    assert town.now(camera).state is AlertState.RETURNED_UNACKNOWLEDGED
    town.wait(10 * SECOND)
    worse = cmd.RaiseAlertLevel(camera.id, Level.BLUE, 1, "离线", camera.rule)
    assert len(town.give(worse, "system:detect")) == 2, "in one decision"
    held = town.now(camera)
    assert (held.state, held.suppressed_by, held.group) == (SUPPRESSED, feeder.id, feeder.group)
    town.look()
    assert town.given == 0


def test_an_old_alert_of_the_cause_that_comes_back_takes_nothing_from_the_time_between() -> None:
    town = Watched()
    feeder = town.raises("power.feeder", "F1.v")
    town.returns(feeder)
    town.wait(30 * MINUTE)
    camera = town.raises("power.offline", "C1.on")
    town.wait(30 * MINUTE)
    town.give(cmd.RaiseAlertLevel(feeder.id, Level.BLUE, 1, "停电", feeder.rule), "system:detect")
    town.look()
    assert town.now(camera).state is UNANSWERED


def test_a_cause_taken_out_of_service_lets_go() -> None:
    town = Watched()
    town.raises("power.feeder", "F1.v")
    camera = town.raises("power.offline", "C1.on")
    town.give(cmd.TakeOutOfService("F1.v", "", "表坏"))
    town.look()
    town.wait(2 * MINUTE)
    assert town.now(camera).state is UNANSWERED


def test_the_status_of_an_asset_suppresses_and_releases() -> None:
    town = Watched()
    camera = town.raises("power.offline", "C1.on")
    town.give(cmd.SetAssetStatus("C1", "repair"))
    town.look()
    assert town.now(camera).suppressed_by == "power.under_repair"
    town.wait(MINUTE)
    town.give(cmd.SetAssetStatus("C1", "active"))
    town.look()
    town.wait(59 * SECOND)
    assert town.now(camera).state is SUPPRESSED
    town.wait(SECOND)
    assert town.now(camera).state is UNANSWERED


def test_a_bigger_cause_takes_a_cause_with_all_it_holds_into_one_group() -> None:
    town = Watched()
    feeder = town.raises("power.feeder", "F1.v")
    camera = town.raises("power.offline", "C1.on")
    assert camera.group == feeder.id
    town.wait(MINUTE)
    station = town.raises("power.substation", "S1")
    town.look()
    assert town.now(feeder).suppressed_by == station.id
    assert town.now(camera).suppressed_by == feeder.id
    assert {town.now(one).group for one in (feeder, camera, station)} == {station.id}


def test_another_cause_takes_over_when_the_first_is_gone() -> None:
    town = Watched()
    town.put_asset("C1", attributes={"feeder": "F1"}, status="repair")
    feeder = town.raises("power.feeder", "F1.v")
    camera = town.raises("power.offline", "C1.on")
    assert camera.suppressed_by == feeder.id
    town.returns(feeder)
    town.look()
    assert town.now(camera).suppressed_by == "power.under_repair"
    assert "检修" in town.now(camera).suppressed_reason


def test_without_the_pack_what_it_held_is_let_go() -> None:
    town = Watched()
    town.raises("power.feeder", "F1.v")
    camera = town.raises("power.offline", "C1.on")
    town.look()
    town.policy = lambda: NO_POLICY
    town.look()
    assert town.now(camera).state is UNANSWERED


def test_a_new_silencer_finds_what_the_last_one_left() -> None:
    town = Watched()
    feeder = town.raises("power.feeder", "F1.v")
    camera = town.raises("power.offline", "C1.on")
    town.returns(feeder)
    town.wait(90 * SECOND)
    town.silencer = Silencer()
    town.look()
    assert town.silencer.next_ms == START + 120_000
    town.now_ms = START + 500_000
    town.silencer = Silencer()
    town.look()
    assert town.now(camera).state is UNANSWERED
    assert town.silencer.next_ms == NEVER_MS


def test_a_look_at_what_has_nothing_to_do_with_it_asks_for_nothing() -> None:
    town = Watched()
    town.raises("power.feeder", "F1.v")
    town.raises("power.offline", "C1.on")
    town.look()
    before = town.given
    town.raises("water.depth", "W1")
    town.look()
    assert town.given == before
    town.silencer.everything_changed()
    town.look()
    assert town.given == before


def test_the_storm_is_six_groups_with_nine_cameras_behind_their_feeder() -> None:
    """20:20 to 20:30 of the typhoon: 23 alarms, six groups, nothing real hidden."""
    town = Watched()
    raised: list[Alert] = []

    def comes(rule: str, stream: str, level: Level = Level.BLUE) -> None:
        raised.append(town.raises(rule, stream, level))
        town.look()
        town.wait(20 * SECOND)

    comes("water.depth", "W1", Level.ORANGE)
    comes("water.rain", "R1")
    for id in CAMERAS[:4]:
        comes("power.offline", f"{id}.on")
    comes("power.feeder", "F1.v", Level.ORANGE)
    comes("water.rise", "W1")
    for id in CAMERAS[4:]:
        comes("power.offline", f"{id}.on")
    comes("water.stalled_car", "C1.car", Level.RED)
    for what in (("depth", "W2"), ("rise", "W2"), ("depth", "W3"), ("rise", "W3")):
        comes(f"water.{what[0]}", what[1], Level.YELLOW)
    comes("water.stalled_car", "C3.car", Level.RED)
    for stream in ("R2", "R3", "T1", "T2"):
        comes(f"water.{'rain' if stream[0] == 'R' else 'tide'}", stream)
    assert len(raised) == 23
    stand = [town.now(one) for one in raised]
    groups = Counter(one.group for one in stand)
    assert sorted(groups.values()) == [2, 2, 3, 3, 3, 10]
    silent = [one for one in stand if one.state in HELD_STATES]
    assert {one.stream for one in silent} == {f"{id}.on" for id in CAMERAS}
    feeder = next(one for one in stand if one.rule == "power.feeder")
    assert {one.suppressed_by for one in silent} == {feeder.id}
    assert groups[feeder.group] == 10
    seen = [one.stream for one in stand if one.state is UNANSWERED]
    assert sorted(seen) == sorted(one.stream for one in raised if one.rule != "power.offline")
    car = next(one for one in stand if one.rule == "water.stalled_car")
    assert town.now(raised[0]).group == car.group


RAISES = [
    *(("power.offline", f"{id}.on") for id in CAMERAS[:4]),
    *(("power.feeder", f"{id}.v") for id in ("F1", "F2")),
    ("power.substation", "S1"),
    *(("water.depth", f"W{n}") for n in (1, 2)),
    ("water.silent", "W1"),
]


def act(town: Watched, rng: Random) -> None:
    """One thing that happens, or that somebody does."""
    some = rng.choice(list(town.state.alerts.values()) or [None])
    stream, soon = rng.choice(RAISES)[1], town.now_ms + MINUTE
    choices: list[object] = [
        cmd.SetAssetStatus(rng.choice(("C1", "P1")), rng.choice(("repair", "active", "off"))),
        cmd.TakeOutOfService(stream, "", "检修"),
        cmd.ReturnToService(stream, ""),
    ]
    if some is not None:
        choices += [
            cmd.ReturnAlert(some.id, 0),
            cmd.ReturnAlert(some.id, 0),
            cmd.RaiseAlertLevel(some.id, Level.RED, 2, "重", some.rule),
            cmd.AcknowledgeAlert(some.id),
            cmd.ShelveAlert(some.id, soon, "检修"),
            cmd.UnshelveAlert(some.id),
        ]
    rule, where = rng.choice(RAISES)
    standing = {(one.rule, one.stream) for one in town.state.alerts.values() if not one.returned}
    if rng.random() < 0.4 and (rule, where) not in standing:
        town.raises(rule, where)
    else:
        try:
            town.give(rng.choice(choices))
        except Refused:
            return


def why(town: Watched, alert: Alert) -> str:
    """Why a suppressed alert may be; empty when it should have been let go."""
    cause = town.state.alerts.get(alert.suppressed_by)
    if cause is None:
        asset = town.state.assets[town.state.streams[alert.stream].asset]
        since = town.silencer._left_ms.get(asset.id, 0)
        left = asset.status != "repair"
        return "" if left and town.now_ms >= since + 60_000 else alert.suppressed_by
    return cause.id if stands(cause) or town.now_ms < ended_ms(cause) + 120_000 else ""


def check(town: Watched) -> None:
    """Every alert is seen, over, or held with a reason; somebody of every chain is seen."""
    out = list(town.state.out_of_service.values())
    for alert in town.state.alerts.values():
        assert alert.group in town.state.alerts
        if alert.state is SUPPRESSED:
            assert why(town, alert), "held without a cause"
            assert alert.suppressed_reason
            chain = [alert.id]
            while (up := town.state.alerts[chain[-1]]).state is SUPPRESSED:
                if up.suppressed_by not in town.state.alerts:
                    break
                chain.append(up.suppressed_by)
                assert len(chain) == len(set(chain)), "alerts hold each other"
        elif alert.state is AlertState.OUT_OF_SERVICE:
            assert any(item.covers(alert) for item in out)
        elif alert.state is AlertState.SHELVED:
            assert alert.shelved_reason
        elif alert.state is AlertState.NORMAL:
            assert alert.returned
        else:
            assert alert.state in OPEN_STATES
            assert alert.suppressed_by == ""


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 2**32))
def test_nothing_is_held_without_a_cause_for_longer_than_it_may_linger(seed: int) -> None:
    rng, town = Random(seed), Watched()
    for _ in range(60):
        act(town, rng)
        town.look()
        check(town)
        town.wait(rng.choice((0, SECOND, 30 * SECOND, 2 * MINUTE, 5 * MINUTE)))
        check(town)
        causes = causes_among(town.policy(), town.state.alerts.values())
        for alert in town.state.alerts.values():
            if alert.state is UNANSWERED:
                hold = hold_on(town.policy(), town.state, alert, town.now_ms, causes)
                assert hold is None, "asks although its cause stands"

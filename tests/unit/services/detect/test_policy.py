"""What packs say, by the names the journal uses."""

from __future__ import annotations

from services.detect.policy import NO_POLICY, policy_of
from services.packs.schema import Suppression
from tests.unit.services.detect.stage import PACKS, POWER_GONE, pack, rule


def test_grouping_and_suppressions_are_known_by_rule() -> None:
    policy = policy_of(PACKS)
    assert policy.group_by["water.rain"] == "area"
    assert policy.group_by["water.depth"] == "place"
    assert [design.name for design in policy.designs["power.offline"]] == [
        "power.behind_feeder",
        "power.under_repair",
    ]
    assert [design.name for design in policy.designs["water.silent"]] == ["power.under_repair"]
    assert policy.causes == {"power.feeder", "power.substation"}
    assert "water.depth" not in policy.designs


def test_a_design_has_its_times_in_milliseconds_and_its_words() -> None:
    design = policy_of(PACKS).designs["power.offline"][0]
    assert (design.cause, design.through) == ("power.feeder", "feeder")
    assert (design.lead_ms, design.linger_ms) == (180_000, 120_000)
    assert design.reason == POWER_GONE


def test_a_rule_of_another_pack_and_all_of_a_pack_may_be_named() -> None:
    wide = Suppression(rules=["b.*"], cause="a.down", through="x", reason=POWER_GONE)
    a = pack("a", {"down": rule("k")}, {"wide": wide})
    b = pack("b", {"one": rule("k"), "two": rule("k")})
    policy = policy_of((a, b))
    assert set(policy.designs) == {"b.one", "b.two"}
    assert policy.causes == {"a.down"}
    assert policy_of((a,)).designs == {}


def test_a_cause_is_not_its_own_effect() -> None:
    wide = Suppression(rules=["a.*"], cause="down", through="x", reason=POWER_GONE)
    policy = policy_of((pack("a", {"down": rule("k"), "one": rule("k")}, {"wide": wide}),))
    assert set(policy.designs) == {"a.one"}


def test_no_packs_say_nothing() -> None:
    assert policy_of(()) == NO_POLICY

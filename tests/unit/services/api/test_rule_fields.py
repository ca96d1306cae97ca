from __future__ import annotations

import msgspec
import pytest
from msgspec import inspect

from services.api.rule_fields import fields_of
from services.packs.rules import Rule, StuckRule, Text, Threshold, ThresholdRule

WORDS = Text(zh="积水", en="water")
COMMON = {"stream": "d", "levels": {"blue": Threshold(at=5)}, "title": WORDS, "class_code": "x"}
DEPTH = ThresholdRule(**COMMON, deadband=2, on_delay_s=0, off_delay_s=60)


def field(rule, *path):
    (found,) = (one for one in fields_of(rule, "cm", "dm") if tuple(one.path) == path)
    return found


def test_values_have_type_default_and_unit():
    at = field(DEPTH, "levels", "*", "at")
    assert (at.type, at.required, at.unit) == ("number", True, "cm")
    delay = field(DEPTH, "off_delay_s")
    assert (delay.type, delay.unit) == ("number", "s")
    group = field(DEPTH, "group_by")
    assert (group.type, group.default) == ("choice", "place")
    assert set(group.choices) == {"place", "area", "rule", "pack"}
    assert field(DEPTH, "levels", "*", "tier").choices == ["small", "middle", "large"]
    assert (field(DEPTH, "title").type, field(DEPTH, "where").type) == ("words", "table")
    assert (field(DEPTH, "latch").type, field(DEPTH, "during").type) == ("bool", "texts")
    stuck = field(StuckRule(**COMMON), "resting_values")
    assert (stuck.type, stuck.unit, stuck.default) == ("numbers", "dm", [])


@pytest.mark.parametrize("kind", inspect.type_info(Rule).types, ids=lambda kind: str(kind.tag))
def test_every_kind_of_rule_has_all_its_values_and_they_can_be_sent(kind):
    needed = {one.name: 1 for one in kind.fields if one.required and one.name not in COMMON}
    if "of" in needed:
        needed["of"] = ["a"]
    found = fields_of(kind.cls(**COMMON, **needed), "cm", "cm")
    own = {one.path[0] for one in found if len(one.path) == 1}
    assert own == {one.encode_name for one in kind.fields} - {"levels"}
    assert {one.path[2] for one in found if len(one.path) == 3} == set(Threshold.__struct_fields__)
    assert msgspec.json.decode(msgspec.json.encode(found))

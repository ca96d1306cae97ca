"""What each kind of rule is refused for, and with which fix."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from services.packs.checks import check_pack
from services.packs.schema import Pack

TEXT = {"zh": "{name}", "en": "{name}"}
GOOD: dict[str, dict[str, Any]] = {
    "counted": {"kind": "count_in_window", "from_value": 1.0, "window_s": 60.0},
    "absent": {"kind": "absence", "from_value": 1.0, "during": ["day"]},
    "unusual": {"kind": "baseline", "days": 7.0, "min_readings": 50, "min_spread": 0.1},
    "agreeing": {"kind": "neighbours", "from_value": 1.0, "within_m": 500.0, "within_s": 60.0},
    "summed": {"kind": "accumulation", "window_s": 3600.0, "max_gap_s": 600.0},
    "both": {"kind": "combination", "of": ["counted", "absent"], "within_s": 60.0},
}


def findings(**changes: Any) -> list[str]:
    """What is said of the pack above with `rule__key` replaced."""
    rules: dict[str, Any] = {
        name: {"stream": "s", "class_code": "x", "title": TEXT, "levels": {"blue": {"at": 2}}}
        | rule
        for name, rule in GOOD.items()
    }
    for path, value in changes.items():
        name, key = path.split("__")
        rules[name][key] = value
    data = {
        "pack": {"id": "p", "version": 1, "title": TEXT},
        "streams": {"s": {"unit": "", "title": TEXT}},
        "calendars": {"day": {"title": TEXT, "hours": ["08:00-18:00"]}},
        "rules": rules,
    }
    pack = msgspec.convert(data, Pack)
    return [
        f"{'.'.join(map(str, path))}: {problem}; {fix}" for path, problem, fix in check_pack(pack)
    ]


def test_a_pack_of_every_kind_is_right() -> None:
    assert findings() == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            {"counted__window_s": 0},
            [
                "rules.counted.window_s: 0 cannot be used as window_s; "
                "write seconds from 1 to 604800"
            ],
        ),
        (
            {"counted__levels": {"blue": {"at": 2.5}}},
            [
                "rules.counted.levels.blue.at: 2.5 is no count this rule can reach; "
                "write a whole number up to 256"
            ],
        ),
        (
            {"counted__from_value": float("inf")},
            ["rules.counted.from_value: this is no finite number; write a number"],
        ),
        (
            {"absent__during": ["night"]},
            ['rules.absent.during.0: the pack has no calendar `night`; write one of: "day"'],
        ),
        (
            {"agreeing__levels": {"blue": {"at": 0}}},
            [
                "rules.agreeing.levels.blue.at: 0 is not further from 0 than the deadband, 0; "
                "write a number above 0"
            ],
        ),
        (
            {"unusual__min_spread": 0},
            [
                "rules.unusual.min_spread: 0 cannot be used as min_spread; "
                "write a number from 1e-09 to 1000000000"
            ],
        ),
        (
            {"both__levels": {"blue": {"at": 3}}},
            [
                "rules.both.levels.blue.at: 3 is no count this rule can reach; "
                "write a whole number up to 2"
            ],
        ),
        (
            {"both__of": ["counted", "both"]},
            [
                "rules.both.of.1: `both` is not a rule of this pack that can be combined; "
                'write one of: "counted", "absent", "unusual", "agreeing", "summed"'
            ],
        ),
        (
            {"both__of": ["counted", "counted"]},
            ["rules.both.of: there is nothing to combine; name two rules or more, each once"],
        ),
    ],
)
def test_a_mistake_is_named_with_what_to_write(change: dict[str, Any], said: list[str]) -> None:
    assert findings(**change) == said

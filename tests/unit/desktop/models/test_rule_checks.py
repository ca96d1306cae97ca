"""What the form says is wrong, and that the packs' own checks would say so too."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.models.rule_checks import MAX_COUNT, wrong_values
from desktop.models.rule_draft import Draft
from desktop.models.rule_fields import KINDS, RANGES
from services.packs import kind_checks
from services.packs.checks import check_pack
from services.packs.rules import Rule
from services.packs.schema import Pack
from tests.unit.desktop.models.test_rule_draft import rule

WORDS = {"zh": "水", "en": "water"}
NUMBERS = st.one_of(
    st.integers(-3, 300), st.floats(-2, 2, allow_nan=False), st.sampled_from((1e-10, 700_000, 1e9))
)
OWN: dict[str, dict[str, Any]] = {
    "threshold": {"deadband": 1, "on_delay_s": 0, "off_delay_s": 0},
    "rate_of_change": {"deadband": 1, "on_delay_s": 0, "off_delay_s": 0, "window_s": 60},
    "stale": {},
    "stuck": {},
    "count_in_window": {"from_value": 1, "window_s": 60},
    "absence": {"from_value": 1},
    "baseline": {"days": 7, "min_readings": 50, "min_spread": 0.1},
    "neighbours": {"from_value": 1, "within_m": 500, "within_s": 60},
    "accumulation": {"window_s": 3600, "max_gap_s": 900},
    "combination": {"of": ["one", "two"], "within_s": 60},
}


def values(kind: str, **more: Any) -> dict[str, Any]:
    base = {
        "kind": kind,
        "stream": "depth",
        "class_code": "x",
        "title": WORDS,
        "levels": {"blue": {"at": 2}},
    }
    return {**base, **OWN[kind], **more}


def said(of: dict[str, Any]) -> set[tuple[str, ...]]:
    """Where the form says something is wrong."""
    return set(wrong_values(of, Draft(rule(), of).specs()))


def found(of: dict[str, Any]) -> set[tuple[str, ...]]:
    """Where the packs' own checks find something."""
    others = {name: values("stale") for name in ("one", "two")}
    document = {
        "pack": {"id": "p", "version": 1, "title": WORDS},
        "streams": {"depth": {"unit": "cm", "title": WORDS}},
        "rules": {**others, "tried": of},
    }
    try:
        pack = msgspec.convert(document, Pack)
    except msgspec.ValidationError:
        return {("type",)}
    return {
        tuple(map(str, path[2:])) for path, *_ in check_pack(pack) if path[:2] == ("rules", "tried")
    }


def test_every_kind_is_tried() -> None:
    assert set(OWN) == set(KINDS)
    assert all(said(values(kind)) == found(values(kind)) == set() for kind in OWN)


def test_ranges_are_those_of_the_packs() -> None:
    theirs = {str(cls.__struct_config__.tag): of for cls, of in kind_checks._RANGES.items()}
    assert theirs == RANGES
    assert kind_checks.MAX_COUNT == MAX_COUNT


@given(
    st.sampled_from(sorted(OWN)),
    st.dictionaries(st.sampled_from(("blue", "yellow", "red")), NUMBERS, max_size=3),
    st.data(),
)
def test_the_form_says_what_the_packs_own_checks_say(
    kind: str, levels: dict[str, float], data: st.DataObject
) -> None:
    keys = [name for name, value in OWN[kind].items() if not isinstance(value, list)]
    edits = data.draw(st.dictionaries(st.sampled_from([*keys, "deadband"]), NUMBERS, max_size=2))
    of = values(kind, levels={name: {"at": at} for name, at in levels.items()}, **edits)

    assert bool(said(of)) == bool(found(of)), (said(of), found(of))


@pytest.mark.parametrize(
    ("kind", "more", "path"),
    [
        ("combination", {"of": ["one"]}, ("of",)),
        ("combination", {"of": ["one", "one"]}, ("of",)),
        ("combination", {"levels": {"blue": {"at": 3}}}, ("levels", "blue", "at")),
        ("count_in_window", {"levels": {"blue": {"at": 1.5}}}, ("levels", "blue", "at")),
        ("stale", {"off_delay_s": 604_801}, ("off_delay_s",)),
        ("threshold", {"on_delay_s": 1e300}, ("on_delay_s",)),
        ("threshold", {"title": {"zh": "{value:999999999}", "en": "x"}}, ("title", "zh")),
        ("stale", {"deadband": 5}, ("levels", "blue", "at")),
        ("rate_of_change", {"window_s": 90_000}, ("window_s",)),
        ("threshold", {"title": {"zh": "{minutes}", "en": "x"}}, ("title", "zh")),
    ],
)
def test_both_say_it_at_the_same_place(
    kind: str, more: dict[str, Any], path: tuple[str, ...]
) -> None:
    of = values(kind, **more)
    assert path in said(of) and path in found(of)


def test_a_day_is_not_the_end_of_every_window() -> None:
    assert said(values("count_in_window", window_s=200_000)) == set()


def test_minutes_may_stand_where_something_is_waited_for() -> None:
    words = {"zh": "{minutes:.0f} 分", "en": "{minutes:.0f} min"}
    assert said(values("stale", title=words)) == found(values("stale", title=words)) == set()


def test_what_the_type_does_not_take_is_the_last_word() -> None:
    assert said(values("threshold", direction="sideways")) == {()}
    assert msgspec.convert(values("threshold"), Rule)

"""Every field of every kind of rule has a name, a meaning and a way to write it."""

from __future__ import annotations

import msgspec
import pytest

from desktop.models import rule_words
from desktop.models.rule_fields import (
    KINDS,
    FieldSpec,
    Shape,
    guidance_fields,
    level_fields,
    range_text,
    rule_fields,
)

kinds = pytest.mark.parametrize("kind", sorted(KINDS))


@kinds
def test_every_key_of_a_kind_is_a_field_or_shown_elsewhere(kind: str) -> None:
    keys = {field.name for field in msgspec.structs.fields(KINDS[kind])}
    shown = {spec.path[0] for spec in rule_fields({"kind": kind}, "cm")}

    assert keys - shown == {"levels", "stream", "title"}


@kinds
def test_every_field_says_what_it_is_and_what_it_means(kind: str) -> None:
    for spec in rule_fields({"kind": kind}, "cm"):
        name = spec.path[0]
        assert spec.label != name, name
        assert spec.meaning, name
        assert name in rule_words.ORDER, name


@kinds
def test_every_kind_has_a_word_and_a_measure(kind: str) -> None:
    assert rule_words.kind_text(kind) != kind
    assert rule_words.kind_meaning(kind)
    assert rule_words.measure_unit(kind, "cm")


@kinds
def test_every_choice_has_a_word(kind: str) -> None:
    for spec in rule_fields({"kind": kind}, "cm"):
        for value, text in spec.choices:
            assert text != value


def test_the_shape_of_a_field_comes_from_its_type() -> None:
    shapes = {spec.path[0]: spec.shape for spec in rule_fields({"kind": "baseline"}, "cm")}
    assert shapes["min_readings"] is Shape.WHOLE
    assert shapes["min_spread"] is Shape.NUMBER
    assert shapes["side"] is Shape.CHOICE
    assert shapes["latch"] is Shape.FLAG
    assert shapes["during"] is Shape.NAMES
    assert shapes["where"] is Shape.FIXED


def test_what_a_rate_compares_is_per_minute_and_may_fall() -> None:
    at = level_fields({"kind": "rate_of_change"}, "red", "cm")[0]
    assert at.path == ("levels", "red", "at")
    assert at.unit == "厘米/分"
    assert at.low is None
    assert level_fields({"kind": "stale"}, "red", "cm")[0].low == 0


def test_a_kind_of_a_newer_server_has_no_fields_but_its_levels() -> None:
    assert rule_fields({"kind": "tomorrow"}, "cm") == ()
    assert level_fields({"kind": "tomorrow"}, "blue", "cm")


def test_guidance_may_be_left_out() -> None:
    assert all(spec.is_optional for spec in guidance_fields("blue"))


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [(None, None, ""), (0.0, None, "0 以上"), (1e-9, 1e9, "大于 0"), (1.0, 86_400.0, "1 到 86400")],
)
def test_a_range_is_said_in_words(low: float | None, high: float | None, said: str) -> None:
    assert range_text(FieldSpec(("x",), Shape.NUMBER, "x", low=low, high=high)) == said
    assert range_text(FieldSpec(("x",), Shape.TEXT, "x", low=low, high=high)) == ""

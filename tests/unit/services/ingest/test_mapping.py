from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.contract.model import Quality
from services.ingest.mapping import MAX_ITEMS, Fields, Mapper
from services.ingest.parse import RawReading

UPLINK = {
    "deduplicationId": "3ac7e3c4-4401-4b8d-9386-a5c902f9202d",
    "time": "2026-07-18T12:35:00.000+00:00",
    "deviceInfo": {"applicationName": "water", "devEui": "0101010101010101"},
    "fPort": 1,
    "object": {"level_cm": 27.4, "battery": 3.5, "state": "ok"},
}


def readings(fields: Fields, whole: object, **names: str) -> list[RawReading]:
    parsed = Mapper(fields, frozenset(names)).readings(whole, names)
    assert not parsed.refused, parsed.refused
    return parsed.items


def test_paths_and_constants_fill_the_fields() -> None:
    fields = Fields(
        stream="lora-{$.deviceInfo.devEui}-{port}",
        value="$.object.level_cm",
        at="$.time",
        quality="uncertain",
    )
    assert readings(fields, UPLINK, port="1") == [
        RawReading("lora-0101010101010101-1", 27.4, 1_784_378_100_000, Quality.UNCERTAIN)
    ]


def test_a_table_of_values_says_what_words_mean() -> None:
    fields = Fields(stream="D", value="$.object.state", at="", values={"ok": 0, "alarm": 1})
    assert readings(fields, UPLINK) == [RawReading("D", 0.0)]


def test_a_constant_value_needs_nothing_of_the_message() -> None:
    assert readings(Fields(stream="D", value=1), {}) == [RawReading("D", 1.0)]


def test_a_number_in_quotes_is_a_number() -> None:
    assert readings(Fields(stream="D"), {"value": "3.5"}) == [RawReading("D", 3.5)]


@pytest.mark.parametrize(
    ("fields", "whole", "reason"),
    [
        (Fields(stream="D"), {}, "there is no value at $.value"),
        (Fields(stream="D"), {"value": "wet"}, "'wet' is not a number"),
        (Fields(stream="D"), {"value": {}}, "a dict, not a number"),
        (Fields(stream="D"), {"value": 10**400}, "too large"),
        (Fields(stream="D", values={"on": 1}), {"value": "off"}, "'off' is none of on"),
        (Fields(stream="D", values={"on": 1}), {"value": []}, "a list, not a word"),
        (Fields(stream="$.id"), {"value": 1}, "the stream's id is missing"),
        (Fields(stream="D"), {"value": 1, "at": "soon"}, "not a time in ISO 8601"),
        (Fields(stream="D"), {"value": 1, "quality": "so so"}, "quality is none of"),
        (Fields(stream="D"), {"value": 1, "quality": []}, "quality at $.quality"),
        (Fields(stream="D"), {"value": 1, "evidence": 5}, "evidence at $.evidence"),
        (Fields(stream="D", each="$.list"), {"list": {}}, "there is no list at $.list"),
        (Fields(stream="D", each="$"), [0] * (MAX_ITEMS + 1), "more than 20000 items"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_reason(
    fields: Fields, whole: object, reason: str
) -> None:
    parsed = Mapper(fields).readings(whole)
    assert not parsed.items
    assert reason in parsed.refused[0].reason


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        (Fields(stream="{nobody}"), "nothing named {nobody}; the names are: none"),
        (Fields(stream="a}b"), "without its other half"),
        (Fields(stream=""), "must say which stream"),
        (Fields(stream="D", value="$.a["), "value: .*no path"),
        (Fields(stream="D", at="now"), "at: .*no path"),
        (Fields(stream="D", each="list"), "each: .*no path"),
        (Fields(stream="D", timezone="x/y"), "timezone"),
        (Fields(stream="D", values={"x": float("inf")}), "finite"),
    ],
)
def test_a_table_that_cannot_be_understood_is_named(fields: Fields, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        Mapper(fields)


_json: Any = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["id", "value", "at", "quality", "l"]), inner, max_size=5)
    ),
    max_leaves=12,
)
_MAPPERS = (
    Mapper(Fields(stream="{$.id}")),
    Mapper(Fields(stream="$^.id", each="$.l", at_unit="s", timezone="UTC")),
    Mapper(Fields(stream="D", values={"true": 1, "x": 0})),
)


@given(_json)
def test_random_messages_are_taken_or_refused_never_both_nor_neither(whole: object) -> None:
    for mapper in _MAPPERS:
        parsed = mapper.readings(whole)
        places = sorted(parsed.places + [each.index for each in parsed.refused])
        assert places == list(range(len(places)))
        for refused in parsed.refused:
            (refused.stream + refused.reason).encode()

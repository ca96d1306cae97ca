import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.contract.model import Quality
from services.ingest.parse import BadBody, parse_readings


def test_an_array_is_read_with_times_and_qualities() -> None:
    body = json.dumps(
        [
            {"stream": "W1", "value": 3},
            {"stream": "W2", "value": 1.5, "at": "2026-07-18T20:35:00+08:00", "quality": "bad"},
            {"stream": "W3", "value": -1, "at": 1784378100000, "quality": 1, "evidence": "e1"},
        ]
    ).encode()
    parsed = parse_readings(body)
    assert [item.stream for item in parsed.items] == ["W1", "W2", "W3"]
    assert [item.at_ms for item in parsed.items] == [None, 1784378100000, 1784378100000]
    assert parsed.items[1].quality is Quality.BAD
    assert parsed.items[2].quality is Quality.UNCERTAIN
    assert [item.evidence for item in parsed.items] == ["", "", "e1"]
    assert not parsed.refused


def test_lines_are_read_each_for_itself() -> None:
    parsed = parse_readings(b'{"stream":"a","value":1}\n\n{nonsense\r\n{"stream":"b","value":2}\n')
    assert [item.stream for item in parsed.items] == ["a", "b"]
    assert parsed.places == [0, 2]
    assert parsed.refused[0].index == 1
    assert parsed.refused[0].reason.startswith("not JSON")


def test_a_single_nan_refuses_one_item_only_later() -> None:
    parsed = parse_readings(b'[{"stream":"a","value":NaN},{"stream":"b","value":2}]')
    assert [item.stream for item in parsed.items] == ["a", "b"]


@pytest.mark.parametrize(
    ("item", "reason"),
    [
        ('{"value":1}', "missing required field `stream`"),
        ('{"stream":"a"}', "missing required field `value`"),
        ('{"stream":"a","value":"1"}', "Expected `float`, got `str`"),
        ('{"stream":"a","value":true}', "Expected `float`, got `bool`"),
        ('{"stream":"a","value":1,"at":"yesterday"}', "neither ISO-8601 nor"),
        ('{"stream":"a","value":1,"at":"2026-07-18T20:35:00"}', "no UTC offset"),
        ('{"stream":"a","value":1,"at":99999999999999999}', "not a time in milliseconds"),
        ('{"stream":"a","value":1,"quality":9}', "quality is none of"),
        ('{"stream":"a","value":1,"evidence":"a\\nb"}', "evidence is not an id"),
        ('{"stream":"a","value":"\\ud800"}', "half of a surrogate pair"),
        ("3", "Expected `object`, got `int`"),
    ],
)
def test_a_bad_item_is_refused_with_its_reason(item: str, reason: str) -> None:
    parsed = parse_readings(f'[{item},{{"stream":"ok","value":1}}]'.encode())
    assert [good.stream for good in parsed.items] == ["ok"]
    assert parsed.refused[0].index == 0
    assert reason in parsed.refused[0].reason


@pytest.mark.parametrize("body", [b"", b"  \n", b"[", b'[{"stream"', b"[1,2", b"[" * 100_000])
def test_a_body_that_is_no_array_is_refused_in_words(body: bytes) -> None:
    with pytest.raises(BadBody):
        parse_readings(body)


@given(st.binary(max_size=300), st.sampled_from([None, True, False]))
def test_random_bytes_never_crash(body: bytes, ndjson: bool | None) -> None:
    try:
        parsed = parse_readings(body, ndjson)
    except BadBody as error:
        assert str(error)
    else:
        json.dumps([[item.stream, item.reason] for item in parsed.refused]).encode()


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=10,
)
_item = st.fixed_dictionaries(
    {}, optional={"stream": _json, "value": _json, "at": _json, "quality": _json}
)


@given(st.lists(_item | _json, max_size=6))
def test_every_item_is_taken_or_refused(items: list[object]) -> None:
    parsed = parse_readings(json.dumps(items).encode())
    places = sorted(parsed.places + [item.index for item in parsed.refused])
    assert places == list(range(len(items)))
    for item in parsed.refused:
        (item.stream + item.reason).encode("utf-8")

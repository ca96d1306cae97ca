from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.errors import StartupError
from services.ingest.mqtt import Mapper, Topic, read_settings
from services.ingest.parse import RawReading

FILE = Path("town.toml")


def only(topic: Topic, name: str, payload: bytes) -> RawReading:
    parsed = Mapper((topic,)).readings(name, payload)
    assert not parsed.refused, parsed.refused
    (reading,) = parsed.items
    return reading


@pytest.mark.parametrize(
    ("topic", "name", "payload", "expected"),
    [
        (Topic("s/+/depth", stream="{1}"), "s/W1/depth", b"12.5", RawReading("W1", 12.5)),
        (Topic("s/{stream}/depth"), "s/W1/depth", b'{"value":2}', RawReading("W1", 2.0)),
        (Topic("s/{stream}", value="$.d.v"), "s/W1", b"3", RawReading("W1", 3.0)),
        (
            Topic("s/{dev}/#", stream="{dev}-{2}", value="$.d.v", at="$.t"),
            "s/x/y",
            b'{"d":{"v":1},"t":7}',
            RawReading("x-y", 1.0, 7),
        ),
        (
            Topic("z/{stream}", values={"ON": 1, "OFF": 0}),
            "z/plug",
            b"ON",
            RawReading("plug", 1.0),
        ),
        (
            Topic("z/{stream}", value="$.state", values={"true": 1}),
            "z/plug",
            b'{"state": true, "evidence": "clip-7"}',
            RawReading("plug", 1.0, evidence="clip-7"),
        ),
    ],
)
def test_a_topic_and_its_payload_become_a_reading(
    topic: Topic, name: str, payload: bytes, expected: RawReading
) -> None:
    assert only(topic, name, payload) == expected


def test_a_list_becomes_many_readings_each_refused_for_itself() -> None:
    topic = Topic("gw/{gw}/up", stream="{gw}.{$.id}", each="$.values", at="$^.t", value="$.v")
    body = b'{"t": 5, "values": [{"id": "a", "v": 1}, {"v": 2}, {"id": 3, "v": 4}]}'
    parsed = Mapper((topic,)).readings("gw/G1/up", body)
    assert parsed.items == [RawReading("G1.a", 1.0, 5), RawReading("G1.3", 4.0, 5)]
    assert [(each.index, each.reason) for each in parsed.refused] == [
        (1, "the stream's id is missing or is no word")
    ]


@pytest.mark.parametrize(
    ("payload", "reason"),
    [
        (b"", "neither a number nor JSON"),
        (b"wet", "neither a number nor JSON"),
        (b'{"v":1}', "no value at $.value"),
        (b"[1]", "payload is a list"),
        (b"true", "a bool, not a number"),
        (b"null", "no value"),
        (b"1" * 300_000, "over the limit"),
    ],
)
def test_a_payload_without_a_number_is_refused_with_its_reason(payload: bytes, reason: str) -> None:
    parsed = Mapper((Topic("s/{stream}"),)).readings("s/a", payload)
    assert not parsed.items
    assert reason in parsed.refused[0].reason


def test_a_topic_nobody_mapped_is_refused() -> None:
    parsed = Mapper((Topic("s/{stream}"),)).readings("other", b"1")
    assert parsed.refused[0].reason == "no pattern fits the topic"


def test_settings_take_a_url_and_refuse_what_does_not_fit() -> None:
    settings = read_settings(
        {"url": "mqtts://broker:1234", "topic": [{"pattern": "a/{stream}"}]}, FILE
    )
    assert (settings.host, settings.port, settings.tls) == ("broker", 1234, True)
    assert settings.topic[0].filter == "a/+"


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ({"topic": [{"pattern": "a/+", "stream": "{2}"}]}, r"number 1 \(a/\+\): stream: .*\{2\}"),
        ({"topic": [{"pattern": "a/+"}]}, "nothing named {stream}; the names are: 1"),
        ({"topic": [{"pattern": "a/{stream}", "value": "$.a b"}]}, "value: .*no path"),
        ({"topic": [{"pattern": "a/{stream}", "timezone": "Mars"}]}, "timezone: 'Mars'"),
        ({"topics": []}, "topic"),
        ({"topic": 1}, "topic"),
        ({"topic": [], "url": "http://x"}, "mqtt://"),
    ],
)
def test_settings_name_what_is_wrong(table: dict[str, object], words: str) -> None:
    with pytest.raises(StartupError, match=rf"town\.toml: \[+mqtt.*{words}"):
        read_settings(table, FILE)


@given(st.text(max_size=40), st.binary(max_size=100))
def test_random_messages_never_crash(name: str, payload: bytes) -> None:
    topics = (Topic("s/{stream}"), Topic("l/+", stream="{1}", each="$"), Topic("#", stream="{1}"))
    for topic in (name, f"l/{name}"):
        parsed = Mapper(topics).readings(topic, payload)
        assert parsed.items or parsed.refused or payload.strip() == b"[]"

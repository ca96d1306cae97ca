from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.errors import StartupError
from services.ingest.mqtt import Mapper, Topic, read_settings
from services.ingest.parse import RawReading, RefusedReading

FILE = Path("town.toml")


@pytest.mark.parametrize(
    ("topic", "name", "payload", "expected"),
    [
        (Topic("s/+/depth", "{1}"), "s/W1/depth", b"12.5", RawReading("W1", 12.5)),
        (Topic("s/{stream}/depth"), "s/W1/depth", b'{"value":2}', RawReading("W1", 2.0)),
        (
            Topic("s/{dev}/#", "{dev}-{2}", "$.d.v", "$.t"),
            "s/x/y",
            b'{"d":{"v":1},"t":7}',
            RawReading("x-y", 1.0, 7),
        ),
    ],
)
def test_a_topic_and_its_payload_become_a_reading(
    topic: Topic, name: str, payload: bytes, expected: RawReading
) -> None:
    assert Mapper((topic,)).reading(name, payload) == expected


@pytest.mark.parametrize("payload", [b"", b"wet", b'{"v":1}', b"[1]", b"true", b"null"])
def test_a_payload_without_a_number_is_refused(payload: bytes) -> None:
    assert isinstance(Mapper((Topic("s/{stream}"),)).reading("s/a", payload), RefusedReading)


def test_settings_take_a_url_and_refuse_what_does_not_fit() -> None:
    settings = read_settings(
        {"url": "mqtts://broker:1234", "topic": [{"pattern": "a/{stream}"}]}, FILE
    )
    assert (settings.host, settings.port, settings.tls) == ("broker", 1234, True)
    assert settings.topic[0].filter == "a/+"
    for bad in ({"topic": [{"pattern": "a/+", "stream": "{2}"}]}, {"topics": []}, {"topic": 1}):
        with pytest.raises(StartupError, match=r"town\.toml: \[mqtt\]"):
            read_settings(bad, FILE)


@given(st.text(max_size=40), st.binary(max_size=100))
def test_random_messages_never_crash(name: str, payload: bytes) -> None:
    mapper = Mapper((Topic("s/{stream}"), Topic("#", "{1}")))
    assert isinstance(mapper.reading(name, payload), RawReading | RefusedReading)

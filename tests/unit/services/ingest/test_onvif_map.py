from pathlib import Path
from typing import Any

import pytest

from services.errors import StartupError
from services.ingest.onvif import parse_notify
from services.ingest.onvif_map import OnvifSource, read_onvif
from services.ingest.parse import RawReading
from tests.unit.services.ingest.test_onvif import FIELD, MOTION

FILE = Path("town.toml")
MS = 1_784_378_100_000


def source(*events: dict[str, Any], **more: Any) -> OnvifSource:
    table = {"gate": {"event": list(events), **more}}
    return read_onvif(table, FILE, {"KEY": "k1"})["gate"]


MOTION_EVENT = {
    "topic": "tns1:RuleEngine/CellMotionDetector/Motion",
    "source": {"VideoSourceConfigurationToken": "VSC_1"},
    "stream": "M01",
}


def test_topic_and_source_choose_the_stream() -> None:
    other = {**MOTION_EVENT, "source": {"Rule": "another"}, "stream": "M02"}
    found = source(MOTION_EVENT, other).understand(parse_notify(MOTION))
    assert found.parsed.items == [RawReading("M01", 1.0, MS)]
    assert found.ignored == 1


def test_wildcards_names_of_items_and_tables_of_values() -> None:
    found = source(
        {"topic": "RuleEngine/*/ObjectsInside", "stream": "zone.{$.source.Rule}"},
        {"topic": "VideoSource/#", "stream": "gone"},
        {"topic": "RuleEngine/CountAggregation/#", "stream": "C", "value": "$.data.Count"},
    ).understand(parse_notify(FIELD))
    assert found.parsed.items == [
        RawReading("zone.Gate", 1.0, MS),
        RawReading("C", 17.0, MS + 3000),
    ]
    assert (found.parsed.places, found.ignored) == ([0, 2], 1)
    table = {"false": 5, "true": 6}
    event = {"topic": "Device/#", "stream": "D", "values": table}
    assert source(event).understand(parse_notify(MOTION)).parsed.items[0].value == 5.0


def test_a_value_that_is_none_is_refused_with_topic_and_reason() -> None:
    body = MOTION.replace(b'Value="true"', b'Value="maybe"')
    found = source(MOTION_EVENT).understand(parse_notify(body))
    assert found.parsed.refused[0].reason == (
        "RuleEngine/CellMotionDetector/Motion: value 'maybe' is not a number"
    )


def test_a_key_opens() -> None:
    keyed = source(MOTION_EVENT, key_env="KEY")
    assert keyed.has_key
    assert keyed.opens("k1")
    assert not keyed.opens("k2\ud800")


@pytest.mark.parametrize(
    ("table", "words"),
    [
        (1, r"\[onvif\]: write a table"),
        ({"a/b": {}}, r"\[onvif.a/b\]: a name has"),
        ({"a": {"event": [{"topic": "x"}]}}, r"\[onvif.a\]: .*stream"),
        ({"a": {"event": [{"topic": "x//y", "stream": "s"}]}}, "event number 1 .*empty part"),
        ({"a": {"event": [{"topic": "#/y", "stream": "s"}]}}, "# may only be the last"),
        ({"a": {"event": [{"topic": "x", "stream": "{s}"}]}}, "nothing named {s}"),
        ({"a": {"event": [], "key_env": "NOT_SET"}}, "key_env: the environment has no NOT_SET"),
    ],
)
def test_settings_name_file_table_and_fix(table: object, words: str) -> None:
    with pytest.raises(StartupError, match=rf"town\.toml: .*{words}"):
        read_onvif(table, FILE, {})

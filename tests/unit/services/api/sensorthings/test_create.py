from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.api.sensorthings.create import Workshop, data_array_of, observation_of
from services.api.sensorthings.words import StaError
from services.contract.model import Quality
from services.ingest.parse import RawReading

MS = 1_784_378_100_000
THING: dict[str, Any] = {
    "@iot.id": "box-7",
    "name": "Water box",
    "description": "A box in a manhole",
    "properties": {"kind": "manhole", "lid": True, "depth": 3},
    "Locations": [
        {
            "name": "Here",
            "description": "Here",
            "encodingType": "application/geo+json",
            "location": {"type": "Point", "coordinates": [121.1, 31.1, 4.0]},
        }
    ],
    "Datastreams": [
        {
            "@iot.id": "box-7.level",
            "name": "Level",
            "description": "Water over the invert",
            "observationType": "http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_Measurement",
            "unitOfMeasurement": {"name": "centimetre", "symbol": "cm", "definition": "ucum:cm"},
            "properties": {"site": "road"},
            "Sensor": {
                "name": "Radar",
                "description": "Radar",
                "encodingType": "text/html",
                "metadata": "https://maker.example/radar",
            },
            "ObservedProperty": {
                "name": "water.depth",
                "description": "Depth",
                "definition": "http://vocab.example/depth",
            },
            "Observations": [{"result": 3, "phenomenonTime": "2026-07-18T20:35:00+08:00"}],
        }
    ],
}
SHOP = Workshop(
    area_at=lambda lon, lat: "N1",
    place_of=lambda id: (121.5, 31.5) if id == "U1" else None,
    limits=lambda stream: stream,
)


def test_an_observation_is_a_reading() -> None:
    assert observation_of(
        {
            "phenomenonTime": "2026-07-18T20:34:00+08:00/2026-07-18T20:35:00+08:00",
            "resultTime": "2026-07-18T20:36:00+08:00",
            "result": 5,
            "resultQuality": "uncertain",
            "parameters": {"evidence": "e1", "operator": "x"},
            "Datastream": {"@iot.id": "W1"},
        }
    ) == RawReading("W1", 5.0, MS, Quality.UNCERTAIN, "e1")
    assert observation_of({"result": True}, "W1") == RawReading("W1", 1.0)
    assert observation_of({"result": "2.5", "Datastream": {"@iot.id": 7}}) == RawReading("7", 2.5)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ([], "an Observation: must be an object"),
        ({"result": 1}, "Datastream: must be"),
        ({"Datastream": {"@iot.id": "W1"}}, "result: is missing"),
        ({"Datastream": {"@iot.id": "W1"}, "result": {}}, "result: .*not a number"),
        ({"Datastream": {"@iot.id": "W1"}, "result": 1, "phenomenonTime": "soon"},
         "phenomenonTime: at 'soon' is not"),
        ({"Datastream": {"@iot.id": "W1"}, "result": 1, "phenomenonTime": 5}, "a text in ISO 8601"),
        ({"Datastream": {"@iot.id": "W1"}, "result": 1, "resultQuality": []}, "Quality: must"),
        ({"Datastream": {"@iot.id": "W1"}, "result": 1, "parameters": 1}, "parameters: must"),
        ({"Datastream": {"@iot.id": "W1"}, "result": 1, "parameters": {"evidence": 1}}, "evidence"),
    ],
)  # fmt: skip
def test_an_observation_that_is_none_names_its_property(body: object, words: str) -> None:
    with pytest.raises(StaError, match=words):
        observation_of(body)


def test_the_address_and_the_body_must_agree() -> None:
    with pytest.raises(StaError, match="another than that of the address"):
        observation_of({"result": 1, "Datastream": {"@iot.id": "W2"}}, "W1")


def test_a_data_array_is_read_row_by_row() -> None:
    body = [
        {
            "Datastream": {"@iot.id": "W1"},
            "components": ["phenomenonTime", "result", "FeatureOfInterest/id"],
            "dataArray@iot.count": 3,
            "dataArray": [["2026-07-18T12:35:00Z", 20, 1], ["x", 1, 1], [1]],
        },
        {"Datastream": {"@iot.id": "W2"}, "components": ["result"], "dataArray": [[65]]},
    ]
    first, second, third, fourth = data_array_of(body)
    assert (first, fourth) == (RawReading("W1", 20.0, MS), RawReading("W2", 65.0))
    assert "not a time" in str(second)
    assert "a list of 3" in str(third)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({}, "takes a list"),
        ([1], "data array 1: must be an object"),
        ([{"Datastream": {"@iot.id": "a"}}], "components must be a list with result"),
        ([{"Datastream": {"@iot.id": "a"}, "components": ["result", "colour"]}], "'colour'"),
        ([{"Datastream": {"@iot.id": "a"}, "components": ["result"]}], "dataArray must be"),
    ],
)
def test_a_data_array_that_is_none_is_refused_as_a_whole(body: object, words: str) -> None:
    with pytest.raises(StaError, match=words):
        data_array_of(body)


def test_a_thing_with_all_that_is_in_it() -> None:
    drafts = SHOP.thing(THING)
    (asset,), (stream,) = drafts.assets, drafts.streams
    assert (asset.id, asset.kind, asset.name, asset.area) == ("box-7", "manhole", "Water box", "N1")
    assert (asset.lon, asset.lat, asset.attributes) == (121.1, 31.1, {"lid": True, "depth": 3.0})
    assert (stream.id, stream.kind, stream.unit) == ("box-7.level", "water.depth", "cm")
    assert (stream.asset, stream.area, stream.lon) == ("box-7", "N1", 121.1)
    assert stream.attributes == {
        "site": "road",
        "sensor": "Radar",
        "sensor_metadata": "https://maker.example/radar",
    }
    assert drafts.readings == [RawReading("box-7.level", 3.0, MS)]


def test_a_datastream_joins_a_thing_or_brings_one() -> None:
    bare = {key: value for key, value in THING["Datastreams"][0].items() if key != "@iot.id"}
    (stream,) = SHOP.datastream({**bare, "Thing": {"@iot.id": "U1"}}).streams
    assert (stream.asset, stream.lon, stream.id[:4]) == ("U1", 121.5, "sta-")
    (stream,) = SHOP.datastream(bare, "U1").streams
    assert stream.asset == "U1"
    new = SHOP.datastream({**bare, "Thing": {**THING, "Datastreams": []}})
    assert (len(new.assets), new.streams[0].asset) == (1, "box-7")


def _thing(**changed: Any) -> dict[str, Any]:
    return {**THING, **changed}


def _stream(**changed: Any) -> dict[str, Any]:
    return _thing(Datastreams=[{**THING["Datastreams"][0], **changed}])


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (1, "a Thing: must be an object"),
        (_thing(name=""), "Thing/name: must be a text"),
        (_thing(name="a\nb"), "printable"),
        (_thing(properties=[]), "Thing/properties: must be an object"),
        (_thing(properties={"a": {}}), "Thing/properties/a: must be a text, a number"),
        (_thing(properties={"a": "\ud800"}), "is too long or no text"),
        (_thing(properties={"\ud800": 1}), "printable"),
        (_thing(Locations=[]), "needs one Location"),
        (_thing(Locations=[{"location": {"type": "Polygon"}}]), "must be a GeoJSON Point"),
        (
            _thing(Locations=[{"location": {"type": "Point", "coordinates": [31, 121]}}]),
            "longitude first",
        ),
        (
            _thing(Locations=[{"location": {"type": "Point", "coordinates": ["a", 1]}}]),
            "in degrees",
        ),
        (_thing(Locations=[{"@iot.id": "nowhere"}]), "no Location of this"),
        (_thing(**{"@iot.id": ""}), "@iot.id: must be"),
        (_thing(Datastreams={}), "Datastreams: must be a list"),
        (_stream(Sensor=None), "Datastream/Sensor: must be an object"),
        (_stream(ObservedProperty={}), "ObservedProperty/name: must be a text"),
        (_stream(unitOfMeasurement="cm"), "unitOfMeasurement: must be an object"),
        (_stream(ObservedProperty={"@iot.id": "\ud800"}), "@iot.id: must be"),
        (_stream(Observations=[{}]), "result: is missing"),
    ],
)
def test_a_thing_that_is_none_names_its_property(body: object, words: str) -> None:
    with pytest.raises(StaError, match=words):
        SHOP.thing(body)


def test_a_datastream_of_nobody_is_refused() -> None:
    with pytest.raises(StaError, match="'X' is no asset of the town"):
        SHOP.datastream({"Thing": {"@iot.id": "X"}})
    with pytest.raises(StaError, match="Thing: must be"):
        SHOP.datastream({})


_json: Any = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=4)
    | st.just("\ud800"),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from([*THING, *THING["Datastreams"][0], "result"]), inner)
    ),
    max_leaves=10,
)


@given(_json)
def test_random_bodies_are_understood_or_refused(body: Any) -> None:
    patched = {**THING, **body} if isinstance(body, dict) else body
    for make in (observation_of, data_array_of, SHOP.thing, SHOP.datastream):
        for each in (body, patched, [patched]):
            try:
                make(each)
            except StaError as error:
                error.text.encode("utf-8", "strict")

import json
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from services.api.sensorthings import answer as module
from services.api.sensorthings import view as view_module
from services.api.sensorthings.answer import Answerer, span_of
from services.api.sensorthings.options import parse_options
from services.api.sensorthings.paths import parse_path
from services.api.sensorthings.view import View
from services.api.sensorthings.words import StaError
from tests.unit.services.api.sensorthings.small import ASSETS, NOW, STREAMS, small_view

ROOT = "http://host/api/sta/v1.1"


def get(path: str, view: View | None = None, **options: str) -> dict[str, Any]:
    resource = parse_path(path)
    parsed = parse_options([(f"${k}", v) for k, v in options.items()], resource.last.set)
    answerer = Answerer(view or small_view(), ROOT, NOW)
    if resource.last.is_one:
        return answerer.written(answerer.entity(resource), parsed)
    return answerer.collection(resource, parsed)


def ids(answer: dict[str, Any]) -> list[str]:
    return [each["@iot.id"] for each in answer["value"]]


def test_a_thing_is_written_as_the_standard_says() -> None:
    assert get("Things('U1')") == {
        "@iot.id": "U1",
        "@iot.selfLink": f"{ROOT}/Things('U1')",
        "name": "人民路下立交",
        "description": "underpass",
        "properties": {"close_at": 25.0, "kind": "underpass", "area": "N1", "status": "active"},
        "Datastreams@iot.navigationLink": f"{ROOT}/Things('U1')/Datastreams",
        "Locations@iot.navigationLink": f"{ROOT}/Things('U1')/Locations",
        "HistoricalLocations@iot.navigationLink": f"{ROOT}/Things('U1')/HistoricalLocations",
    }


def test_every_datastream_has_what_the_standard_requires() -> None:
    for stream in get("Datastreams")["value"]:
        assert {"name", "description", "unitOfMeasurement", "observationType"} <= stream.keys()
        assert stream["unitOfMeasurement"].keys() == {"name", "symbol", "definition"}


def test_every_link_leads_somewhere_and_back() -> None:
    seen = 0
    for name in ("Things", "Locations", "Datastreams", "Sensors", "ObservedProperties",
                 "Observations", "FeaturesOfInterest", "HistoricalLocations"):  # fmt: skip
        for each in get(name)["value"]:
            own = unquote(each["@iot.selfLink"]).removeprefix(f"{ROOT}/")
            assert get(own)["@iot.id"] == each["@iot.id"]
            for key, link in each.items():
                if key.endswith("@iot.navigationLink"):
                    answer = get(unquote(link).removeprefix(f"{ROOT}/"))
                    assert "value" in answer or "@iot.id" in answer
                    seen += 1
    assert seen > 40


def test_pages_follow_each_other() -> None:
    answer = get("Datastreams", top="2", orderby="id desc", count="true")
    assert (ids(answer), answer["@iot.count"]) == (["W1", "U1.door"], 3)
    link = urlsplit(answer["@iot.nextLink"])
    said = {name[1:]: value for name, value in parse_qsl(link.query)}
    assert said == {"top": "2", "orderby": "id desc", "count": "true", "skip": "2"}
    last = get(link.path.rpartition("/")[2], **said)
    assert ids(last) == ["R1"]
    assert "@iot.nextLink" not in last


def test_observations_by_time_and_the_newest_first() -> None:
    path = "Datastreams('W1')/Observations"
    assert [o["result"] for o in get(path)["value"]] == [5.0, 15.0, 25.5]
    newest = get(path, orderby="phenomenonTime desc", top="1")
    assert newest["value"][0]["result"] == 25.5
    assert newest["value"][0]["phenomenonTime"] == "2026-07-18T12:34:00.000Z"
    assert newest["value"][0]["resultQuality"] == "good"
    assert [
        o["result"] for o in get(path, filter="phenomenonTime le 2026-07-18T12:33:00Z")["value"]
    ] == [5.0, 15.0]
    assert get(f"Observations('W1@{NOW - 60_000}')")["result"] == 25.5
    # A next page of an empty one would be itself, for ever.
    none = get("Things('U1')/Datastreams('W1')/Observations", top="0", count="true")
    assert none == {"@iot.count": 3, "value": []}


def test_expanded_links_are_in_place_with_their_own_pages() -> None:
    answer = get(
        "Things",
        filter="id eq 'U1'",
        expand="Datastreams($select=name,id;$top=1;$count=true;$expand=Observations($top=1)),Locations",
    )
    (thing,) = answer["value"]
    (stream,) = thing["Datastreams"]
    assert stream.keys() == {
        "@iot.id", "name", "Observations", "Observations@iot.nextLink"
    }  # fmt: skip
    assert thing["Datastreams@iot.count"] == 2
    assert thing["Datastreams@iot.nextLink"].startswith(f"{ROOT}/Things('U1')/Datastreams?")
    assert thing["Locations"][0]["location"] == {"type": "Point", "coordinates": [121.1, 31.1]}
    observation = get("Observations", top="1", expand="Datastream/Thing,FeatureOfInterest")[
        "value"
    ][0]
    assert observation["Datastream"]["Thing"]["@iot.id"] == "U1"
    assert observation["FeatureOfInterest"]["feature"]["type"] == "Point"


def test_only_what_is_selected() -> None:
    assert get("Things('U1')", select="name") == {"name": "人民路下立交"}
    assert get("Things", select="id", top="1")["value"] == [{"@iot.id": "U1"}]


def test_references() -> None:
    assert get("Things('U1')/Datastreams/$ref")["value"] == [
        {"@iot.selfLink": f"{ROOT}/Datastreams('W1')"},
        {"@iot.selfLink": f"{ROOT}/Datastreams('U1.door')"},
    ]


@pytest.mark.parametrize(
    "path",
    ["Things('X')",
     "Sensors('X')", "Observations('W1@5')", "Observations('W1@x')", "Observations(1)",
     "ObservedProperties('x')", "Things('U1')/Datastreams('R1')", "HistoricalLocations('U1')",
     f"Datastreams('R1')/Observations('W1@{NOW - 60_000}')"],
)  # fmt: skip
def test_what_is_not_there_is_404(path: str) -> None:
    with pytest.raises(StaError, match="there is no") as caught:
        get(path)
    assert caught.value.status == 404


def test_an_answer_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_BUILT", 5)
    with pytest.raises(StaError, match="more than 5 entities"):
        get("Things", expand="Datastreams/Observations")


def test_what_is_looked_at_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(view_module, "MAX_READ", 2)
    with pytest.raises(StaError, match="more than 2 observations"):
        get("Observations")


def test_a_filter_narrows_where_is_looked() -> None:
    def span(**options: str) -> Any:
        return span_of(parse_options([(f"${k}", v) for k, v in options.items()], "Observations"))

    narrow = span(
        filter="Datastream/id eq 'W1' and (resultTime ge 2026-07-18T12:35:00Z and result gt 5) "
        "and phenomenonTime lt 2026-07-18T12:36:00Z"
    )
    assert (narrow.streams, narrow.since_ms, narrow.until_ms) == ({"W1"}, NOW, NOW + 60_000)
    assert span(filter="resultTime ge 2026-07-18T12:35:00Z or result gt 5").since_ms == 0
    assert span(orderby="phenomenonTime desc", top="1").newest_only
    assert not span(orderby="phenomenonTime desc", top="1", count="true").newest_only
    assert not span(orderby="result desc", top="1").newest_only


def test_with_many_streams_only_the_newest_of_each_is_looked_at() -> None:
    asked: list[int] = []

    def history(index: int, *_: int) -> list[tuple[int, float]]:
        asked.append(index)
        return [(NOW, 1.0)]

    many = {f"S{n}": replace(STREAMS["R1"], id=f"S{n}", index=n) for n in range(300)}
    view = View(ASSETS, many, dict.fromkeys(range(300), (1.0, NOW, 0)), history)
    assert get("Observations", view, count="true", top="1")["@iot.count"] == 300
    assert not asked


_PATHS = st.sampled_from(
    ["Things", "Datastreams", "Observations", "Things('U1')", "Datastreams('W1')/Observations",
     "ObservedProperties('water.depth')/Datastreams", "FeaturesOfInterest('R1')/Observations"]
)  # fmt: skip
_PROPERTIES = ["name", "result", "phenomenonTime", "properties/site", "Thing/name", "id"]
_LITERALS = ["5", "'x'", "null", "true", "2026-07-18T12:34:00Z", "now()", "duration'PT1H'"]
_OPERANDS = st.sampled_from([*_PROPERTIES, *_LITERALS, "length(name)", "year(resultTime)"])
_SIGNS = st.sampled_from(["eq", "ne", "gt", "le", "add 1 eq", "sub 1 gt", "div 0 lt", "mod 2 eq"])
_FILTERS = st.lists(st.tuples(_OPERANDS, _SIGNS, _OPERANDS).map(" ".join), min_size=1, max_size=3)


@given(_PATHS, _FILTERS.map(" or not ".join), _OPERANDS, st.integers(0, 4), st.integers(0, 4))
def test_random_questions_are_answered_or_refused(
    path: str, filter: str, order: str, top: int, skip: int
) -> None:
    for options in ({"filter": filter}, {"orderby": order}, {"expand": "Datastreams"}):
        try:
            answer = get(path, top=str(top), skip=str(skip), **options)
        except StaError as error:
            assert error.status == 400
        else:
            json.dumps(answer)
            assert "@iot.id" in answer or len(answer["value"]) <= top

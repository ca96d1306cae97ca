import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.api.sensorthings.evaluate import ARITY, Evaluator, call, check
from services.api.sensorthings.expression import Binary, Literal, parse_expression
from services.api.sensorthings.words import Duration, Instant, StaError
from tests.unit.services.api.sensorthings.small import NOW, small_view

VIEW = small_view()


def fitting(set: str, text: str) -> list[str]:
    node = parse_expression(text)
    check(node, set, "$filter")
    evaluator = Evaluator(VIEW.follow, NOW)
    return [each.id for each in VIEW.all(set) if evaluator.fits(node, each)]


@pytest.mark.parametrize(
    ("set", "text", "ids"),
    [
        ("Datastreams", "name eq '雨量站'", ["R1"]),
        ("Datastreams", "id eq 'W1' or @iot.id eq 'R1'", ["W1", "R1"]),
        ("Datastreams", "properties/site eq 'underpass'", ["W1"]),
        ("Datastreams", "properties/site eq null", ["U1.door", "R1"]),
        ("Datastreams", "unitOfMeasurement/symbol ne 'cm'", ["U1.door", "R1"]),
        ("Datastreams", "Thing/properties/close_at ge 25", ["W1", "U1.door"]),
        ("Datastreams", "ObservedProperty/id eq 'rain.intensity'", ["R1"]),
        ("Datastreams", "Observations/result gt 25", ["W1"]),
        ("Things", "Datastreams/ObservedProperty/name eq 'door.state'", ["U1"]),
        ("Things", "not (properties/kind eq 'camera')", ["U1", "R1"]),
        ("Things", "Locations/name eq '枪机'", ["C'1"]),
        ("Observations", "result gt 5 and result le 20", [f"W1@{NOW - 120_000}"]),
        ("Observations", "result add 1 eq 6", [f"W1@{NOW - 180_000}"]),
        ("Observations", "result mod 2 eq 1 and result div 5 eq 3", [f"W1@{NOW - 120_000}"]),
        ("Observations", "phenomenonTime ge 2026-07-18T12:35:00Z", [f"R1@{NOW}"]),
        ("Observations", "phenomenonTime gt now() sub duration'PT90S'",
         [f"W1@{NOW - 60_000}", f"R1@{NOW}"]),
        ("Observations", "minute(resultTime) eq 33 and year(resultTime) eq 2026",
         [f"W1@{NOW - 120_000}"]),
        ("Observations", "Datastream/id eq 'R1'", [f"R1@{NOW}"]),
        ("Observations", "round(result) eq 26", [f"W1@{NOW - 60_000}"]),
        ("Datastreams", "substringof('水', name)", ["W1"]),
        ("Datastreams", "startswith(name, '雨') and length(name) eq 3", ["R1"]),
        ("Datastreams", "endswith(tolower(id), 'door')", ["U1.door"]),
        ("Datastreams", "indexof(id, '.') eq 2 and substring(id, 3) eq 'door'", ["U1.door"]),
        ("Datastreams", "name gt 5", []),
        ("Datastreams", "length(properties) eq 1", []),
        ("Observations", "result div 0 eq 1", []),
    ],
)  # fmt: skip
def test_filters_choose(set: str, text: str, ids: list[str]) -> None:
    assert fitting(set, text) == ids


@pytest.mark.parametrize(
    ("set", "text", "words"),
    [
        ("Things", "colour eq 1", "Things have no property colour; they have: id"),
        ("Things", "Sensor/name eq 'x'", "no property Sensor"),
        ("Things", "Datastreams/Colour eq 1", "Datastreams have no property Colour"),
        ("Things", "shout(name) eq 'X'", r"there is no function shout\(\); there are: substringof"),
        ("Things", "length(name, 2) eq 1", r"length\(\) takes 1 arguments"),
    ],
)
def test_what_a_set_does_not_have_is_named(set: str, text: str, words: str) -> None:
    with pytest.raises(StaError, match=words):
        check(parse_expression(text), set, "$filter")


_value = st.one_of(
    st.none(),
    st.booleans(),
    st.floats(),
    st.integers(),
    st.text(max_size=4),
    st.builds(Instant, st.integers(-(10**15), 10**15)),
    st.builds(Duration, st.integers(-(10**12), 10**12)),
)


@given(st.sampled_from(sorted(ARITY.keys() - {"now"})), st.lists(_value, min_size=3, max_size=3))
def test_functions_never_crash(name: str, values: list[object]) -> None:
    for count in ARITY[name]:
        call(name, values[:count])


@given(_value, _value, st.sampled_from(["eq", "gt", "le", "add", "sub", "mul", "div", "mod"]))
def test_operators_never_crash(left: object, right: object, sign: str) -> None:
    evaluator = Evaluator(VIEW.follow, NOW)
    entity = VIEW.all("Things")[0]
    evaluator.values(Binary(sign, Literal(left), Literal(right)), entity)

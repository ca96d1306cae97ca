import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.api.sensorthings.expression import Path
from services.api.sensorthings.options import MAX_TOP, TOP, Order, parse_options
from services.api.sensorthings.words import StaError


def test_nothing_said_is_a_page() -> None:
    options = parse_options([("format", "x")], "Things")
    assert (options.top, options.skip, options.count, options.select) == (TOP, 0, False, ())


def test_options_are_read() -> None:
    options = parse_options(
        [
            ("$top", "5000"),
            ("$skip", "20"),
            ("$count", "true"),
            ("$select", "name, Datastreams"),
            ("$orderby", "name desc,id"),
        ],
        "Things",
    )
    assert (options.top, options.skip, options.count) == (MAX_TOP, 20, True)
    assert options.select == ("name", "Datastreams")
    assert options.orders == (Order(Path(("name",)), True), Order(Path(("id",)), False))


def test_expand_nests_with_options_of_its_own() -> None:
    text = (
        "Datastreams($select=name;$expand=Observations($top=1;$orderby=phenomenonTime desc;"
        "$filter=result gt 5 and resultQuality eq 'a;b)')),Locations"
    )
    options = parse_options([("$expand", text)], "Things")
    assert list(options.expand) == ["Datastreams", "Locations"]
    inner = options.expand["Datastreams"].expand["Observations"]
    assert (inner.top, inner.orders[0].is_falling) == (1, True)
    assert inner.text["$filter"] == "result gt 5 and resultQuality eq 'a;b)'"


def test_a_path_in_expand_is_a_nested_expand() -> None:
    options = parse_options(
        [("$expand", "Datastreams/Sensor,Datastreams/Observations($top=2)")], "Things"
    )
    inner = options.expand["Datastreams"].expand
    assert list(inner) == ["Sensor", "Observations"]
    assert inner["Observations"].top == 2


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("$top", "-1", "whole number from 0"),
        ("$top", "a" * 99, "whole number"),
        ("$skip", "1.5", r"\$skip must be"),
        ("$count", "yes", "true or false"),
        ("$select", "colour", "Things have no 'colour'"),
        ("$expand", "Sensors", "Things have no link 'Sensors'; they have: Datastreams"),
        ("$expand", "Datastreams($top=1", "without its end"),
        ("$expand", "Datastreams)", r"\) without its \("),
        ("$expand", "Datastreams($top=1)x", "no closing parenthesis"),
        ("$expand", "Datastreams(top=1)", "is no option such as"),
        ("$expand", "Datastreams(" + "$expand=Thing($expand=Datastreams(" * 4 + "))" * 4 + ")",
         "nested deeper"),
        ("$orderby", "name sideways", "an operator"),
        ("$search", "x", r"there is no option \$search"),
        ("$resultFormat", "dataArray", "not offered"),
        ("$filter", "a" * 9000, "longer than"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_named(name: str, text: str, words: str) -> None:
    with pytest.raises(StaError, match=words):
        parse_options([(name, text)], "Things")


def test_an_option_said_twice_is_refused() -> None:
    with pytest.raises(StaError, match="twice"):
        parse_options([("$top", "1"), ("$top", "2")], "Things")


@given(
    st.sampled_from(["$filter", "$expand", "$select", "$orderby", "$top", "$skip", "$count"]),
    st.text(max_size=40)
    | st.lists(st.sampled_from(["Datastreams", "(", ")", ";", ",", "$top=1", "/", "name"])).map(
        "".join
    ),
)
def test_random_options_are_understood_or_refused(name: str, text: str) -> None:
    try:
        parse_options([(name, text)], "Things")
    except StaError as error:
        assert error.status in (400, 501)

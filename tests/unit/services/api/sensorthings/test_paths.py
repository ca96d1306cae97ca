import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.api.sensorthings.paths import Resource, Step, parse_path
from services.api.sensorthings.words import StaError


@pytest.mark.parametrize(
    ("path", "resource"),
    [
        ("Things", Resource((Step("Things", "Things", False),))),
        ("Things(7)", Resource((Step("Things", "Things", False, "7"),))),
        ("Things('it''s')/name", Resource((Step("Things", "Things", False, "it's"),), "name")),
        (
            "Things('a/b (c)')/Datastreams",
            Resource(
                (
                    Step("Things", "Things", False, "a/b (c)"),
                    Step("Datastreams", "Datastreams", False),
                )
            ),
        ),
        (
            "Datastreams('W')/Thing/properties/$value",
            Resource(
                (Step("Datastreams", "Datastreams", False, "W"), Step("Thing", "Things", True)),
                "properties",
                "$value",
            ),
        ),
        ("Things/$ref", Resource((Step("Things", "Things", False),), form="$ref")),
        ("Things('a')/@iot.id", Resource((Step("Things", "Things", False, "a"),), "@iot.id")),
    ],
)
def test_addresses_are_read(path: str, resource: Resource) -> None:
    assert parse_path(path) == resource


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("", "names no entity set"),
        ("Cats", "there is no 'Cats'; there are: Things"),
        ("Things('a", "is no part of an address"),
        ("Things('a')/Sensors", "Things has no 'Sensors'; it has: Datastreams"),
        ("Things/Datastreams", "ids in parentheses"),
        ("Datastreams('a')/Thing('b')", "leave its id out"),
        ("Things('a')/name/more", r"only \$value can follow"),
        ("/".join(["Things('a')"] + ["Datastreams('b')/Thing"] * 9), "more than 8 parts"),
    ],
)
def test_what_is_no_address_is_named(path: str, words: str) -> None:
    with pytest.raises(StaError, match=words) as caught:
        parse_path(path)
    assert caught.value.status == 404


@given(
    st.text(max_size=40)
    | st.lists(st.sampled_from(["Things", "('a')", "/", "(1)", "$ref"])).map("".join)
)
def test_random_addresses_are_understood_or_refused(path: str) -> None:
    try:
        assert parse_path(path).steps
    except StaError as error:
        assert error.status == 404

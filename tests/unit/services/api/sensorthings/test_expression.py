import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.api.sensorthings.expression import (
    Binary,
    Call,
    Literal,
    Path,
    Unary,
    parse_expression,
)
from services.api.sensorthings.words import Duration, Instant, StaError

NOON = Instant(1_784_376_000_000)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("'it''s'", "it's"),
        ("3.5", 3.5),
        ("1e3", 1000.0),
        ("true", True),
        ("null", None),
        ("2026-07-18T12:00:00Z", NOON),
        ("2026-07-18T20:00:00.000+08:00", NOON),
        ("2026-07-18T20:00:00 08:00", NOON),
        ("2026-07-18T12:00", NOON),
        ("2026-07-18", Instant(1_784_332_800_000)),
        ("duration'P1DT2H3M4.5S'", Duration(93_784_500)),
        ("duration'-PT1M'", Duration(-60_000)),
    ],
)
def test_literals(text: str, value: object) -> None:
    assert parse_expression(text) == Literal(value)


def test_words_bind_as_odata_says() -> None:
    assert parse_expression("a eq 1 or b gt 2 and not c lt 3") == Binary(
        "or",
        Binary("eq", Path(("a",)), Literal(1.0)),
        Binary(
            "and",
            Binary("gt", Path(("b",)), Literal(2.0)),
            Unary("not", Binary("lt", Path(("c",)), Literal(3.0))),
        ),
    )
    assert parse_expression("a add 2 mul -b ge (1)") == Binary(
        "ge",
        Binary("add", Path(("a",)), Binary("mul", Literal(2.0), Unary("-", Path(("b",))))),
        Literal(1.0),
    )


def test_paths_and_calls() -> None:
    assert parse_expression("Datastream/Thing/@iot.id") == Path(("Datastream", "Thing", "@iot.id"))
    assert parse_expression("substringof('a', tolower(name))") == Call(
        "substringof", (Literal("a"), Call("tolower", (Path(("name",)),)))
    )
    assert parse_expression("now()") == Call("now", ())


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "a value expected at the end"),
        ("name eq", "a value expected at the end"),
        ("name eq 'x", "cannot read"),
        ("name = 1", "cannot read"),
        ("name eq 1 2", "an operator such as eq, and, or expected, not '2' at 10"),
        ("(name eq 1", r"\) .*expected at the end"),
        ("f(1", r"\) or a comma expected"),
        ("a/1", "a property expected"),
        ("a eq )", "a value expected"),
        ("2026-13-01T00:00:00Z", "is no time"),
        ("duration'1 hour'", "is no duration"),
        ("geography'POINT(1 2)'", "places cannot be compared"),
        ("(" * 200 + "1" + ")" * 200, "nested deeper"),
        ("not " * 200 + "a", "nested deeper"),
        ("- " * 200 + "1", "nested deeper"),
        ("a" * 9000, "longer than"),
    ],
)
def test_what_cannot_be_read_says_where(text: str, words: str) -> None:
    with pytest.raises(StaError, match=words) as caught:
        parse_expression(text)
    assert caught.value.status == 400


_word = st.sampled_from(
    ["a", "b/c", "eq", "and", "or", "not", "(", ")", ",", "1", "'x'", "now()", "add", "-", "null"]
)


@given(st.lists(_word, max_size=14).map(" ".join) | st.text(max_size=60))
def test_random_texts_are_understood_or_refused(text: str) -> None:
    try:
        parse_expression(text)
    except StaError as error:
        assert error.text.startswith("$filter")

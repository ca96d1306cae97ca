import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.ingest.paths import BadPath, parse_path

WHOLE = {"time": 5, "list": [{"a": {"b": 1}}, {"odd key": 2, "it's": 3}]}


@pytest.mark.parametrize(
    ("path", "item", "expected"),
    [
        ("$", 7, 7),
        ("$.a.b", WHOLE["list"][0], 1),  # type: ignore[index]
        ("$['odd key']", WHOLE["list"][1], 2),  # type: ignore[index]
        ('$["it\'s"]', WHOLE["list"][1], 3),  # type: ignore[index]
        ("$^.list[0].a.b", None, 1),
        ("$^.time", {"time": 9}, 5),
        ("$.list[9].a", WHOLE, None),
        ("$.time.a", WHOLE, None),
        ("$.list.a", WHOLE, None),
        ("$.名称", {"名称": "x"}, "x"),
    ],
)
def test_a_path_leads_to_what_is_there_or_nowhere(
    path: str, item: object, expected: object
) -> None:
    assert parse_path(path).follow(item, WHOLE) == expected


@pytest.mark.parametrize(
    "text", ["", "a.b", "$.", "$..a", "$[x]", "$[-1]", "$.a b", "$" + ".a" * 40]
)
def test_what_is_no_path_is_refused_in_words(text: str) -> None:
    with pytest.raises(BadPath, match=r"path|steps"):
        parse_path(text)


@given(st.text(max_size=30), st.recursive(st.integers(), lambda x: st.lists(x, max_size=3)))
def test_random_paths_never_crash(text: str, data: object) -> None:
    try:
        parse_path("$" + text).follow(data, data)
    except BadPath as error:
        assert str(error)

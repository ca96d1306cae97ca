"""A patch leads from one document to the other, and is no longer than it has to be."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from desktop.models.merge_patch import difference, merged

LEAVES = st.one_of(st.booleans(), st.integers(-3, 3), st.text("ab", max_size=2), st.just([1, 2]))
NAMES = st.sampled_from("abc")
DOCUMENTS = st.recursive(
    st.dictionaries(NAMES, LEAVES, max_size=3),
    lambda within: st.dictionaries(NAMES, st.one_of(LEAVES, within), max_size=3),
    max_leaves=8,
)


def strictly(value: object) -> object:
    """The value with switches told from numbers."""
    if isinstance(value, dict):
        return {name: strictly(one) for name, one in value.items()}
    return type(value).__name__, value


@given(DOCUMENTS, DOCUMENTS)
def test_the_difference_leads_from_one_to_the_other(base: dict, wanted: dict) -> None:  # type: ignore[type-arg]
    assert strictly(merged(base, difference(base, wanted))) == strictly(wanted)


@given(DOCUMENTS)
def test_between_equals_there_is_none(base: dict) -> None:  # type: ignore[type-arg]
    assert difference(base, base) == {}


@given(DOCUMENTS, DOCUMENTS)
def test_neither_document_is_touched(base: dict, patch: dict) -> None:  # type: ignore[type-arg]
    before, told = repr(base), repr(patch)
    merged(base, patch)
    difference(base, patch)
    assert (repr(base), repr(patch)) == (before, told)


def test_only_what_differs_is_in_it() -> None:
    base = {"levels": {"blue": {"at": 5}, "red": {"at": 25}}, "deadband": 2}
    wanted = {"levels": {"blue": {"at": 6}}, "deadband": 2}
    assert difference(base, wanted) == {"levels": {"blue": {"at": 6}, "red": None}}

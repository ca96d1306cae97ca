from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.rulebook.patch import differences, merged

# The examples of RFC 7386, appendix A.
EXAMPLES = [
    ({"a": "b"}, {"a": "c"}, {"a": "c"}),
    ({"a": "b"}, {"b": "c"}, {"a": "b", "b": "c"}),
    ({"a": "b"}, {"a": None}, {}),
    ({"a": "b", "b": "c"}, {"a": None}, {"b": "c"}),
    ({"a": ["b"]}, {"a": "c"}, {"a": "c"}),
    ({"a": "c"}, {"a": ["b"]}, {"a": ["b"]}),
    ({"a": {"b": "c"}}, {"a": {"b": "d", "c": None}}, {"a": {"b": "d"}}),
    ({"a": [{"b": "c"}]}, {"a": [1]}, {"a": [1]}),
    (["a", "b"], ["c", "d"], ["c", "d"]),
    ({"a": "b"}, ["c"], ["c"]),
    ({"a": "foo"}, None, None),
    ({"a": "foo"}, "bar", "bar"),
    ({"e": None}, {"a": 1}, {"e": None, "a": 1}),
    ([1, 2], {"a": "b", "c": None}, {"a": "b"}),
    ({}, {"a": {"bb": {"ccc": None}}}, {"a": {"bb": {}}}),
]

TREES = st.recursive(
    st.integers() | st.text(max_size=2),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=2), inner),
    max_leaves=6,
)
TABLES = st.dictionaries(st.text(max_size=2), TREES, max_size=3)


@pytest.mark.parametrize(("target", "patch", "wanted"), EXAMPLES)
def test_the_examples_of_the_standard_hold(target, patch, wanted):
    assert merged(target, patch) == wanted


@given(TABLES, TABLES)
def test_a_patch_put_in_twice_is_as_put_in_once(target, patch):
    once = merged(target, patch)
    assert merged(once, patch) == once


@given(TABLES, TABLES)
def test_there_are_words_for_every_difference_and_for_nothing_else(before, after):
    assert bool(list(differences(before, after))) == (before != after)


def test_a_difference_names_its_place_and_both_values():
    before = {"levels": {"blue": {"at": 5}}, "gone": "是"}
    after = {"levels": {"blue": {"at": 7}}}
    assert list(differences(before, after)) == ['gone: "是" → –', "levels.blue.at: 5 → 7"]

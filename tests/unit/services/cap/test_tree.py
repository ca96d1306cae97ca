from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.cap.tree import MAX_BYTES, MAX_DEPTH, MAX_ELEMENTS, BadXml, read_tree


def test_elements_know_their_namespace_line_and_text() -> None:
    root = read_tree("<a xmlns='n'>\n<b>一<!-- x -->二</b></a>".encode())
    assert (root.namespace, root.name, root.line) == ("n", "a", 1)
    assert [(b.name, b.line, b.text) for b in root.children] == [("b", 2, "一二")]


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "no element found"),
        (b"{}", "well-formed"),
        (b"<a>\n<b></a>", "mismatched"),
        (b"<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>", "DOCTYPE"),
        (b"<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>", "DOCTYPE"),
        (b"<a>&x;</a>", "undefined entity"),
        (b"<?xml version='1.0' encoding='no-such'?><a/>", ""),
        (b"<?xml version='1.0' encoding='gb18030'?><a/>", ""),
        (b"<a>" * (MAX_DEPTH + 1), "deeper"),
        (b"<a>" + b"<b/>" * MAX_ELEMENTS + b"</a>", "more than"),
        (b"<a>" + b" " * MAX_BYTES + b"</a>", "larger"),
    ],
)
def test_what_is_dangerous_or_broken_is_refused(data: bytes, word: str) -> None:
    with pytest.raises(BadXml) as caught:
        read_tree(data)
    assert word in caught.value.problem
    assert caught.value.line >= 1


def test_a_billion_laughs_do_not_begin() -> None:
    bomb = b"<!DOCTYPE l [<!ENTITY a 'ha'>" + b"".join(
        b"<!ENTITY %c '&%c;&%c;'>" % (98 + n, 97 + n, 97 + n) for n in range(20)
    )
    with pytest.raises(BadXml, match="DOCTYPE"):
        read_tree(bomb + b"]><l>&u;</l>")


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        read_tree(data)
    except BadXml as error:
        assert error.problem


def test_attributes_go_by_their_plain_names() -> None:
    tree = read_tree(b'<a xmlns:n="urn:n" x="1" n:y="2"><b/></a>')
    assert tree.attributes == {"x": "1", "y": "2"}
    assert tree.children[0].attributes == {}

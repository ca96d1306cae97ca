"""Bytes to text: what offices write, and the place of what is no text."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.maps.importers.encoding import decode_text, read_bytes
from desktop.maps.importers.result import ImportRefused, Limits


@pytest.mark.parametrize(
    ("codec", "name"),
    [("utf-8", "UTF-8"), ("utf-8-sig", "UTF-8"), ("gb18030", "GB 18030"), ("utf-16", "UTF-16")],
)
def test_each_encoding_is_read_and_told(codec: str, name: str) -> None:
    text, note = decode_text("名称,㐂\n".encode(codec))
    assert text == "名称,㐂\n"
    assert note.params == {"name": name}


def test_the_place_of_the_first_wrong_byte_is_told() -> None:
    with pytest.raises(ImportRefused) as caught:
        decode_text(b"ab\ncd\xff\xff")
    assert caught.value.said.params == {"line": 2, "column": 3}
    with pytest.raises(ImportRefused):
        decode_text(b"\xff\xfe\x00")


@given(st.binary(max_size=60))
def test_any_bytes_are_text_or_refused(data: bytes) -> None:
    try:
        text, _ = decode_text(data)
    except ImportRefused as refusal:
        assert refusal.said.code == "file.not_text"
        return
    assert isinstance(text, str)


def test_files_are_bounded_before_they_are_read(tmp_path: Path) -> None:
    file = tmp_path / "a"
    file.write_bytes(b"12345")
    assert read_bytes(file, Limits(max_bytes=5)) == b"12345"
    with pytest.raises(ImportRefused, match="split it"):
        read_bytes(file, Limits(max_bytes=4))
    with pytest.raises(ImportRefused, match="cannot be read"):
        read_bytes(tmp_path, Limits())

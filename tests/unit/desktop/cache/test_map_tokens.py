"""Tokens are kept in the keyring, else in a file nobody else can read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from keyring.backends import fail

from desktop.cache.map_tokens import FILE, MapTokens


@pytest.fixture(autouse=True)
def no_keyring() -> Iterator[None]:
    before = keyring.get_keyring()
    keyring.set_keyring(fail.Keyring())
    yield
    keyring.set_keyring(before)


def test_without_a_keyring_a_private_file_keeps_them(tmp_path: Path) -> None:
    assert MapTokens(tmp_path).put("tianditu", "abc")
    assert MapTokens(tmp_path).put("other", "def")

    assert MapTokens(tmp_path).get("tianditu") == "abc"
    assert MapTokens(tmp_path).get("other") == "def"
    assert (tmp_path / FILE).stat().st_mode & 0o077 == 0


def test_an_unknown_name_or_a_damaged_file_is_no_token(tmp_path: Path) -> None:
    assert MapTokens(tmp_path).get("tianditu") == ""
    for content in (b"{", b"[1]", b"\xff"):
        (tmp_path / FILE).write_bytes(content)
        assert MapTokens(tmp_path).get("tianditu") == ""


def test_where_nothing_can_be_written_it_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    assert not MapTokens(tmp_path / "file").put("tianditu", "abc")

"""Keys with a keyring, without one, and damaged ones."""

from __future__ import annotations

import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends import fail

from desktop.cache import keys


class MemoryKeyring(KeyringBackend):
    priority = 1  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__()
        self.held: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.held.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.held[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self.held.pop((service, username), None)


@pytest.fixture
def no_keyring() -> Iterator[None]:
    before = keyring.get_keyring()
    keyring.set_keyring(fail.Keyring())
    yield
    keyring.set_keyring(before)


@pytest.fixture
def memory() -> Iterator[MemoryKeyring]:
    before = keyring.get_keyring()
    made = MemoryKeyring()
    keyring.set_keyring(made)
    yield made
    keyring.set_keyring(before)


def test_the_keyring_keeps_one_key(memory: MemoryKeyring, tmp_path: Path) -> None:
    key = keys.cache_key("a", tmp_path)
    assert len(key) == 32 and keys.cache_key("a", tmp_path) == key
    assert keys.cache_key("b", tmp_path) != key
    assert not list(tmp_path.iterdir())


def test_tokens_are_kept_and_forgotten(memory: MemoryKeyring) -> None:
    assert keys.load_token("u") == ""
    assert keys.save_token("u", "t") and keys.load_token("u") == "t"
    keys.forget_token("u")
    assert keys.load_token("u") == ""


def test_without_a_keyring_the_user_is_told_what_to_do(no_keyring: None, tmp_path: Path) -> None:
    with pytest.raises(keys.NoKey, match="passphrase"):
        keys.cache_key("a", tmp_path)
    assert not keys.save_token("u", "t") and keys.load_token("u") == ""


def test_a_passphrase_gives_the_same_key_again(no_keyring: None, tmp_path: Path) -> None:
    key = keys.cache_key("a", tmp_path, ask_passphrase=lambda: "horse")
    assert keys.cache_key("a", tmp_path, ask_passphrase=lambda: "horse") == key
    assert keys.cache_key("a", tmp_path, ask_passphrase=lambda: "cow") != key


def test_an_allowed_key_file_is_private(no_keyring: None, tmp_path: Path) -> None:
    key = keys.cache_key("a", tmp_path, allow_key_file=True)
    assert keys.cache_key("a", tmp_path, allow_key_file=True) == key
    if sys.platform != "win32":
        assert stat.S_IMODE((tmp_path / "a.key").stat().st_mode) == 0o600
    (tmp_path / "a.key").write_text("nonsense")
    with pytest.raises(keys.NoKey, match="not a key"):
        keys.cache_key("a", tmp_path, allow_key_file=True)

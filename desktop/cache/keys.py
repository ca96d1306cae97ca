"""Secrets of the desktop, in the system keyring: the cache's key and session tokens.

A machine without a keyring is asked for a passphrase, or, where the user has opted in, keeps the
key in a file only they can read.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Callable
from pathlib import Path

import keyring
from keyring.errors import KeyringError, PasswordDeleteError

from desktop.cache.database import CacheError

SERVICE = "onemap"
KEY_BYTES = 32


class NoKey(CacheError):
    """There is nowhere to keep the cache's key; the text says what the user can do."""


def cache_key(
    name: str,
    folder: Path,
    *,
    ask_passphrase: Callable[[], str | None] | None = None,
    allow_key_file: bool = False,
) -> bytes:
    """The 32-byte key of the cache called `name`, made on first use. Raises NoKey.

    Tried in order: the key file when allowed, the system keyring, a passphrase.
    """
    if allow_key_file:
        return _from_file(folder / f"{name}.key")
    try:
        return _from_keyring(name)
    except KeyringError as error:
        passphrase = ask_passphrase() if ask_passphrase is not None else None
        if passphrase:
            return _from_passphrase(passphrase, folder / f"{name}.salt")
        raise NoKey(
            "This computer has no keyring to keep the local copy's key in; give a passphrase, "
            "or allow a key file in the settings (key_file = true)."
        ) from error


def save_token(url: str, token: str) -> bool:
    """Keep a session's token; False when there is no keyring."""
    try:
        keyring.set_password(SERVICE, f"session:{url}", token)
    except KeyringError:
        return False
    return True


def load_token(url: str) -> str:
    """The token kept for a server, "" when there is none."""
    try:
        return keyring.get_password(SERVICE, f"session:{url}") or ""
    except KeyringError:
        return ""


def forget_token(url: str) -> None:
    """Drop the token kept for a server."""
    try:
        keyring.delete_password(SERVICE, f"session:{url}")
    except (PasswordDeleteError, KeyringError):
        pass


def _from_keyring(name: str) -> bytes:
    held = keyring.get_password(SERVICE, f"cache:{name}")
    if held is not None:
        return _parse(held, "The key in the system keyring")
    key = secrets.token_bytes(KEY_BYTES)
    keyring.set_password(SERVICE, f"cache:{name}", key.hex())
    return key


def _from_file(path: Path) -> bytes:
    try:
        return _parse(path.read_text("ascii").strip(), f"The key file {path}")
    except FileNotFoundError:
        key = secrets.token_bytes(KEY_BYTES)
        _write_private(path, key.hex())
        return key
    except (OSError, UnicodeDecodeError) as error:
        raise NoKey(f"The key file {path} cannot be read: {error}.") from error


def _from_passphrase(passphrase: str, salt_path: Path) -> bytes:
    try:
        salt = _parse(salt_path.read_text("ascii").strip(), f"The file {salt_path}")
    except FileNotFoundError:
        salt = secrets.token_bytes(KEY_BYTES)
        _write_private(salt_path, salt.hex())
    except (OSError, UnicodeDecodeError) as error:
        raise NoKey(f"The file {salt_path} cannot be read: {error}.") from error
    return hashlib.scrypt(
        passphrase.encode(), salt=salt, n=2**15, r=8, p=1, maxmem=2**26, dklen=KEY_BYTES
    )


def _parse(held: str, what: str) -> bytes:
    try:
        key = bytes.fromhex(held)
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise NoKey(f"{what} is not a key of this program.")
    return key


def _write_private(path: Path, content: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(content)
    except OSError as error:
        raise NoKey(f"{path} cannot be written: {error.strerror}.") from error

"""Proof of the key a file was written with, kept beside the file.

A wrong passphrase and a damaged file look the same to SQLCipher. The proof tells them apart before
the file is touched; it says nothing about the key itself.
"""

from __future__ import annotations

import hashlib
import hmac
from pathlib import Path

_PURPOSE = b"onemap outbox"


class Proof:
    """The proof for one file, in a file of its own."""

    def __init__(self, path: Path) -> None:
        self._file = path.with_name(path.name + ".proof")

    @property
    def is_kept(self) -> bool:
        """Whether it is known which key is right."""
        return bool(self._kept())

    def denies(self, key: bytes) -> bool:
        """Whether this is surely not the key."""
        kept = self._kept()
        return bool(kept) and not hmac.compare_digest(kept, _proof(key))

    def keep(self, key: bytes) -> None:
        """This key has opened the file. A disk that refuses costs only the certainty."""
        proof = _proof(key)
        if self._kept() != proof:
            try:
                self._file.write_text(proof, "ascii")
            except OSError:
                return

    def _kept(self) -> str:
        try:
            text = self._file.read_text("ascii").strip()
        except (OSError, UnicodeDecodeError):
            return ""
        return text if len(text) == 64 else ""


def _proof(key: bytes) -> str:
    return hmac.new(key, _PURPOSE, hashlib.sha256).hexdigest()

"""Tokens of map providers: in the system keyring, else in a file only the user can read.

A token opens nothing of the town's, so the file needs no opting in; it is never in the settings.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import keyring
from keyring.errors import KeyringError

from desktop.cache.keys import SERVICE

FILE = "map-tokens.json"


class MapTokens:
    """The tokens by the name a base map gives them."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE

    def get(self, name: str) -> str:
        """The token of that name, "" when there is none."""
        try:
            held = keyring.get_password(SERVICE, f"map:{name}")
        except KeyringError:
            held = None
        return held or self._read().get(name, "")

    def put(self, name: str, token: str) -> bool:
        """Keep a token; False when it can be kept nowhere and holds for this run only."""
        try:
            keyring.set_password(SERVICE, f"map:{name}", token)
        except KeyringError:
            return self._write({**self._read(), name: token})
        return True

    def _read(self) -> dict[str, str]:
        try:
            held = json.loads(self._path.read_bytes())
        except (OSError, ValueError):
            return {}
        if not isinstance(held, dict):
            return {}
        return {str(name): str(token) for name, token in held.items()}

    def _write(self, tokens: dict[str, str]) -> bool:
        fresh = self._path.with_name(self._path.name + ".new")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            fresh.unlink(missing_ok=True)
            descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                json.dump(tokens, file)
            fresh.replace(self._path)
        except OSError:
            return False
        return True

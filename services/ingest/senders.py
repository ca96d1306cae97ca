"""Tables of town.toml with an entry for each sender, such as [hooks.NAME]."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

import msgspec

from services.errors import StartupError

_NAME = re.compile(r"[A-Za-z0-9_-]{1,60}")
S = TypeVar("S", bound=msgspec.Struct)
D = TypeVar("D")


@dataclass(frozen=True, slots=True)
class SenderTable(Generic[S, D]):
    """How one such table is read: `secret_key` names the key that names the variable with the
    secret; `make` gives the sender from its settings and the secret, or raises ValueError."""

    head: str
    what: str
    settings: type[S]
    secret_key: str
    make: Callable[[S, str], D]

    def read(self, table: object, file: Path, environment: Mapping[str, str]) -> dict[str, D]:
        """The senders by name. Raises StartupError."""
        if not isinstance(table, dict):
            raise StartupError(
                f"{file}: [{self.head}]: write a table for each {self.what}, [{self.head}.NAME]"
            )
        return {name: self._read(name, each, file, environment) for name, each in table.items()}

    def _read(self, name: str, table: Any, file: Path, environment: Mapping[str, str]) -> D:
        where = f"{file}: [{self.head}.{name}]"
        if not _NAME.fullmatch(name):
            raise StartupError(f"{where}: a name has letters, digits, - and _, at most 60")
        try:
            settings = msgspec.convert(table, self.settings)
        except msgspec.ValidationError as error:
            raise StartupError(f"{where}: {error}") from error
        variable = str(getattr(settings, self.secret_key))
        secret = environment.get(variable, "") if variable else ""
        if variable and not secret:
            raise StartupError(
                f"{where}: {self.secret_key}: the environment has no {variable}; set it, or leave "
                f"{self.secret_key} out and let the sender use a token"
            )
        try:
            return self.make(settings, secret)
        except ValueError as error:
            raise StartupError(f"{where}: {error}") from error

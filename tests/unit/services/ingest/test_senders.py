"""Tables with an entry for each sender: what is wrong is named with its place."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from services.errors import StartupError
from services.ingest.senders import SenderTable


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    path: str
    key_env: str = ""


def make(settings: Settings, secret: str) -> tuple[str, str]:
    if not settings.path.startswith("$"):
        raise ValueError("path: write $.…")
    return settings.path, secret


TABLE = SenderTable("doors", "door", Settings, "key_env", make)
FILE = Path("town.toml")


def test_senders_are_read_by_name_with_their_secrets() -> None:
    table = {"a": {"path": "$.a"}, "b": {"path": "$.b", "key_env": "B"}}
    assert TABLE.read(table, FILE, {"B": "hush"}) == {"a": ("$.a", ""), "b": ("$.b", "hush")}


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ([], r"town.toml: \[doors\]: write a table for each door, \[doors.NAME\]"),
        ({"a b": {"path": "$"}}, r"\[doors.a b\]: a name has letters"),
        ({"a": {"paht": "$"}}, r"\[doors.a\]: .*paht"),
        ({"a": {"path": "$", "key_env": "A"}}, "key_env: the environment has no A"),
        ({"a": {"path": "x"}}, r"\[doors.a\]: path: write"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(table: object, words: str) -> None:
    with pytest.raises(StartupError, match=words):
        TABLE.read(table, FILE, {})

from __future__ import annotations

from pathlib import Path

import pytest

from services.cap.settings import Rule, read_settings
from services.errors import StartupError


def test_settings_have_defaults_and_rules() -> None:
    assert not read_settings({}, Path("town.toml")).drill
    settings = read_settings({"rule": [{"kind": "暴雨", "code": "SVR"}]}, Path("town.toml"))
    assert settings.rule == (Rule("暴雨", "SVR"),)


@pytest.mark.parametrize(
    ("table", "word"),
    [
        (5, "object"),
        ({"sendr": "x"}, "sendr"),
        ({"sender": "a b"}, "spaces"),
        ({"rule": [{"kind": "x"}]}, "code or a text"),
        ({"rule": [{"kind": "x", "code": "y", "level": "pink"}]}, "pink"),
    ],
)
def test_a_wrong_setting_is_named_with_its_file(table: object, word: str) -> None:
    with pytest.raises(StartupError, match=word) as caught:
        read_settings(table, Path("town.toml"))
    assert str(caught.value).startswith("town.toml: [cap]")

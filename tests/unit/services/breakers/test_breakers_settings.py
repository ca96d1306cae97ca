"""[breakers]: off unless a town says so with a door and rules; every mistake is named."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from services.breakers.settings import read_settings
from services.contract.model import Level
from services.errors import StartupError

FILE = Path("town.toml")
RULES = {"electrical_signature.charging": "red"}
HTTP = {"url": "https://breakers.example/{breaker}"}


def test_without_a_word_nothing_is_switched_off() -> None:
    assert read_settings({}, FILE).trip is False
    assert read_settings({"rules": RULES, "http": HTTP}, FILE).trip is False


def test_an_alert_trips_from_its_rules_level_on() -> None:
    settings = read_settings({"trip": True, "rules": RULES, "http": HTTP}, FILE)
    assert settings.wants("electrical_signature.charging", Level.RED)
    assert not settings.wants("electrical_signature.charging", Level.ORANGE)
    assert not settings.wants("electrical_signature.arc", Level.RED)


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ({"trip": True, "rules": RULES}, "one door"),
        ({"trip": True, "rules": RULES, "http": HTTP, "mqtt": {"topic": "b"}}, "one door"),
        ({"trip": True, "http": HTTP}, "needs rules"),
        ({"http": {"url": "ftp://x"}}, "http://"),
        ({"mqtt": {"topic": "b/+/x"}}, "without"),
        ({"mqtt": {"topic": "b", "url": "http://x"}}, "mqtt://"),
        ({"give_up_s": 9999}, "give_up_s"),
        ({"rules": {"a.b": "purple"}}, "purple"),
        ({"reset": True}, "reset"),
    ],
)
def test_a_mistake_is_named_with_its_file(table: dict[str, Any], words: str) -> None:
    with pytest.raises(StartupError) as caught:
        read_settings(table, FILE)
    assert "town.toml" in str(caught.value)
    assert words in str(caught.value)

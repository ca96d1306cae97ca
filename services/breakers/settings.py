"""[breakers] of town.toml: whether the server may switch breakers off, when, and by which door."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec

from services.errors import StartupError
from services.packs.rules import LEVELS, LevelName


class HttpDoor(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A POST to `url`, which may hold {breaker}. `token_env` names an environment variable."""

    url: str
    token_env: str = ""
    ca_file: str = ""


class MqttDoor(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A message at QoS 1, not retained, to `topic`, which may hold {breaker}."""

    topic: str
    url: str = "mqtt://localhost:1883"
    username: str = ""
    password_env: str = ""


class BreakerSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`rules` says for which rule (`pack.rule`) and from which level a breaker is switched off.

    `give_up_s`: an order nobody took by then is given up; the order says so itself, so that a
    breaker does not act on one that reaches it late.
    """

    trip: bool = False
    rules: dict[str, LevelName] = {}
    http: HttpDoor | None = None
    mqtt: MqttDoor | None = None
    timeout_s: float = 5.0
    give_up_s: float = 120.0

    def wants(self, rule: str, level: int) -> bool:
        """Whether an alert of `rule` at `level` switches its breaker off."""
        name = self.rules.get(rule)
        return name is not None and level >= LEVELS[name]


def read_settings(table: Mapping[str, Any], file: Path) -> BreakerSettings:
    """The settings of the table [breakers]. Raises StartupError."""
    try:
        settings = msgspec.convert(dict(table), BreakerSettings)
    except msgspec.ValidationError as error:
        raise StartupError(f"{file}: [breakers]: {error}") from error
    problem = _problem(settings)
    if problem:
        raise StartupError(f"{file}: [breakers]: {problem}")
    return settings


def _problem(settings: BreakerSettings) -> str:
    if settings.trip and (settings.http is None) == (settings.mqtt is None):
        return "trip needs one door: write [breakers.http] or [breakers.mqtt]"
    if settings.trip and not settings.rules:
        return (
            'trip needs rules: write [breakers.rules] with "electrical_signature.charging" = "red"'
        )
    if settings.http is not None:
        parts = urlsplit(settings.http.url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            return "[breakers.http] url must begin with http:// or https://"
    if settings.mqtt is not None:
        parts = urlsplit(settings.mqtt.url)
        if parts.scheme not in ("mqtt", "mqtts") or not parts.hostname:
            return "[breakers.mqtt] url must begin with mqtt:// or mqtts://"
        if not settings.mqtt.topic or any(sign in settings.mqtt.topic for sign in "+#"):
            return "[breakers.mqtt] topic must be one topic, without + and #"
    if not (0.5 <= settings.timeout_s <= 60 and 5 <= settings.give_up_s <= 600):
        return "timeout_s must be 0.5 to 60 and give_up_s 5 to 600"
    return ""

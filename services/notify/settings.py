"""The table [notify] of town.toml: channels, people, ladders. Secrets are in the environment."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Literal

import msgspec

from services.contract.model import Level
from services.errors import StartupError
from services.notify.ladder import Ladder, Step
from services.notify.mail import Mail, MailSettings
from services.notify.message import Channel
from services.notify.sms import Sms, SmsSettings
from services.notify.template import FIELDS, names_in
from services.notify.voice import Voice, VoiceSettings
from services.notify.webhook import Webhook, WebhookSettings

ChannelSettings = WebhookSettings | MailSettings | SmsSettings | VoiceSettings
LevelName = Literal["blue", "yellow", "orange", "red"]
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


class Person(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Somebody who can be told. `addresses` by channel; webhook and voice need none."""

    name: str = ""
    addresses: dict[str, str] = {}


class StepSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One rung, `after_min` minutes after the one before."""

    after_min: float
    person: str
    channels: tuple[str, ...]


class LadderSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which alerts climb it, and its rungs. The first ladder that fits an alert counts."""

    id: str
    step: tuple[StepSettings, ...]
    levels: tuple[LevelName, ...] = ("red", "orange")
    rules: tuple[str, ...] = ("*",)


class NotifySettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """[notify]: nothing is sent while there is no such table."""

    channels: dict[str, ChannelSettings]
    people: dict[str, Person] = {}
    ladder: tuple[LadderSettings, ...] = ()
    language: Literal["zh", "en"] = "zh"

    def ladders(self) -> tuple[Ladder, ...]:
        """The ladders as the rules see them."""
        return tuple(_ladder(each) for each in self.ladder)

    def address(self, person: str, channel: str) -> str | None:
        """Where the channel finds the person; None when it cannot."""
        found = self.people.get(person)
        settings = self.channels.get(channel)
        if found is None or settings is None:
            return None
        needs = isinstance(settings, MailSettings | SmsSettings)
        return found.addresses.get(channel, None if needs else found.name or person)


def _ladder(settings: LadderSettings) -> Ladder:
    levels = frozenset(Level[name.upper()] for name in settings.levels)
    steps = tuple(
        Step(round(step.after_min * 60_000), tuple((step.person, c) for c in step.channels))
        for step in settings.step
    )
    return Ladder(settings.id, levels, settings.rules, steps)


def read_settings(table: Mapping[str, Any], file: Path) -> NotifySettings:
    """The settings of the table [notify]. Raises StartupError."""
    try:
        settings = msgspec.convert(dict(table), NotifySettings)
        _check(settings)
    except (msgspec.ValidationError, ValueError) as error:
        raise StartupError(f"{file}: [notify]: {error}") from error
    return settings


def _check(settings: NotifySettings) -> None:
    for name, channel in settings.channels.items():
        _check_channel(name, channel)
    for ladder in settings.ladder:
        where = f"ladder {ladder.id}"
        if not ladder.id or not ladder.step:
            raise ValueError(f"{where}: give it an id and at least one [[notify.ladder.step]]")
        if sum(each.id == ladder.id for each in settings.ladder) > 1:
            raise ValueError(f"{where}: two ladders have this id")
        for number, step in enumerate(ladder.step, 1):
            if not 0 <= step.after_min <= 7 * 24 * 60 or not step.channels:
                raise ValueError(f"{where}, step {number}: after_min is 0 to 10080, with channels")
            if len(set(step.channels)) < len(step.channels):
                raise ValueError(f"{where}, step {number}: a channel is named twice")
            for wanted in step.channels:
                if settings.address(step.person, wanted) is None:
                    raise ValueError(
                        f"{where}, step {number}: {step.person} has no address for {wanted}; "
                        f"add it to [notify.people.{step.person}.addresses]"
                    )


def _check_channel(name: str, channel: ChannelSettings) -> None:
    if not 0 < channel.timeout_s <= 300:
        raise ValueError(f"channel {name}: timeout_s is over 0 and up to 300")
    if isinstance(channel, MailSettings):
        if channel.username and channel.security == "none" and channel.host not in _LOOPBACK:
            raise ValueError(f"channel {name}: a password needs security starttls or tls")
        return
    if isinstance(channel, VoiceSettings):
        if not channel.command:
            raise ValueError(f"channel {name}: give it a command")
        _check_names(name, channel.command, FIELDS)
        return
    if not channel.url.startswith(("https://", "http://")):
        raise ValueError(f"channel {name}: the url must begin with https:// or http://")
    if isinstance(channel, SmsSettings):
        texts = (channel.url, *channel.headers.values(), *channel.fields.values())
        _check_names(name, texts, FIELDS | channel.secrets.keys())


def _check_names(name: str, texts: tuple[str, ...], known: frozenset[str]) -> None:
    unknown = {used for text in texts for used in names_in(text)} - known
    if unknown:
        raise ValueError(f"channel {name}: nothing fills {{{min(unknown)}}}")


def make_channel(
    settings: ChannelSettings, environment: Mapping[str, str], now_ms: Callable[[], int]
) -> Channel:
    """The adapter of a channel."""
    if isinstance(settings, WebhookSettings):
        return Webhook(settings, environment, now_ms)
    if isinstance(settings, MailSettings):
        return Mail(settings, environment, now_ms)
    if isinstance(settings, SmsSettings):
        return Sms(settings, environment)
    return Voice(settings)

"""What the manual says of notifications is true of the program."""

from __future__ import annotations

import tomllib
from pathlib import Path

import msgspec
import pytest

from services.notify.mail import MailSettings
from services.notify.settings import (
    LadderSettings,
    NotifySettings,
    Person,
    StepSettings,
    read_settings,
)
from services.notify.sms import SmsSettings
from services.notify.voice import VoiceSettings
from services.notify.webhook import WebhookSettings
from tests.unit.manual_pages import LANGUAGES, blocks, first_cells, section

STRUCTS: tuple[type[msgspec.Struct], ...] = (
    NotifySettings,
    Person,
    StepSettings,
    LadderSettings,
    WebhookSettings,
    MailSettings,
    SmsSettings,
    VoiceSettings,
)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_key_of_notify_is_documented_and_no_other(language: str) -> None:
    text = section(language, "town", "通知" if language == "zh" else "Notifications")
    known = {"kind"} | {name for struct in STRUCTS for name in struct.__struct_fields__}
    documented = first_cells(text)
    assert len(documented) == len(set(documented))
    assert set(documented) == known


def test_the_example_of_notifications_loads() -> None:
    table = tomllib.loads(blocks("zh", "town")["notify"])["notify"]
    settings = read_settings(table, Path("town.toml"))
    (ladder,) = settings.ladders()
    assert [step.to[-1] for step in ladder.steps] == [
        ("zhang", "mail"),
        ("zhang", "sms"),
        ("zhang", "horn"),
        ("li", "sms"),
    ]

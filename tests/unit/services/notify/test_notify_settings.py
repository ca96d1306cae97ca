from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from services.contract.model import Level
from services.errors import StartupError
from services.notify.mail import Mail
from services.notify.settings import make_channel, read_settings
from services.notify.sms import Sms
from services.notify.voice import Voice
from services.notify.webhook import Webhook

TOML = """
[channels.hook]
kind = "webhook"
url = "https://chat.example/hook"
[channels.mail]
kind = "smtp"
host = "mail.example"
sender = "onemap@town.example"
[channels.sms]
kind = "sms"
url = "https://sms.example/send?u={key}"
fields = {mobile = "{to}", content = "{text}", apikey = "{apikey}"}
secrets = {apikey = "SMS_KEY"}
[channels.horn]
kind = "voice"
[people.zhang]
name = "张敏"
addresses = {mail = "zhang@town.example", sms = "13812345678"}
[[ladder]]
id = "night"
[[ladder.step]]
after_min = 2.5
person = "zhang"
channels = ["hook", "mail"]
"""


def read(text: str) -> Any:
    return read_settings(tomllib.loads(text), Path("town.toml"))


def test_channels_people_and_ladders_are_read() -> None:
    settings = read(TOML)
    (ladder,) = settings.ladders()
    assert ladder.levels == {Level.RED, Level.ORANGE}
    assert ladder.steps[0].after_ms == 150_000
    assert ladder.steps[0].to == (("zhang", "hook"), ("zhang", "mail"))
    made = [make_channel(each, {}, lambda: 0) for each in settings.channels.values()]
    assert [type(each) for each in made] == [Webhook, Mail, Sms, Voice]


def test_mail_and_sms_need_an_address_and_others_do_not() -> None:
    settings = read(TOML)
    assert settings.address("zhang", "sms") == "13812345678"
    assert settings.address("zhang", "hook") == "张敏"
    assert settings.address("li", "hook") is None
    assert settings.address("zhang", "fax") is None


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('kind = "voice"', 'kind = "fax"', "fax"),
        ('["hook", "mail"]', '["fax"]', "no address for fax"),
        ('["hook", "mail"]', '["hook", "hook"]', "named twice"),
        ('["hook", "mail"]', "[]", "with channels"),
        ("2.5", "-1", "after_min"),
        ('person = "zhang"', 'person = "li"', "li has no address"),
        ('"{text}"', '"{message}"', "nothing fills {message}"),
        ("https://chat", "ftp://chat", "must begin with https"),
        ('id = "night"', 'id = ""', "an id"),
        (
            'host = "mail.example"',
            'host = "h"\nusername = "u"\nsecurity = "none"',
            "needs security",
        ),
        ('kind = "voice"', 'kind = "voice"\ntimeout_s = 0', "timeout_s"),
        ('kind = "voice"', 'kind = "voice"\nspeed = 3', "speed"),
    ],
)
def test_a_mistake_is_named(old: str, new: str, says: str) -> None:
    assert old in TOML
    with pytest.raises(StartupError, match=r"town\.toml: \[notify\]") as error:
        read(TOML.replace(old, new, 1))
    assert says in str(error.value)

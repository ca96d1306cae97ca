"""A server that climbs a ladder dies by kill -9 at any moment; nobody is missed or told twice.

Message, SMS, voice, next person: one climb through real receivers. The voice alone has no receiver
that could tell a repetition; what it says twice is counted and reported.
"""

from __future__ import annotations

import asyncio
import json
import random
import sqlite3
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest

from services.contract.events import BODY_TYPES
from services.contract.model import Notice
from services.notify.mail import message_id
from tests.fakes.http_receiver import HttpReceiver
from tests.fakes.nursery import Nursery, start
from tests.fakes.servers import create_token, free_port
from tests.fakes.smtp_receiver import SmtpReceiver
from tests.fakes.towns import ROAD, UNDERPASS, write_town

KILLS = 16
LONGEST_LIFE_S = 0.5
SENDER = "onemap@town.example"
NOTIFY = """
[notify.channels.hook]
kind = "webhook"
url = "{hook}"
[notify.channels.mail]
kind = "smtp"
host = "127.0.0.1"
port = {port}
security = "none"
sender = "onemap@town.example"
[notify.channels.sms]
kind = "sms"
url = "{sms}/send?to={{to}}"
fields = {{ text = "{{text}}", key = "{{key}}" }}
success_path = "$.code"
success = "0"
receipt_path = "$.id"
[notify.channels.horn]
kind = "voice"
enabled = true
command = {speak}
[notify.people.zhang.addresses]
mail = "zhang@town.example"
sms = "13800000000"
[notify.people.li.addresses]
mail = "li@town.example"
[[notify.ladder]]
id = "all"
levels = ["blue", "yellow", "orange", "red"]
"""
STEP = """
[[notify.ladder.step]]
after_min = 0.004
person = "{person}"
channels = {channels}
"""
STEPS = (
    ("zhang", ("hook", "mail")),
    ("zhang", ("sms",)),
    ("zhang", ("horn",)),
    ("li", ("hook", "mail")),
) * 2
SPEAK = "import sys; open(sys.argv[1], 'a').write(sys.argv[2] + chr(10))"


class Journal:
    """What the ladders wrote, read from the file."""

    def __init__(self, db: Path) -> None:
        connection = sqlite3.connect(db)
        rows = connection.execute("SELECT kind, body FROM event ORDER BY seq").fetchall()
        connection.close()
        self.bodies: list[Any] = [
            msgspec.msgpack.decode(body, type=BODY_TYPES[kind]) for kind, body in rows
        ]

    def of(self, kind: str) -> list[Any]:
        return [body for body in self.bodies if type(body).__name__ == kind]


@pytest.mark.timeout(110)
async def test_a_ladder_survives_kills_at_random_points(
    nursery: Nursery, tmp_path: Path, db: Path
) -> None:
    chance = random.Random(20261122)
    horn = tmp_path / "horn"
    speak = json.dumps([sys.executable, "-c", SPEAK, str(horn), "{key}"])
    sms = HttpReceiver(b'{"code": 0, "id": "s-1"}')
    async with HttpReceiver() as hook, SmtpReceiver() as mail, sms:
        hook.delay_s = sms.delay_s = 0.02  # so that kills fall between sending and marking too
        extra = NOTIFY.format(hook=hook.url, port=mail.port, sms=sms.url, speak=speak)
        extra += "".join(
            STEP.format(person=person, channels=json.dumps(channels)) for person, channels in STEPS
        )
        town = write_town(tmp_path / "town", extra=extra)
        port = free_port()
        words = ["serve", "--town", str(town), "--db", str(db), "--listen", f"127.0.0.1:{port}"]
        ready, log = tmp_path / "ready", tmp_path / "server.log"
        token = await asyncio.to_thread(create_token, db)
        pid, url = await asyncio.to_thread(start, nursery, words, ready, log)
        await _flood(url, token)
        for _ in range(KILLS):
            await asyncio.sleep(chance.uniform(0, LONGEST_LIFE_S))
            nursery.kill(pid)
            pid, _ = await asyncio.to_thread(start, nursery, words, ready, log)
        expected = 2 * sum(len(channels) for _, channels in STEPS)  # of two alerts
        async with asyncio.timeout(60):
            while len(Journal(db).of("NotificationSent")) < expected:
                await asyncio.sleep(0.05)
        nursery.kill(pid)
    journal = Journal(db)
    notices = _check(journal)
    keys = {name: {n.key for n in notices if n.channel == name} for name in ("hook", "sms", "horn")}
    mails = {message_id(n.key, SENDER) for n in notices if n.channel == "mail"}
    spoken = Counter(horn.read_text("utf-8").split())
    assert set(hook.kept) == keys["hook"]
    assert set(sms.kept) == keys["sms"]
    assert set(mail.mails) == mails
    assert set(spoken) == keys["horn"]
    assert {one.path for one in sms.kept.values()} == {"/send?to=13800000000"}
    came = sum(sum(each.values()) for each in (hook.came, sms.came, mail.came, spoken))
    twice = sum(spoken.values()) - len(spoken)
    print(
        f"{expected} messages through {KILLS} kills, {came - expected - twice} repeated and told "
        f"by their keys, {twice} spoken twice"
    )
    assert "Traceback" not in log.read_text("utf-8")


async def _flood(url: str, token: str) -> None:
    readings = [{"stream": UNDERPASS, "value": 33}, {"stream": ROAD, "value": 60}]
    async with httpx.AsyncClient(trust_env=False) as client:
        answer = await client.post(
            f"{url}/api/readings",
            content=json.dumps(readings),
            headers={"Authorization": f"Bearer {token}"},
        )
        assert answer.status_code == 202, answer.text


def _check(journal: Journal) -> list[Notice]:
    """All notices; each was asked for and ended once, in the order of the ladder."""
    steps = journal.of("EscalationStepped")
    climbs: dict[str, list[Any]] = {}
    for step in steps:
        climbs.setdefault(step.alert, []).append(step)
    assert len(climbs) == 2
    for climb in climbs.values():
        assert [step.step for step in climb] == list(range(len(STEPS))), "a step is taken twice"
        told = [
            (step.notices[0].person, tuple(notice.channel for notice in step.notices))
            for step in climb
        ]
        assert told == list(STEPS)
    notices = [notice for step in steps for notice in step.notices]
    ended = Counter(end.notice.key for end in journal.of("NotificationSent"))
    assert ended == Counter(notice.key for notice in notices), "an end is missing or doubled"
    assert not journal.of("NotificationFailed")
    return notices

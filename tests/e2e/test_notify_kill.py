"""A server that climbs a ladder dies by kill -9 at any moment; nobody is missed or told twice."""

from __future__ import annotations

import asyncio
import json
import random
import sqlite3
from collections import Counter
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest

from services.contract.events import BODY_TYPES
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
[notify.people.zhang.addresses]
mail = "zhang@town.example"
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
channels = ["hook", "mail"]
"""
PEOPLE = ("zhang", "li") * 4


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
    async with HttpReceiver() as hook, SmtpReceiver() as mail:
        hook.delay_s = 0.02  # so that kills fall between sending and marking too
        extra = NOTIFY.format(hook=hook.url, port=mail.port)
        extra += "".join(STEP.format(person=person) for person in PEOPLE)
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
        expected = 2 * len(PEOPLE) * 2  # alerts, steps, channels
        async with asyncio.timeout(60):
            while len(Journal(db).of("NotificationSent")) < expected:
                await asyncio.sleep(0.05)
        nursery.kill(pid)
    journal = Journal(db)
    _check(journal, hook, mail)
    again = sum(hook.came.values()) + sum(mail.came.values()) - expected
    print(f"{expected} messages through {KILLS} kills, {again} repeated and told by their keys")
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


def _check(journal: Journal, hook: HttpReceiver, mail: SmtpReceiver) -> None:
    steps = journal.of("EscalationStepped")
    assert len({step.alert for step in steps}) == 2
    taken = Counter((step.alert, step.step) for step in steps)
    assert set(taken.values()) == {1}, "a step was taken twice"
    notices = [notice for step in steps for notice in step.notices]
    ended = Counter(end.notice.key for end in journal.of("NotificationSent"))
    assert ended == Counter(notice.key for notice in notices), "an end is missing or doubled"
    assert not journal.of("NotificationFailed")
    assert set(hook.kept) == {n.key for n in notices if n.channel == "hook"}
    assert set(mail.mails) == {message_id(n.key, SENDER) for n in notices if n.channel == "mail"}

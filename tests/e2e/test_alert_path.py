"""A reading enters by a real door and ends as a closed case in a journal that can be checked."""

from __future__ import annotations

import asyncio
import json
import shutil
import sqlite3
from pathlib import Path

import pytest

from desktop.state.store import TownStore
from services.contract.model import AlertState, Level, Stage
from tests.fakes.brokers import broker, can_publish, publish
from tests.fakes.console import Console, open_console
from tests.fakes.servers import Server, cli, create_token, post, state_of, wait_for
from tests.fakes.towns import CAMERA, NEAR_TEAM, UNDERPASS, write_town

needs_curl = pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
EVIDENCE = "现场复核：积水已退，路面可通行。"


async def handle(console: Console) -> str:
    """Acknowledge the alert, open its case, send the nearest team, close; the case's id."""
    alert = await console.until_alert()
    assert (alert.stream, alert.level, alert.camera) == (UNDERPASS, Level.RED, CAMERA)
    await console.acknowledge(alert)
    case = await console.open_case(alert)
    team = await console.dispatch_nearest(case)
    assert team == NEAR_TEAM
    await console.arrive(team)
    assert console.case(case).arrived_at_ms > 0
    await console.close_case(case, EVIDENCE)
    assert not console.refusals
    return case


def assert_agrees(store: TownStore, db: Path) -> None:
    """The server's own account of the town is the console's."""
    report = state_of(db)
    assert (report["seq"], report["hash"]) == (store.state.seq, store.state.hash)
    assert report["alerts"]["by_state"] == {"acknowledged": 1}
    assert report["alerts"]["by_level"] == {"red": 1}
    assert report["cases"] == {"total": 1, "by_stage": {"closed": 1}}
    water = next(stream for stream in report["streams"] if stream["id"] == UNDERPASS)
    assert water["value"] == 33.0


@needs_curl
async def test_reading_by_curl_becomes_an_alert_and_a_closed_case(
    server: Server, db: Path, tmp_path: Path
) -> None:
    token = await asyncio.to_thread(create_token, db)
    async with open_console(tmp_path / "desk", server.url) as console:
        body = json.dumps([{"stream": UNDERPASS, "value": 33}])
        status, answer = await asyncio.to_thread(post, server, token, body)
        assert (status, answer) == (202, {"accepted": 1, "refused": []})
        case = await handle(console)
        assert console.case(case).evidence == EVIDENCE
        await asyncio.to_thread(assert_agrees, console.store, db)
        head = console.store.state.seq
    assert await asyncio.to_thread(server.stop) == 0

    clean = await asyncio.to_thread(cli, "verify", "--db", str(db))
    assert (clean.returncode, clean.stdout.split()[0]) == (0, str(head)), clean.stderr

    seq = damage_evidence(db)
    broken = await asyncio.to_thread(cli, "verify", "--db", str(db))
    assert broken.returncode == 1
    assert broken.stdout.startswith(f"the chain breaks at event {seq}: ")
    assert "Traceback" not in broken.stderr


def damage_evidence(db: Path) -> int:
    """Flip one bit in the file, inside the body of the closing event; answers the event's seq."""
    connection = sqlite3.connect(db)
    query = "SELECT seq, kind, body, prev FROM event WHERE kind = 'CaseClosed'"
    ((seq, kind, body, prev),) = connection.execute(query).fetchall()
    connection.close()
    content = bytearray(db.read_bytes())
    row = kind.encode() + body + prev.encode()
    assert content.count(row) == 1
    at = content.index(row) + len(kind) + len(body) - 4
    content[at] ^= 0x01
    db.write_bytes(content)
    return int(seq)


@pytest.mark.skipif(not can_publish(), reason="mosquitto or mosquitto_pub is not installed")
async def test_reading_by_mosquitto_pub_becomes_an_alert_and_a_closed_case(
    db: Path, tmp_path: Path
) -> None:
    with broker(tmp_path) as port:
        town = write_town(tmp_path / "town", mqtt_port=port)
        with Server(town, db) as server:
            await asyncio.to_thread(wait_for, lambda: "MQTT from" in server.log, "the subscription")
            async with open_console(tmp_path / "desk", server.url) as console:
                topic = f"testtown/water/{UNDERPASS}/depth"
                await asyncio.to_thread(publish, port, topic, "12")
                blue = await console.until_alert()
                assert blue.level is Level.BLUE
                await asyncio.to_thread(publish, port, topic, '{"value": 33}')
                await console.until(lambda: console.alerts[0].level is Level.RED)
                case = await handle(console)
                assert console.case(case).stage is Stage.CLOSED
                assert console.alerts[0].state is AlertState.ACKNOWLEDGED
                await asyncio.to_thread(assert_agrees, console.store, db)

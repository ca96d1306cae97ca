"""Every door ends as the right alarm on a running server; malformed messages disturb nothing."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import hmac
import json
import sqlite3
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from services.contract.model import Alert, Level
from tests.fakes.brokers import broker, can_publish, publish
from tests.fakes.console import Console, open_console
from tests.fakes.http_receiver import HttpReceiver
from tests.fakes.sensorthings import StaClient
from tests.fakes.servers import Server, create_token, wait_for
from tests.fakes.towns import SOUTH, UNDERPASS, WEST, write_town
from tests.unit.services.cap.samples import sample
from tests.unit.services.ingest.frigate_samples import event, review

pytestmark = pytest.mark.skipif(not can_publish(), reason="mosquitto is not installed")

NOW = 1_784_378_105_000
"""2026-07-18 20:35:05 in the town, just after the samples."""
SAMPLES = Path(__file__).parents[1] / "unit" / "services" / "ingest" / "samples"
JPEG = b"\xff\xd8\xff\xe0 a picture of the lift"
SECRET = "hook-secret"

PACK = """
[pack]
id = "door_test"
version = 1
title = { zh = "门", en = "Doors" }

[streams."door.signal"]
unit = ""
title = { zh = "信号", en = "Signal" }

[rules.signal]
stream = "door.signal"
title = { zh = "{name} 报警", en = "{name} alarm" }
deadband = 0
on_delay_s = 0
off_delay_s = 0
class_code = "event.door"
[rules.signal.levels.yellow]
at = 0.5
[rules.signal.levels.orange]
at = 1.5
"""

SETTINGS = """
[frigate]
url = "{frigate}"

[hooks.pump]
each = "$.alerts"
stream = "{{$.labels.pump}}"
value = "$.status"
at = "$.startsAt"
values = {{ firing = 1, resolved = 0 }}
secret_env = "HOOK_SECRET"

[[onvif.gate.event]]
topic = "tns1:RuleEngine/CellMotionDetector/Motion"
source = {{ VideoSourceConfigurationToken = "VSC_1" }}
stream = "onvif"

[drop]
folder = "in"
every_s = 0.1
"""

STREAMS: dict[str, dict[str, str]] = {
    "mqtt": {},
    "frigate": {"frigate_camera": "gate", "zone": "lift", "frigate_value": "presence"},
    "review": {"frigate_camera": "gate", "frigate_value": "review"},
    "onvif": {},
    "hook": {},
    "csv": {},
    "sta": {},
}


@dataclass
class Town:
    """The running server, a desk, and what it takes to knock at every door."""

    server: Server
    console: Console
    http: httpx.AsyncClient
    token: str
    port: int
    folder: Path

    async def publish(self, topic: str, payload: str | bytes) -> None:
        text = payload if isinstance(payload, str) else payload.decode()
        await asyncio.to_thread(publish, self.port, topic, text)

    async def hook(self, body: bytes, secret: str = SECRET) -> httpx.Response:
        signature = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
        return await self.http.post(
            "/api/hooks/pump",
            content=body,
            headers={"X-Hub-Signature-256": f"sha256={signature}", "Authorization": ""},
        )

    async def alert_of(self, stream: str) -> Alert:
        def found() -> list[Alert]:
            return [alert for alert in self.console.alerts if alert.stream == stream]

        await self.console.until(lambda: bool(found()))
        return found()[0]


def write(directory: Path, port: int, frigate: str) -> Path:
    town = write_town(
        directory,
        packs=("waterlogging_response", "door_test"),
        mqtt_port=port,
        extra=SETTINGS.format(frigate=frigate),
    )
    pack = town / "packs" / "door_test"
    pack.mkdir(parents=True)
    (pack / "pack.toml").write_text(PACK, "utf-8")
    place = {"lon": WEST + 0.01, "lat": SOUTH + 0.01, "area": "A1"}
    file = town / "streams.json"
    streams = json.loads(file.read_text("utf-8")) + [
        {"id": id, "kind": "door.signal", "name": id, **place, "attributes": said}
        for id, said in STREAMS.items()
    ]
    file.write_text(json.dumps(streams, ensure_ascii=False), "utf-8")
    return town


@contextlib.asynccontextmanager
async def running(tmp_path: Path) -> AsyncIterator[Town]:
    with broker(tmp_path) as port:
        async with HttpReceiver(JPEG) as frigate:
            town = write(tmp_path / "town", port, frigate.url)
            db = tmp_path / "onemap.db"
            token = await asyncio.to_thread(create_token, db)
            server = Server(
                town,
                db,
                extra=("--clock-start-ms", str(NOW)),
                more={"HOOK_SECRET": SECRET},
            )
            await asyncio.to_thread(server.start)
            try:
                await asyncio.to_thread(
                    wait_for, lambda: server.log.count("MQTT from") == 2, "two subscriptions"
                )
                headers = {"Authorization": f"Bearer {token}"}
                client = httpx.AsyncClient(
                    base_url=server.url, headers=headers, trust_env=False, timeout=20
                )
                async with client, open_console(tmp_path / "desk", server.url) as console:
                    yield Town(server, console, client, token, port, town / "in")
            finally:
                await asyncio.to_thread(server.__exit__, None, None, None)


def drop(town: Town, name: str, text: str) -> None:
    """Write under another name, then rename: how a file is handed over whole."""
    part = town.folder / f"{name}.part"
    part.write_text(text, "utf-8")
    part.replace(town.folder / name)


ALERTS: dict[str, Any] = {
    "alerts": [
        {
            "status": "firing",
            "labels": {"alertname": "PumpDown", "pump": "hook"},
            "startsAt": "2026-07-18T20:35:00+08:00",
        }
    ]
}


async def test_every_door_ends_as_the_right_alarm(tmp_path: Path) -> None:
    async with running(tmp_path) as town:
        expected = {
            "mqtt": Level.YELLOW,
            "frigate": Level.YELLOW,
            "review": Level.ORANGE,
            "onvif": Level.YELLOW,
            "hook": Level.YELLOW,
            "csv": Level.ORANGE,
            "sta": Level.ORANGE,
            UNDERPASS: Level.RED,
        }
        await town.publish("testtown/water/mqtt/depth", "1")
        await town.publish(f"testtown/water/{UNDERPASS}/depth", '{"value": 33}')
        await town.publish("frigate/events", event())
        await town.publish("frigate/reviews", review())
        motion = (SAMPLES / "onvif_motion.xml").read_bytes()
        answer = await town.http.post("/api/onvif/gate", content=motion)
        assert answer.json() == {"accepted": 1, "ignored": 1, "refused": []}
        answer = await town.hook(json.dumps(ALERTS).encode())
        assert answer.json() == {"accepted": 1, "refused": []}
        drop(town, "a.csv", "at,stream,value\n2026-07-18 20:35:00,csv,2\n")
        async with StaClient(town.server.url, town.token) as client:
            await client.create("Observations", {"result": 2, "Datastream": {"@iot.id": "sta"}})
        cap = await town.http.post("/api/cap", content=sample("rainstorm_red"))
        assert cap.json()["outcome"] == "issued"
        alerts = {stream: await town.alert_of(stream) for stream in expected}
        assert {stream: alert.level for stream, alert in alerts.items()} == expected
        assert len(town.console.alerts) == len(expected)
        await town.console.until(lambda: bool(town.console.store.state.warnings))
        (warning,) = town.console.store.state.warnings.values()
        assert (warning.kind, warning.level) == ("暴雨", Level.RED)
        picture = hashlib.sha256(JPEG).hexdigest()[:32]
        assert alerts["frigate"].evidence == picture
        done = town.folder / "done" / "a.csv"
        await asyncio.to_thread(wait_for, done.exists, "the file to be done")


def malformed_csv(town: Town) -> None:
    drop(town, "b.csv", "at,stream,value\nsoon,csv,2\n2026-07-18 20:35:00,nobody,2\n")
    drop(town, "c.csv", "no header\n")


async def test_malformed_messages_are_refused_with_reasons_and_disturb_nothing(
    tmp_path: Path,
) -> None:
    async with running(tmp_path) as town:
        await town.publish("testtown/water/mqtt/depth", "wet")
        await town.publish("testtown/water/mqtt/depth", '{"depth": 1}')
        await town.publish("testtown/water/nobody/depth", "1")
        await town.publish("frigate/events", '{"type": "new"}')
        await town.publish("frigate/reviews", event())
        malformed_csv(town)
        for path, content, status, words in (
            ("/api/onvif/gate", b"<a", 400, "not well-formed"),
            ("/api/onvif/gate", b"<!DOCTYPE a []><Notify/>", 400, "DOCTYPE"),
            ("/api/onvif/nobody", b"<a/>", 404, "[onvif.nobody]"),
            ("/api/cap", sample("rainstorm_red").replace(b">Actual<", b">actual<"), 400, "status"),
            ("/api/sta/v1.1/Observations", b"{", 400, "not JSON"),
            ("/api/sta/v1.1/Observations", b'{"result": 1}', 400, "Datastream"),
            ("/api/hooks/nobody", b"{}", 404, "[hooks.nobody]"),
        ):
            answer = await town.http.post(path, content=content)
            assert (answer.status_code, words in answer.text) == (status, True), answer.text
        for body, status, words in (
            (b"{", 400, "not JSON"),
            (b"{}", 422, "there is no list at $.alerts"),
            (b'{"alerts": [{}]}', 422, "the stream's id is missing"),
        ):
            answer = await town.hook(body)
            assert (answer.status_code, words in answer.text) == (status, True), answer.text
        assert (await town.hook(b"{}", "another")).status_code == 401
        refused = town.folder / "refused"
        await asyncio.to_thread(wait_for, lambda: len(list(refused.iterdir())) == 4, "the reports")
        report = (refused / "b.csv.report.csv").read_text("utf-8-sig").splitlines()
        assert report[1:] == ["2,,at 'soon' is not a time in ISO 8601", "3,nobody,unknown stream"]
        await asyncio.to_thread(wait_for_reasons, town)
        # Nothing else is disturbed: the next good message of the same door is an alarm.
        await town.publish("testtown/water/mqtt/depth", "1")
        await town.publish("frigate/events", event())
        for stream in ("mqtt", "frigate"):
            await town.alert_of(stream)
        assert len(town.console.alerts) == 2
        assert not town.console.store.state.warnings
        assert "Traceback" not in town.server.log


def wait_for_reasons(town: Town) -> None:
    """The doors that cannot answer tell their reasons at /api/refusals."""
    wanted = {
        ("mqtt", "payload is neither a number nor JSON"),
        ("mqtt", "there is no value at $.value"),
        ("mqtt", "unknown stream"),
        ("frigate", "Object missing required field `after`"),
        ("csv", "at 'soon' is not a time in ISO 8601"),
        ("onvif", "line 1: has a DOCTYPE; a message must come without one"),
        ("hook", "the signature in X-Hub-Signature-256 is wrong"),
        ("sensorthings", 'Datastream: must be {"@iot.id": …}'),
    }

    def told() -> set[tuple[str, str]]:
        answer = httpx.get(
            f"{town.server.url}/api/refusals",
            headers={"Authorization": f"Bearer {town.token}"},
            trust_env=False,
        )
        return {(each["door"], each["reason"]) for each in answer.json()["last"]}

    try:
        wait_for(lambda: wanted <= told(), "the reasons", 10)
    except AssertionError:
        raise AssertionError(wanted - told()) from None


async def test_a_csv_file_survives_a_kill_in_the_middle(tmp_path: Path) -> None:
    """Killed while it reads, the server reads again: every row is stored, and none twice."""
    town = write(tmp_path / "town", 0, "http://127.0.0.1:9")
    settings = (town / "town.toml").read_text("utf-8").replace("[frigate]", "[notes]", 1)
    (town / "town.toml").write_text(settings, "utf-8")
    rows = 40_000
    folder = town / "in"
    folder.mkdir()
    lines = "\n".join(f"{NOW - rows * 10 + n * 10},csv,0.25" for n in range(rows))
    (folder / "long.csv").write_text(f"at,stream,value\n{lines}\n", "utf-8")
    db = tmp_path / "onemap.db"
    more = {"HOOK_SECRET": SECRET}
    extra = ("--clock-start-ms", str(NOW))
    with Server(town, db, extra=extra, more=more) as server:
        await asyncio.to_thread(wait_for, lambda: accepted(server) > 0, "the first rows")
        server.kill()
    assert (folder / "long.csv").exists()
    with Server(town, db, extra=extra, more=more) as server:
        done = folder / "done" / "long.csv"
        await asyncio.to_thread(wait_for, done.exists, "the file to be done", 60)
    assert stored(db) == rows


def accepted(server: Server) -> int:
    answer = httpx.get(f"{server.url}/api/health", trust_env=False)
    return int(answer.json()["readings"]["accepted"])


def stored(db: Path) -> int:
    with contextlib.closing(sqlite3.connect(db)) as connection:
        ((rows,),) = connection.execute("SELECT count(*) FROM reading").fetchall()
        ((packed,),) = connection.execute("SELECT sum(count) FROM reading_block").fetchall()
    return int(rows) + int(packed or 0)

"""A real broker between a real publisher and the hub."""

from __future__ import annotations

import asyncio
import contextlib
import shutil
import socket
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from services.clock import ManualClock
from services.ingest.hub import ReadingHub
from services.ingest.mqtt import MqttSource, Settings, Topic
from tests.fakes.server import NOW, FakeKeeper, FakeReadingStore

MOSQUITTO = shutil.which("mosquitto")
PUBLISH = shutil.which("mosquitto_pub")
pytestmark = pytest.mark.skipif(
    MOSQUITTO is None or PUBLISH is None, reason="mosquitto and mosquitto_pub are not installed"
)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextlib.asynccontextmanager
async def _broker(folder: Path, port: int) -> AsyncIterator[None]:
    conf = folder / "mosquitto.conf"
    conf.write_text(f"listener {port} 127.0.0.1\nallow_anonymous true\n")
    assert MOSQUITTO is not None
    process = await asyncio.create_subprocess_exec(
        MOSQUITTO, "-c", str(conf), stderr=asyncio.subprocess.DEVNULL
    )
    try:
        yield
    finally:
        process.terminate()
        await process.wait()


async def _publish(port: int, topic: str, message: str) -> None:
    assert PUBLISH is not None
    process = await asyncio.create_subprocess_exec(
        PUBLISH, "-p", str(port), "-q", "1", "-t", topic, "-m", message
    )
    assert await process.wait() == 0


async def _until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not condition():
            await asyncio.sleep(0.01)


async def test_published_readings_arrive_also_after_the_broker_was_away(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    keeper = FakeKeeper()
    keeper.put_streams(3)
    hub = ReadingHub(keeper, FakeReadingStore(), ManualClock(NOW))
    await hub.start()
    port = _free_port()
    settings = Settings(
        topic=(Topic("sensors/+/depth", stream="{1}"),), host="127.0.0.1", port=port
    )
    source = MqttSource(settings, hub, {}, pace=0.1)
    task = asyncio.create_task(source.run())
    try:
        await asyncio.sleep(0.3)
        async with _broker(tmp_path, port):
            await _until(lambda: source.connected)
            await _publish(port, "sensors/W1/depth", "12.5")
            await _publish(port, "sensors/W1/depth", "wet")
            await _publish(port, "sensors/W9/depth", "1")
            await _until(lambda: hub.refused.total() == 2)
            assert hub.latest().value.tolist() == [12.5]
        await _until(lambda: not source.connected)
        async with _broker(tmp_path, port):
            await _until(lambda: source.connected)
            await _publish(port, "sensors/W2/depth", '{"value": 3, "quality": "bad"}')
            await _until(lambda: hub.accepted == 2)
            failures = [line for line in caplog.messages if "trying again" in line]
    finally:
        task.cancel()
        await asyncio.wait([task])
    assert len(failures) == 2


async def test_two_clients_with_one_id_are_told_once_and_slow_down(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    hub = ReadingHub(FakeKeeper(), FakeReadingStore(), ManualClock(NOW))
    await hub.start()
    port = _free_port()
    settings = Settings(
        topic=(Topic("a/{stream}"),), host="127.0.0.1", port=port, client_id="office"
    )
    connections: list[int] = []
    rivals = [
        MqttSource(settings, hub, {}, lambda: connections.append(1), pace=0.002) for _ in range(2)
    ]
    async with _broker(tmp_path, port):
        await _until(lambda: _listens(port))
        tasks = [asyncio.create_task(rival.run()) for rival in rivals]
        try:
            await _until(lambda: len(connections) >= 30)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.wait(tasks)
    told = [line for line in caplog.messages if "another client uses the client_id office" in line]
    assert 1 <= len(told) <= len(rivals)
    assert len([line for line in caplog.messages if "MQTT" in line]) <= 4 * len(rivals)


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0

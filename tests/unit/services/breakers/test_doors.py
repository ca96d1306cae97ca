"""Orders leave by real HTTP and real MQTT, carry one id, and say when they run out."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import aiomqtt
import pytest

from services.breakers.doors import OrderError, TripOrder, make_door
from services.breakers.settings import BreakerSettings, HttpDoor, MqttDoor
from services.contract.model import Trip
from tests.fakes.brokers import broker, find_mosquitto
from tests.fakes.http_receiver import HttpReceiver
from tests.fakes.servers import free_port

TRIP = Trip("B1", "A1", "A1:1000", 1_000)
ORDER = TripOrder(TRIP, "meter/7", "1 号空开 疑似充电", 121_000)


def http(url: str, **fields: str) -> BreakerSettings:
    return BreakerSettings(http=HttpDoor(f"{url}/b/{{breaker}}", **fields), timeout_s=2)


def said(body: bytes) -> dict[str, str]:
    found = json.loads(body)
    assert isinstance(found, dict)
    return found


async def test_an_order_by_http_names_breaker_reason_and_end_and_carries_its_id() -> None:
    async with HttpReceiver() as host:
        door = make_door(http(host.url, token_env="KEY"), {"KEY": "s3"})
        assert await door.send(ORDER) == "HTTP 200"
        (came,) = host.kept.values()
    assert (came.method, came.path) == ("POST", "/b/meter%2F7")
    assert came.headers["authorization"] == "Bearer s3"
    assert came.headers["idempotency-key"] == TRIP.key
    assert said(came.body) == {
        "id": TRIP.key,
        "command": "trip",
        "breaker": "meter/7",
        "alert": "A1",
        "reason": ORDER.reason,
        "ordered_at": "1970-01-01T00:00:01.000+00:00",
        "expires_at": "1970-01-01T00:02:01.000+00:00",
    }


@pytest.mark.parametrize(("status", "is_final"), [("404", True), ("403", True), ("503", False)])
async def test_a_refusal_by_http_is_final_unless_it_may_end_by_itself(
    status: str, is_final: bool
) -> None:
    async with HttpReceiver() as host:
        host.answers = [status]
        with pytest.raises(OrderError) as caught:
            await make_door(http(host.url), {}).send(ORDER)
    assert caught.value.is_final is is_final


async def test_nobody_there_is_tried_again_and_the_address_is_not_told() -> None:
    url = f"http://127.0.0.1:{free_port()}"
    with pytest.raises(OrderError) as caught:
        await make_door(http(url), {}).send(ORDER)
    assert not caught.value.is_final
    assert "127.0.0.1" not in str(caught.value)


async def test_a_missing_secret_is_said_by_its_name() -> None:
    with pytest.raises(OrderError, match="the environment has no KEY") as caught:
        await make_door(http("http://127.0.0.1:1", token_env="KEY"), {}).send(ORDER)
    assert caught.value.is_final


@pytest.mark.skipif(find_mosquitto() is None, reason="mosquitto is not installed")
async def test_an_order_by_mqtt_reaches_who_listens_and_is_not_retained(tmp_path: Path) -> None:
    order = TripOrder(TRIP, "meter-7", "r", 121_000)
    with broker(tmp_path) as port:
        url = f"mqtt://127.0.0.1:{port}"
        door = make_door(BreakerSettings(mqtt=MqttDoor("town/{breaker}/set", url)), {})
        async with asyncio.timeout(20), aiomqtt.Client("127.0.0.1", port) as listener:
            await listener.subscribe("town/#", 1)
            assert await door.send(order) == "MQTT town/meter-7/set"
            message = await anext(aiter(listener.messages))
            assert (str(message.topic), message.retain) == ("town/meter-7/set", False)
            assert isinstance(message.payload, bytes)
            assert said(message.payload)["id"] == TRIP.key


async def test_a_name_that_would_change_the_topic_is_refused() -> None:
    door = make_door(BreakerSettings(mqtt=MqttDoor("town/{breaker}/set")), {})
    with pytest.raises(OrderError, match="topic"):
        await door.send(ORDER)


async def test_a_broker_that_is_not_there_is_tried_again() -> None:
    url = f"mqtt://127.0.0.1:{free_port()}"
    settings = BreakerSettings(mqtt=MqttDoor("town/{breaker}", url), timeout_s=2)
    with pytest.raises(OrderError) as caught:
        await make_door(settings, {}).send(TripOrder(TRIP, "b", "r", 121_000))
    assert not caught.value.is_final

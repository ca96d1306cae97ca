"""How an order reaches a breaker: one HTTP request or one MQTT message. There is one order: off.

Every try carries the same `id`, and `expires_at`, so that a breaker acts once and not too late.
"""

from __future__ import annotations

import asyncio
import json
import logging
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol
from urllib.parse import quote, urlsplit

import aiomqtt
import httpx

from services.breakers.settings import BreakerSettings, HttpDoor, MqttDoor
from services.contract.model import Trip
from services.errors import OneMapError

_LATER = frozenset({408, 409, 423, 425, 429})


class OrderError(OneMapError):
    """The order did not get through; `is_final` when trying again is of no use."""

    def __init__(self, text: str, is_final: bool = False) -> None:
        super().__init__(text)
        self.is_final = is_final


@dataclass(frozen=True, slots=True)
class TripOrder:
    """What is sent. `device` is the breaker's name on its own network."""

    trip: Trip
    device: str
    reason: str
    expires_ms: int

    def body(self) -> bytes:
        """The order as JSON."""
        return json.dumps(
            {
                "id": self.trip.key,
                "command": "trip",
                "breaker": self.device,
                "alert": self.trip.alert,
                "reason": self.reason,
                "ordered_at": _iso(self.trip.ordered_at_ms),
                "expires_at": _iso(self.expires_ms),
            },
            ensure_ascii=False,
        ).encode()


def _iso(at_ms: int) -> str:
    return datetime.fromtimestamp(at_ms / 1000, UTC).isoformat(timespec="milliseconds")


class Door(Protocol):
    """Where orders go out."""

    async def send(self, order: TripOrder) -> str:
        """A receipt. Raises OrderError."""
        ...


def make_door(settings: BreakerSettings, environment: Mapping[str, str]) -> Door:
    """The door the settings name; they have one."""
    if settings.http is not None:
        return HttpOrders(settings.http, settings.timeout_s, environment)
    assert settings.mqtt is not None
    return MqttOrders(settings.mqtt, settings.timeout_s, environment)


class HttpOrders:
    """POST; a success is the breaker's host saying that it took the order."""

    def __init__(self, door: HttpDoor, timeout_s: float, environment: Mapping[str, str]) -> None:
        self._door = door
        self._timeout_s = timeout_s
        self._environment = environment
        self._context: ssl.SSLContext | None = None

    async def send(self, order: TripOrder) -> str:
        url = self._door.url.replace("{breaker}", quote(order.device, safe=""))
        headers = {"Content-Type": "application/json", "Idempotency-Key": order.trip.key}
        if self._door.token_env:
            token = self._environment.get(self._door.token_env, "")
            if not token:
                raise OrderError(f"the environment has no {self._door.token_env}", is_final=True)
            headers["Authorization"] = f"Bearer {token}"
        try:
            async with asyncio.timeout(self._timeout_s):
                status = await self._post(url, headers, order.body())
        except TimeoutError as error:
            raise OrderError(f"no answer within {self._timeout_s:g} s") from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            # The library's words may hold the URL, and that may hold a secret.
            raise OrderError(f"no connection: {type(error).__name__}") from error
        if not 200 <= status < 300:
            raise OrderError(f"HTTP {status}", is_final=status < 500 and status not in _LATER)
        return f"HTTP {status}"

    async def _post(self, url: str, headers: dict[str, str], content: bytes) -> int:
        if self._context is None:
            ca_file = self._door.ca_file or None
            self._context = await asyncio.to_thread(ssl.create_default_context, cafile=ca_file)
        async with (
            httpx.AsyncClient(
                verify=self._context, trust_env=False, timeout=self._timeout_s
            ) as client,
            client.stream("POST", url, headers=headers, content=content) as response,
        ):
            return response.status_code


class MqttOrders:
    """A message at QoS 1; a success is the broker saying that it has it."""

    def __init__(self, door: MqttDoor, timeout_s: float, environment: Mapping[str, str]) -> None:
        self._door = door
        self._timeout_s = timeout_s
        self._environment = environment
        # The library logs every lost connection; the order's end says it once, in words.
        self._quiet = logging.getLogger(f"{__name__}.client")
        self._quiet.setLevel(logging.CRITICAL + 1)

    async def send(self, order: TripOrder) -> str:
        if any(sign in order.device for sign in "+#/\0"):
            raise OrderError(f"{order.device} cannot stand in a topic", is_final=True)
        topic = self._door.topic.replace("{breaker}", order.device)
        try:
            async with asyncio.timeout(self._timeout_s), self._client() as client:
                await client.publish(topic, order.body(), qos=1, retain=False)
        except TimeoutError as error:
            raise OrderError(f"no answer within {self._timeout_s:g} s") from error
        except (aiomqtt.MqttError, OSError) as error:
            raise OrderError(f"the broker did not take it: {error}") from error
        return f"MQTT {topic}"

    def _client(self) -> aiomqtt.Client:
        parts = urlsplit(self._door.url)
        tls = parts.scheme == "mqtts"
        return aiomqtt.Client(
            parts.hostname or "localhost",
            parts.port or (8883 if tls else 1883),
            logger=self._quiet,
            username=self._door.username or None,
            password=self._environment.get(self._door.password_env) or None,
            tls_context=ssl.create_default_context() if tls else None,
            timeout=self._timeout_s,
        )

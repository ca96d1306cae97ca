"""Frigate's messages from a broker, its snapshots by HTTP: readings with their pictures to the hub.

Every camera has a lane of its own: what is behind a picture waits for it, but never longer than
the time limit, and no camera waits for another. A host that does not answer is left alone for a
while, so that alarms are not late for want of pictures.
"""

from __future__ import annotations

import asyncio
import logging
import os
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import msgspec
from msgspec.structs import replace as replace_struct

from services.contract.changes import Changes
from services.contract.events import Event
from services.contract.model import TownState
from services.errors import StartupError
from services.ingest.broker import Broker, Subscription, resolved
from services.ingest.frigate import BadMessage, Detections, Seen
from services.ingest.hub import ReadingHub, Registers
from services.ingest.parse import RawReading

log = logging.getLogger(__name__)

DOOR = "frigate"
MALFORMED = "malformed Frigate message"
LANE = 1_000
"""Messages of one camera that may wait."""
MAX_SNAPSHOT = 2 * 1024 * 1024
AGAIN_AFTER_S = 30.0
PICTURES_KNOWN = 5_000

KeepPicture = Callable[[str, int, bytes], Awaitable[str]]
"""Keep a camera asset's picture taken at a time; the id of the evidence. Raises ValueError or
OSError when it is none or cannot be kept."""


class FrigateSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The table [frigate]. Without `broker` that of [mqtt] is used."""

    url: str = ""
    """Where snapshots are fetched; empty for no pictures."""
    token_env: str = ""
    prefix: str = "frigate"
    timeout_s: float = 2.0
    broker: Broker | None = None


def read_frigate(table: object, mqtt: Broker | None, file: Path) -> FrigateSettings:
    """The settings of the table [frigate]. Raises StartupError."""
    where = f"{file}: [frigate]"
    try:
        settings = msgspec.convert(table, FrigateSettings)
        broker = resolved(settings.broker) if settings.broker else _beside(mqtt)
    except (msgspec.ValidationError, ValueError) as error:
        raise StartupError(f"{where}: {error}") from error
    if broker is None:
        raise StartupError(f"{where}: there is no broker; write [frigate.broker] or [mqtt]")
    if settings.url and urlsplit(settings.url).scheme not in ("http", "https"):
        raise StartupError(f"{where}: url: {settings.url!r} must begin with http:// or https://")
    if not 0.1 <= settings.timeout_s <= 10:
        raise StartupError(f"{where}: timeout_s must be from 0.1 to 10")
    if not settings.prefix or any(sign in settings.prefix for sign in "+#"):
        raise StartupError(f"{where}: prefix must be the beginning of a topic, without + and #")
    return replace_struct(settings, broker=broker)


def _beside(mqtt: Broker | None) -> Broker | None:
    """The broker of [mqtt] under another client name: one name twice cuts itself off."""
    if mqtt is None or not mqtt.client_id:
        return mqtt
    return replace_struct(mqtt, client_id=f"{mqtt.client_id}-frigate")


class FrigateSource:
    """Listens for messages and follows them. `run` until cancelled.

    Raises StartupError when the environment has no token.
    """

    def __init__(
        self,
        settings: FrigateSettings,
        keeper: Registers,
        hub: ReadingHub,
        keep_picture: KeepPicture,
        environment: Mapping[str, str] | None = None,
        on_connected: Callable[[], None] | None = None,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        assert settings.broker is not None
        known = os.environ if environment is None else environment
        self._settings = settings
        self._keeper = keeper
        self._hub = hub
        self._keep_picture = keep_picture
        self._detections = Detections()
        self._events = f"{settings.prefix}/events"
        self._reviews = f"{settings.prefix}/reviews"
        self._line = Subscription(
            settings.broker,
            (self._events, self._reviews),
            self._take,
            known,
            on_connected,
        )
        token = known.get(settings.token_env, "") if settings.token_env else ""
        if settings.token_env and not token:
            raise StartupError(
                f"[frigate]: token_env: the environment has no {settings.token_env}; set it, or "
                "leave token_env out"
            )
        self._headers = {"Authorization": f"Bearer {token}"} if token else {}
        self._transport = transport
        self._http: httpx.AsyncClient | None = None
        self._lanes: dict[str, asyncio.Queue[Seen]] = {}
        self._group: asyncio.TaskGroup | None = None
        self._pictures: OrderedDict[str, str] = OrderedDict()
        self._not_before_s = 0.0

    async def run(self) -> None:
        """Follow Frigate until cancelled."""
        self._detections.learn(self._keeper.state.streams.values())
        unlisten = self._keeper.listen(self._on_events)
        client = httpx.AsyncClient(
            headers=self._headers,
            timeout=self._settings.timeout_s,
            trust_env=False,
            follow_redirects=False,
            transport=self._transport,
        )
        try:
            async with client as self._http, asyncio.TaskGroup() as self._group:
                await self._line.run()
        finally:
            unlisten()

    def _on_events(self, _: tuple[Event, ...], changes: Changes) -> None:
        if changes.streams or changes.everything:
            self._detections.learn(self._keeper.state.streams.values())

    def _take(self, topic: str, payload: bytes) -> None:
        try:
            if topic == self._reviews:
                seen = self._detections.review(payload)
            else:
                seen = self._detections.event(payload)
        except BadMessage as error:
            self._hub.refuse(DOOR, topic, str(error), MALFORMED)
            return
        if seen is None or not seen.readings:
            return
        lane = self._lanes.get(seen.camera)
        if lane is None:
            lane = self._lanes[seen.camera] = asyncio.Queue(LANE)
            assert self._group is not None
            self._group.create_task(self._drive(lane), name=f"frigate-{seen.camera}")
        try:
            lane.put_nowait(seen)
        except asyncio.QueueFull:
            self._hub.refuse(DOOR, topic, f"camera {seen.camera} sends too much", MALFORMED)

    async def _drive(self, lane: asyncio.Queue[Seen]) -> None:
        while True:
            seen = await lane.get()
            evidence = await self._picture(seen) if seen.picture_of else ""
            items = [
                RawReading(each.stream, each.value, each.at_ms, evidence=evidence)
                for each in seen.readings
            ]
            self._hub.accept(items, DOOR)

    async def _picture(self, seen: Seen) -> str:
        """Id of the evidence, fetched once an event; empty when it cannot be had in time."""
        known = self._pictures.get(seen.picture_of)
        if known is not None:
            return known
        if not self._settings.url or time.monotonic() < self._not_before_s:
            return ""
        source = f"{self._settings.prefix}/{seen.picture_of}"
        try:
            async with asyncio.timeout(self._settings.timeout_s):
                data = await self._snapshot(seen.picture_of)
                found = await self._keep_picture(self._camera(seen), seen.at_ms, data)
        except (TimeoutError, httpx.HTTPError, httpx.InvalidURL) as error:
            self._not_before_s = time.monotonic() + AGAIN_AFTER_S
            reason = f"no snapshot: {str(error) or type(error).__name__}; {AGAIN_AFTER_S:g} s none"
            self._hub.refuse(DOOR, source, reason, "Frigate snapshot not fetched")
            return ""
        except (ValueError, OSError) as error:
            self._hub.refuse(DOOR, source, f"no snapshot: {error}", "Frigate snapshot not fetched")
            return ""
        self._pictures[seen.picture_of] = found
        while len(self._pictures) > PICTURES_KNOWN:
            self._pictures.popitem(last=False)
        return found

    async def _snapshot(self, event: str) -> bytes:
        assert self._http is not None
        url = f"{self._settings.url.rstrip('/')}/api/events/{event}/snapshot.jpg"
        async with self._http.stream("GET", url, params={"bbox": 1}) as response:
            if response.status_code != 200:
                raise ValueError(f"HTTP {response.status_code}")
            data = bytearray()
            async for part in response.aiter_bytes():
                data += part
                if len(data) > MAX_SNAPSHOT:
                    raise ValueError(f"larger than {MAX_SNAPSHOT} bytes")
            return bytes(data)

    def _camera(self, seen: Seen) -> str:
        """The asset the picture belongs to; empty when the town has none for this camera."""
        state = self._keeper.state
        for asset in state.assets.values():
            if asset.kind == "camera" and asset.attributes.get("frigate_camera") == seen.camera:
                return asset.id
        return _camera_of(state, seen)


def _camera_of(state: TownState, seen: Seen) -> str:
    """The camera one of the streams belongs to."""
    for reading in seen.readings:
        stream = state.streams.get(reading.stream)
        asset = state.assets.get(stream.asset) if stream else None
        if asset is not None and asset.kind == "camera":
            return asset.id
    return ""

"""Yunze's sensors, cameras and people after the demo has begun: an ordinary client.

Posts readings and stills with a bearer token, and plays the script's later steps at a desk. Paced
by the town's clock: what is due on it goes out every quarter of a real second.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

import httpx
import msgspec

from services.clock import Clock
from services.contract.model import OPEN_STATES, Asset, TownState
from services.contract.wire import Result
from services.demo.cast import Cast
from services.demo.clock import DAY_START_MS, MINUTE_MS, Reading
from services.demo.console import Desk
from services.demo.scenes import PAINTERS, draw_scene
from services.demo.script import ScriptStep
from services.demo.typhoon import TyphoonDay

PACE_S = 0.25
BATCH = 5_000
"""Readings in one request."""
CATCH_UP_MS = 60 * MINUTE_MS
"""After a longer gap than this the readings between are given up; the store has a hole then."""
STILL_S = 2.0
"""Real seconds between two rounds of stills."""
STILL_TOWN_MS = 30_000
"""Town time after which a camera with an alert takes a new still."""
STILLS_AT_ONCE = 8
ATTEMPTS = 3
TIMEZONE = ZoneInfo("Asia/Shanghai")
_log = logging.getLogger(__name__)


class Feeder:
    """Feeds one town from `from_ms` on. `run` until cancelled."""

    def __init__(
        self,
        url: str,
        token: str,
        clock: Clock,
        day: TyphoonDay,
        script: Iterable[ScriptStep],
        desk: Desk,
        cast: Cast,
        from_ms: int,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self._clock = clock
        self._day = day
        self._desk = desk
        self._cast = cast
        self._sent_ms = from_ms
        self._steps = [
            (moment, number, step)
            for number, step in enumerate(script)
            if (moment := DAY_START_MS + round(step.minute * MINUTE_MS)) >= from_ms
        ]
        self._taken: dict[str, int] = {}
        """Town time of the last still, by camera."""
        self._http = httpx.AsyncClient(
            base_url=url,
            headers={"Authorization": f"Bearer {token}"},
            timeout=10.0,
            trust_env=False,
            transport=transport,
        )
        self._down = False

    async def run(self) -> None:
        """Send what is due until cancelled."""
        async with self._http, asyncio.TaskGroup() as group:
            group.create_task(self._every(PACE_S, self._send_readings), name="feed-readings")
            group.create_task(self._every(STILL_S, self._send_stills), name="feed-stills")
            group.create_task(self._play(), name="feed-script")

    async def _every(self, seconds: float, work: Callable[[], Awaitable[None]]) -> None:
        while True:
            try:
                await work()
                if self._down:
                    _log.info("the feeder reaches the server again")
                self._down = False
            except httpx.HTTPError as error:
                if not self._down:
                    _log.warning("the feeder cannot reach the server: %s", error)
                self._down = True
            await asyncio.sleep(seconds)

    async def _send_readings(self) -> None:
        now = self._clock.now_ms()
        begin = max(self._sent_ms, now - CATCH_UP_MS)
        due = list(self._day.readings_between(begin, now))
        for start in range(0, len(due), BATCH):
            await self._post(due[start : start + BATCH])
        self._sent_ms = max(self._sent_ms, now)

    async def _post(self, readings: Sequence[Reading]) -> None:
        body = msgspec.json.encode(
            [{"stream": r.stream, "value": r.value, "at": r.at_ms} for r in readings]
        )
        answer = await self._http.post(
            "/api/readings", content=body, headers={"Content-Type": "application/json"}
        )
        answer.raise_for_status()

    async def _send_stills(self) -> None:
        """A still of each camera that looks at a place with an alert, when its last is old."""
        now = self._clock.now_ms()
        state = self._desk.state
        due = [
            camera
            for camera in looking(state)
            if now - self._taken.get(camera.id, -STILL_TOWN_MS) >= STILL_TOWN_MS
        ]
        # In a storm many cameras look at something: those not seen for longest come first.
        due.sort(key=lambda camera: self._taken.get(camera.id, 0))
        for camera in due[:STILLS_AT_ONCE]:
            await self._send_still(camera, now)
            self._taken[camera.id] = now

    async def _send_still(self, camera: Asset, now: int) -> None:
        picture = await asyncio.to_thread(self._draw, camera, now)
        answer = await self._http.put(
            f"/api/cameras/{camera.id}/still",
            content=picture,
            headers={"Content-Type": "image/jpeg", "X-Taken-At": str(now)},
        )
        answer.raise_for_status()

    def _draw(self, camera: Asset, now: int) -> bytes:
        scene = str(camera.attributes.get("scene", "street"))
        watched = str(camera.attributes.get("watches", ""))
        minute = (now - DAY_START_MS) / MINUTE_MS
        hour = datetime.fromtimestamp(now / 1000, TIMEZONE).hour
        return draw_scene(
            scene if scene in PAINTERS else "street",
            depth_cm=self._day.depth_at(watched, minute) if watched else None,
            night=hour >= 19 or hour < 5,
            seed=sum(camera.id.encode()),
        )

    async def _play(self) -> None:
        for moment, number, step in self._steps:
            # A reading and the step that answers it may fall together: let the alert come first.
            late_s = (self._clock.now_ms() - moment) / 1000 / self._clock.speed
            await asyncio.sleep(max(0.0, 2 * PACE_S - late_s))
            result = await self._perform(number, step, moment)
            if result is not None and result.refusal is not None:
                _log.info("step %s %s: %s", step.at, step.action, result.refusal.text)

    async def _perform(self, number: int, step: ScriptStep, moment: int) -> Result | None:
        """Try a few times: the id of the act is the same, so it is done once at most."""
        for attempt in range(ATTEMPTS):
            act = self._cast.act(number, step, self._desk.state)
            if act is None:
                return None
            try:
                return await self._desk.perform(act, moment)
            except (OSError, TimeoutError) as error:
                if attempt == ATTEMPTS - 1:
                    _log.warning("step %s %s was not heard: %s", step.at, step.action, error)
        return None


def looking(state: TownState) -> list[Asset]:
    """The cameras whose pictures are wanted: of places with an open alert, and with power."""
    dark = {
        stream.asset
        for alert in state.alerts.values()
        if alert.rule.endswith(".camera_offline") and not alert.returned
        if (stream := state.streams.get(alert.stream)) is not None
    }
    wanted = {alert.camera for alert in state.alerts.values() if alert.state in OPEN_STATES}
    found = [state.assets[id] for id in sorted(wanted - dark) if id in state.assets]
    return [camera for camera in found if camera.kind == "camera"]

"""Stills of the cameras on show: fetched once for each new picture, a few at a time."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable

from desktop.link.http import HttpDoor, HttpError, Picture
from desktop.models.tile_presenter import EVIDENCE, Still
from desktop.state.store import TownStore

PARALLEL = 4
KEPT = 64
_log = logging.getLogger(__name__)


class StillLoader:
    """Keeps `stills` (by camera id) in step with what the server announced.

    `on_change` is called on the loop after a picture came in. Pictures outlive a lost connection.
    """

    def __init__(self, store: TownStore, http: HttpDoor, on_change: Callable[[], None]) -> None:
        self.stills: dict[str, Still] = {}
        self._store = store
        self._http = http
        self._on_change = on_change
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._asked: dict[str, str] = {}
        self._room = asyncio.Semaphore(PARALLEL)

    def want(self, cameras: Iterable[str]) -> None:
        """Fetch what is new of these cameras, and evidence by its id behind `EVIDENCE`; asking
        again costs nothing."""
        for camera in cameras:
            announced = self._store.stills.get(camera)
            tag = announced.etag if announced else "first"
            if not self._http.url or camera in self._tasks or self._asked.get(camera) == tag:
                continue
            self._asked[camera] = tag
            task = asyncio.create_task(self._fetch(camera), name=f"still-{camera}")
            self._tasks[camera] = task

    def forget_asked(self) -> None:
        """Ask again for everything, as after a reconnection."""
        self._asked.clear()

    async def stop(self) -> None:
        """Let go of what is under way."""
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _fetch(self, camera: str) -> None:
        try:
            async with self._room:
                picture = await self._get(camera)
        except HttpError as problem:
            _log.debug("still of %s: %s", camera, problem)
            return
        finally:
            self._tasks.pop(camera, None)
        if picture is not None:
            announced = self._store.stills.get(camera)
            at_ms = picture.at_ms or (announced.at_ms if announced else 0)
            self.stills[camera] = Still(picture.data, at_ms, picture.etag)
            while len(self.stills) > KEPT:
                del self.stills[next(iter(self.stills))]
            self._on_change()

    async def _get(self, id: str) -> Picture | None:
        if id.startswith(EVIDENCE):
            return await self._http.evidence(id.removeprefix(EVIDENCE))
        return await self._http.still(id)

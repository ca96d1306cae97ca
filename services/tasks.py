"""The server's tasks as such: begun together, ended together; those too small for a module."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Coroutine
from typing import Any

import sqlalchemy as sa

from services.clock import Clock
from services.ingest.hub import ReadingHub
from services.rulebook.force import Enforcer, PacksRefused
from services.store.readings import ReadingStore

log = logging.getLogger(__name__)

PRUNE_EVERY_S = 600.0


async def reload_when_told(enforcer: Enforcer, told: asyncio.Event) -> None:
    """Read the packs anew at every signal; what is wrong with them goes to the log."""
    while True:
        await told.wait()
        told.clear()
        try:
            changes = await enforcer.reload("system:signal")
        except PacksRefused as error:
            log.error("%s %s", error, " | ".join(error.problems))
        except Exception:  # the edge of the loop: a file somebody edits must not end the server
            log.exception("the packs could not be read anew")
        else:
            log.info("packs read anew: %s", " | ".join(changes) or "nothing differs")


async def keep_house(readings: ReadingStore, clock: Clock) -> None:
    """Roll up and prune readings from time to time until cancelled."""
    while True:
        await asyncio.sleep(PRUNE_EVERY_S)
        try:
            await asyncio.to_thread(readings.prune, clock.now_ms())
        except sa.exc.SQLAlchemyError as error:
            log.error("readings could not be rolled up: %s", error)


@contextlib.asynccontextmanager
async def running(work: dict[str, Coroutine[Any, Any, None]]) -> AsyncIterator[None]:
    """Named tasks that end with the block; one that fails takes the block with it."""
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(body, name=name) for name, body in work.items()]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()


@contextlib.asynccontextmanager
async def writing(hub: ReadingHub) -> AsyncIterator[None]:
    """The hub's writer, which is let finish at the end."""
    async with asyncio.TaskGroup() as group:
        group.create_task(hub.run(), name="readings-writer")
        try:
            yield
        finally:
            hub.stop()

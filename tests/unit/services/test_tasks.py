from __future__ import annotations

import asyncio

from services.rulebook.force import PacksRefused
from services.tasks import reload_when_told


class Enforcer:
    """Fails with each of `errors`, then has nothing to change."""

    def __init__(self, *errors):
        self.errors = list(errors)
        self.asked = 0

    async def reload(self, actor):
        self.asked += 1
        if self.errors:
            raise self.errors.pop(0)
        return ("p.r deadband: 1 → 2",)


async def test_a_reload_that_fails_is_told_and_the_next_is_made(caplog):
    caplog.set_level("INFO")
    enforcer, told = Enforcer(PacksRefused(("line 3",)), RuntimeError("broken")), asyncio.Event()
    task = asyncio.create_task(reload_when_told(enforcer, told))
    try:
        async with asyncio.timeout(5):
            for asked in (1, 2, 3):
                told.set()
                while enforcer.asked < asked or told.is_set():
                    await asyncio.sleep(0)
    finally:
        task.cancel()
        await asyncio.wait([task])
    assert task.cancelled()
    for words in ("line 3", "broken", "deadband: 1 → 2"):
        assert words in caplog.text

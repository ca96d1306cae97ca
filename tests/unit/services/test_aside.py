from __future__ import annotations

import asyncio
import os
import time
from contextlib import aclosing

import pytest

from services.aside import AsideFailed, run_aside


def counts(tell, upto):
    for number in range(upto):
        tell(number)


def fails(tell):
    tell("begun")
    raise ValueError("no such rule")


def dies(tell):
    tell("begun")
    os._exit(7)


def never_ends(tell):
    tell(os.getpid())
    while True:
        time.sleep(0.1)


async def heard(work, *args, seconds=60.0):
    found = []
    async with aclosing(run_aside(work, args, seconds)) as told:
        try:
            async for what in told:
                found.append(what)
        except AsideFailed as error:
            found.append(str(error))
    return found


async def test_what_the_work_tells_comes_in_its_order() -> None:
    assert await heard(counts, 5) == [0, 1, 2, 3, 4]


async def test_an_error_of_the_work_is_told_after_what_came_before() -> None:
    assert await heard(fails) == ["begun", "ValueError: no such rule"]


async def test_a_crash_is_told() -> None:
    assert await heard(dies) == ["begun", "the work ended without an answer (code 7)"]


async def test_work_past_its_time_is_ended() -> None:
    assert (await heard(never_ends, seconds=1.0))[-1] == "it took too long"


async def test_closing_ends_the_work() -> None:
    async with aclosing(run_aside(never_ends, (), 60.0)) as told:
        pid = await anext(told)
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


async def test_a_listener_that_is_cancelled_ends_the_work() -> None:
    pids: asyncio.Queue[int] = asyncio.Queue()

    async def listen() -> None:
        async for pid in run_aside(never_ends, (), 60.0):
            pids.put_nowait(pid)

    task = asyncio.create_task(listen())
    pid = await pids.get()
    task.cancel()
    await asyncio.wait([task])
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)

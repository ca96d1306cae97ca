"""Background work is owned, named, and ended."""

from __future__ import annotations

import asyncio
import logging

import pytest

from desktop.composition.tasks import Tasks


async def test_work_that_fails_is_told_and_logged_under_its_name(
    caplog: pytest.LogCaptureFixture,
) -> None:
    failed: list[BaseException] = []
    tasks = Tasks(failed.append)

    async def work() -> None:
        raise ValueError("no town")

    task = tasks.spawn(work(), "town")
    with caplog.at_level(logging.ERROR):
        await asyncio.wait([task])
        await asyncio.sleep(0)
    assert [str(error) for error in failed] == ["no town"]
    assert "task town failed" in caplog.text


async def test_the_end_of_all_is_waited_for_and_is_no_failure() -> None:
    failed: list[BaseException] = []
    tasks = Tasks(failed.append)
    began, ended = asyncio.Event(), False

    async def work() -> None:
        nonlocal ended
        try:
            began.set()
            await asyncio.Event().wait()
        finally:
            ended = True

    tasks.spawn(work(), "for ever")
    await began.wait()
    await tasks.stop()
    assert ended
    assert failed == []

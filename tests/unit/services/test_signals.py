from __future__ import annotations

import asyncio
import os
import signal

import pytest

from services.signals import listen_for_signals

posix = pytest.mark.skipif(not hasattr(signal, "SIGHUP"), reason="the system has no SIGHUP")


@posix
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_a_signal_to_end_stops(number: int) -> None:
    stop = asyncio.Event()
    listen_for_signals(stop, pytest.fail, {})
    os.kill(os.getpid(), number)
    async with asyncio.timeout(10):
        await stop.wait()


@posix
async def test_a_hang_up_asks_for_the_packs_to_be_read_anew() -> None:
    stop, reload = asyncio.Event(), asyncio.Event()
    listen_for_signals(stop, reload.set, {})
    os.kill(os.getpid(), signal.SIGHUP)
    async with asyncio.timeout(10):
        await reload.wait()
    assert not stop.is_set()


@posix
async def test_a_hang_up_of_a_terminal_is_left_to_the_system(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    before = signal.getsignal(signal.SIGHUP)
    listen_for_signals(asyncio.Event(), pytest.fail, {})
    assert signal.getsignal(signal.SIGHUP) is before


@posix
async def test_a_hang_up_is_obeyed_without_any_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", None)
    reload = asyncio.Event()
    listen_for_signals(asyncio.Event(), reload.set, {})
    os.kill(os.getpid(), signal.SIGHUP)
    async with asyncio.timeout(10):
        await reload.wait()

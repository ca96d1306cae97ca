"""Signals end the program: asked once in its order, asked twice at once."""

from __future__ import annotations

import contextlib
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.signals import EndSignals

ROOT = Path(__file__).parents[3]
PATIENCE_S = 30
STUCK = """
import ctypes, sys
from desktop.signals import EndSignals
with EndSignals(float(sys.argv[1])) as signals:
    signals.attach(lambda: print("asked", flush=True))
    print("ready", flush=True)
    ctypes.CDLL(None).sleep(60)
    ctypes.CDLL(None).sleep(60)
    ctypes.CDLL(None).sleep(60)
"""
"""Stuck in C, where Python hears nothing; a signal only cuts one sleep short."""

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="sends POSIX signals")


@contextlib.contextmanager
def stuck(grace_s: float) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        [sys.executable, "-c", STUCK, str(grace_s)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    ) as child:
        try:
            assert child.stdout is not None
            assert child.stdout.readline() == "ready\n"
            yield child
        finally:
            child.kill()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_second_signal_ends_at_once_even_when_stuck(number: signal.Signals) -> None:
    with stuck(grace_s=PATIENCE_S * 2) as child:
        child.send_signal(number)
        assert child.stdout is not None
        assert child.stdout.readline() == "asked\n"
        child.send_signal(number)
        assert child.wait(PATIENCE_S) == 130


def test_an_end_that_takes_too_long_is_cut_short() -> None:
    with stuck(grace_s=0.2) as child:
        child.send_signal(signal.SIGTERM)
        assert child.wait(PATIENCE_S) == 130
        assert child.stderr is not None
        assert "cut short" in child.stderr.read()


def test_a_signal_before_anybody_listens_is_passed_on() -> None:
    asked = threading.Event()
    with EndSignals() as signals:
        signal.raise_signal(signal.SIGTERM)
        signals.attach(asked.set)
        assert asked.wait(PATIENCE_S)


def test_afterwards_signals_are_as_they_were() -> None:
    before = [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)]
    with EndSignals():
        assert signal.getsignal(signal.SIGINT) != before[0]
    assert [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)] == before
    assert not [thread for thread in threading.enumerate() if thread.name == "signals"]


def test_nobody_is_asked_after_the_end_has_begun() -> None:
    asked: list[bool] = []
    with EndSignals() as signals:
        signals.attach(lambda: asked.append(True))
        signals.detach()
        signal.raise_signal(signal.SIGTERM)
    assert asked == []

"""Garbage is searched for on the GUI thread only, and found there."""

from __future__ import annotations

import gc
import threading
import weakref

from PySide6.QtCore import QObject, QTimer
from pytestqt.qtbot import QtBot

from desktop.sweep import Sweep


class Part(QObject):
    """Something of a window, in a cycle with what it works for."""

    def __init__(self, ended: list[int]) -> None:
        super().__init__()
        self.timer = QTimer(self)
        self.itself = self
        weakref.finalize(self, lambda: ended.append(threading.get_ident()))


def litter(count: int) -> None:
    """More objects than would begin a search."""
    held: list[list[object]] = []
    for _ in range(count):
        cycle: list[object] = []
        cycle.append(cycle)
        held.append(cycle)


def test_a_thread_that_makes_much_takes_nothing_of_a_window_down(qtbot: QtBot) -> None:
    gc.enable()
    sweep = Sweep()
    ended: list[int] = []
    Part(ended)
    worker = threading.Thread(target=litter, args=(100_000,))
    worker.start()
    worker.join()
    assert ended == []

    sweep.start()
    qtbot.waitUntil(lambda: bool(ended), timeout=10_000)
    assert ended == [threading.get_ident()]
    sweep.stop()


def test_only_what_is_due_is_searched(qtbot: QtBot) -> None:
    sweep = Sweep()
    gc.collect()
    before = [each["collections"] for each in gc.get_stats()]
    sweep.sweep()
    assert [each["collections"] for each in gc.get_stats()] == before
    litter(2_000)
    kept = [[] for _ in range(2_000)]
    sweep.sweep()
    assert [each["collections"] for each in gc.get_stats()] != before
    assert len(kept) == 2_000

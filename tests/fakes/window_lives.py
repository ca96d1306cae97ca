"""Whole windows one after another in one process: `python -m tests.fakes.window_lives COUNT`.

Each is shown, painted, fed, worked on and ended; Python then searches for garbage. It says `done`.
"""

from __future__ import annotations

import faulthandler
import gc
import os
import sys

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.actions.catalogue import catalogue
from desktop.ending import end_window
from desktop.models.feed import Feed
from desktop.views.operator_desk import OperatorDesk
from desktop.views.wall import Wall
from desktop.views.wall_window import WallWindow
from services.contract import events as ev
from tests.fakes import town as fake
from widgets.theme.style import apply_theme

HANGS_AFTER_S = 60


def live(number: int) -> None:
    """One window's life; every other ends with a form open and changes not yet told."""
    town = fake.busy()
    window = WallWindow(catalogue())
    feed = Feed(town.store, window)
    wall = Wall(window, town.store, feed, {}, lambda: fake.ZONE)
    desk = OperatorDesk(town.store, lambda _: None, window)
    wall.action_asked.connect(desk.perform)
    loop = QEventLoop()
    feed.calmed.connect(loop.quit)
    window.show()
    loop.exec()
    wall.select("case:c1")
    if number % 2:
        window.activateWindow()
        QTest.keyClick(window, Qt.Key.Key_D)
        town.put(ev.CaseNoted("c1", "看过了"))
    feed.stop()
    end_window(window)


def main() -> None:
    """Live so many lives."""
    faulthandler.enable()
    faulthandler.dump_traceback_later(HANGS_AFTER_S, exit=True)
    app = QApplication(sys.argv[:1])
    apply_theme(app)
    app.setQuitOnLastWindowClosed(False)
    for number in range(int(sys.argv[1])):
        live(number)
        gc.collect()
        app.processEvents()
    print("done")


if __name__ == "__main__":
    main()

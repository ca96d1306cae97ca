"""Whole windows one after another in one process: `python -m tests.fakes.window_lives COUNT`.

Each is shown, painted, fed, worked on and ended; Python then searches for garbage. It says `done`.
"""

from __future__ import annotations

import faulthandler
import gc
import json
import os
import sys
from importlib import resources

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
from widgets.map.base_layer import BaseLayer
from widgets.map.features import FeatureSource
from widgets.map.styles.document import MapStyle
from widgets.theme.style import apply_theme

HANGS_AFTER_S = 60


def base_map() -> BaseLayer:
    """Enough streets that tiles are still being painted when a window ends."""
    streets = [
        {
            "type": "Feature",
            "properties": {"layer": "roads", "kind": "minor_road", "name": f"{number} 路"},
            "geometry": {
                "type": "LineString",
                "coordinates": [[121 + x / 200, 31 + (number + x % 2) / 20_000] for x in range(9)],
            },
        }
        for number in range(400)
    ]
    style = resources.files("resources").joinpath("styles", "dark.json").read_text("utf-8")
    source = FeatureSource("town", {"type": "FeatureCollection", "features": streets})
    return BaseLayer(source, MapStyle.from_json(json.loads(style)))


def live(number: int, base: BaseLayer) -> None:
    """One window's life; every other ends with a form open and changes not yet told."""
    town = fake.busy()
    window = WallWindow(catalogue())
    feed = Feed(town.store, window)
    wall = Wall(window, town.store, feed, {}, lambda: fake.ZONE)
    desk = OperatorDesk(town.store, lambda _: None, window)
    wall.action_asked.connect(desk.perform)
    loop = QEventLoop()
    feed.calmed.connect(loop.quit)
    window.map.set_base([base])
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
    base = base_map()
    for number in range(int(sys.argv[1])):
        live(number, base)
        gc.collect()
        app.processEvents()
    print("done")


if __name__ == "__main__":
    main()

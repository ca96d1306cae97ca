"""The page of map states can be shown with nothing but the widgets."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from widgets.map.canvas import MapCanvas
from widgets.map_gallery import STATES, MapGallery


def test_every_state_looks_different(qtbot: QtBot) -> None:
    gallery = MapGallery()
    qtbot.addWidget(gallery)
    gallery.resize(1500, 700)
    gallery.show()
    qtbot.waitExposed(gallery)
    gallery.enter_states()
    gallery.grab()
    qtbot.waitUntil(lambda: all(map(MapCanvas.is_settled, gallery.canvases)))
    shots = [canvas.grab().toImage() for canvas in gallery.canvases]
    assert len(shots) == len(STATES) + 1
    assert all(a != b for at, a in enumerate(shots) for b in shots[:at])

"""A track fades with age and is drawn where it went."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage, QPainter

from widgets.map.projection import lonlat_to_world
from widgets.map.tracks import FADE_S, draw_tracks, fade_steps
from widgets.map.values import Track
from widgets.map.viewport import Viewport

LON, LAT = 121.05, 31.15


def test_the_newest_is_strongest_and_the_old_stay_faint() -> None:
    steps = fade_steps(np.array([0.0, FADE_S / 2, FADE_S]), FADE_S)
    assert steps[0] == 0 < steps[1] < steps[2]
    assert fade_steps(np.array([-1e9]), 0.0)[0] == 0


@pytest.mark.usefixtures("qapp")
def test_the_head_is_brighter_than_the_tail() -> None:
    view = Viewport(400.0, 100.0)
    x, y = lonlat_to_world(LON, LAT)
    view.centre_on(float(x), float(y), 14.0)
    image = QImage(400, 100, QImage.Format.Format_RGB32)
    image.fill(QColor("black"))
    painter = QPainter(image)
    lon = LON + np.linspace(-0.015, 0.015, 13)
    at_s = np.linspace(0.0, 2 * FADE_S, 13)
    empty = Track("t2", (), (), ())
    far = Track("t3", [0.0, 1.0], [0.0, 1.0], [0.0, 1.0])
    draw_tracks(painter, view, [Track("t1", lon, [LAT] * 13, at_s), empty, far])
    painter.end()
    assert image.pixelColor(360, 50).blue() > 2 * image.pixelColor(40, 50).blue() > 0

"""The scale bar is a round number that fits; the callout stays in view."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

from widgets.map.overlays import callout_box, draw_scale, scale_step
from widgets.map.values import MapTexts
from widgets.map.viewport import Viewport


@given(st.floats(0.01, 40_000.0))
def test_the_scale_bar_is_round_and_fits(per_pixel: float) -> None:
    metres = scale_step(per_pixel, 140.0)
    assert metres / per_pixel <= 140.0 * (1 + 1e-9)
    assert metres / per_pixel >= 140.0 / 2.5 * (1 - 1e-9)
    assert f"{metres:e}"[0] in "125"


@pytest.mark.parametrize("x", [0.0, 300.0, 790.0])
@pytest.mark.parametrize("y", [0.0, 300.0, 600.0])
def test_the_callout_stays_in_view(x: float, y: float) -> None:
    box = callout_box(Viewport(800.0, 600.0), QPointF(x, y), 200.0)
    assert box.left() >= 0 and box.right() <= 800
    assert box.top() >= 0 and box.bottom() <= 600
    assert not box.contains(QPointF(x, y))


def test_the_callout_avoids_what_is_covered() -> None:
    view, at = Viewport(800.0, 600.0), QPointF(420.0, 300.0)
    assert callout_box(view, at, 200.0).left() > at.x()
    box = callout_box(view, at, 200.0, 300.0)
    assert box.right() < at.x()


def test_who_made_the_map_is_said_beside_the_scale(qapp: QApplication) -> None:
    def drawn(attribution: str) -> QImage:
        image = QImage(400, 200, QImage.Format.Format_RGB32)
        image.fill(0)
        painter = QPainter(image)
        draw_scale(painter, Viewport(400, 200), MapTexts(), attribution)
        painter.end()
        return image

    assert drawn("") != drawn("© OpenStreetMap contributors")

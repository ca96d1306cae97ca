"""Markups are drawn in the colour of their meaning and found under the cursor."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QImage, QPainter

from widgets.map import measure
from widgets.map.markup import ROLE_COLOR, draw_markups, markup_at, outline_of
from widgets.map.projection import lonlat_to_world
from widgets.map.values import Markup, MarkupKind, MarkupRole
from widgets.map.viewport import Viewport

LON, LAT = 121.05, 31.15
SQUARE = [(LON - 0.01, LAT - 0.005), (LON + 0.01, LAT - 0.005), (LON + 0.01, LAT + 0.005)]


@pytest.fixture
def view() -> Viewport:
    made = Viewport(600.0, 400.0)
    x, y = lonlat_to_world(LON, LAT)
    made.centre_on(float(x), float(y), 14.0)
    return made


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("kind", list(MarkupKind))
def test_each_kind_is_painted_and_found(view: Viewport, kind: MarkupKind) -> None:
    pairs = SQUARE if kind in (MarkupKind.LINE, MarkupKind.POLYGON) else [(LON, LAT)]
    markup = Markup("m1", kind, pairs, "会合点", MarkupRole.SAFE, 500.0)
    image = QImage(600, 400, QImage.Format.Format_RGB32)
    image.fill(QColor("black"))
    blank = QImage(image)
    painter = QPainter(image)
    draw_markups(painter, view, [markup])
    painter.end()
    assert image != blank
    outline = outline_of(view, markup)
    # A corner is part of its outline and goes with it.
    on_it = QPointF(outline.first())
    assert markup_at(view, [markup], on_it) == "m1"
    assert markup_at(view, [markup], on_it + QPointF(-150.0, 150.0)) is None
    if kind != MarkupKind.TEXT:
        shown = {image.pixelColor(x, y).name() for x in range(600) for y in range(400)}
        assert QColor(ROLE_COLOR[MarkupRole.SAFE]).name() in shown


def test_the_topmost_is_found_and_an_empty_one_is_harmless(view: Viewport) -> None:
    below = Markup("below", MarkupKind.LINE, SQUARE)
    above = Markup("above", MarkupKind.POINT, SQUARE[:1])
    empty = Markup("empty", MarkupKind.POLYGON, [])
    outline = outline_of(view, above)
    at = QPointF(outline.first())
    assert markup_at(view, [below, above, empty], at) == "above"


def test_a_circle_is_drawn_as_far_out_as_its_radius(view: Viewport) -> None:
    ring = outline_of(view, Markup("c", MarkupKind.CIRCLE, [(LON, LAT)], radius_m=800.0))
    width_m = ring.boundingRect().width() * view.metres_per_pixel
    assert width_m == pytest.approx(1600.0, rel=0.01)
    assert measure.distance_m((LON, LAT), (LON, LAT)) == 0.0


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize(
    "kind", [kind for kind in MarkupKind if kind not in (MarkupKind.TEXT, MarkupKind.POLYGON)]
)
def test_what_is_pending_is_drawn_with_gaps(view: Viewport, kind: MarkupKind) -> None:
    pairs = SQUARE[:2] if kind == MarkupKind.LINE else [(LON, LAT)]
    inked = []
    for is_pending in (False, True):
        image = QImage(600, 400, QImage.Format.Format_RGB32)
        image.fill(QColor("black"))
        painter = QPainter(image)
        draw_markups(
            painter,
            view,
            [Markup("m", kind, pairs, "", MarkupRole.DANGER, 500.0, is_pending=is_pending)],
        )
        painter.end()
        red = QColor(ROLE_COLOR[MarkupRole.DANGER]).name()
        colours = [image.pixelColor(x, y).name() for x in range(600) for y in range(400)]
        inked.append(colours.count(red))
    assert 0 < inked[1] < 0.8 * inked[0]

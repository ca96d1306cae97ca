"""What the kept picture shows equals a drawing of the whole view, wherever the map was dragged."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from widgets.map.ground import CHUNK_PX, Ground
from widgets.map.viewport import Viewport

WIDTH, HEIGHT = 300, 200
SQUARE = 37.0


class Board:
    """A world of coloured squares that counts how much of it is drawn."""

    def __init__(self) -> None:
        self.drawn_px = 0.0

    def draw(self, painter: QPainter, part: Viewport) -> None:
        self.drawn_px += part.width * part.height
        left = part.x * part.scale - part.width / 2.0
        top = part.y * part.scale - part.height / 2.0
        for column in range(int(left // SQUARE), int((left + part.width) // SQUARE) + 1):
            for row in range(int(top // SQUARE), int((top + part.height) // SQUARE) + 1):
                color = QColor(column * 67 % 256, row * 91 % 256, (column + row) * 29 % 256)
                at = QRectF(column * SQUARE - left, row * SQUARE - top, SQUARE, SQUARE)
                painter.fillRect(at, color)


def make_view(x: float = 0.4001, y: float = 0.3002, zoom: float = 11.0) -> Viewport:
    view = Viewport(WIDTH, HEIGHT)
    view.centre_on(x, y, zoom)
    # On whole pixels, so that the squares of both drawings fall on the same ones.
    view.x = (round(view.x * view.scale)) / view.scale
    view.y = (round(view.y * view.scale)) / view.scale
    return view


def shot(
    ground: Ground, view: Viewport, board: Board | HalvesOfTheWorld, dpr: float = 1.0
) -> QImage:
    image = QImage(int(WIDTH * dpr), int(HEIGHT * dpr), QImage.Format.Format_RGB32)
    painter = QPainter(image)
    painter.scale(dpr, dpr)
    ground.draw(painter, view, dpr, 0, board.draw)
    painter.end()
    return image


Steps = st.lists(st.tuples(st.integers(-700, 700), st.integers(-700, 700)), max_size=6)


@pytest.mark.usefixtures("qapp")
@settings(max_examples=25, deadline=None)
@given(Steps, st.sampled_from([1.0, 2.0]))
def test_a_dragged_picture_equals_a_fresh_one(steps: list[tuple[int, int]], dpr: float) -> None:
    ground, view = Ground(), make_view()
    shot(ground, view, Board(), dpr)
    for dx, dy in steps:
        view.pan_by(dx, dy)
        assert shot(ground, view, Board(), dpr) == shot(Ground(), view, Board(), dpr)


@pytest.mark.usefixtures("qapp")
def test_a_small_step_draws_a_strip_or_nothing() -> None:
    ground, view, board = Ground(), make_view(), Board()
    shot(ground, view, board)
    whole = board.drawn_px
    board.drawn_px = 0.0
    for _ in range(CHUNK_PX):
        view.pan_by(1.0, 0.0)
        shot(ground, view, board)
    assert 0.0 < board.drawn_px < whole


@pytest.mark.usefixtures("qapp")
def test_another_state_zoom_or_size_draws_anew() -> None:
    ground, view, board = Ground(), make_view(), Board()
    shot(ground, view, board)
    drawn = board.drawn_px
    view.zoom = 11.5
    shot(ground, view, board)
    assert board.drawn_px > drawn
    drawn = board.drawn_px
    ground.forget()
    shot(ground, view, board)
    assert board.drawn_px > drawn
    drawn = board.drawn_px
    shot(ground, view, board)
    assert board.drawn_px == drawn


@pytest.mark.usefixtures("qapp")
@settings(max_examples=25, deadline=None)
@given(
    st.floats(-1.8, 2.5),
    st.integers(-900, 900),
    st.integers(-700, 700),
    st.sampled_from([1.0, 2.0]),
)
def test_a_passing_zoom_shows_the_same_world_with_no_gap(
    nearer: float, dx: int, dy: int, dpr: float
) -> None:
    ground, view = Ground(), make_view()
    shot(ground, view, HalvesOfTheWorld(), dpr)
    view.zoom += nearer
    view.pan_by(dx, dy)
    image = QImage(int(WIDTH * dpr), int(HEIGHT * dpr), QImage.Format.Format_RGB32)
    image.fill(QColor("black"))
    painter = QPainter(image)
    painter.scale(dpr, dpr)
    assert ground.draw_scaled(painter, view, dpr, HalvesOfTheWorld().draw)
    painter.end()
    edge = float(view.to_screen(0.4001, 0.0)[0]) * dpr
    for x in range(image.width()):
        for y in (0, image.height() // 2, image.height() - 1):
            color = image.pixelColor(x, y).name()
            assert color in ("#ff0000", "#0000ff")
            # The kept picture is of whole pixels: its edges move by one of them at most.
            if abs(x - edge) > 2.0 + 2.0**nearer:
                assert color == ("#ff0000" if x < edge else "#0000ff")


class HalvesOfTheWorld:
    """Red west of a line, blue east of it."""

    def draw(self, painter: QPainter, part: Viewport) -> None:
        edge = float(part.to_screen(0.4001, 0.0)[0])
        painter.fillRect(QRectF(0.0, 0.0, part.width, part.height), QColor("blue"))
        painter.fillRect(QRectF(0.0, 0.0, min(edge, part.width), part.height), QColor("red"))


@pytest.mark.usefixtures("qapp")
def test_a_picture_too_far_in_zoom_is_not_used() -> None:
    ground, view = Ground(), make_view()
    image = QImage(WIDTH, HEIGHT, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    assert not ground.draw_scaled(painter, view, 1.0, Board().draw)
    ground.draw(painter, view, 1.0, 0, Board().draw)
    assert ground.draw_scaled(painter, view, 1.0, Board().draw)
    assert not ground.draw_scaled(painter, view, 2.0, Board().draw)
    view.zoom += 4.0
    assert not ground.draw_scaled(painter, view, 1.0, Board().draw)
    painter.end()

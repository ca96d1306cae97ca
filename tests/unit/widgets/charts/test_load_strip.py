"""The load strip: squeezed without losing a peak, on a scale that keeps a calm hour calm."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from widgets.charts.load_strip import Band, Load, LoadStrip, squeezed
from widgets.theme import tokens
from widgets.theme.tokens import Level

BANDS = (Band(1, "steady"), Band(10, "flood", Level.RED))


def strip(qtbot: QtBot, load: Load) -> LoadStrip:
    made = LoadStrip(empty_text="none")
    qtbot.addWidget(made)
    made.resize(600, 120)
    made.set_load(load)
    return made


@given(st.lists(st.integers(0, 50), min_size=1, max_size=300), st.integers(1, 100))
def test_squeezing_keeps_the_peak_and_the_room(counts: list[int], columns: int) -> None:
    out = squeezed(counts, columns)
    assert len(out) == min(len(counts), columns)
    assert max(out) == max(counts)


def test_a_calm_hour_does_not_fill_the_height(qtbot: QtBot) -> None:
    assert strip(qtbot, Load((0, 1, 0))).top_value() > 10
    assert strip(qtbot, Load((0, 1), outline=(40, 2))).top_value() >= 40


def test_a_flood_is_drawn_in_its_colour_and_a_calm_bar_is_not(qtbot: QtBot) -> None:
    red = QColor(tokens.LEVEL_COLOR[Level.RED]).rgb()

    def reds(counts: tuple[int, ...]) -> int:
        image = strip(qtbot, Load(counts, bands=BANDS[:1])).grab().toImage()
        flooded = strip(qtbot, Load(counts, bands=BANDS)).grab().toImage()
        of = [sum(one.pixel(x, y) == red for x in range(0, 480, 3) for y in range(0, 120, 3))
              for one in (image, flooded)]  # fmt: skip
        return of[1] - of[0]

    assert reds((30,) * 10) > reds((5,) * 10) + 200


@pytest.mark.parametrize(("x", "tip"), [(0, "first"), (503, "last"), (590, ""), (-5, "")])
def test_a_span_says_what_it_is_under_the_pointer(qtbot: QtBot, x: int, tip: str) -> None:
    assert strip(qtbot, Load((1, 2), tips=("first", "last"))).tip_at(x) == tip


def test_empty_and_outlined_paint_differently(qtbot: QtBot) -> None:
    load = Load((1, 20), bands=BANDS, ticks=((0.0, "20:00"), (1.0, "21:00")))
    pictures = [
        strip(qtbot, one).grab().toImage()
        for one in (Load(), load, Load(load.counts, (5, 5), BANDS, load.ticks))
    ]
    assert pictures[0] != pictures[1] != pictures[2]

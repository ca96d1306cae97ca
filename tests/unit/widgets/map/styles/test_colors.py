"""Colours are read as CSS writes them, and mixed as MapLibre mixes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from widgets.map.styles.colors import BLACK, CLEAR, Color, parse_color

BYTE = st.integers(0, 255)


@given(BYTE, BYTE, BYTE)
def test_a_colour_survives_its_hex(red: int, green: int, blue: int) -> None:
    color = Color(float(red), float(green), float(blue))
    assert parse_color(color.hex()) == color
    assert parse_color(f"rgb({red}, {green}, {blue})") == color


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("#fff", (255, 255, 255, 1)),
        ("#0f08", (0, 255, 0, 136 / 255)),
        ("#11223380", (17, 34, 51, 128 / 255)),
        ("rgba(1, 2, 3, 0.5)", (1, 2, 3, 0.5)),
        ("rgb(100%, 0%, 50%)", (255, 0, 127.5, 1)),
        ("hsl(120, 100%, 50%)", (0, 255, 0, 1)),
        ("hsla(240, 100%, 50%, 25%)", (0, 0, 255, 0.25)),
        (" RebeccaPurple ", (102, 51, 153, 1)),
        ("transparent", (0, 0, 0, 0)),
    ],
)
def test_every_notation_is_read(text: str, wanted: tuple[float, ...]) -> None:
    assert tuple(parse_color(text)) == pytest.approx(wanted)


@pytest.mark.parametrize("text", ["", "#12", "#ggg", "rgb(1,2)", "hsl(a,b,c)", "kolor", "#1234567"])
def test_what_is_no_colour_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        parse_color(text)


def test_a_colour_mixed_with_nothing_keeps_its_hue() -> None:
    assert Color(200.0, 100.0, 0.0).mixed(CLEAR, 0.5) == Color(200.0, 100.0, 0.0, 0.5)
    assert BLACK.mixed(Color(255.0, 255.0, 255.0), 0.5)[:3] == pytest.approx((127.5,) * 3)
    assert CLEAR.mixed(CLEAR, 0.3) == CLEAR


def test_fading_stays_between_clear_and_full() -> None:
    assert BLACK.faded(2.0).alpha == 1.0
    assert BLACK.faded(-1.0).alpha == 0.0

"""Texts are broken into even lines, and their width guessed without a font."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from widgets.map.label_values import TextLook, guessed_width, wrapped

LOOK = TextLook(10.0, "#ffffffff")


@given(st.text(alphabet="abc 路桥", max_size=40).map(str.strip), st.floats(1.0, 20.0))
def test_breaking_loses_nothing(text: str, max_em: float) -> None:
    assert wrapped(text, max_em).replace("\n", "").replace(" ", "") == text.replace(" ", "")


def test_lines_are_about_even() -> None:
    assert [len(line) for line in wrapped("云泽镇人民医院", 4.0).split("\n")] in ([3, 4], [4, 3])
    lines = wrapped("Palazzo della Banca di Italia", 8.0).split("\n")
    assert len(lines) >= 2
    assert all(" " not in (line[0], line[-1]) for line in lines)


def test_a_short_text_stays_whole() -> None:
    assert wrapped("人民路", 10.0) == "人民路"
    assert wrapped("a very long text indeed", 0.0) == "a very long text indeed"


def test_the_widest_line_counts() -> None:
    assert guessed_width("人民路", LOOK) == 30.0
    assert guessed_width("人\n人民路", LOOK) == 30.0
    spaced = TextLook(10.0, "#ffffffff", letter_spacing_em=0.5)
    assert guessed_width("人民", spaced) == 30.0

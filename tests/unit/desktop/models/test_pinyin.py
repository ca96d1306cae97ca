"""Initials of Chinese names."""

from __future__ import annotations

import pytest

from desktop.models.pinyin import initials_table


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("河埠头", "hbt"),
        ("云泽中学", "yzzx"),
        ("人民路", "rml"),
        ("北环大道下立交", "bhddxlj"),
        ("泵站", "bz"),
        ("啊座", "az"),
        ("西渡新村 12 号", "xdxc 12 h"),
        ("Dongpu", "Dongpu"),
        ("", ""),
    ],
)
def test_names_become_their_first_letters(name: str, letters: str) -> None:
    assert name.translate(initials_table()) == letters


def test_the_first_level_is_whole_and_in_order() -> None:
    table = initials_table()
    assert len(table) == 3_755
    assert "".join(dict.fromkeys(table.values())) == "abcdefghjklmnopqrstwxyz"

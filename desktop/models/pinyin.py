"""The first letters of Chinese names in pinyin: 河埠头 is found by "hbt".

Needs no dictionary: the 3,755 characters of GB 2312's first level stand in the order of their
pinyin. Rarer characters are left as they are; one with several readings has the one it is
filed under.
"""

from __future__ import annotations

from typing import Final

_FIRST_OF_LETTER: Final = "啊芭擦搭蛾发噶哈击喀垃妈拿哦啪期然撒塌挖昔压匝"
_LETTERS: Final = "abcdefghjklmnopqrstwxyz"
_ROWS: Final = range(0xB0, 0xD8)
_CELLS: Final = range(0xA1, 0xFF)


def initials_table() -> dict[int, str]:
    """Character code to letter, for `str.translate`."""
    table: dict[int, str] = {}
    letter = -1
    for row in _ROWS:
        for cell in _CELLS:
            try:
                character = bytes((row, cell)).decode("gb2312")
            except UnicodeDecodeError:  # the last row is not full
                continue
            if letter + 1 < len(_LETTERS) and character == _FIRST_OF_LETTER[letter + 1]:
                letter += 1
            table[ord(character)] = _LETTERS[letter]
    return table

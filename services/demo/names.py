"""Names for the side streets of a small town by Shanghai. Invented, none is real."""

from __future__ import annotations

from collections.abc import Iterator

STREET_FIRST = "云泽青华苏新宝永安和文景春秋梅兰竹松柏桂清明秀丽金玉福康乐平虹霞锦"
STREET_SECOND = "溪浦塘泾港湾桥林园丰兴盛昌泰宁顺德仁义礼智信远达通"


def street_names() -> Iterator[str]:
    """Names of streets, without end and without repetition for the first eight hundred."""
    number = 0
    while True:
        first = STREET_FIRST[number * 7 % len(STREET_FIRST)]
        second = STREET_SECOND[number * 11 % len(STREET_SECOND)]
        tail = "路" if number % 3 else "街"
        suffix = "" if number < 750 else f"{number - 748}"
        yield f"{first}{second}{suffix}{tail}"
        number += 1

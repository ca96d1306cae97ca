"""Names are spelled where every sign is known, and never given twice."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice

import pytest

from services.demo.townmap import names


@pytest.mark.parametrize(
    ("name", "spelled"),
    [
        ("人民路", "Renmin Road"),
        ("北环大道", "Beihuan Avenue"),
        ("泽江", "Ze River"),
        ("云泽中学", "Yunze Middle School"),
        ("东岸新村", "Dongan Estate"),
        ("轨道交通泽城线", "Zecheng Metro Line"),
        ("半日咖啡", ""),
        ("停车场", ""),
    ],
)
def test_names_read_in_latin_letters(name: str, spelled: str) -> None:
    assert names.english(name) == spelled


@pytest.mark.parametrize("given", [names.estate_names, names.hamlet_names, names.works_names])
def test_names_do_not_end_and_none_is_given_twice(given: Callable[[], Iterator[str]]) -> None:
    found = list(islice(given(), 500))
    assert len(set(found)) == 500
    first = [name for name in found[:50] if not name.endswith(("华庭", "家园", "名邸"))]
    assert len(first) > 20
    assert all(names.english(name) for name in first)

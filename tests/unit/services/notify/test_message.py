from __future__ import annotations

import pytest

from services.notify.message import mask


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("zhang.min@town.example", "z***@town.example"),
        ("13812345678", "13***78"),
        ("https://u:secret@h.example/hook/secret?token=1", "https://***@h.example/…"),
        ("https://h.example/hook", "https://h.example/…"),
        ("12345", "***"),
        ("", ""),
    ],
)
def test_an_address_is_masked(address: str, shown: str) -> None:
    assert mask(address) == shown

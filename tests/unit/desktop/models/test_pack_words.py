"""Packs by their names."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication

from desktop.language import Language
from desktop.models.pack_words import pack_of, pack_text
from services.contract.model import Town

TOWN = Town(
    "y", "云泽", "Yunze", "Asia/Shanghai", (121, 31), packs=(("own", "自己的包", "Our own"),)
)


def test_the_pack_is_what_stands_before_the_dot() -> None:
    assert pack_of("waterlogging_response.depth_road") == "waterlogging_response"
    assert pack_of("depth") == ""


def test_a_pack_has_the_name_the_town_gives_it(qapp: QApplication) -> None:
    assert pack_text(TOWN, "own.depth") == "自己的包"
    language = Language(qapp, "en")
    language.apply()
    try:
        assert pack_text(TOWN, "own.depth") == "Our own"
    finally:
        language.current = "zh"
        language.apply()


def test_a_pack_the_town_does_not_know_shows_its_id() -> None:
    assert pack_text(TOWN, "gone.depth") == "gone"
    assert pack_text(None, "gone.depth") == "gone"
    assert pack_text(TOWN, "depth") == ""

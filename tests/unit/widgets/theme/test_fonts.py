"""The interface font is asked for in one place and its digits are tabular."""

from __future__ import annotations

from PySide6.QtGui import QFont
from pytestqt.qtbot import QtBot

from widgets.theme.fonts import has_cjk_font, ui_font
from widgets.theme.tokens import FONT_FAMILIES


def test_font_has_the_families_size_and_weight_asked_for(qtbot: QtBot) -> None:
    font = ui_font(16, QFont.Weight.DemiBold)
    assert font.families() == list(FONT_FAMILIES)
    assert font.pixelSize() == 16
    assert font.weight() == QFont.Weight.DemiBold


def test_digits_are_tabular_unless_asked_otherwise(qtbot: QtBot) -> None:
    assert ui_font(12).isFeatureSet(QFont.Tag("tnum"))
    assert not ui_font(12, tabular=False).isFeatureSet(QFont.Tag("tnum"))


def test_presence_of_a_chinese_font_is_a_plain_answer(qtbot: QtBot) -> None:
    assert has_cjk_font() in (True, False)

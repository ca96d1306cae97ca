"""Changing the language of the interface."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from desktop.actions.catalogue import ActionId, catalogue
from desktop.language import Language


def _words() -> str:
    return next(a.text for a in catalogue() if a.id is ActionId.ACKNOWLEDGE)


def test_it_changes_there_and_back(qapp: QApplication) -> None:
    language = Language(qapp, "zh")
    language.apply()
    assert _words() == "确认告警"

    assert language.toggle() == "en"
    assert _words() == "Acknowledge"

    assert language.toggle() == "zh"
    assert _words() == "确认告警"


@pytest.mark.parametrize(("asked", "given"), [("en", "en"), ("zh", "zh"), ("fr", "zh"), ("", "zh")])
def test_a_language_not_spoken_is_chinese(qapp: QApplication, asked: str, given: str) -> None:
    assert Language(qapp, asked).current == given

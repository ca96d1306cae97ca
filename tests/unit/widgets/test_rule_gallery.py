"""The gallery shows every part in every state without a network."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from widgets.rule_gallery import RuleGallery, sample_form, sample_rules
from widgets.rules.values import Editor
from widgets.theme.style import apply_theme


def test_it_paints(qtbot: QtBot, qapp: QApplication) -> None:
    apply_theme(qapp)
    gallery = RuleGallery()
    qtbot.addWidget(gallery)
    gallery.resize(1920, 1080)
    gallery.show()
    image = gallery.grab().toImage()
    colors = {image.pixel(x, y) for x in range(0, 1920, 7) for y in range(0, 1080, 7)}
    assert len(colors) > 12


def test_every_editor_and_every_mark_has_a_sample() -> None:
    editors = {field.editor for section in sample_form() for field in section.fields}
    assert editors == set(Editor)
    assert {row.mark for row in sample_rules()} >= {"已改", "未保存", "待生效", "改动未生效"}

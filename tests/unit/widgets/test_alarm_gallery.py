"""The page of the alarm table's states can be shown with nothing but the widgets."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from widgets.alarm_gallery import EMPTY, AlarmGallery, sample_lines
from widgets.alarms.values import AlarmMark, Sending
from widgets.theme.style import apply_theme


def test_every_state_of_the_table_looks_different(qtbot: QtBot, qapp: QApplication) -> None:
    apply_theme(qapp)
    gallery = AlarmGallery()
    qtbot.addWidget(gallery)
    gallery.resize(1920, 1080)
    with qtbot.waitExposed(gallery):
        gallery.show()
    shots = [table.grab().toImage() for table in gallery.tables]
    assert len(shots) == len(EMPTY) + 1
    assert all(a != b for at, a in enumerate(shots) for b in shots[:at])


def test_every_mark_and_every_way_of_sending_is_among_the_samples() -> None:
    lines = sample_lines()
    shown = {line.mark for line in lines}
    assert set(AlarmMark) - shown <= {AlarmMark.NONE, AlarmMark.REFUSED}
    assert {line.sending for line in lines} == set(Sending)

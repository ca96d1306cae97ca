"""An alert beside the table: everything of it, and nothing left of the one before."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from widgets.alarms.detail import AlarmDetail
from widgets.alarms.values import AlarmMore, Fact
from widgets.gallery import sample_series, sample_still, sample_tiles
from widgets.theme.style import apply_theme
from widgets.theme.tokens import Level
from widgets.values import Action, Detail, LogLine

SHOWN = Detail(
    "alert:1",
    Level.RED,
    "W07",
    "36.5 厘米",
    actions=(Action("acknowledge", "确认告警", "A"),),
    log=(LogLine("20:20", "告警"),),
)
MORE = AlarmMore(
    (Fact("地点", "东村"), Fact("规则", "depth")), "封闭下立交", "查看全文", "https://x.y"
)


@pytest.fixture
def panel(qtbot: QtBot, qapp: QApplication) -> AlarmDetail:
    apply_theme(qapp)
    made = AlarmDetail()
    qtbot.addWidget(made)
    made.set_texts(log_title="经过", empty="选一条", no_curve="无", no_camera="无摄像机")
    made.resize(496, 900)
    made.show()
    return made


def words(panel: AlarmDetail) -> list[str]:
    return [label.text() for label in panel.facts.findChildren(QLabel)]


def test_facts_stand_below_each_other_and_go(panel: AlarmDetail) -> None:
    panel.set_detail(SHOWN, MORE)
    assert set(words(panel)) == {"地点", "东村", "规则", "depth"}
    panel.set_detail(replace(SHOWN, id="alert:2"), AlarmMore((Fact("案件", "0041"),)))
    assert set(words(panel)) == {"案件", "0041"}


def test_the_guidance_leads_to_its_page(panel: AlarmDetail, qtbot: QtBot) -> None:
    panel.set_detail(SHOWN, MORE)
    with qtbot.waitSignal(panel.link_asked) as told:
        QTest.mouseClick(panel.link, Qt.MouseButton.LeftButton)
    assert told.args == ["https://x.y"]
    panel.set_detail(SHOWN, AlarmMore())
    assert not panel.link.isVisible()


def test_a_button_tells_its_action(panel: AlarmDetail, qtbot: QtBot) -> None:
    panel.set_detail(SHOWN, MORE)
    with qtbot.waitSignal(panel.triggered) as told:
        QTest.mouseClick(panel.panel.button("acknowledge"), Qt.MouseButton.LeftButton)
    assert told.args == ["acknowledge"]


def test_as_many_pictures_as_there_are_cameras(panel: AlarmDetail) -> None:
    tiles = sample_tiles(sample_still())
    panel.set_detail(SHOWN, MORE)
    for count, visible in ((2, [True, True]), (1, [True, False]), (0, [True, False])):
        panel.set_tiles(tiles[:count])
        assert [camera.isVisible() for camera in panel.cameras] == visible


def test_what_does_not_fit_is_scrolled_not_squeezed(panel: AlarmDetail) -> None:
    panel.set_detail(SHOWN, MORE)
    panel.set_series(sample_series()[0])
    panel.set_tiles(sample_tiles(sample_still())[:2])
    panel.resize(496, 420)
    assert panel.panel.height() >= panel.panel.needed_height(panel.panel.width())
    assert panel.panel.height() > 420


def test_nothing_selected_says_so(panel: AlarmDetail) -> None:
    panel.set_detail(SHOWN, MORE)
    panel.set_detail(None)
    assert not panel.facts.isVisible()

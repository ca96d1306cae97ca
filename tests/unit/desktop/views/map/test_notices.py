"""What is said goes by itself; what is offered waits for its answer."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from desktop.views.map.notices import Notices
from widgets.boards.banner import Banner


@pytest.fixture
def banner(qtbot: QtBot) -> Banner:
    made = Banner()
    qtbot.addWidget(made)
    return made


def test_what_is_said_goes_by_itself(banner: Banner) -> None:
    notices = Notices(banner)
    notices.say("已复制")
    assert not banner.isHidden()
    notices._going.timeout.emit()
    assert banner.isHidden()


def test_another_word_on_the_banner_is_left_alone(banner: Banner) -> None:
    notices = Notices(banner)
    notices.say("已复制")
    banner.show_message("x", "指令被拒", "bad")
    notices._going.timeout.emit()
    assert not banner.isHidden()


def test_an_offer_waits_and_is_taken_once(banner: Banner) -> None:
    notices = Notices(banner)
    taken: list[str] = []
    notices.accepted.connect(taken.append)
    notices.say("已复制")
    notices.offer("undo:1", "已删除", "撤销")
    assert not notices._going.isActive()
    banner.action_button().click()
    assert taken == ["undo:1"]
    assert banner.isHidden()

"""The panel of layers: what is asked for when a choice changes, and what it shows of it."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from widgets.map.layer_box import LayerBox

THEMES = (("", "不分色"), ("cases", "案件"), ("rain", "雨量"))
METHODS = (("quantile", "分位"), ("equal", "等距"))


@pytest.fixture
def box(qtbot: QtBot) -> LayerBox:
    made = LayerBox()
    qtbot.addWidget(made)
    made.set_themes(THEMES, METHODS)
    made.show()
    return made


def test_a_chosen_theme_is_asked_for_with_the_method(box: LayerBox) -> None:
    told: list[tuple[str, str]] = []
    box.theme_asked.connect(lambda *asked: told.append(asked))
    box.set_theme("cases", "equal", "")
    assert told == []
    box.theme.setCurrentIndex(2)
    box.theme.activated.emit(2)
    assert told == [("rain", "equal")]


def test_without_a_theme_there_is_no_method_to_choose(box: LayerBox) -> None:
    box.set_theme("", "quantile", "")
    assert not box.method.isEnabled()
    box.set_theme("rain", "quantile", "")
    assert box.method.isEnabled()


def test_the_same_choices_again_leave_what_is_chosen(box: LayerBox) -> None:
    box.set_theme("rain", "equal", "")
    box.set_themes(THEMES, METHODS)
    assert (box.theme.currentData(), box.method.currentData()) == ("rain", "equal")
    box.set_themes([(id, title.upper()) for id, title in (("", "none"), ("rain", "rain"))], METHODS)
    assert [box.theme.itemText(at) for at in range(box.theme.count())] == ["NONE", "RAIN"]


def test_a_remark_shows_only_when_there_is_one(box: LayerBox) -> None:
    box.set_theme("rain", "equal", "3 个小区没有数据")
    assert box._remark.isVisible()
    box.set_theme("rain", "equal", "")
    assert not box._remark.isVisible()


def test_a_long_name_of_a_base_map_is_cut_and_whole_in_its_tip(box: LayerBox) -> None:
    name = "一个很长很长很长很长很长很长的底图名称"
    box.set_base(name)
    assert len(box.base.text()) == 18 and box.base.text().endswith("…")
    assert box.base.toolTip() == name
    box.set_base("天地图")
    assert box.base.text() == "天地图"

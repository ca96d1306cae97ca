"""The words on a printed map."""

from __future__ import annotations

import pytest

from desktop.models import sheet_presenter
from services.contract.model import Operation, ResponseLevel
from tests.fakes import town as fake
from tests.fakes.town import ZONE
from widgets.map.values import LayerInfo, LegendEntry


def test_the_title_and_the_source_are_the_towns() -> None:
    town = fake.registers()
    assert sheet_presenter.default_title(town.store).endswith("一张图")
    facts = dict(sheet_presenter.facts(town.store, ZONE, 12_345.0))
    assert facts["比例尺"] == "1:12 000"
    assert facts["数据来源"] in sheet_presenter.default_title(town.store)


def test_the_response_is_named_while_there_is_one() -> None:
    town = fake.registers()
    assert "响应" not in sheet_presenter.subtitle(town.store, ZONE)
    town.state.operation = Operation(ResponseLevel.II, "防汛防台", 0, "陈立")
    assert sheet_presenter.subtitle(town.store, ZONE).endswith("Ⅱ 级响应")


@pytest.mark.parametrize("ratio", [0.0, float("nan"), float("inf")])
def test_a_scale_that_is_none_is_no_error(ratio: float) -> None:
    facts = dict(sheet_presenter.facts(fake.registers().store, ZONE, ratio))
    assert facts["比例尺"] == "1:0"


def test_the_legend_has_each_sign_of_shown_layers_once() -> None:
    red, blue = LegendEntry("红", "#FF0000"), LegendEntry("蓝", "#0000FF")
    layers = (
        LayerInfo("a", "甲", legend=(red,)),
        LayerInfo("b", "乙", legend=(red, blue)),
        LayerInfo("c", "丙", visible=False, legend=(LegendEntry("绿", "#00FF00"),)),
    )
    assert sheet_presenter.legend(layers) == (red, blue)


def test_a_file_name_is_one_on_every_system() -> None:
    name = sheet_presenter.file_name('积水/图: "W07"?', fake.registers().store, ZONE)
    assert not set(name) & set('\\/:*?"<>|')
    assert sheet_presenter.file_name("...", fake.registers().store, ZONE).startswith("map ")

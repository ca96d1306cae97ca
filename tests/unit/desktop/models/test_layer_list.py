"""Every layer has a name; ages are told by the clock they go by."""

from __future__ import annotations

import numpy as np

from desktop.models import layer_list as words
from desktop.models.layer_list import KIND, KINDS, Now
from desktop.state.readings import LatestReadings
from services.contract.codec import Columns
from tests.fakes import town as fake
from widgets.map.values import MapLayer, SwatchShape

NOW = Now(1_000_000, 90_000_000)


def test_every_layer_has_a_name_of_its_own() -> None:
    layers = [
        *(layer.value for layer in MapLayer if layer is not MapLayer.FEATURES),
        words.THEME,
        words.BORDERS,
        *(f"{KIND}{kind}" for kind in KINDS),
    ]
    names = [words.title(layer) for layer in layers]

    assert len(set(names)) == len(layers)
    assert not set(names) & set(layers)


def test_levels_are_shown_by_shape_and_heat_by_a_ramp() -> None:
    shapes = [entry.shape for entry in words.legend("points")]
    assert shapes.count(SwatchShape.LEVEL) == 4
    assert words.legend("heat")[0].shape is SwatchShape.RAMP
    assert words.legend("labels") == ()


def test_data_is_as_old_as_the_newest_reading() -> None:
    readings = LatestReadings()
    assert words.data_age(readings, NOW) == "尚无数据"
    index = np.array([0, 1], np.uint32)
    at_ms = np.array([940_000, 992_000], np.int64)
    readings.put(Columns(index, np.zeros(2), at_ms, np.zeros(2, np.uint8)))
    assert words.data_age(readings, NOW) == "数据 8 秒前"


def test_teams_and_markups_without_any_have_no_age() -> None:
    town = fake.SmallTown()
    assert words.team_age(town.state, town.store.readings, NOW) == ""
    assert words.markup_age(town.state, NOW) == ""


def test_a_file_is_told_by_its_month_a_server_by_its_copies() -> None:
    assert words.base_age(1_784_378_100_000, None, NOW, is_web=False) == "2026-07"
    assert words.base_age(0, None, NOW, is_web=False) == ""
    assert words.base_age(0, None, NOW, is_web=True) == "在线"
    assert words.base_age(0, 90_000_000 - 3_600_000, NOW, is_web=True) == "缓存 1 小时前"


def test_imports_go_by_the_computers_clock() -> None:
    assert words.import_age(90_000_000 - 7_200_000, NOW) == "导入 2 小时前"

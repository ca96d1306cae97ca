"""The neighbourhoods at a glance."""

from __future__ import annotations

import msgspec
import pytest

from desktop.models import alarm_areas
from desktop.models.alarm_areas import Sensors
from desktop.models.alarm_index import AlarmIndex
from services.contract import events as ev
from tests.fakes import flood
from tests.fakes.town import MIN, NOW, SmallTown
from widgets.alarms.values import AreaTile
from widgets.theme.tokens import Level


@pytest.fixture
def town() -> SmallTown:
    return flood.raised()


def tiles(town: SmallTown, *, online: bool = True, now_ms: int = NOW) -> dict[str, AreaTile]:
    index = AlarmIndex()
    index.rebuild(town.state, frozenset())
    made = alarm_areas.tiles(
        town.state,
        index.columns,
        Sensors(town.state),
        town.store.readings,
        now_ms,
        online=online,
    )
    return {tile.name: tile for tile in made}


def test_the_town_stands_first_and_the_others_as_they_are_registered(town: SmallTown) -> None:
    assert list(tiles(town)) == ["云泽镇", *flood.NAMES]


def test_a_tile_has_the_worst_level_and_counts_what_nobody_acknowledged(town: SmallTown) -> None:
    flood.acknowledged(town, "w3")
    tile = tiles(town)["东岸新村居委"]
    assert (tile.level, tile.unanswered, tile.count_text) == (Level.RED, 5, "在报 6")


def test_what_is_suppressed_does_not_count(town: SmallTown) -> None:
    assert tiles(town)["北街居委"].unanswered == 2


def test_a_calm_area_is_calm(town: SmallTown) -> None:
    tile = tiles(town)["吴家村"]
    assert (tile.level, tile.unanswered, tile.count_text) == (Level.NONE, 0, "")


def test_the_town_sums_up(town: SmallTown) -> None:
    tile = tiles(town)["云泽镇"]
    assert (tile.level, tile.unanswered, tile.is_town) == (Level.RED, 14, True)


def test_an_age_is_that_of_the_newest_reading(town: SmallTown) -> None:
    assert tiles(town)["东岸新村居委"].age.text == "4 秒前"
    assert not tiles(town)["东岸新村居委"].age.stale


def test_silence_is_never_shown_as_calm(town: SmallTown) -> None:
    later = tiles(town, now_ms=NOW + 60 * MIN)["东岸新村居委"]
    assert later.age.stale and "失联 2" in later.age.text
    assert tiles(town)["北街居委"].age == alarm_areas.Age("无数据", True)
    assert tiles(town)["吴家村"].age.text == "无测点"


def test_offline_nothing_counts_as_fresh(town: SmallTown) -> None:
    assert all(tile.age.stale for tile in tiles(town, online=False).values())


def test_a_source_that_speaks_only_when_something_happens_is_not_missed(town: SmallTown) -> None:
    before = tiles(town)["东岸新村居委"].age
    seldom = {"id": "S9", "index": 90, "attributes": {"every_s": 0}}
    town.put(ev.StreamRegistered(msgspec.structs.replace(town.state.streams["W03"], **seldom)))
    assert tiles(town)["东岸新村居委"].age == before

from __future__ import annotations

import pytest

from services.cap.document import Area, Category, Certainty, Circle, Info, Named, Severity, Urgency
from services.cap.place import whom_it_touches
from services.cap.settings import Settings
from services.contract.model import Town, TownState
from tests.unit.services.cap.test_incoming import STATE


def touched(
    *areas: Area, settings: Settings | None = None, state: TownState = STATE
) -> tuple[str, ...] | None:
    info = Info(
        categories=(Category.MET,),
        event="暴雨",
        urgency=Urgency.EXPECTED,
        severity=Severity.SEVERE,
        certainty=Certainty.LIKELY,
        areas=areas,
    )
    return whom_it_touches(info, state, settings or Settings())


def circle(lon: float, km: float) -> Area:
    return Area("圆", circles=(Circle((lon, 31.105), km),))


def test_areas_add_up_and_all_of_them_are_the_town() -> None:
    assert touched(circle(121.155, 0.1)) == ("N1",)
    assert touched(circle(121.155, 0.1), circle(121.255, 0.1)) == ()
    assert touched(circle(121.2, 0.1)) is None


def test_a_shape_decides_alone() -> None:
    area = Area("云泽镇", circles=(Circle((100.0, 31.1), 1.0),))
    assert touched(area) is None
    assert touched(Area("云泽镇")) == ()


def test_a_town_without_neighbourhoods_is_its_middle() -> None:
    state = TownState(town=Town("t", "镇", "T", "Asia/Shanghai", (121.15, 31.1)))
    assert touched(circle(121.15, 1.0), state=state) == ()
    assert touched(circle(121.25, 1.0), state=state) is None


@pytest.mark.parametrize(
    ("code", "fits"),
    [
        ("310000000000", True),
        ("310118000000", True),
        ("310118105000", True),
        ("310118105201", True),
        ("310118106000", False),
        ("310110000000", False),
        ("320000000000", False),
        ("000000000000", False),
        ("CNQB", True),
        ("CNQ", False),
    ],
)
def test_codes_of_larger_and_smaller_places_fit(code: str, fits: bool) -> None:
    area = Area("某地", geocodes=(Named("行政区划代码", code),))
    settings = Settings(geocodes=("310118105000", "CNQB"))
    assert touched(area, settings=settings) == (() if fits else None)

"""Who else lives in the country: towns and industrial parks around Yunze, and cities far away."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle
from typing import Final

import numpy as np
from numpy.random import Generator

from services.demo.geometry import Points
from services.demo.townmap import country
from services.demo.townmap.lattice import Cell
from services.demo.townmap.sheet import Sheet
from services.demo.townmap.water import blob


@dataclass(frozen=True, slots=True)
class Town:
    """A built-up place: its middle in the frame, its reach in metres and what it is."""

    name: str
    u: float
    v: float
    reach: float
    people: int
    is_industrial: bool = False

    def nearness(self, cell: Cell) -> float:
        """0 in the middle, 1 at the ragged edge, more beyond."""
        along, across = (cell.u - self.u) / self.reach, (cell.v - self.v) / (self.reach * 1.15)
        turn = np.arctan2(across, along)
        ragged = 1.0 + 0.16 * np.sin(3 * turn + self.u) + 0.1 * np.sin(5 * turn + self.v)
        return float(np.hypot(along, across) / ragged)


TOWNS: Final = (
    Town("新浦镇", 500, 8_100, 1_750, 94_000),
    Town("青泾镇", -200, -7_600, 1_600, 71_000),
    Town("徐塘镇", -6_300, 4_600, 1_350, 52_000),
    Town("横桥镇", 5_700, -3_300, 1_250, 38_000),
    Town("泰安镇", 6_000, 11_300, 1_300, 45_000),
    Town("唐家镇", -6_100, -8_300, 1_050, 27_000),
    Town("松塘镇", 3_500, -11_600, 1_150, 33_000),
    Town("东港镇", -3_300, 12_200, 1_300, 41_000),
    Town("泽东工业区", -2_300, 4_300, 1_150, 0, is_industrial=True),
    Town("新浦经济园", 2_700, 7_600, 900, 0, is_industrial=True),
    Town("青泾工业园", 1_700, -7_300, 850, 0, is_industrial=True),
    Town("徐塘物流园", -4_600, 5_700, 750, 0, is_industrial=True),
)
VILLAGES: Final = (
    # What is by a village's name: a place in the frame.
    *(("永丰村", -2_750, 900), ("新建村", -2_700, -1_300), ("联明村", -900, 3_100)),
    *(("金星村", 700, 3_200), ("东风村", 1_900, 3_050), ("塘湾村", -800, -3_200)),
    *(("和平村", 700, -3_200), ("曙光村", 1_800, -2_900), ("建新村", 2_800, 900)),
    *(("红旗村", 2_900, -900), ("南庄村", 4_000, 1_900), ("陈巷村", 4_200, -700)),
    *(("周浜村", -3_900, 200), ("钱埭村", -3_900, -2_400), ("何家村", -5_000, -900)),
    *(("长泾村", -5_200, 1_900), ("马桥村", 100, 5_000), ("沙港村", 2_000, 5_400)),
    *(("杨家村", -1_400, 6_200), ("三泾村", -500, -5_000), ("石桥村", 1_500, -5_300)),
    *(("梅园村", -2_400, -5_400), ("双河村", 4_300, 4_600), ("丰产村", 5_300, 6_800)),
    *(("胜利村", 3_400, -5_800), ("向阳村", 4_700, -8_300), ("庙港村", -1_900, -9_700)),
    *(("前进村", 1_800, -10_300), ("友谊村", -4_200, -11_000), ("林家村", -2_000, 9_900)),
    *(("海星村", 1_900, 10_400), ("万安村", 3_900, 9_600), ("北桥村", -5_100, 8_000)),
    *(("竹园村", -6_900, 1_300), ("湖滨村", -6_600, -3_300), ("江口村", 7_100, 1_300)),
    *(("渡口村", 7_300, -1_500), ("新港村", 7_200, 4_700), ("华泽村", -500, 13_600)),
    *(("西泖村", 900, -13_400), ("民主村", -3_000, -13_300), ("光明村", 3_900, 12_400)),
)
FAR: Final = (
    # Towns and cities past the drawn land: name, km east and north, people, reach in km.
    *(("松泽市", 31, 27, 1_320_000, 6.5), ("泽阳区", 19.5, 15.5, 310_000, 3.6)),
    *(("浦南区", 25, -13, 420_000, 4.2), ("泖南镇", -24, 4, 66_000, 1.8)),
    *(("临溪市", -46, -12, 760_000, 5.2), ("安塘镇", -21, -14, 48_000, 1.5)),
    *(("北泖镇", -17, 17, 51_000, 1.6), ("长港镇", 4, 19, 83_000, 2.0)),
    *(("金泾镇", 9, -17, 62_000, 1.7), ("东海镇", 44, 3, 88_000, 2.1)),
    *(("平里镇", -8, -24, 57_000, 1.7), ("嘉桥区", -33, 28, 280_000, 3.4)),
    *(("清浦镇", 23, 1.5, 69_000, 1.8), ("沙溪镇", 39, 15, 74_000, 1.9)),
    *(("港城区", 58, -18, 350_000, 4.0), ("泖东镇", -36, 8, 44_000, 1.4)),
    *(("南渡镇", 20, -29, 54_000, 1.6), ("云岭县", -61, 14, 190_000, 2.8)),
    *(("杨泾镇", -14, 31, 47_000, 1.5), ("凤溪镇", 6, 34, 61_000, 1.7)),
)
_FAMILIES: Final = "沈陆顾吴朱王张李徐唐钱孙姚周陈杨何马金倪曹蒋盛陶施夏高范冯凌"
_PLACES: Final = (
    "家角",
    "家湾",
    "家桥",
    "家角头",
    "家港",
    "家厍",
    "家泾",
    "家堰",
    "家石桥",
    "家楼",
)


def nearest(cell: Cell) -> tuple[Town, float] | None:
    """The town a cell belongs to and how near its middle; None in the open country."""
    found = min(((town.nearness(cell), town) for town in TOWNS), key=lambda pair: pair[0])
    return (found[1], found[0]) if found[0] < 1.0 else None


def hamlet_names() -> Iterator[str]:
    """Names of hamlets in the country, none of them in the town."""
    for number, place in enumerate(cycle(_PLACES)):
        family = _FAMILIES[(number * 7 + number // len(_FAMILIES)) % len(_FAMILIES)]
        turn = number // (len(_PLACES) * len(_FAMILIES))
        yield ("", "小", "南", "北", "新")[turn % 5] + family + place


def draw(sheet: Sheet, rng: Generator) -> None:
    """Names of towns, and the far ones' built-up land."""
    for town in TOWNS:
        spot = country.at(town.u, town.v)
        if town.is_industrial:
            more = {"kind_detail": "quarter", "name": town.name, "min_zoom": 12}
            sheet.spot("places", "neighbourhood", spot, **more)
        else:
            more = {"name": town.name, "population": town.people, "min_zoom": 8}
            sheet.spot("places", "locality", spot, kind_detail="town", **more)
    for name, east, north, people, reach in FAR:
        spot = (east * 1000.0, north * 1000.0)
        detail = "city" if people > 100_000 else "town"
        zoom = 5 if people > 500_000 else 7 if detail == "city" else 9
        more = {"kind_detail": detail, "name": name, "population": people, "min_zoom": zoom}
        sheet.spot("places", "locality", spot, **more)
        _built_up(sheet, spot, reach * 1000.0, rng)
    _ways_between(sheet)


def _ways_between(sheet: Sheet) -> None:
    """From each far town to the three nearest ones a main road, and to none twice."""
    spots = np.array([(east, north) for _, east, north, *_ in FAR]) * 1000.0
    drawn: set[frozenset[int]] = set()
    for number, spot in enumerate(spots):
        for other in np.argsort(np.hypot(*(spots - spot).T))[1:4].tolist():
            pair = frozenset((number, other))
            if pair in drawn:
                continue
            drawn.add(pair)
            run = np.linspace(0.0, 1.0, 25)
            way = spots[other] - spot
            bend = 0.07 * np.sin(np.pi * run) + 0.02 * np.sin(3 * np.pi * run)
            across = np.array([-way[1], way[0]]) * (1 if number % 2 else -1)
            line = spot + run[:, None] * way + bend[:, None] * across
            more = {"kind_detail": "secondary", "width": 14, "min_zoom": 9}
            sheet.line("roads", "medium_road", line, coarse=True, **more)


def _built_up(sheet: Sheet, spot: tuple[float, float], reach: float, rng: Generator) -> None:
    """A far town: its land and the streets across it."""
    shape = blob(spot, reach * 0.8, rng, stretch=1.3)
    sheet.area("landuse", "residential", shape, min_zoom=7)
    turn = float(rng.uniform(0, np.pi))
    lesser: list[Points] = []
    for quarter in (0.0, np.pi / 2):
        away = np.array([np.cos(turn + quarter), np.sin(turn + quarter)])
        beside = np.array([-away[1], away[0]])
        for shift in np.arange(-0.6, 0.61, 0.3) * reach:
            run = np.linspace(-1.0, 1.0, 9)[:, None] * float(np.sqrt(1.3 * reach**2 - shift**2))
            bent = np.sin(run * 2.2 / reach + shift) * reach * 0.05
            way = np.array(spot) + run * away + (shift + bent) * beside
            if abs(shift) > 1:
                lesser.append(way)
                continue
            more = {"kind_detail": "primary", "width": 16, "min_zoom": 9}
            sheet.line("roads", "major_road", way, coarse=True, **more)
    sheet.lines("roads", "medium_road", lesser, kind_detail="secondary", width=12, min_zoom=11)

"""Names and signs: town, neighbourhoods, bridges, public buildings, shops and bus stops."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.random import Generator

from services.demo import geometry, layout
from services.demo.basemap import PLACES, Basemap, short_name
from services.demo.geometry import Points
from services.demo.townmap.sheet import Sheet

PUBLIC: Final = (
    ("townhall", "云泽镇人民政府", 60, 575, 13),
    ("police", "云泽派出所", 420, 455, 14),
    ("fire_station", "云泽消防救援站", 310, 625, 14),
    ("community_centre", "文化活动中心", 200, 600, 14),
    ("community_centre", "东岸社区中心", 1560, 380, 15),
    ("community_centre", "工业园党群中心", 160, -1400, 15),
    ("marketplace", "解放路农贸市场", -350, 345, 15),
    ("library", "云泽镇图书馆", 225, 585, 15),
    ("post_office", "云泽邮政支局", -60, 520, 15),
    ("bus_station", "云泽汽车站", 290, 880, 13),
    ("attraction", "北街牌楼", -700, 220, 15),
    ("square", "人民路文化广场", 268, 560, 15),
    ("fuel", "沪泽公路加油站", -560, 972, 15),
    ("fuel", "南环大道加油站", 1472, -560, 15),
    ("underpass", "北环大道下立交", -1150, 950, 14),
    ("underpass", "南环大道下立交", 1450, 950, 14),
    ("water_works", "人民路泵站", 290, 975, 16),
    ("water_works", "东岸新村泵站", 1640, 250, 16),
    ("water_works", "北市河泵站", -790, 78, 16),
    ("water_works", "南塘河泵站", 1090, 80, 16),
    ("floodgate", "泽江水闸", 1920, 0, 14),
)
SHOPS: Final = (
    ("supermarket", "联泰超市"),
    ("restaurant", "泽江饭店"),
    ("pharmacy", "康宁大药房"),
    ("bank", "云泽农商银行"),
    ("cafe", "半日咖啡"),
    ("convenience", "好邻便利店"),
    ("restaurant", "老街面馆"),
    ("hairdresser", "丽人理发"),
    ("convenience", "每日鲜果"),
    ("clothes", "锦绣衣坊"),
)
_HOUSED: Final = frozenset(
    ("townhall", "police", "fire_station", "community_centre", "library", "post_office")
)
_STOP_M: Final = 420.0


def draw(sheet: Sheet, town: Basemap, rng: Generator) -> None:
    """Everything that is a point and not a block's own."""
    for area in layout.AREAS:
        spot = geometry.centroid(layout.rectangle(area.u, area.v))
        detail = "village" if area.kind == "村" else "quarter"
        sheet.spot(
            "places",
            "neighbourhood",
            spot,
            kind_detail=detail,
            name=short_name(area.name),
            population=area.population,
            min_zoom=12,
        )
    for name, kind, u, v in PLACES:
        _known(sheet, name, kind, layout.at(u, v))
    middles = np.array([house.ring.mean(axis=0) for houses in town.houses for house in houses])
    for kind, name, u, v, zoom in PUBLIC:
        spot = _nearest(middles, layout.at(u, v)) if kind in _HOUSED else layout.at(u, v)
        sheet.spot("pois", kind, spot, name=name, min_zoom=zoom)
    _bus_stops(sheet)
    _shops(sheet, town, rng)


def _nearest(middles: Points, spot: tuple[float, float]) -> tuple[float, float]:
    nearest = middles[np.hypot(*(middles - spot).T).argmin()]
    return float(nearest[0]), float(nearest[1])


def _known(sheet: Sheet, name: str, kind: str, spot: tuple[float, float]) -> None:
    if kind == "town":
        sheet.spot("places", "locality", spot, kind_detail="town", name=name, population=86000)
    elif kind == "quarter":
        sheet.spot("places", "neighbourhood", spot, kind_detail=kind, name=name, min_zoom=13)
    else:
        sheet.spot("pois", kind, spot, name=name, min_zoom=14)


def _bus_stops(sheet: Sheet) -> None:
    """Along main roads, after the road that crosses nearby."""
    for line in layout.LINES:
        if line.kind == "canal" or (line.axis == "v" and abs(line.at) == 100):
            continue
        crossing = [other for other in layout.LINES if other.axis != line.axis]
        edges = layout.V_EDGES if line.axis == "u" else layout.U_EDGES
        for place in np.arange(edges[0] + 180, edges[1] - 100, _STOP_M):
            if line.axis == "u" and abs(place) < 130:
                continue
            other = min(crossing, key=lambda each: abs(each.at - place))
            side = line.at + line.width / 2 + 2
            spot = layout.at(side, place) if line.axis == "u" else layout.at(place, side)
            sheet.spot("pois", "bus_stop", spot, name=f"{line.name}{other.name}", min_zoom=16)


def _shops(sheet: Sheet, town: Basemap, rng: Generator) -> None:
    """In the houses of the old town and of shopping blocks."""
    chance = {"commercial": 0.8, "oldtown": 0.075, "office": 0.3}
    number = 0
    for use, houses in zip(town.uses, town.houses, strict=True):
        for house in houses:
            if rng.random() < chance.get(use, 0.0):
                kind, name = SHOPS[number % len(SHOPS)]
                spot = house.ring.mean(axis=0)
                sheet.spot("pois", kind, spot, name=name, min_zoom=16 + number % 2)
                number += 1

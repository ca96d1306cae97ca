"""What stands in Yunze: cameras, pumps, shelters, sensors, breakers and the nine teams.

Places are given in the frame of `layout` and come out as longitude and latitude.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.random import Generator

from services.demo import layout, streets
from services.demo.basemap import Feature, short_name
from services.demo.names_en import NAMES_EN

Record = dict[str, Any]

DEPTH_SITES = (
    ("W01", "北街河埠头", "road", -640, 300),
    ("W02", "老街书院弄口", "road", -60, 260),
    ("W03", "东岸新村 12 号楼前", "estate", 1690, 290),
    ("W04", "滨河里南门", "estate", 690, 300),
    ("W05", "北环大道下立交", "underpass", -1150, 950),
    ("W06", "建设路解放路口", "road", -350, 500),
    ("W07", "人民路下立交", "underpass", 250, 950),
    ("W08", "华苑 3 号门", "estate", 620, 720),
    ("W09", "南环大道下立交", "underpass", 1450, 950),
    ("W10", "西渡新村北门", "estate", -1480, -320),
    ("W11", "滨河路文汇路口", "road", 780, 100),
    ("W12", "创业路横泾桥", "road", 1240, -1700),
)
UNDERPASSES = (("U1", "W05"), ("U2", "W07"), ("U3", "W09"))
CAMERA_SITES = (
    ("云锦苑 5 号楼电梯", "lift", -620, 740),
    ("望泽苑 2 号楼电梯", "lift", -60, 1160),
    ("学府苑 9 号楼电梯", "lift", 620, -300),
    ("华苏苑 7 号楼电梯", "lift", 560, 1150),
    ("东岸新村充电棚", "shed", 1740, 330),
    ("西门里充电棚", "shed", -240, -320),
    ("滨河里充电棚", "shed", 590, 330),
    ("工业园员工车棚", "shed", 120, -1180),
    ("泽江人民桥", "bridge", 250, 0),
    ("泽江解放桥", "bridge", -350, 0),
    ("泽江北环桥", "bridge", -1150, 0),
    ("泽江南环桥", "bridge", 1450, 0),
    ("东塘港人民路桥", "bridge", 250, 1400),
    ("西泾浜学府桥", "bridge", -350, -1300),
    ("泽江水闸内河侧", "gate", 1880, 30),
    ("泽江水闸外河侧", "gate", 1960, -30),
    ("人民路泵站", "pump_house", 290, 975),
    ("东岸新村泵站", "pump_house", 1640, 250),
    ("北市河泵站", "pump_house", -790, 70),
    ("南塘河泵站", "pump_house", 1090, 80),
    ("东塘港泵站", "pump_house", 700, 1385),
    ("西泾浜泵站", "pump_house", 500, -1285),
    ("北街牌楼", "street", -700, 220),
    ("老街米市弄", "street", 60, 300),
    ("人民路文化广场", "street", 250, 560),
    ("人民路建设路口", "street", 250, 500),
    ("解放路农贸市场", "street", -350, 330),
    ("沪泽公路华苑段", "street", 620, 950),
    ("沪泽公路望泽段", "street", -120, 950),
    ("泽西大道西门", "street", -300, -850),
    ("学府路中学门口", "street", 520, -450),
    ("文汇路医院门口", "street", 800, 640),
    ("创业路园区北门", "street", -420, -1700),
    ("东环路沈家村", "street", -200, 1750),
)
PUMP_SITES = (
    ("北市河 1 号泵", "ok", -790, 60),
    ("北市河 2 号泵", "ok", -790, 85),
    ("南塘河 1 号泵", "ok", 1090, 60),
    ("南塘河 2 号泵", "ok", 1090, 90),
    ("东塘港泵", "ok", 690, 1385),
    ("西泾浜 1 号泵", "ok", 480, -1285),
    ("西泾浜 2 号泵", "ok", 520, -1285),
    ("东岸新村泵", "ok", 1640, 265),
    ("人民路下立交 1 号泵", "ok", 285, 968),
    ("人民路下立交 2 号泵", "ok", 285, 982),
    ("移动泵车甲", "ok", 300, 540),
    ("移动泵车乙", "ok", 330, 540),
    ("北环下立交泵", "broken", -1120, 975),
    ("学府苑泵", "broken", 900, -400),
)
SHELTER_SITES = (
    ("云泽中学体育馆", 600, 470, -400),
    ("文化活动中心", 420, 200, 600),
    ("北街小学", 300, -940, 330),
    ("东岸社区中心", 280, 1560, 380),
    ("工业园党群中心", 300, 160, -1400),
)
RAIN_SITES = (
    ("R01", "镇政府雨量站", 60, 560),
    ("R02", "北塘雨量站", -1500, 1750),
    ("R03", "顾家宅雨量站", 1600, 1700),
    ("R04", "西渡雨量站", -1400, -500),
    ("R05", "工业园雨量站", -100, -1500),
    ("R06", "学府雨量站", 1200, -600),
)
TEAM_SITES = (
    ("T1", "1 队 消防救援", 18, 310, 640, ("冲锋舟 2", "破拆工具", "救生衣 30")),
    ("T2", "2 队 水务抢险", 16, -820, 140, ("移动泵车", "沙袋 400", "照明车")),
    ("T3", "3 队 市政应急", 15, -120, 880, ("移动泵 2", "警示牌 40", "吸污车")),
    ("T4", "4 队 电力抢修", 15, 120, -700, ("发电车", "绝缘工具", "抢修车")),
    ("T5", "5 队 治安交通", 14, 420, 470, ("警用摩托 4", "路障 60", "喊话器")),
    ("T6", "6 队 民兵分队", 14, -300, -500, ("沙袋 600", "铁锹 40", "雨衣 60")),
    ("T7", "7 队 绿化市容", 14, -520, 620, ("油锯 6", "登高车", "清运车 2")),
    ("T8", "8 队 城管执法", 13, 900, 620, ("巡逻车 3", "警戒带", "喊话器")),
    ("T9", "9 队 医疗救护", 13, 830, 560, ("救护车 2", "担架 6", "急救箱 10")),
)


def assets() -> list[Record]:
    """Cameras, pumps, shelters, underpasses, the tide gate and the warehouse."""
    found: list[Record] = []
    for index, (stream, name, site, u, v) in enumerate(DEPTH_SITES, start=1):
        scene = "underpass" if site == "underpass" else "street"
        attributes = {"scene": scene, "watches": stream, "drawn": True}
        found.append(asset(f"C{index:02d}", "camera", f"{name}摄像机", u + 14, v + 10, attributes))
    for index, (name, scene, u, v) in enumerate(CAMERA_SITES, start=len(DEPTH_SITES) + 1):
        found.append(asset(f"C{index:02d}", "camera", name, u, v, {"scene": scene, "drawn": True}))
    for index, (name, status, u, v) in enumerate(PUMP_SITES, start=1):
        pump = {
            "status": status,
            "broken": status == "broken",
            "capacity_m3h": 400 + 50 * (index % 4),
        }
        if index in (9, 10):
            pump["serves"] = "W07"
        if index == 8:
            pump["serves"] = "W03"
        found.append(asset(f"P{index:02d}", "pump", name, u, v, pump))
    for index, (name, places, u, v) in enumerate(SHELTER_SITES, start=1):
        found.append(asset(f"S{index}", "shelter", name, u, v, {"capacity": places}))
    sites = {site[0]: site for site in DEPTH_SITES}
    for key, stream in UNDERPASSES:
        _, name, _, u, v = sites[stream]
        underpass = {"stream": stream, "close_at_cm": 25, "status": "open"}
        found.append(asset(key, "underpass", name, u, v, underpass))
    found.append(asset("G1", "tide_gate", "泽江水闸", 1920, 0, {"status": "open"}))
    stock = {"sandbags": 5200, "portable_pumps": 6, "life_jackets": 240}
    found.append(asset("D1", "warehouse", "云泽防汛物资仓库", -180, 620, stock))
    return found


def streams(features: list[Feature], rng: Generator) -> list[Record]:
    """Every stream of readings of the town, breakers placed in its buildings."""
    found = [_stream(key, "rain.intensity", name, "mm/h", u, v) for key, name, u, v in RAIN_SITES]
    under = {stream: asset for asset, stream in UNDERPASSES}
    for key, name, site, u, v in DEPTH_SITES:
        record = _stream(key, "water.depth", name, "cm", u, v, under.get(key))
        found.append({**record, "attributes": {"site": site, "name_en": NAMES_EN[key]}})
    found.append(_stream("TIDE1", "tide.level", "泽江水闸潮位", "m", 1920, 10, "G1"))
    for record in found:
        record.setdefault("attributes", {"name_en": NAMES_EN[record["id"]]})
    found += _breakers(features, rng)
    for key, name, _, u, v, _ in TEAM_SITES:
        for axis, word in (("lon", "经度"), ("lat", "纬度")):
            found.append(_stream(f"{key}.{axis}", f"team.{axis}", f"{name} {word}", "deg", u, v))
    return found


def teams() -> list[Record]:
    """The nine teams with their people, their station and what they carry."""
    found = []
    for key, name, people, u, v, equipment in TEAM_SITES:
        lon, lat, _ = place(u, v)
        found.append(
            {"id": key, "name": name, "people": people, "lon": lon, "lat": lat}
            | {"equipment": list(equipment)}
        )
    return found


def areas() -> list[Record]:
    """The 22 areas without their geometry."""
    return [
        {"id": plan.id, "name": plan.name, "population": plan.population, "kind": plan.kind}
        for plan in layout.AREAS
    ]


def _breakers(features: list[Feature], rng: Generator) -> list[Record]:
    """1,120 smart breakers spread over the houses of the town, most of them in the dense parts."""
    weights = {"old_house": 1.0, "residential": 3.0, "tower": 4.0, "house": 0.35, "factory": 1.0}
    houses = [f for f in features if f["properties"]["kind"] in weights]
    share = np.array([weights[f["properties"]["kind"]] for f in houses])
    chosen = np.sort(rng.choice(len(houses), size=1120, replace=False, p=share / share.sum()))
    found = []
    for number, index in enumerate(chosen, start=1):
        properties = houses[int(index)]["properties"]
        ring = houses[int(index)]["geometry"]["coordinates"][0][:-1]
        lon = round(sum(c[0] for c in ring) / len(ring), 7)
        lat = round(sum(c[1] for c in ring) / len(ring), 7)
        name = f"{area_label(properties['area'])} {number:04d} 号电表箱"
        found.append(
            {"id": f"B{number:04d}", "kind": "breaker.current", "name": name, "unit": "A"}
            | {"asset": None, "lon": lon, "lat": lat, "area": properties["area"]}
        )
    shed = _stream("B1120", "breaker.current", "东岸新村充电棚配电箱", "A", 1740, 330)
    found[-1] = shed
    return found


def place(u: float, v: float) -> tuple[float, float, str]:
    """Longitude, latitude and the area's id of a place in the frame."""
    lon, lat = layout.PROJECTION.degrees(np.array([layout.at(u, v)]))[0]
    return lon, lat, area_of(u, v).id


def area_of(u: float, v: float) -> layout.AreaPlan:
    """The area of a place in the frame. Raises LookupError outside the town."""
    return streets.area_at(u, v)


def asset(key: str, kind: str, name: str, u: float, v: float, attributes: Record) -> Record:
    """An asset at a place in the frame."""
    lon, lat, area = place(u, v)
    return {
        "id": key,
        "kind": kind,
        "name": name,
        "lon": lon,
        "lat": lat,
        "area": area,
        "attributes": attributes,
    }


def _stream(
    key: str, kind: str, name: str, unit: str, u: float, v: float, asset: str | None = None
) -> Record:
    lon, lat, area = place(u, v)
    return {
        "id": key,
        "kind": kind,
        "name": name,
        "unit": unit,
        "asset": asset,
        "lon": lon,
        "lat": lat,
        "area": area,
    }


def area_label(area: str) -> str:
    """The short name of an area id. Raises KeyError for an unknown id."""
    return {plan.id: short_name(plan.name) for plan in layout.AREAS}[area]

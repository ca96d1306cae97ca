"""The flood of 20:20–20:30 in a store: 23 alerts in six groups, nine of them of silent cameras
whose feeder has no power. The neighbourhoods are those of Yunze."""

from __future__ import annotations

import numpy as np

from services.contract import events as ev
from services.contract.model import Alert, AlertState, Area, Asset, Level, Stream, Town
from tests.fakes import town as fake
from tests.fakes.town import LIMITS, MIN, NOW, SmallTown

NAMES = (
    "北塘村", "沈家村", "陆家浜村", "顾家宅村", "新泽村", "云锦苑居委", "望泽苑居委", "锦绣里居委",
    "华苏苑居委", "华苑居委", "东塘村", "云北新村居委", "北街居委", "老街居委", "滨河里居委",
    "东岸新村居委",
    "西渡新村居委", "西门里居委", "学府苑居委", "吴家村", "云泽工业园居委", "横泾村",
)  # fmt: skip
PACKS = (
    ("waterlogging_response", "积水防汛", "Waterlogging response"),
    ("ebike_safety", "电动车安全", "E-bike safety"),
    ("emergency_plans", "应急预案一张图", "Emergency plans"),
    ("grid_casework", "网格案件与处置", "Grid casework"),
)
CAUSE = "f0"
"""The feeder's own alert."""
CAMERAS = tuple(f"off{number}" for number in range(9))
"""The alerts of the cameras behind it."""
GROUPS = {
    "w7": ("w7", "w7r", "stall", "w7s"),
    "w3": ("w3", "w3p"),
    "w11": ("w11", "w11r"),
    "rain": ("rain", "rain2", "rain3"),
    "bike": ("bike",),
    CAUSE: (CAUSE, "pump", *CAMERAS),
}
"""First-out by group, with its members."""


def town() -> SmallTown:
    """The registers: 22 neighbourhoods, water, rain, feeder and cameras."""
    made = SmallTown()
    made.put(
        ev.TownRegistered(Town("yunze", "云泽镇", "Yunze", "Asia/Shanghai", (121, 31), packs=PACKS))
    )
    for number, name in enumerate(NAMES):
        west, south = 121 + number % 6 * 0.01, 31 + number // 6 * 0.01
        east, north = west + 0.01, south + 0.01
        ring = ((west, south), (east, south), (east, north), (west, north), (west, south))
        made.put(ev.AreaRegistered(Area(f"N{number + 1:02}", name, "village", (ring,))))
    for index, (id, kind, name, unit, area) in enumerate(_STREAMS):
        limits = LIMITS if kind == "water.depth" else ()
        place = _place(area)
        made.put(
            ev.StreamRegistered(Stream(id, index, kind, name, unit, *place, "", area, {}, limits))
        )
    for number in range(9):
        place = _place("N13")
        camera = f"C-06{number:02}"
        made.put(
            ev.AssetRegistered(Asset(camera, "camera", f"北街 {number + 1} 号", *place, "N13"))
        )
        made.put(
            ev.StreamRegistered(
                Stream(f"S-{camera}", 100 + number, "camera.state", f"北街 {number + 1} 号在线", "",
                       *place, camera, "N13")
            )
        )  # fmt: skip
    for camera, name, area in (
        ("C-0101", "人民路下立交 东向", "N16"),
        ("C-0102", "下立交 西向", "N16"),
    ):
        made.put(ev.AssetRegistered(Asset(camera, "camera", name, *_place(area), area)))
    return made


_STREAMS = (
    ("W07", "water.depth", "人民路下立交", "cm", "N16"),
    ("W03", "water.depth", "东岸新村低洼", "cm", "N16"),
    ("W11", "water.depth", "滨河路", "cm", "N15"),
    ("R01", "rain.intensity", "镇政府雨量站", "mm/h", "N14"),
    ("R02", "rain.intensity", "横泾村雨量站", "mm/h", "N22"),
    ("F3", "feeder.power", "北街供电支路", "A", "N13"),
    ("P09", "pump.run", "北街泵站", "A", "N13"),
    ("B1", "lift.ebike", "华苑 6 号楼电梯", "", "N10"),
)


def _place(area: str) -> tuple[float, float]:
    number = int(area.removeprefix("N")) - 1
    return 121.005 + number % 6 * 0.01, 31.005 + number // 6 * 0.01


def alert(id: str, stream: str, title: str, level: Level, age_min: float, **more: object) -> Alert:
    """An alert of the flood, grouped as the server does it."""
    area = next(row[4] for row in _STREAMS if row[0] == stream) if stream[0] != "S" else "N13"
    group = next(first for first, members in GROUPS.items() if id in members)
    lon, lat = _place(area)
    fields = {"area": area, "group": group, "lon": lon, "lat": lat, "guidance": "派队伍到场"} | more
    return fake.alert(id, stream, level, age_ms=round(age_min * MIN), title=title, **fields)


def raised() -> SmallTown:
    """The flood as it stands at 20:35: nothing is acknowledged, the cameras are suppressed."""
    made = town()
    for one in _alerts():
        made.put(ev.AlertRaised(one), at_ms=one.raised_at_ms, actor="system:rules")
    for id in CAMERAS:
        body = ev.AlertSuppressed(id, CAUSE, "北街供电支路停电", "North Street feeder is out")
        made.put(body, at_ms=NOW - 13 * MIN, actor="system:suppressor")
    for stream, value in (("W07", 36.5), ("W03", 21.4), ("W11", 15.9), ("R01", 76.5)):
        made.read(stream, value, age_ms=4000)
    _draw_curve(made)
    made.store.set_connection(user="chen", name="陈立")
    return made


def _draw_curve(made: SmallTown) -> None:
    made.store.watch("W07")
    at = np.arange(NOW - 120 * MIN, NOW, MIN)
    value = 2 + 34.5 / (1 + np.exp(-(at - NOW + 30 * MIN) / (6 * MIN)))
    made.store.put_history("W07", at.astype(np.int64), value)


def _alerts() -> list[Alert]:
    water, feeder = "waterlogging_response.", "emergency_plans."
    red, orange, yellow, blue = Level.RED, Level.ORANGE, Level.YELLOW, Level.BLUE
    made = [
        alert("rain", "R01", "镇政府雨量站 雨强 76.5 毫米/时", orange, 25, rule=f"{water}rain",
              title_en="Town hall gauge: rain 76.5 mm/h", value=76.5, unit="mm/h"),
        alert("rain2", "R02", "横泾村雨量站 雨强 71.0 毫米/时", orange, 24, rule=f"{water}rain",
              title_en="Hengjing gauge: rain 71.0 mm/h", value=71.0, unit="mm/h"),
        alert("rain3", "R01", "镇政府雨量站 1 小时 50 毫米", yellow, 12, rule=f"{water}rain_sum",
              title_en="Town hall gauge: 50 mm in an hour", value=50.0, unit="mm"),
        alert("w7", "W07", "W07 人民路下立交 积水 36 厘米", red, 15, rule=f"{water}depth_underpass",
              title_en="W07 Renmin Road underpass: 36 cm of water", camera="C-0101", latched=True,
              guidance="立即封闭下立交，搜救被困车辆，加派泵车；东西两端各放一辆警示车",
              guidance_en="Close the underpass now, look for trapped cars, send pump trucks",
              link="https://example.org/plans/underpass"),
        alert("w7r", "W07", "W07 水位每分钟上涨 0.8 厘米", orange, 14, rule=f"{water}rising",
              title_en="W07 rises 0.8 cm a minute", value=0.8, unit="cm/min"),
        alert("stall", "W07", "人民路下立交 车辆滞留", red, 12, rule="grid_casework.stalled",
              title_en="Renmin Road underpass: a car is stalled", camera="C-0101",
              value=0.0, unit=""),
        alert("w7s", "W07", "W07 抽排能力不足", yellow, 8, rule=f"{water}pump_short",
              title_en="W07 pumps do not keep up", value=0.0, unit=""),
        alert("w3", "W03", "W03 东岸新村 积水 21 厘米", yellow, 14, rule=f"{water}depth_estate",
              title_en="W03 Dong'an estate: 21 cm of water"),
        alert("w3p", "W03", "W03 水位每分钟上涨 0.5 厘米", blue, 11, rule=f"{water}rising",
              title_en="W03 rises 0.5 cm a minute", value=0.5, unit="cm/min"),
        alert("w11", "W11", "W11 滨河路 积水 16 厘米", yellow, 10, rule=f"{water}depth_road",
              title_en="W11 Binhe Road: 16 cm of water"),
        alert("w11r", "W11", "W11 水位每分钟上涨 0.4 厘米", blue, 9, rule=f"{water}rising",
              title_en="W11 rises 0.4 cm a minute", value=0.4, unit="cm/min"),
        alert("bike", "B1", "华苑 6 号楼 电动车进电梯", blue, 7, rule="ebike_safety.lift",
              title_en="Huayuan block 6: an e-bike in the lift", value=0.0, unit=""),
        alert(CAUSE, "F3", "北街供电支路停电", orange, 13.5, rule=f"{feeder}feeder",
              title_en="North Street feeder is out", value=0.0, unit="A"),
        alert("pump", "P09", "北街泵站停机", yellow, 13, rule=f"{feeder}pump",
              title_en="North Street pumps stopped", value=0.0, unit="A"),
    ]  # fmt: skip
    for number, id in enumerate(CAMERAS):
        stream, camera = f"S-C-06{number:02}", f"C-06{number:02}"
        made.append(
            alert(id, stream, f"北街 {number + 1} 号 离线", blue, 13 - number / 10,
                  rule="grid_casework.camera_lost", camera=camera, value=0.0, unit="",
                  title_en=f"North Street camera {number + 1} is silent")
        )  # fmt: skip
    return made


def acknowledged(made: SmallTown, *ids: str) -> None:
    """Somebody has acknowledged these."""
    for id in ids:
        assert made.state.alerts[id].state is AlertState.UNACKNOWLEDGED
        made.put(ev.AlertAcknowledged(id))

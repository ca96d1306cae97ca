"""Every row of the mission with a sensor (A) or a camera (V) ends as the right alarm.

Each sequence of readings goes through the real packs and the real rule engine, and raises exactly
the alarms it names. The manual's page `scenarios` lists the same rows, held here to be complete.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain

import pytest

from services.contract.model import Level, Tier
from services.packs.loader import load_packs
from services.packs.rules import AbsenceRule, StaleRule, StuckRule
from services.packs.schema import rules_of
from tests.unit.manual_pages import LANGUAGES, section
from tests.unit.packs.scene import Scene, moment

ROWS = {
    8: "安全风险一张图",
    10: "智慧巡查",
    11: "积水监测预警",
    12: "电动车进楼入户",
    13: "电纹识别",
    19: "智慧垃圾厢房",
    27: "自助一体机",
    38: "垃圾分类智能化",
    39: "电梯电瓶车",
    48: "城运中心",
    49: "小包垃圾落地",
    50: "跨门经营",
    56: "充电柜",
    61: "田林十二村",
    62: "智慧指挥平台",
    63: "高空抛物",
    64: "独居老人",
    65: "四长联动",
    71: "晨间体征",
    80: "水泵噪音",
    93: "定时定点收运",
    95: "门责制",
}
"""The rows of the mission with A or V among their codes."""

Readings = list[tuple[str, float]] | list[tuple[str, str, float]]


@dataclass(frozen=True)
class Case:
    """Readings of one stream ("S"), or of several named ones, and the alarms they end as."""

    row: int
    pack: str
    readings: Readings
    alarms: dict[str, Level]
    """Rule to level; no other alarm is raised."""
    streams: dict[str, tuple[str, dict[str, str]]] = field(default_factory=dict)
    """Kind and attributes; the attribute `asset` is the stream's asset."""
    until: str = ""
    before_days: int = 0
    """The readings are repeated on so many days before, as the same times of those days."""

    @property
    def said(self) -> Iterator[tuple[str, str, float]]:
        for reading in self.readings:
            yield reading if len(reading) == 3 else ("S", *reading)


BLUE, YELLOW, ORANGE, RED = Level.BLUE, Level.YELLOW, Level.ORANGE, Level.RED


def one(kind: str, **attributes: str) -> dict[str, tuple[str, dict[str, str]]]:
    return {"S": (kind, attributes)}


def steady(value: float, begin: int, end: int, step: int) -> list[tuple[str, float]]:
    """The same value every `step` minutes of the day from `begin` to `end`."""
    return [(f"{m // 60:02d}:{m % 60:02d}", value) for m in range(begin, end + 1, step)]


WATER = "waterlogging_response"
ESTATE = "smart_estate"
SIGNATURE = "electrical_signature"
CASES = [
    Case(8, "emergency_plans", [("12:00", 4)], {"hazard_level": RED}, one("hazard.level")),
    Case(
        8,
        "emergency_plans",
        steady(18, 720, 740, 5),
        {"wind": YELLOW},
        one("wind.speed"),
    ),
    Case(
        10,
        "hazard_inspection",
        [("08:00", 1)],
        {"patrol_overdue": BLUE},
        one("patrol.checkin"),
        until="34:00",
    ),
    Case(
        10,
        "hazard_inspection",
        [("13:19", 30), ("13:20", 30)],
        {"pole_tilt": ORANGE},
        one("pole.tilt"),
    ),
    Case(
        10,
        "hazard_inspection",
        [("T", "13:00", 12), ("G", "13:10", 16), ("T", "13:10:30", 12), ("T", "13:11", 12)],
        {"pole_tilt": YELLOW, "gust": BLUE, "pole_in_wind": ORANGE},
        {"T": ("pole.tilt", {"asset": "P1"}), "G": ("wind.gust", {"asset": "P1"})},
        until="13:11:10",
    ),
    Case(
        10,
        "hazard_inspection",
        [("12:00", 24), ("12:00:10", 24)],
        {"gas": YELLOW},
        one("gas.methane"),
    ),
    Case(
        10,
        "hazard_inspection",
        [(f"{h:02d}:00", 0.5 + h * 0.05) for h in range(25)],
        {"crack_growing": ORANGE, "crack_width": BLUE},
        one("crack.width"),
    ),
    Case(
        11,
        WATER,
        [("20:11", 15), ("20:21", 25)],
        {"depth_underpass": RED},
        one("water.depth", site="underpass"),
    ),
    Case(11, WATER, [("20:18", 15)], {"depth_road": YELLOW}, one("water.depth", site="estate")),
    Case(11, WATER, [("20:18", 12)], {"depth_garage": ORANGE}, one("water.depth", site="garage")),
    Case(
        11,
        WATER,
        [("20:00", 10.0), ("20:01", 10.9), ("20:02", 11.8), ("20:03", 12.7)],
        {"depth_underpass_rising": ORANGE, "depth_underpass": BLUE},
        one("water.depth", site="underpass"),
    ),
    Case(
        11,
        WATER,
        [("A", "20:00", 11), ("B", "20:01", 12), ("C", "20:02", 13)],
        {"depth_road": BLUE, "low_spots": ORANGE},
        {n: ("water.depth", {"site": "road"}) for n in "ABC"},
        until="20:02:30",
    ),
    Case(
        11,
        WATER,
        steady(36, 600, 660, 5),
        {"rain_intensity": BLUE, "rain_1h": BLUE},
        one("rain.intensity"),
    ),
    Case(11, WATER, steady(9, 360, 720, 5), {"rain_6h": BLUE}, one("rain.intensity")),
    Case(11, WATER, [("19:29", 4.92), ("19:30", 4.92)], {"tide_level": YELLOW}, one("tide.level")),
    Case(11, WATER, [("20:21:50", 0.93)], {"stalled_car": ORANGE}, one("camera.stalled_car")),
    Case(11, WATER, [("20:22", 0.8), ("20:22:10", 0.8)], {"wader": YELLOW}, one("camera.wader")),
    Case(
        11,
        WATER,
        [("20:23", 3.3), ("20:23:30", 3.3)],
        {"pump_well": YELLOW},
        one("pump.well_level"),
    ),
    Case(11, WATER, [("20:24", 1), ("20:24:05", 1)], {"pump_fault": ORANGE}, one("pump.fault")),
    Case(
        11,
        WATER,
        [("20:00", 3)],
        {"depth_silent": BLUE},
        one("water.depth", site="road"),
        until="20:05",
    ),
    Case(
        12,
        "ebike_safety",
        [("18:05:04", 0.91)],
        {"ebike_in_lift": YELLOW},
        one("camera.ebike", site="lift"),
    ),
    Case(
        12,
        "ebike_safety",
        [("18:05", 0.91), ("18:07", 0.9)],
        {"ebike_in_stair": YELLOW},
        one("camera.ebike", site="stair"),
    ),
    Case(
        12,
        "ebike_safety",
        [("18:05", 0.7), ("18:06", 0.7)],
        {"charging_wire": YELLOW},
        one("camera.charging_wire"),
    ),
    Case(
        12,
        "ebike_safety",
        [("18:00", 0.7), ("18:05", 0.7)],
        {"blocked_way": BLUE},
        one("camera.blocked_way"),
    ),
    Case(13, SIGNATURE, [("21:17:40", 0.99)], {"charging": RED}, one("electrical.charging_score")),
    Case(
        13,
        SIGNATURE,
        [("21:17:40", 0.93), ("21:19:40", 0.93)],
        {"charging_unsure": YELLOW},
        one("electrical.charging_score"),
    ),
    Case(
        13,
        SIGNATURE,
        [("21:10", 30), ("21:15", 30)],
        {"overload_20": ORANGE},
        one("breaker.current"),
    ),
    Case(
        19,
        "smart_waste",
        [("08:00", 96), ("08:02", 96)],
        {"fill": YELLOW},
        one("bin.fill"),
    ),
    Case(19, "smart_waste", [("08:00", 400)], {"lid_open": BLUE}, one("bin.lid_open")),
    Case(
        19,
        "smart_waste",
        [("08:00", 12), ("08:05", 12)],
        {"deodorant_low": BLUE},
        one("bin.deodorant"),
    ),
    Case(
        19,
        "smart_waste",
        [("08:00", 0.2), ("08:00:15", 0.2)],
        {"smoke": ORANGE},
        one("bin.smoke"),
    ),
    Case(
        27,
        "service_circle",
        [("10:00", 1)],
        {"kiosk_offline": BLUE},
        one("kiosk.heartbeat"),
        until="10:15",
    ),
    Case(
        27,
        "service_circle",
        [(f"10:{n:02d}", 1) for n in range(5)],
        {"kiosk_failing": YELLOW},
        one("kiosk.failed"),
    ),
    Case(
        38,
        "smart_waste",
        [("10:00", 1)],
        {"camera_silent": BLUE},
        one("waste_camera.heartbeat"),
        until="10:15",
    ),
    Case(
        38,
        "smart_waste",
        [("10:00", 30), ("10:10", 30)],
        {"camera_blurred": BLUE},
        one("waste_camera.clarity"),
    ),
    Case(
        39,
        "ebike_safety",
        [("18:05:25", 21), ("18:05:35", 31), ("18:05:45", 41)],
        {"lift_door_held": BLUE},
        one("lift.door_held"),
    ),
    Case(
        48,
        "grid_casework",
        [("08:00", 1)],
        {"video_patrol_overdue": BLUE},
        one("patrol.video"),
        until="12:31",
    ),
    Case(48, "grid_casework", [("21:00", 1)], {"bodycam_sos": RED}, one("bodycam.sos")),
    Case(
        49,
        "smart_waste",
        [("11:42", 0.83), ("11:42:30", 0.83)],
        {"bag_dropped": YELLOW},
        one("camera.bag_dropped"),
    ),
    Case(
        49,
        "smart_waste",
        [("19:00", 0.83), ("19:00:30", 0.83), ("19:10", 0.83)],
        {},
        one("camera.bag_dropped"),
    ),
    Case(
        50,
        "grid_casework",
        [("09:12", 0.8), ("09:22", 0.8)],
        {"shop_crossing": BLUE},
        one("camera.shop_crossing"),
    ),
    Case(
        56,
        "ebike_safety",
        [("20:00", 56), ("20:00:20", 56)],
        {"slot_temperature": YELLOW},
        one("cabinet.slot_temperature"),
    ),
    Case(
        56,
        "ebike_safety",
        [
            ("T", "20:00", 72),
            ("T", "20:00:20", 72),
            ("K", "20:01", 0.2),
            ("K", "20:01:10", 0.2),
        ],
        {"slot_temperature": RED, "cabinet_smoke": ORANGE, "cabinet_fire": RED},
        {
            "T": ("cabinet.slot_temperature", {"asset": "CB1"}),
            "K": ("cabinet.smoke", {"asset": "CB1"}),
        },
        until="20:01:20",
    ),
    Case(61, ESTATE, [("12:00", 0.95)], {"face_watchlist": ORANGE}, one("face.watchlist")),
    Case(61, ESTATE, [("12:00", 0.95)], {"plate_watch": ORANGE}, one("checkpoint.plate_watch")),
    Case(61, ESTATE, [("12:00", 400)], {"fire_lane": BLUE}, one("checkpoint.fire_lane")),
    Case(61, ESTATE, [("12:00", 400)], {"door_open": BLUE}, one("access.door_open")),
    Case(
        61,
        ESTATE,
        [(f"12:0{n}", 1) for n in range(5)],
        {"refused_cards": BLUE},
        one("access.refused"),
    ),
    Case(
        61,
        ESTATE,
        [("12:00", 1)],
        {"camera_offline": BLUE},
        one("camera.heartbeat"),
        until="12:03",
    ),
    Case(
        61,
        ESTATE,
        [("23:30", 12), ("23:40", 12)],
        {"unknown_radios": BLUE},
        one("sniffer.unknown"),
    ),
    Case(61, ESTATE, [("12:00", 12), ("12:10", 12)], {}, one("sniffer.unknown")),
    Case(
        61,
        ESTATE,
        [("12:00", 0.35), ("12:00:10", 0.35)],
        {"smoke": RED},
        one("smoke.density"),
    ),
    Case(61, ESTATE, [("12:00", 1)], {"arc": YELLOW}, one("arc.event")),
    Case(
        61,
        ESTATE,
        [("12:00", 0.06), ("12:02", 0.06)],
        {"water_pressure": ORANGE},
        one("hydrant.pressure"),
    ),
    Case(
        61,
        ESTATE,
        [("12:00", 20), ("12:00:20", 20)],
        {"manhole_moved": ORANGE},
        one("manhole.tilt"),
    ),
    Case(
        61,
        ESTATE,
        [("12:00", 20), ("12:01", 20)],
        {"manhole_full": BLUE},
        one("manhole.level"),
    ),
    Case(
        61,
        ESTATE,
        [("12:00", 55), ("12:01", 55)],
        {"shed_temperature": YELLOW},
        one("bike_shed.temperature"),
    ),
    Case(
        61,
        ESTATE,
        [("20:24", 3.2), ("20:24:30", 3.2)],
        {"shed_water": YELLOW},
        one("bike_shed.water"),
    ),
    Case(
        62,
        ESTATE,
        [("20:20:10", 0), ("20:20:15", 0)],
        {"feeder_outage": ORANGE},
        one("feeder.voltage"),
    ),
    Case(
        63,
        "grid_casework",
        [("12:00", 0.7)],
        {"thrown_object": ORANGE},
        one("camera.thrown_object"),
    ),
    Case(
        64,
        "elder_health_care",
        [("05:50", 1)],
        {"no_movement": YELLOW},
        one("home.motion"),
        until="08:30",
    ),
    Case(
        64,
        SIGNATURE,
        [("A", "20:00", 1), ("K", "20:05", 0.15), ("K", "20:05:10", 0.15)],
        {"home_arc": YELLOW, "home_smoke": YELLOW, "smoke_and_arc": RED},
        {
            "A": ("home.arc", {"asset": "EH1"}),
            "K": ("home.smoke", {"asset": "EH1"}),
        },
        until="20:05:20",
    ),
    Case(64, "elder_health_care", [("03:00", 1)], {"call_button": ORANGE}, one("home.call")),
    Case(
        65,
        "emergency_plans",
        [("20:00", 4.2), ("20:00:30", 4.2)],
        {"crowd": ORANGE},
        one("crowd.density"),
    ),
    Case(
        65,
        "emergency_plans",
        [(f"20:{m:02d}", 300 + 70 * m) for m in range(12)],
        {"crowd_inflow": BLUE},
        one("crowd.count"),
    ),
    Case(
        71,
        "elder_health_care",
        [("07:20", 150)],
        {"systolic_unusual": BLUE},
        one("vitals.systolic"),
        before_days=8,
    ),
    Case(
        71,
        "elder_health_care",
        [("07:20", 182)],
        {"systolic_high": ORANGE},
        one("vitals.systolic"),
    ),
    Case(
        71,
        "elder_health_care",
        [("05:00", 130)],
        {"vitals_missed": BLUE},
        one("vitals.systolic"),
        until="09:46",
    ),
    Case(
        80,
        "grid_casework",
        [("23:00", 52), ("23:10", 53)],
        {"noise_night": BLUE},
        one("noise.level"),
    ),
    Case(80, "grid_casework", [("15:00", 52), ("15:30", 53)], {}, one("noise.level")),
    Case(
        93,
        "smart_waste",
        [("05:00", 1)],
        {"collection_missed": YELLOW},
        one("bin.collected"),
        until="10:29:30",
    ),
    Case(93, "smart_waste", [("09:05", 1)], {}, one("bin.collected"), until="10:45"),
    Case(
        95,
        "grid_casework",
        [("12:00", 0.8), ("12:30", 0.8)],
        {"shopfront_litter": BLUE},
        one("camera.shopfront_litter"),
    ),
]


def play(case: Case) -> Scene:
    """What the readings of a case end as."""
    scene = Scene.of(case.pack)
    for id, (kind, attributes) in case.streams.items():
        rest = {name: value for name, value in attributes.items() if name != "asset"}
        scene.stream(id, kind, attributes.get("asset", ""), **rest)
    scene.start()
    usual = 130.0
    for day in range(-case.before_days, 0):
        for id, clock, _ in case.said:
            scene.say(id, usual, moment(clock, day))
    for id, clock, value in case.said:
        scene.say(id, value, moment(clock))
    if case.until:
        last = max(clock for _, clock, _ in case.said)
        scene.wait(moment(case.until), from_ms=moment(last))
    return scene


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.row}-{'-'.join(case.alarms)}")
def test_readings_of_a_row_end_as_exactly_its_alarms(case: Case) -> None:
    scene = play(case)
    found: dict[str, Level] = {}
    for alert in scene.alerts.values():
        name = alert.rule.partition(".")[2]
        found[name] = max(alert.level, found.get(name, Level.NONE))
    assert found == case.alarms
    for alert in scene.alerts.values():
        assert alert.title and alert.title_en and "{" not in alert.title + alert.title_en
        assert alert.guidance and alert.guidance_en
        assert alert.class_code
        assert alert.tier in Tier


def test_every_row_with_a_sensor_or_a_camera_has_its_case() -> None:
    assert {case.row for case in CASES} == set(ROWS)


def test_a_clip_comes_with_an_object_thrown_from_above() -> None:
    scene = Scene.of("grid_casework")
    scene.stream("S", "camera.thrown_object")
    scene.evidence = "clip-1"
    scene.start()
    scene.say("S", 0.8, moment("12:00"))
    alert = scene.alert("grid_casework.thrown_object", "S")
    assert (alert.evidence, alert.link) == ("clip-1", "scenarios.md#grid_casework")


def test_what_is_reset_by_hand_does_not_return_by_itself() -> None:
    scene = Scene.of("elder_health_care")
    scene.stream("S", "home.call")
    scene.start()
    scene.say("S", 1, moment("12:00"))
    scene.say("S", 0, moment("12:01"))
    scene.wait(moment("13:00"))
    assert scene.alerts and not scene.returned


def test_a_lift_door_held_for_a_wheelchair_is_no_alarm() -> None:
    assert not play(
        Case(39, "ebike_safety", [("18:05", 20), ("18:06", 0)], {}, one("lift.door_held"))
    ).alerts


# The manual

NAMES = sorted({case.pack for case in CASES})


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_manual_lists_every_row_with_its_pack_and_rules(language: str) -> None:
    title = "条目、场景包、规则" if language == "zh" else "Rows, packs, rules"
    listed = table(section(language, "scenarios", title))
    assert {int(row) for row, *_ in listed} == set(ROWS)
    known = rules_of(load_packs((), NAMES))
    for _, pack, rules, _ in listed:
        for rule in re.findall(r"`([^`]+)`", rules):
            assert f"{pack.strip('`')}.{rule}" in known, rule
    told = {(int(row), pack.strip("`"), rule) for row, pack, rules, _ in listed
            for rule in re.findall(r"`([^`]+)`", rules)}  # fmt: skip
    raised = {(case.row, case.pack, rule) for case in CASES for rule in case.alarms}
    assert raised <= told


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_manual_has_a_section_for_every_pack_that_names_its_rules(language: str) -> None:
    for pack in load_packs((), NAMES):
        text = section(language, "scenarios", f"`{pack.id}`")
        named = set(re.findall(r"`([a-z_0-9]+)`", text))
        sets = (one.rules for one in pack.threshold_sets.values())
        assert named >= set(pack.rules) | set(chain.from_iterable(sets)), pack.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_manual_gives_the_thresholds_the_packs_have(language: str) -> None:
    for pack in load_packs((), NAMES):
        text = section(language, "scenarios", f"`{pack.id}`")
        for name, rule in pack.rules.items():
            (levels,) = re.findall(rf"^\| `{name}` \|[^|]*\|([^|]*)\|", text, re.MULTILINE)[:1]
            in_minutes = isinstance(rule, StaleRule | StuckRule | AbsenceRule)
            wanted = [t.at / 60 if in_minutes else t.at for t in rule.levels.values()]
            told = [float(number) for number in re.findall(r"-?\d+(?:\.\d+)?(?:e-\d+)?", levels)]
            exact = 0.05 if in_minutes else 1e-9
            assert told == pytest.approx(wanted, abs=exact), (pack.id, name)


def table(text: str) -> list[list[str]]:
    rows = [line.strip("|").split("|") for line in text.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in row] for row in rows if row[0].strip().isdigit()]

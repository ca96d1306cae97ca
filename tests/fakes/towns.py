"""A small town directory on disk, as `onemap-server serve --town DIR` reads it.

Two underpasses, a rain gauge and a tide gauge, a camera, a pump and two teams: enough for every
rule of the waterlogging pack, small enough to start in a blink.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

WEST, SOUTH = 121.0, 31.0
UNDERPASS, ROAD, RAIN, TIDE = "W01", "W02", "R01", "H01"
NEAR_TEAM, FAR_TEAM = "T1", "T2"
CAMERA = "C01"
TOPIC = "testtown/water/{stream}/depth"

_TOML = """\
[town]
id = "testtown"
name = "试验镇"
name_en = "Test town"
timezone = "Asia/Shanghai"
centre = [121.02, 31.01]
population = 1200
packs = {packs}
"""

_MQTT = """
[mqtt]
url = "mqtt://127.0.0.1:{port}"
[[mqtt.topic]]
pattern = "{topic}"
"""


def write_town(
    directory: Path,
    *,
    packs: tuple[str, ...] = ("waterlogging_response",),
    mqtt_port: int = 0,
    extra: str = "",
) -> Path:
    """Write the town into `directory`; `mqtt_port` 0 leaves MQTT out. Answers the directory."""
    directory.mkdir(parents=True, exist_ok=True)
    toml = _TOML.format(packs=json.dumps(packs))
    if mqtt_port:
        toml += _MQTT.format(port=mqtt_port, topic=TOPIC)
    (directory / "town.toml").write_text(toml + extra, "utf-8")
    _write(directory / "areas.geojson", _collection(_areas()))
    _write(directory / "basemap.geojson", _collection(_basemap()))
    _write(directory / "assets.json", _assets())
    _write(directory / "streams.json", _streams())
    _write(directory / "teams.json", _teams())
    return directory


def _write(file: Path, content: object) -> None:
    file.write_text(json.dumps(content, ensure_ascii=False), "utf-8")


def _collection(features: list[dict[str, Any]]) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": features}


def _square(west: float, south: float, side: float) -> list[list[list[float]]]:
    east, north = west + side, south + side
    return [[[west, south], [east, south], [east, north], [west, north], [west, south]]]


def _feature(properties: dict[str, Any], kind: str, coordinates: object) -> dict[str, Any]:
    geometry = {"type": kind, "coordinates": coordinates}
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def _areas() -> list[dict[str, Any]]:
    return [
        _feature(
            {"id": id, "name": name, "kind": "village", "population": 600},
            "Polygon",
            _square(west, SOUTH, 0.02),
        )
        for id, name, west in (("A1", "东村", WEST), ("A2", "西村", WEST + 0.02))
    ]


def _basemap() -> list[dict[str, Any]]:
    town = {"layer": "ground", "kind": "town", "name": "试验镇"}
    road = {"layer": "road", "kind": "arterial", "name": "人民路"}
    return [
        _feature(town, "Polygon", _square(WEST, SOUTH, 0.04)),
        _feature(
            {"layer": "water", "kind": "river", "name": "试验河"},
            "Polygon",
            _square(WEST + 0.018, SOUTH, 0.004),
        ),
        _feature(road, "LineString", [[WEST, SOUTH + 0.01], [WEST + 0.04, SOUTH + 0.01]]),
    ]


def _assets() -> list[dict[str, Any]]:
    return [
        {
            "id": CAMERA,
            "kind": "camera",
            "name": "下立交枪机",
            "lon": WEST + 0.0012,
            "lat": SOUTH + 0.0012,
            "area": "A1",
            "attributes": {"scene": "underpass", "watches": UNDERPASS},
        },
        {
            "id": "P01",
            "kind": "pump",
            "name": "东村泵站",
            "lon": WEST + 0.003,
            "lat": SOUTH + 0.002,
            "area": "A1",
        },
    ]


def _stream(
    id: str, kind: str, name: str, unit: str, at: tuple[float, float], area: str, **more: str
) -> dict[str, Any]:
    place = {"lon": WEST + at[0], "lat": SOUTH + at[1], "area": area}
    return {"id": id, "kind": kind, "name": name, "unit": unit, **place, "attributes": more}


def _streams() -> list[dict[str, Any]]:
    near, far = (0.001, 0.001), (0.03, 0.01)
    return [
        _stream(UNDERPASS, "water.depth", "人民路下立交", "cm", near, "A1", site="underpass"),
        _stream(ROAD, "water.depth", "河浜路低洼", "cm", far, "A2", site="road"),
        _stream(RAIN, "rain.intensity", "镇政府雨量站", "mm/h", (0.01, 0.01), "A1"),
        _stream(TIDE, "tide.level", "南闸", "m", (0.039, 0.019), "A2"),
    ]


def _teams() -> list[dict[str, Any]]:
    return [
        {
            "id": NEAR_TEAM,
            "name": "一队",
            "people": 6,
            "lon": WEST + 0.002,
            "lat": SOUTH + 0.002,
            "equipment": ["水泵车"],
        },
        {
            "id": FAR_TEAM,
            "name": "二队",
            "people": 4,
            "lon": WEST + 0.035,
            "lat": SOUTH + 0.015,
            "equipment": ["冲锋舟"],
        },
    ]

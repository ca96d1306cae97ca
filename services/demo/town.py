"""Writes the town directory of Yunze, the same bytes on every run.

    python -m services.demo.town [DIR]

The directory has the files any town has: town.toml, basemap.geojson, areas.geojson,
assets.json, streams.json and teams.json.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from services.demo import devices, layout
from services.demo.basemap import Basemap, Feature, polygon
from services.demo.day import demo_packs
from services.demo.placing import put_up
from services.demo.townmap.build import protomaps_basemap

SEED = 20260718
DEFAULT_DIRECTORY = Path(__file__).resolve().parents[2] / "resources" / "demo" / "yunze"

TOWN_TOML = """\
# The town 云泽镇 (fictional). Written by `python -m services.demo.town`.
[town]
id = "yunze"
name = "云泽镇"
name_en = "Yunze"
timezone = "Asia/Shanghai"
centre = [{lon}, {lat}]
population = 86000
area_km2 = 18
packs = [{packs}]

# Readings may also arrive by MQTT. Each pattern names the topic's part that is the stream id.
# [mqtt]
# url = "mqtt://localhost:1883"
# [[mqtt.topic]]
# pattern = "yunze/water/{{stream}}/depth"   # payload: a number, or {{"value": 12.3, "at": ...}}
# [[mqtt.topic]]
# pattern = "yunze/rain/{{stream}}"
"""


def town_files(seed: int = SEED) -> dict[str, str]:
    """The text of every file of the town directory, by file name."""
    town = Basemap(seed)
    features = town.build()
    return files_of(features, protomaps_basemap(town, seed), seed)


def files_of(features: list[Feature], drawn: list[Feature], seed: int) -> dict[str, str]:
    """The same, from the plan's features and the map drawn over them."""
    breakers = np.random.default_rng(seed + 1)
    streams = devices.streams(features, breakers)
    centre = layout.PROJECTION
    packs = demo_packs()
    placed = put_up(packs)
    names = "".join(f'\n    "{pack.id}",' for pack in packs) + "\n"
    return {
        "town.toml": TOWN_TOML.format(lon=centre.lon, lat=centre.lat, packs=names),
        "basemap.geojson": _collection(drawn),
        "areas.geojson": _collection(_area_features()),
        "assets.json": _rows([*devices.assets(), *placed.assets]),
        "streams.json": _rows([*streams, *(stream.record for stream in placed.streams)]),
        "teams.json": _rows(devices.teams()),
    }


def write_town(directory: Path = DEFAULT_DIRECTORY, seed: int = SEED) -> list[Path]:
    """Write the town directory, making it when needed; the paths written."""
    directory.mkdir(parents=True, exist_ok=True)
    written = []
    for name, text in town_files(seed).items():
        path = directory / name
        path.write_text(text, encoding="utf-8", newline="\n")
        written.append(path)
    return written


def _area_features() -> list[Feature]:
    shapes = {plan.id: polygon(layout.rectangle(plan.u, plan.v)) for plan in layout.AREAS}
    return [
        {"type": "Feature", "id": row["id"], "properties": row, "geometry": shapes[row["id"]]}
        for row in devices.areas()
    ]


def _collection(features: list[Feature]) -> str:
    body = ",\n".join(_compact(feature) for feature in features)
    return f'{{"type":"FeatureCollection","features":[\n{body}\n]}}\n'


def _rows(records: list[devices.Record]) -> str:
    return "[\n" + ",\n".join(_compact(record) for record in records) + "\n]\n"


def _compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def main(argv: Sequence[str] | None = None) -> int:
    """Write the town to the directory given, or to resources/demo/yunze."""
    arguments = sys.argv[1:] if argv is None else list(argv)
    directory = Path(arguments[0]) if arguments else DEFAULT_DIRECTORY
    for path in write_town(directory):
        print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main())

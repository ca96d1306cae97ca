"""Towns to measure with: Yunze as the demo writes it, with as many streams more as asked for."""

from __future__ import annotations

import json
from importlib import resources
from pathlib import Path

import numpy as np

from services.demo.town import write_town
from widgets.map.base_layer import BaseLayer
from widgets.map.features import FeatureSource
from widgets.map.styles.document import MapStyle

PROBE_OVERRIDE = """
# Probes are judged at once, in both directions.
[overrides.waterlogging_response.rules.depth_road]
on_delay_s = 0
off_delay_s = 0

# Low spots stand a few metres apart here; of a real town's some ten are within its 1,200 m.
[overrides.waterlogging_response.rules.low_spots]
within_m = 60
"""


def base(folder: Path) -> list[BaseLayer]:
    """The town's own map as the desktop shows it."""
    style = resources.files("resources").joinpath("styles", "dark.json").read_text("utf-8")
    geojson = json.loads((folder / "basemap.geojson").read_text("utf-8"))
    return [BaseLayer(FeatureSource("town", geojson), MapStyle.from_json(json.loads(style)))]


def write_big_town(folder: Path, streams: int, probes: int = 0) -> None:
    """Yunze with `streams` streams in all; X0, X1 … are quiet, PROBE0, PROBE1 … probes."""
    write_town(folder)
    file = folder / "streams.json"
    rows = json.loads(file.read_text("utf-8"))
    west, south, east, north = bounds(folder)
    rng = np.random.default_rng(3)

    def row(key: str, west: float, east: float, south: float, north: float) -> dict[str, object]:
        lon, lat = rng.uniform(west, east), rng.uniform(south, north)
        return {"id": key, "kind": "water.depth", "name": f"测点 {key}", "unit": "cm"} | {
            "lon": round(float(lon), 6),
            "lat": round(float(lat), 6),
            "area": "",
            "attributes": {"site": "road"},
        }

    width, height = (east - west) / 4, (north - south) / 4
    for n in range(probes):
        rows.append(row(f"PROBE{n}", west + width, east - width, south + height, north - height))
    for n in range(max(0, streams - len(rows))):
        rows.append(row(f"X{n}", west, east, south, north))
    file.write_text(json.dumps(rows, ensure_ascii=False), "utf-8")
    with (folder / "town.toml").open("a", encoding="utf-8") as settings:
        settings.write(PROBE_OVERRIDE)


def stream_ids(folder: Path, prefix: str) -> list[str]:
    """The ids of a town's streams that begin with `prefix`."""
    rows = json.loads((folder / "streams.json").read_text("utf-8"))
    return [row["id"] for row in rows if row["id"].startswith(prefix)]


def bounds(folder: Path) -> tuple[float, float, float, float]:
    """West, south, east and north of a town's areas, in degrees."""
    areas = json.loads((folder / "areas.geojson").read_text("utf-8"))["features"]
    corners = np.array([c for area in areas for c in area["geometry"]["coordinates"][0]])
    (west, south), (east, north) = corners.min(axis=0), corners.max(axis=0)
    return float(west), float(south), float(east), float(north)

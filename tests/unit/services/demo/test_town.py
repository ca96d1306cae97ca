"""The town directory of Yunze."""

import json
import tomllib
from collections import Counter
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from services.demo import ground, layout
from services.demo.basemap import Basemap
from services.demo.day import PACKS, demo_packs
from services.demo.geometry import contains, ring_area
from services.demo.town import SEED, main

LAYERS = {
    "earth", "landuse", "natural", "water", "physical_line",
    "roads", "buildings", "boundaries", "places", "pois",
}  # fmt: skip


def _ring(feature):
    outer = feature["geometry"]["coordinates"][0]
    assert outer[0] == outer[-1]
    return np.array([layout.PROJECTION.metres(*c) for c in outer[:-1]])


def test_every_run_writes_the_same_bytes(files, tmp_path: Path):
    assert main([str(tmp_path / "yunze")]) == 0
    for name, text in files.items():
        assert (tmp_path / "yunze" / name).read_bytes() == text.encode()


def test_another_seed_is_another_town():
    assert Basemap(7).blocks[0].ring.tolist() != Basemap(SEED).blocks[0].ring.tolist()


def test_town_toml_is_valid_and_complete(files):
    town = tomllib.loads(files["town.toml"])["town"]
    assert town["id"] == "yunze"
    assert town["population"] == 86000
    assert town["packs"] == list(PACKS)
    assert town["centre"] == [layout.PROJECTION.lon, layout.PROJECTION.lat]


def test_the_basemap_is_small_and_has_the_layers_of_real_ones(files, basemap):
    assert len(files["basemap.geojson"].encode()) < 9_000_000
    layers = [f["properties"]["layer"] for f in basemap]
    assert set(layers) == LAYERS
    assert 4000 <= layers.count("buildings") <= 9000
    names = {f["properties"].get("name") for f in basemap}
    assert {"泽江", "人民路", "人民路下立交", "滨河路", "云泽老街", "华苑", "北街"} <= names


def test_22_areas_tile_the_town_exactly(files):
    areas = json.loads(files["areas.geojson"])["features"]
    assert [a["properties"]["id"] for a in areas] == [f"N{i:02d}" for i in range(1, 23)]
    assert sum(a["properties"]["population"] for a in areas) == 86000
    total = sum(ring_area(_ring(a)) for a in areas)
    assert 17.5e6 <= total <= 18.6e6
    edges = Counter()
    for area in areas:
        outer = [tuple(c) for c in area["geometry"]["coordinates"][0]]
        edges.update(pairwise(outer))
    assert max(edges.values()) == 1
    rim = {edge for edge in edges if edge[::-1] not in edges}
    follow = dict(rim)
    start = point = next(iter(follow))
    walked = 0
    while walked == 0 or point != start:
        point, walked = follow[point], walked + 1
    assert walked == len(rim)  # one outer ring, no holes or overlaps inside


def test_no_building_stands_on_water_or_a_road(built):
    land = ground.Ground()
    land.add_plot(layout.rectangle(layout.U_EDGES, layout.V_EDGES), 1)
    features = built[1]
    for feature in features:
        properties = feature["properties"]
        if properties["layer"] in ("water", "canal"):
            land.add_water(_ring(feature), 0)
        elif properties["layer"] == "road":
            line = [layout.PROJECTION.metres(*c) for c in feature["geometry"]["coordinates"]]
            land.block_line(np.array(line), properties["width"])
    land.freeze()
    simple = {"residential", "tower", "old_house", "factory", "house", "commercial", "office"}
    buildings = [f for f in features if f["properties"]["kind"] in simple]
    misplaced = [
        f
        for f in buildings
        if f["properties"]["layer"] == "building" and not land.fits(_ring(f), 1)
    ]
    assert misplaced == []


@pytest.mark.parametrize(
    ("kind", "count"),
    [("camera", 46), ("pump", 14), ("shelter", 5), ("underpass", 3), ("tide_gate", 1)],
)
def test_asset_counts(records, kind, count):
    assert sum(a["kind"] == kind for a in records["assets"].values()) == count


def test_shelters_pumps_and_cameras_fit_the_mission(records):
    assets = records["assets"]
    assert sum(a["attributes"].get("capacity", 0) for a in assets.values()) == 1900
    broken = {a["id"] for a in assets.values() if a["attributes"].get("broken")}
    assert broken == {"P13", "P14"}
    assert {k for k, a in assets.items() if a["attributes"].get("serves") == "W07"} == {
        "P09",
        "P10",
    }
    watched = {a["attributes"].get("watches") for a in assets.values()} - {None}
    assert watched == {f"W{i:02d}" for i in range(1, 13)}


def test_streams_and_teams_fit_the_mission(records):
    of_packs = {
        stream.kind
        for pack in demo_packs()
        for device in pack.demo.devices.values()
        for stream in device.streams
    }
    kinds = Counter(
        s["kind"]
        for s in records["streams"].values()
        if s["kind"] not in of_packs or len(s["id"]) <= 3
    )
    assert kinds == {
        "rain.intensity": 6,
        "water.depth": 12,
        "tide.level": 1,
        "breaker.current": 1120,
        "team.lon": 9,
        "team.lat": 9,
    }
    assert Counter(s["kind"] for s in records["streams"].values())["camera.heartbeat"] == 46
    assert records["streams"]["W07"]["asset"] == "U2"
    assert records["streams"]["W03"]["attributes"]["site"] == "estate"
    assert records["streams"]["W07"]["attributes"]["name_en"] == "Renmin Road underpass"
    assert sum(t["people"] for t in records["teams"].values()) == 132


def test_everything_stands_in_the_area_it_names(files, records):
    areas = json.loads(files["areas.geojson"])["features"]
    rings = {a["id"]: _ring(a) for a in areas}
    things = [*records["assets"].values(), *records["streams"].values()]
    wrong = [
        t["id"]
        for t in things
        if not t["id"].startswith("B")
        and not contains(rings[t["area"]], *layout.PROJECTION.metres(t["lon"], t["lat"]))
        and t["area"] not in _touching(rings, layout.PROJECTION.metres(t["lon"], t["lat"]))
    ]
    assert wrong == []


def _touching(rings, spot):
    """Areas whose border passes within 30 m: a sensor on a border road belongs to either side."""
    return {key for key, ring in rings.items() if np.hypot(*(ring - np.array(spot)).T).min() < 30}

"""The plan of Yunze, its map and its files, each made once for the tests of this folder."""

import json
from typing import Any

import pytest

from services.demo.basemap import Basemap
from services.demo.town import SEED, files_of
from services.demo.townmap.build import protomaps_basemap

Features = list[dict[str, Any]]


@pytest.fixture(scope="session")
def built() -> tuple[Basemap, Features]:
    """The plan and its features."""
    town = Basemap(SEED)
    return town, town.build()


@pytest.fixture(scope="session")
def plan(built: tuple[Basemap, Features]) -> Basemap:
    return built[0]


@pytest.fixture(scope="session")
def townmap(plan: Basemap) -> Features:
    return protomaps_basemap(plan, SEED)


@pytest.fixture(scope="session")
def files(built: tuple[Basemap, Features], townmap: Features) -> dict[str, str]:
    return files_of(built[1], townmap, SEED)


@pytest.fixture(scope="session")
def basemap(files: dict[str, str]) -> Features:
    """The map as it is read back from its file."""
    features: Features = json.loads(files["basemap.geojson"])["features"]
    return features


@pytest.fixture(scope="session")
def records(files: dict[str, str]) -> dict[str, dict[str, dict[str, Any]]]:
    """assets, streams and teams by id."""
    names = ("assets", "streams", "teams")
    return {name: {r["id"]: r for r in json.loads(files[f"{name}.json"])} for name in names}

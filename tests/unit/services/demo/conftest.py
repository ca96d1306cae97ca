"""The town's files, made once for the tests of this folder."""

import json
from typing import Any

import pytest

from services.demo.town import town_files


@pytest.fixture(scope="session")
def files() -> dict[str, str]:
    return town_files()


@pytest.fixture(scope="session")
def basemap(files: dict[str, str]) -> list[dict[str, Any]]:
    features: list[dict[str, Any]] = json.loads(files["basemap.geojson"])["features"]
    return features


@pytest.fixture(scope="session")
def records(files: dict[str, str]) -> dict[str, dict[str, dict[str, Any]]]:
    """assets, streams and teams by id."""
    names = ("assets", "streams", "teams")
    return {name: {r["id"]: r for r in json.loads(files[f"{name}.json"])} for name in names}

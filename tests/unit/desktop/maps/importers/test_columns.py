"""Which columns are coordinates."""

from __future__ import annotations

import pytest

from desktop.maps.crs import BD09, GCJ02, WGS84
from desktop.maps.importers.columns import Columns, find_columns, is_number, named_system


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["id", "lon", "lat"], Columns("lon", "lat")),
        (["纬度", "经度"], Columns("经度", "纬度")),
        (["start_lon", "lon", "start_lat", "lat"], Columns("lon", "lat")),
        (["poi lng", "poi lat"], Columns("poi lng", "poi lat")),
        (["geom", "x"], Columns(wkt="geom")),
        (["lon", "the_geom"], Columns(wkt="the_geom")),
        (["名称", "经纬度"], Columns(pair="经纬度")),
        (["e-mail", "n-gram"], None),
        (["platform", "along"], None),
        (["x_type", "y_type"], None),
        ([], None),
        (["", " "], None),
    ],
)
def test_names_tell(names: list[str], expected: Columns | None) -> None:
    assert find_columns(names) == expected


@pytest.mark.parametrize(
    ("name", "crs"),
    [("lng_gcj02", GCJ02), ("高德经度", GCJ02), ("bd09_x", BD09), ("WGS-84 lon", WGS84)],
)
def test_a_name_may_tell_the_system(name: str, crs: object) -> None:
    assert named_system(Columns(name, "lat")) == (crs, name)
    assert named_system(Columns("lon", "lat")) is None


def test_numbers_are_told_from_names() -> None:
    assert all(map(is_number, ("1", "-1.5", " 2 ", "1,5")))
    assert not any(map(is_number, ("", "x", "1°", "1e5x")))

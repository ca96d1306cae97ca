"""GeoPackage and Shapefile through GDAL, where the extra is installed."""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
import pytest

from desktop.maps.crs import WGS84, from_wgs84, gauss_kruger
from desktop.maps.importers import ogr
from desktop.maps.importers.result import ImportRefused, Limits

pyogrio = pytest.importorskip("pyogrio")

NAMES = np.array(["河埠头", "下立交", None], object)
PLACES = np.array([[121.16, 31.11], [121.17, 31.12]])


def point(xy: np.ndarray) -> bytes:
    return struct.pack("<BI2d", 1, 1, *xy)


def write(path: Path, places: np.ndarray, crs: str | None, encoding: str = "UTF-8") -> None:
    pyogrio.raw.write(
        path,
        np.array([*map(point, places), None], object),
        [NAMES, np.array([1.5, np.nan, 3.0])],
        np.array(["name", "depth"], object),
        geometry_type="Point",
        crs=crs,
        encoding=encoding,
    )


@pytest.mark.parametrize("suffix", [".gpkg", ".shp"])
def test_a_layer_is_read_with_its_system_and_its_words(tmp_path: Path, suffix: str) -> None:
    zone = gauss_kruger(40, prefixed=True)
    path = tmp_path / f"pumps{suffix}"
    write(path, from_wgs84(zone, PLACES), "EPSG:4528")
    result = ogr.read_ogr(path)
    assert (result.crs, result.crs_reason.code) == (zone, "crs.from_file")
    found = result.features["features"]
    for feature, place in zip(found, PLACES, strict=True):
        assert feature["geometry"]["coordinates"] == pytest.approx(place.tolist(), abs=1e-7)
    assert [f["properties"]["name"] for f in found] == ["河埠头", "下立交"]
    assert [f["properties"]["depth"] for f in found] == [1.5, None]
    assert [(row.row, row.reason.code) for row in result.refused] == [(3, "geometry.none")]
    assert ogr.layers_of(path) == ("pumps",)


def test_a_shapefile_in_gbk_without_a_word_about_it_is_readable(tmp_path: Path) -> None:
    path = tmp_path / "old.shp"
    write(path, PLACES, "EPSG:4490", encoding="GB18030")
    path.with_suffix(".cpg").unlink()
    names = [f["properties"]["name"] for f in ogr.read_ogr(path).features["features"]]
    assert names == ["河埠头", "下立交"]


def test_a_file_without_a_system_is_guessed(tmp_path: Path) -> None:
    path = tmp_path / "plain.shp"
    with pytest.warns(UserWarning, match="crs"):
        write(path, PLACES, None)
    result = ogr.read_ogr(path)
    assert (result.crs, result.crs_reason.code) == (WGS84, "guess.degrees")


def test_the_file_can_be_read_again_in_another_order(tmp_path: Path) -> None:
    path = tmp_path / "turned.gpkg"
    write(path, PLACES[:, ::-1], "EPSG:4326")
    result = ogr.read_ogr(path)
    assert (result.count, result.swap_suspected is not None) == (0, True)
    assert result.swapped().count == 2


@pytest.mark.parametrize("name", ["a.gpkg", "a.shp"])
def test_a_file_that_is_none_is_refused_with_words(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    with pytest.raises(ImportRefused, match=name):
        ogr.read_ogr(path)
    path.write_bytes(b"nothing of the kind" * 50)
    with pytest.raises(ImportRefused, match=name):
        ogr.read_ogr(path)


def test_other_formats_never_reach_gdal(tmp_path: Path) -> None:
    path = tmp_path / "a.vrt"
    path.write_text("<OGRVRTDataSource/>")
    with pytest.raises(ImportRefused) as caught:
        ogr.layers_of(path)
    assert caught.value.said.code == "ogr.suffix"


def test_layers_and_rows_are_checked(tmp_path: Path) -> None:
    path = tmp_path / "a.gpkg"
    write(path, PLACES, "EPSG:4326")
    with pytest.raises(ImportRefused, match="no such layer"):
        ogr.read_ogr(path, layer="b")
    with pytest.raises(ImportRefused, match="more than 1 rows"):
        ogr.read_ogr(path, limits=Limits(max_rows=1))


def test_without_the_extra_one_is_told_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pyogrio", None)
    with pytest.raises(ImportRefused, match=r"onemap\[geo\]"):
        ogr.layers_of(tmp_path / "a.gpkg")

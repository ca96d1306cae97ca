"""Tables of coordinates as offices keep them: encodings, delimiters, names, mistakes."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.maps.crs import BD09, GCJ02, WGS84, fit_local, from_wgs84, gauss_kruger
from desktop.maps.importers.columns import Columns
from desktop.maps.importers.csv_table import column_names, read_csv
from desktop.maps.importers.result import ImportRefused, ImportResult, Limits

NEAR = (121.163, 31.112)


def points(result: ImportResult) -> list[list[float]]:
    return [feature["geometry"]["coordinates"] for feature in result.features["features"]]


def codes(result: ImportResult) -> list[tuple[int, str]]:
    return [(row.row, row.reason.code) for row in result.refused]


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_encodings_and_delimiters(codec: str, mark: str, end: str) -> None:
    lines = (("名称", "经度", "纬度"), ("河埠头", "121.4", "31.2"), ('"a\n b"', "121.5", "31.3"))
    result = read_csv(end.join(mark.join(line) for line in lines).encode(codec))
    assert points(result) == [[121.4, 31.2], [121.5, 31.3]]
    assert result.features["features"][0]["properties"] == {"名称": "河埠头"}
    assert result.crs == WGS84
    assert (result.refused, result.swap_suspected) == ((), None)


@pytest.mark.parametrize(
    "header",
    [
        "lon,lat",
        "Longitude,LATITUDE",
        "lng,lat",
        "经度,纬度",
        "经度（°）,纬度（°）",
        "X,Y",
        "x坐标,y坐标",
        "X坐标,Y坐标",
        "poi_lng,poi_lat",
        "横坐标,纵坐标",
        "Easting,Northing",
    ],
)
def test_columns_are_found_by_their_names(header: str) -> None:
    data = f"编号,e-mail,{header},备注\nA,x,121.4,31.2,好\n".encode()
    result = read_csv(data)
    assert points(result) == [[121.4, 31.2]]
    assert result.features["features"][0]["properties"] == {
        "编号": "A",
        "e-mail": "x",
        "备注": "好",
    }


def test_latitude_before_longitude_is_no_matter_when_they_are_named() -> None:
    assert points(read_csv("纬度,经度\n31.2,121.4\n".encode())) == [[121.4, 31.2]]


def test_both_numbers_in_one_cell_and_wkt_are_read() -> None:
    assert points(read_csv('名称,坐标\nA,"121.4，31.2"\n'.encode())) == [[121.4, 31.2]]
    shapes = ("POINT (121.4 31.2)", "LINESTRING (121 31, 122 32)", "POINT EMPTY", "", "POINT(1")
    rows = "".join(f"{at};{shape}\n" for at, shape in enumerate(shapes))
    result = read_csv(f"id;geom\n{rows}".encode())
    assert points(result) == [[121.4, 31.2], [[121, 31], [122, 32]]]
    assert codes(result) == [(4, "geometry.empty"), (5, "geometry.none"), (6, "wkt.wrong")]


def test_the_srid_of_wkt_is_the_files_system() -> None:
    result = read_csv(b"geom\nSRID=4528;POINT(40500000 3444000)\n")
    assert (result.crs, result.crs_reason.code) == (
        gauss_kruger(40, prefixed=True),
        "crs.from_file",
    )


def test_a_long_boundary_fits_into_a_cell() -> None:
    ring = ",".join(f"{121 + n / 1e5} {31 + n % 2 / 10}" for n in range(20_000))
    result = read_csv(f'id,wkt\n1,"POLYGON(({ring},121 33))"\n'.encode())
    assert result.count == 1


def test_a_table_without_a_header_takes_its_first_two_numbers() -> None:
    result = read_csv("甲,121.4,31.2\n乙,121.5,31.3\n".encode())
    assert points(result) == [[121.4, 31.2], [121.5, 31.3]]
    assert result.features["features"][0]["properties"] == {"1": "甲"}


def test_numbers_with_a_comma_or_in_degrees_and_minutes() -> None:
    data = "lat;lon\n31,2;121,4\n31°13′48″N;121°28′12″E\n北纬31度12分;东经121度24分\n"
    found = points(read_csv(data.encode()))
    assert found == [[121.4, 31.2], pytest.approx([121.47, 31.23]), pytest.approx([121.4, 31.2])]


def test_bad_rows_are_refused_with_their_line_and_the_rest_comes_in() -> None:
    rows = ["121.4,31.2,a"] * 4 + ["", "121.4,", "x,31", "1e999,31", "nan,31", "181,31", "121.4"]
    result = read_csv("\n".join(["lon,lat,name", *rows, "121.5,31.3,b"]).encode())
    assert codes(result) == [
        (7, "row.no_place"),
        (8, "row.not_number"),
        (9, "row.not_finite"),
        (10, "row.not_finite"),
        (11, "row.outside"),
        (12, "row.no_place"),
    ]
    assert len(points(result)) == 5
    assert all(row.reason.text for row in result.refused)


def test_lines_within_quotes_count() -> None:
    result = read_csv(b'name,lon,lat\n"two\nlines",121,31\nb,x,31\n')
    assert codes(result) == [(4, "row.not_number")]


def test_swapped_latitude_and_longitude_are_noticed_and_offered() -> None:
    result = read_csv("名称,经度,纬度\nA,31.2,121.4\nB,31.3,121.5\n".encode())
    assert result.count == 0
    assert result.swap_suspected is not None
    assert result.swap_suspected.code == "guess.beyond_pole"
    better = result.swapped()
    assert points(better) == [[121.4, 31.2], [121.5, 31.3]]
    assert (better.swap_suspected, better.is_swapped) == (None, True)


def test_a_swap_that_stays_in_the_world_is_noticed_by_the_town() -> None:
    data = b"lon,lat\n43.77,11.25\n43.78,11.26\n"
    assert read_csv(data).swap_suspected is None
    near = read_csv(data, near=(11.25, 43.77))
    assert near.count == 2
    assert near.swap_suspected is not None
    assert near.swap_suspected.code == "guess.near_town_swapped"


@pytest.mark.parametrize(
    ("header", "crs"),
    [
        ("lng_gcj02,lat_gcj02", GCJ02),
        ("经度(WGS84),纬度(WGS84)", WGS84),
        ("百度经度,百度纬度", BD09),
        ("bd_lon,bd_lat", BD09),
    ],
)
def test_a_system_in_a_columns_name_is_used(header: str, crs: Any) -> None:
    result = read_csv(f"{header}\n121.4,31.2\n".encode())
    assert (result.crs, result.crs_reason.code) == (crs, "crs.column_name")


def test_surveyors_x_is_north_and_seen_by_its_numbers() -> None:
    result = read_csv("点号,X坐标,Y坐标\n1,3444000.1,40500000.2\n".encode())
    assert result.crs == gauss_kruger(40, prefixed=True)
    assert points(result)[0] == pytest.approx([120.0, 31.116], abs=1e-2)
    assert "swapped" in {note.code for note in result.notes}
    plain = read_csv("点号,X坐标,Y坐标\n1,3444000.1,500000.2\n".encode(), near=NEAR)
    assert plain.crs == gauss_kruger(40, prefixed=False)
    assert points(plain)[0] == pytest.approx(points(result)[0], abs=1e-6)


def test_columns_can_be_chosen_where_no_name_says_it() -> None:
    data = "甲,乙,丙\n121.4,31.2,x\n".encode()
    assert column_names(data) == ("甲", "乙", "丙")
    with pytest.raises(ImportRefused, match="甲、乙、丙"):
        read_csv(data)
    assert points(read_csv(data, columns=Columns("甲", "乙"))) == [[121.4, 31.2]]
    with pytest.raises(ImportRefused, match="choose them"):
        read_csv(data, columns=Columns("甲", "丁"))


def test_two_columns_of_one_name_both_survive() -> None:
    result = read_csv("名,名,lon,lat,\na,b,1,2,c\n".encode())
    assert result.features["features"][0]["properties"] == {"名": "a", "名 (2)": "b", "5": "c"}


@pytest.mark.parametrize("data", [b"", b"\n\n", b"\xef\xbb\xbf"])
def test_an_empty_table_is_said_to_be(data: bytes) -> None:
    with pytest.raises(ImportRefused) as caught:
        read_csv(data)
    assert caught.value.said.code == "csv.empty"


def test_rows_columns_and_bytes_are_bounded_with_words() -> None:
    data = b"lon,lat\n" + b"121,31\n" * 5
    with pytest.raises(ImportRefused, match="more than 4 rows"):
        read_csv(data, limits=Limits(max_rows=4))
    with pytest.raises(ImportRefused, match="split it"):
        read_csv(data, limits=Limits(max_bytes=9))
    with pytest.raises(ImportRefused, match="columns"):
        read_csv(b"a," * 3_000 + b"\n")


cells = st.text("0123456789.,-+eE°NSWE度经纬\"';\t\n\r xyznaif", max_size=12)


@settings(max_examples=300)
@given(
    st.lists(st.tuples(cells, cells, cells), max_size=6),
    st.sampled_from(["lon,lat", "经度,纬度", "x,y"]),
)
def test_any_cells_give_rows_or_reasons(rows: list[tuple[str, str, str]], header: str) -> None:
    text = "\n".join([f"{header},note", *(",".join(row) for row in rows)])
    try:
        result = read_csv(text.encode(), near=NEAR)
    except ImportRefused as refusal:
        assert refusal.said.text
        return
    assert all(abs(x) <= 180 and abs(y) <= 90 for x, y in points(result))


@settings(max_examples=200)
@given(st.binary(max_size=300))
def test_any_bytes_give_a_table_or_words(data: bytes) -> None:
    try:
        read_csv(data)
    except ImportRefused as refusal:
        assert refusal.said.text


@given(st.lists(st.tuples(st.floats(-180, 180), st.floats(-90, 90)), min_size=1, max_size=20))
def test_every_place_on_earth_survives_the_way_through_a_table(
    places: list[tuple[float, float]],
) -> None:
    text = "lon,lat\n" + "".join(f"{lon!r},{lat!r}\n" for lon, lat in places)
    result = read_csv(text.encode(), crs=WGS84, swapped=False)
    assert points(result) == [list(place) for place in places]


def test_a_table_in_a_local_grid_is_read_through_the_fitted_system() -> None:
    world = np.array([[121.16, 31.11], [121.18, 31.1], [121.15, 31.13], [121.17, 31.12]])
    plane = from_wgs84(gauss_kruger(40, prefixed=False), world)
    local = plane - plane[0] + (1_000, 2_000)
    fitted = fit_local(local, world)
    rows = "".join(f"{x:.4f},{y:.4f}\n" for x, y in local)
    with pytest.raises(ImportRefused) as caught:
        read_csv(f"x,y\n{rows}".encode())
    assert caught.value.said.code == "crs.unknown"
    result = read_csv(f"x,y\n{rows}".encode(), crs=fitted.crs)
    assert points(result) == [pytest.approx(place, abs=1e-7) for place in world.tolist()]

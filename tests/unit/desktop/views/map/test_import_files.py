"""What an import offers to choose from, and the list of what was refused."""

from __future__ import annotations

from pathlib import Path

from desktop.maps.crs import known_systems
from desktop.views.map.import_files import columns_of, systems_near, write_refused


def test_degrees_come_first_then_the_planes_of_the_zone_then_all_others_once() -> None:
    found = systems_near(121.0)
    ids = [crs.id for crs in found]

    assert [crs.is_metric for crs in found[:4]] == [False] * 4
    assert ids[4:6] == ["epsg:4528", "epsg:4549"]
    assert sorted(ids) == sorted(crs.id for crs in known_systems())


def test_another_town_has_another_zone_first() -> None:
    assert [crs.id for crs in systems_near(87.5)[4:6]] == ["epsg:4517", "epsg:4538"]


def test_columns_are_those_of_the_head_and_none_of_what_cannot_be_read(tmp_path: Path) -> None:
    table = tmp_path / "a.csv"
    table.write_text("名称,甲,乙\n点,1,2\n", encoding="utf-8")
    assert columns_of(table) == ("名称", "甲", "乙")
    assert columns_of(tmp_path / "gone.csv") == ()
    assert columns_of(None) == ()


def test_refused_rows_are_a_table_with_a_head(tmp_path: Path) -> None:
    path = tmp_path / "refused.csv"
    write_refused(path, [(4, "“a,b”不是数值")])
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    assert path.read_text("utf-8-sig").splitlines() == ["行,拒绝原因", '4,"“a,b”不是数值"']

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.contract.model import Quality
from services.errors import StartupError
from services.ingest import drop
from services.ingest.drop import BadFile, Rows, read_drop, read_rows
from services.ingest.parse import RawReading

FILE = Path("town.toml")
MS = 1_784_378_100_000


def read(path: Path, content: bytes | str, **more: Any) -> Rows:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    found = Rows()
    for rows in read_rows(path, read_drop({"folder": "in", **more}, FILE, "Asia/Shanghai")):
        found.items += rows.items
        found.rows += rows.rows
        found.bad += rows.bad
    return found


def reasons(rows: Rows) -> list[tuple[int, str]]:
    return [(each.row, each.reason) for each in rows.bad]


def test_every_row_is_a_reading(tmp_path: Path) -> None:
    rows = read(
        tmp_path / "a.csv",
        "\ufeffat,stream,value,quality,evidence\n"
        "2026-07-18 20:35:00,W07,16.5,,\n"
        "\n"
        "2026-07-18T12:36:00Z,W08,-3,uncertain,clip-1\n",
    )
    assert rows.items == [
        RawReading("W07", 16.5, MS),
        RawReading("W08", -3.0, MS + 60_000, Quality.UNCERTAIN, "clip-1"),
    ]
    assert (rows.rows, rows.bad) == ([2, 4], [])


def test_a_file_as_an_office_makes_it(tmp_path: Path) -> None:
    text = "时间;站点;水深;状态\r\n18.07.2026 20:35;07;1,5;报警\r\n"
    rows = read(
        tmp_path / "a.csv",
        text.encode("gb18030"),
        encoding="gb18030",
        delimiter=";",
        decimal=",",
        time_format="%d.%m.%Y %H:%M",
        at="时间",
        stream="W{站点}",
        value="水深",
    )
    assert rows.items == [RawReading("W07", 1.5, MS)]
    rows = read(
        tmp_path / "a.csv",
        text.encode("gb18030"),
        encoding="gb18030",
        delimiter=";",
        decimal=",",
        time_format="%d.%m.%Y %H:%M",
        at="时间",
        stream="站点",
        value="状态",
        values={"报警": 1, "正常": 0},
    )
    assert rows.items == [RawReading("07", 1.0, MS)]


def test_a_column_a_stream(tmp_path: Path) -> None:
    rows = read(
        tmp_path / "a.csv",
        "at,a,b,c\n1784378100,1,,x\n",
        columns={"a": "W01", "b": "W02", "c": "W03"},
        at_unit="s",
    )
    assert rows.items == [RawReading("W01", 1.0, MS)]
    assert [(each.row, each.stream, each.reason) for each in rows.bad] == [
        (2, "W03", "value 'x' is not a number")
    ]


def test_every_bad_row_is_named_and_the_others_are_taken(tmp_path: Path) -> None:
    rows = read(
        tmp_path / "a.csv",
        b"at,stream,value\n"
        b"2026-07-18 20:35:00,W07,wet\n"
        b"soon,W07,1\n"
        b",W07,1\n"
        b"2026-07-18 20:35:00,W07\n"
        b"2026-07-18 20:35:00,W\xff7,1\n"
        b"2026-07-18 20:35:00,W07,nan\n"
        b"2026-07-18 20:35:00,W07,\n"
        b"2026-07-18 20:35:00,W07,5\n",
    )
    assert rows.items == [RawReading("W07", 5.0, MS)]
    assert reasons(rows) == [
        (2, "value 'wet' is not a number"),
        (3, "at 'soon' is not a time in ISO 8601"),
        (4, "there is no time"),
        (5, "2 cells, the first row has 3"),
        (6, "bytes that are not utf-8"),
        (7, "the value is not a finite number"),
        (8, "there is no value at the column of values"),
    ]


@pytest.mark.parametrize(
    ("content", "more", "words"),
    [
        ("", {}, "the file is empty"),
        ("time,stream,value\n", {}, r"no column 'at' \(at of \[drop\]\); there are: time, stream"),
        ("at,at,value\n", {}, "two columns are named 'at'"),
        ("at,value\n", {"stream": "W{id}"}, "no column 'id'"),
        ("at\n", {"columns": {"x": "W"}}, "no column 'x'"),
        ("a" * 200_000, {}, "row 1: .*larger than"),
        ("x" * 1_100_000, {"max_mb": 1}, "larger than 1 MB"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(
    tmp_path: Path, content: str, more: dict[str, Any], words: str
) -> None:
    with pytest.raises(BadFile, match=words):
        read(tmp_path / "a.csv", content, **more)


def test_a_monstrous_cell_is_one_bad_row(tmp_path: Path) -> None:
    rows = read(tmp_path / "a.csv", f"at,stream,value\n1784378100000,{'x' * 140_000},1\n")
    assert "larger than" in rows.bad[0].reason


def test_a_cell_is_bounded_though_the_limit_of_the_csv_module_was_lifted(tmp_path: Path) -> None:
    before = csv.field_size_limit(10_000_000)
    try:
        rows = read(tmp_path / "a.csv", f"at,stream,value\n1784378100000,{'x' * 140_000},1\n")
    finally:
        csv.field_size_limit(before)
    assert [bad.reason for bad in rows.bad] == ["a cell is larger than 100000 characters"]


def test_long_files_come_in_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drop, "BATCH", 2)
    path = tmp_path / "a.csv"
    path.write_text("at,stream,value\n" + "1784378100000,W07,1\n" * 5)
    parts = list(read_rows(path, read_drop({"folder": "in"}, FILE, "UTC")))
    assert [len(each.items) for each in parts] == [2, 2, 1]


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ({}, "folder"),
        ({"folder": ""}, "folder: must name"),
        ({"folder": "x", "pattern": "a/*.csv"}, "pattern: must be"),
        ({"folder": "x", "delimiter": ";;"}, "delimiter: must be one"),
        ({"folder": "x", "decimal": ","}, "must not be the same"),
        ({"folder": "x", "encoding": "klingon"}, "encoding: 'klingon' is none"),
        ({"folder": "x", "timezone": "Mars"}, "timezone: 'Mars'"),
        ({"folder": "x", "every_s": 0}, "every_s: must be"),
        ({"folder": "x", "max_mb": 0}, "max_mb: must be"),
        ({"folder": "x", "columns": {"a": "b"}, "value": "v"}, "columns: with it"),
        ({"folder": "x", "colour": "red"}, "colour"),
    ],
)
def test_settings_name_what_is_wrong(table: dict[str, object], words: str) -> None:
    with pytest.raises(StartupError, match=rf"town\.toml: \[drop\]: .*{words}"):
        read_drop(table, FILE, "Asia/Shanghai")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=300))
def test_random_files_are_read_or_refused(tmp_path: Path, noise: bytes) -> None:
    for content in (noise, b"at,stream,value\n" + noise):
        for encoding in ("utf-8", "gb18030", "utf-16"):
            try:
                rows = read(tmp_path / "a.csv", content, encoding=encoding)
            except BadFile as error:
                str(error).encode()
            else:
                for each in rows.bad:
                    (each.stream + each.reason).encode()

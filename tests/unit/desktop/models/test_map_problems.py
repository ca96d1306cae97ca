"""Every code of the map package has words, and the words have its parameters."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.maps.area_plan import AreaPlan, check_plan
from desktop.maps.errors import ArchiveError, CatalogueError, MapError, PlanError
from desktop.maps.importers.result import refuse
from desktop.maps.opening import open_file
from desktop.models import map_problems
from desktop.models.map_problems import problem_text
from widgets.map.values import Bounds

MAPS = Path(map_problems.__file__).parents[1] / "maps"
PREFIXES = ("file.", "is.", "fix.", "area.", "base.", "mbtiles.", "cache.", "geojson.size")
HOLE = re.compile(r"{(\w+)[:}]")


def _codes() -> Iterator[tuple[str, set[str]]]:
    for path in MAPS.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call) or getattr(node.func, "id", "") != "say":
                continue
            code = getattr(node.args[0], "value", None)
            if isinstance(code, str) and code.startswith(PREFIXES):
                yield code, {str(word.arg) for word in node.keywords}


def test_every_code_that_is_said_has_words_with_its_parameters() -> None:
    words = (
        map_problems._files()
        | map_problems._kinds()
        | map_problems._areas()
        | map_problems._fixes()
    )
    said = dict(_codes())
    assert len(said) > 40
    for code, params in said.items():
        assert code in words, code
        assert {*HOLE.findall(words[code])} <= params, code


def test_a_file_that_is_no_map_is_told_by_its_name_with_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "图.zip"
    path.write_bytes(b"PK\x03\x04....")
    with pytest.raises(ArchiveError) as found:
        open_file(path)
    assert problem_text(found.value) == "图.zip：是 ZIP 压缩包；请解压后打开里面的文件"


def test_damage_is_said_without_its_particulars(tmp_path: Path) -> None:
    path = tmp_path / "a.pmtiles"
    path.write_bytes(b"PMTiles\x03")
    with pytest.raises(ArchiveError) as found:
        open_file(path)
    assert problem_text(found.value) == "a.pmtiles：文件已损坏或不完整；请重新获取文件"
    assert "header" in str(found.value)


def test_an_area_that_cannot_be_says_why() -> None:
    with pytest.raises(PlanError) as found:
        check_plan(AreaPlan("own", Bounds(100.0, 20.0, 120.0, 40.0), 0, 16), max_tiles=1000)
    assert "超过 1,000 块" in problem_text(found.value)


def test_what_has_no_code_keeps_its_own_words() -> None:
    assert problem_text(CatalogueError("a brace is open")) == "a brace is open"
    assert problem_text(MapError("other")) == "other"
    assert problem_text(ValueError("x")) == "x"
    assert problem_text(refuse("csv.empty", "the table is empty")) == "表格是空的"

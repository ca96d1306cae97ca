"""The report of an import: every sentence of the importers has its words."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from desktop.maps import crs_guess, importers
from desktop.maps.crs import WGS84
from desktop.maps.importers.csv_table import read_csv
from desktop.maps.importers.finish import _MENDED
from desktop.maps.said import Said, say
from desktop.models.import_report import crs_text, report, said_text


def sentences() -> dict[str, str]:
    """Code to pattern of every sentence in the importers' source."""
    assert crs_guess.__file__
    files = [*Path(importers.__path__[0]).glob("*.py"), Path(crs_guess.__file__)]
    found = {f"mended.{code}": pattern for code, pattern in _MENDED.items()}
    for file in files:
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and len(node.args) >= 2:
                name = getattr(node.func, "id", "")
                code, pattern = node.args[:2]
                if name in ("say", "refuse", "BadGeometry") and isinstance(code, ast.Constant):
                    found[code.value] = ast.literal_eval(pattern)
    return found


@pytest.mark.parametrize(("code", "pattern"), sentences().items())
def test_every_sentence_has_chinese_words_with_its_figures(code: str, pattern: str) -> None:
    numbers = {"x": 1.5, "y": 2.5}
    names = [part.split("}")[0].split(":")[0] for part in pattern.split("{")[1:]]
    said = say(code, pattern, **{name: numbers.get(name, name) for name in names})
    words = said_text(said)
    assert words != said.text
    assert not words.isascii()


def test_a_code_unknown_here_keeps_its_own_words() -> None:
    assert said_text(Said("moon", "the moon is up")) == "the moon is up"
    assert said_text(Said("csv.wrong", "line 3", {})) == "line 3"


def test_a_report_says_what_came_in_and_what_did_not() -> None:
    data = "名称,经度,纬度\nA,121.4,31.2\nB,x,31\nC,,\n".encode()
    told = report(read_csv(data))
    assert told.summary == "可导入 1 个要素，拒绝 2 行"
    assert told.system == "WGS 84（按数值大小推测为经纬度）"
    assert told.refused == ((3, "“x”不是数值"), (4, "没有坐标"))
    assert "按 UTF-8 编码读取" in told.notes
    assert (told.swap, told.unlisted) == ("", 0)


def test_a_suspected_exchange_is_asked_about() -> None:
    told = report(read_csv(b"lon,lat\n31.2,121.4\n"))
    assert told.swap == "100% 的纬度超过 90°。经纬度可能颠倒，要对调吗？"


def test_refused_rows_beyond_the_list_are_counted() -> None:
    told = report(read_csv(b"lon,lat\n121,31\n" + b"x,y\n" * 1_005))
    assert (len(told.refused), told.unlisted) == (1_000, 5)


def test_systems_are_named() -> None:
    assert crs_text(WGS84) == "WGS 84"

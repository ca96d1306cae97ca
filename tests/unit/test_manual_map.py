"""What the manual says of maps is true: keys, placeholders, styles, formats, presets, limits."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
import pytest

from desktop.maps.area_download import Politeness
from desktop.maps.area_plan import MAX_TILES
from desktop.maps.catalogue import BasemapEntry, read_catalogue
from desktop.maps.child import ChildLimits
from desktop.maps.coordinate_text import parse_position
from desktop.maps.errors import CatalogueError
from desktop.maps.importers.result import MAX_LISTED, Limits
from desktop.maps.url_template import UrlTemplate
from desktop.models.indicators import indicators
from desktop.models.map_presets import load_presets
from desktop.paths import Paths
from desktop.views.map.import_desk import SUFFIXES
from services.operations import markups
from tests.unit.manual_pages import (
    CELL,
    LANGUAGES,
    ROOT,
    blocks,
    columns,
    english,
    first_cells,
    section,
    source,
)
from widgets.map.styles.layers import PROPERTIES
from widgets.map.styles.operators import OPERATORS

both = pytest.mark.parametrize("language", LANGUAGES)


@both
def test_every_key_of_a_catalogue_is_documented_and_no_other(language: str) -> None:
    title = "全部的键" if language == "zh" else "Every key of the catalogue"
    text, _, holes = section(language, "basemaps", title).partition("{z}")
    assert holes
    keys = {name for name in first_cells(text) if "{" not in name}
    assert keys == set(BasemapEntry.__struct_fields__)
    for field in msgspec.structs.fields(BasemapEntry):
        default = field.default
        if not field.required and default not in ("", (), None):
            written = f'"{default}"' if isinstance(default, str) else str(default).lower()
            assert f"| `{field.name}` | `{written}` |" in text


@both
def test_every_placeholder_of_an_address_is_documented_and_no_other(language: str) -> None:
    title = "全部的键" if language == "zh" else "Every key of the catalogue"
    cells = first_cells(section(language, "basemaps", title))
    documented = {cell for cell in cells if cell.startswith("{")}
    with pytest.raises(CatalogueError) as refused:
        UrlTemplate("https://tiles.example/{nobody}/{z}/{x}/{y}")
    known = set(re.findall(r"\{[^}]+\}", str(refused.value).partition("known are")[2]))
    assert documented == known | {"{switch:a,b,c}"}
    assert UrlTemplate("https://{switch:a,b,c}.example/{z}/{x}/{y}").host


def test_the_example_catalogue_is_read_whole(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(blocks("zh", "basemaps")["basemaps.toml"], "utf-8")
    found = read_catalogue([tmp_path])
    assert found.problems == ()
    assert [entry.id for entry in found.entries] == ["office", "town-osm"]
    assert [entry.may_bulk for entry in found.entries] == [True, True]
    assert [entry.style for entry in found.entries] == ["", "light"]


def test_the_worked_example_is_what_comes_along() -> None:
    shipped = (ROOT / "resources" / "basemaps" / "tianditu.toml").read_text("utf-8")
    assert blocks("zh", "basemaps")["tianditu"] in shipped


@both
def test_everything_a_style_may_hold_is_documented_and_nothing_else(language: str) -> None:
    title = "样式" if language == "zh" else "Styles"
    text = section(language, "basemaps", title)
    types = {row.strip("`") for row in columns(text, 1) if row.startswith("`")}
    assert types == set(PROPERTIES)
    listed = [name for cell in columns(text, 2) for name in CELL.findall(cell)]
    properties = [name for each in PROPERTIES.values() for name in each]
    assert sorted(listed) == sorted((*properties, *OPERATORS))


@both
def test_every_format_of_imports_is_documented_and_no_other(language: str) -> None:
    text = section(language, "map-data", "格式" if language == "zh" else "Formats")
    assert sorted(cell.strip("`") for cell in columns(text, 1)) == sorted(SUFFIXES)


def test_the_limits_of_imports_are_as_documented() -> None:
    text, limits = source("en", "map-data"), Limits()
    assert f"| file | {limits.max_bytes // 2**20} MiB |" in text
    assert f"| rows | {limits.max_rows:,} |" in text
    assert f"| vertices | {limits.max_vertices:,} |" in text
    assert f"At most {MAX_LISTED:,} are listed" in text
    child = ChildLimits()
    assert f"| time to read | {child.seconds / 60:.0f} minutes |" in text
    assert f"| memory to read | {child.memory_bytes // 2**30} GiB |" in text


@both
def test_every_preset_is_named_with_its_title_and_no_other(language: str) -> None:
    text = section(language, "map-layers", "八图" if language == "zh" else "The eight maps")
    documented = list(zip(columns(text, 1), columns(text, 2), strict=True))
    presets = load_presets().maps
    titles = [each.title_zh if language == "zh" else each.title_en for each in presets]
    files = [f"`{each.id}.toml`" for each in presets]
    assert sorted(documented) == sorted(zip(files, titles, strict=True))
    assert len(presets) == 8
    assert f"`{Paths.under(Path()).presets.name}`" in text


@both
def test_every_indicator_is_documented_with_its_unit_and_no_other(language: str) -> None:
    title = "村居分色" if language == "zh" else "Neighbourhoods by colour"
    text = section(language, "map-layers", title)
    words = english("Indicator") if language == "en" else {}
    rows = list(zip(columns(text, 1), columns(text, 2), strict=True))
    said = [(words.get(i.title, i.title), words.get(i.unit, i.unit)) for i in indicators()]
    assert rows[: len(said)] == said


@both
def test_the_limits_of_markups_are_as_documented(language: str) -> None:
    text = section(language, "server", "标绘" if language == "zh" else "Markups")
    for limit in (markups.MAX_MARKUPS, markups.MAX_VERTICES, markups.MAX_TEXT):
        assert f" {limit:,} " in text
    assert f"{markups.MAX_RADIUS_M:,.0f} " in text
    assert {command.__name__ for command in markups.HANDLERS} <= set(CELL.findall(text))


@both
def test_the_limits_of_offline_areas_are_as_documented(language: str) -> None:
    text = section(language, "basemaps", "离线区域" if language == "zh" else "Offline areas")
    assert f" {MAX_TILES:,} " in text
    assert f" {Politeness().outage} " in text


@both
def test_every_way_to_write_a_coordinate_is_understood(language: str) -> None:
    text = section(language, "map", "搜索" if language == "zh" else "Search")
    examples = [each for cell in columns(text, 2) for each in CELL.findall(cell)]
    places = [parse_position(each, near=(121.03, 30.87)) for each in examples]
    assert len(examples) > 6
    for place in places:
        assert place is not None
        assert abs(place.lon - 121.03) < 0.05
        assert abs(place.lat - 30.87) < 0.05

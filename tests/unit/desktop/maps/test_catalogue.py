from __future__ import annotations

from pathlib import Path

import pytest

from desktop.maps.catalogue import BasemapEntry, Catalogue, read_catalogue, shipped
from desktop.maps.errors import CatalogueError

GOOD = """
[[basemap]]
id = "town"
title = "城区"
kind = "pmtiles"
location = "town.pmtiles"
"""


def _read(folder: Path, **files: str) -> Catalogue:
    for name, text in files.items():
        (folder / f"{name}.toml").write_text(text, "utf-8")
    return read_catalogue([folder])


def _problem(folder: Path, text: str) -> str:
    found = _read(folder, bad=text, good=GOOD)
    assert [entry.id for entry in found.entries] == ["town"]
    (problem,) = found.problems
    return problem


def test_what_is_shipped_is_read_and_holds_no_token() -> None:
    found = read_catalogue([shipped()])

    assert found.problems == ()
    ids = {entry.id for entry in found.entries}
    assert {"tianditu_vec", "tianditu_cva", "tianditu_img", "tianditu_cia"} <= ids
    for entry in found.entries:
        assert not entry.may_bulk
        assert entry.attribution
        assert entry.title_en
        assert set(entry.overlays) <= ids
        assert entry.needs_token == ("{token}" in entry.location)
    assert {entry.id for entry in found.choices()} == {
        "tianditu_vec", "tianditu_img", "openstreetmap",
    }  # fmt: skip


def test_a_file_is_looked_for_beside_its_entry(tmp_path: Path) -> None:
    entry = _read(tmp_path, mine=GOOD).find("town")

    assert entry.location == str(tmp_path / "town.pmtiles")
    assert entry.may_bulk
    assert not entry.needs_token


def test_an_absolute_path_stays(tmp_path: Path) -> None:
    path = tmp_path / "elsewhere" / "a.pmtiles"
    text = GOOD.replace('"town.pmtiles"', f"'{path}'")

    assert _read(tmp_path, mine=text).find("town").location == str(path)


@pytest.mark.parametrize("style", ["", "dark", "light"])
def test_a_style_that_came_along_keeps_its_name(tmp_path: Path, style: str) -> None:
    assert _read(tmp_path, mine=f'{GOOD}style = "{style}"\n').find("town").style == style


def test_a_style_file_is_looked_for_beside_its_entry(tmp_path: Path) -> None:
    text = GOOD.replace("pmtiles", "xyz").replace("town.xyz", "https://a.example/{z}/{x}/{y}")
    entry = _read(tmp_path, mine=f'{text}style = "own.json"\n').find("town")

    assert entry.style == str(tmp_path / "own.json")
    assert entry.location == "https://a.example/{z}/{x}/{y}"


def test_the_users_folder_replaces_what_is_shipped(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(GOOD.replace("town", "openstreetmap"), "utf-8")
    found = read_catalogue([shipped(), tmp_path])

    assert found.find("openstreetmap").kind == "pmtiles"
    assert [entry.id for entry in found.entries].count("openstreetmap") == 1


def test_a_folder_that_is_not_there_holds_nothing(tmp_path: Path) -> None:
    assert read_catalogue([tmp_path / "none"]) == Catalogue((), ())


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (("title =", "titel ="), "bad.toml, base map town: there is no key `titel`; did you mean"),
        (('title = "城区"', ""), "`title` is missing; add a line `title = …`"),
        (('"pmtiles"', '"shapefile"'), "`kind` is none of xyz, wmts"),
        (('id = "town"', 'id = "a b"'), "`id` may hold letters"),
        (('id = "town"', "id = 7"), "base map number 1"),
        (("location", "max_zoom = 99\nlocation"), "`max_zoom` cannot be used"),
        (("location", "min_zoom = 9\nmax_zoom = 3\nlocation"), "exchange them"),
        (("location", "bounds = [9, 0, 1, 1]\nlocation"), "`bounds` is no rectangle"),
        (("location", "tile_size = 300\nlocation"), "`tile_size` cannot be used"),
        (("[[basemap]]", "[basemap]"), "begin each base map with a line [[basemap]]"),
        (('"城区"', "城区"), "bad.toml: it is not valid TOML"),
    ],
)
def test_a_wrong_entry_is_named_with_its_key_and_mended_in_words(
    tmp_path: Path, change: tuple[str, str], words: str
) -> None:
    assert words in _problem(tmp_path, GOOD.replace(*change))


def test_a_wrong_entry_leaves_the_others_of_its_file(tmp_path: Path) -> None:
    found = _read(tmp_path, mine=GOOD.replace("kind", "kidn") + GOOD)

    assert [entry.id for entry in found.entries] == ["town"]
    assert len(found.problems) == 1


def test_the_same_id_twice_in_a_folder_is_named(tmp_path: Path) -> None:
    found = _read(tmp_path, a=GOOD, b=GOOD)

    assert len(found.entries) == 1
    assert "b.toml: the id “town” is already used in a.toml" in found.problems[0]


def test_bytes_that_are_no_text_are_named(tmp_path: Path) -> None:
    (tmp_path / "bad.toml").write_bytes(b"\xff\xfe\x00")
    (tmp_path / "large.toml").write_bytes(b"#" * 2_000_000)
    found = _read(tmp_path, good=GOOD)

    assert len(found.entries) == 1
    assert "bad.toml: it is not UTF-8" in found.problems[0]
    assert "large.toml: it is too large" in found.problems[1]


def test_an_unknown_base_map_is_said() -> None:
    with pytest.raises(CatalogueError, match="no base map “x”"):
        Catalogue((), ()).find("x")


def test_whether_areas_may_be_made_is_as_said_else_by_kind() -> None:
    def may(kind: str, bulk: bool | None) -> bool:
        entry = BasemapEntry(id="a", title="a", kind=kind, location="x", bulk=bulk)  # type: ignore[arg-type]
        return entry.may_bulk

    assert may("pmtiles", None)
    assert not may("xyz", None)
    assert may("xyz", True)
    assert not may("mbtiles", False)

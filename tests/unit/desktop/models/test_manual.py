"""The manual's pages: their order, titles, search, and what headings are called by links."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.models.manual import INDEX, Manual, anchor


@pytest.fixture
def made(tmp_path: Path) -> Manual:
    folder = tmp_path / "zh"
    folder.mkdir()
    (folder / "index.md").write_text("# 手册\n\n[乙](b.md) [甲](a.md#x)\n", "utf-8")
    (folder / "a.md").write_text("```\n# no title\n```\n\n# 甲\n", "utf-8")
    (folder / "b.md").write_text("# 乙\n\nMBTiles\n", "utf-8")
    (folder / "c.md").write_text("# 丙\n", "utf-8")
    (folder / "notes.txt").write_text("# 不是页面\n", "utf-8")
    return Manual("zh", tmp_path)


def test_pages_stand_as_the_index_leads_to_them_and_the_rest_after(made: Manual) -> None:
    assert [page.name for page in made.pages] == ["index", "b", "a", "c"]


def test_a_title_is_the_first_heading_outside_examples(made: Manual) -> None:
    assert [page.title for page in made.pages] == ["手册", "乙", "甲", "丙"]


def test_there_is_no_page_of_a_strange_name(made: Manual) -> None:
    assert made.page("../secret") is None
    assert made.page("a") is made.pages[2]


def test_words_are_looked_for_in_any_case(made: Manual) -> None:
    assert made.holding("mbtiles") == ("b",)
    assert made.holding("") == ("index", "b", "a", "c")
    assert made.holding("nowhere") == ()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_manual_that_comes_along_begins_with_its_index(language: str) -> None:
    pages = Manual(language).pages

    assert pages[0].name == INDEX
    assert all(page.title for page in pages)
    assert len(pages) > 10


def test_a_heading_is_called_as_markdown_viewers_call_it() -> None:
    assert anchor("Keys of the map") == "keys-of-the-map"
    assert anchor("`onemap-server user add`") == "onemap-server-user-add"
    assert anchor("地图按键") == "地图按键"

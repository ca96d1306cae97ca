"""The manual's pages as text: headings, sections, tables, examples; the English of the words."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parents[2]
MANUAL = ROOT / "resources" / "manual"
LANGUAGES = ("zh", "en")
PAGES = (
    "index",
    "wall",
    "alarms",
    "map",
    "map-layers",
    "basemaps",
    "map-data",
    "duty-officer",
    "install",
    "server",
    "doors",
    "sensorthings",
    "town",
    "packs",
    "scenarios",
    "rules",
    "seat-load",
    "electrical-signature",
    "troubleshooting",
    "glossary",
)
FENCE = re.compile(r"^```([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
HEADING = re.compile(r"^(#+) (.+)$", re.MULTILINE)
LINK = re.compile(r"\]\(([^)\s]+)\)")
CELL = re.compile(r"`([^`]+)`")


def source(language: str, page: str) -> str:
    return (MANUAL / language / f"{page}.md").read_text("utf-8")


def prose(language: str, page: str) -> str:
    """The page without its code blocks."""
    return FENCE.sub("", source(language, page))


def headings(language: str, page: str) -> list[tuple[int, str]]:
    return [(len(marks), words) for marks, words in HEADING.findall(prose(language, page))]


def section(language: str, page: str, title: str) -> str:
    """What stands below a heading, up to the next of the same rank or above."""
    text = prose(language, page)
    found = re.search(rf"^(#+) {re.escape(title)}$", text, re.MULTILINE)
    assert found, f"{language}/{page}.md has no heading {title!r}"
    rest = text[found.end() :]
    end = re.search(rf"^#{{1,{len(found[1])}}} ", rest, re.MULTILINE)
    return rest[: end.start()] if end else rest


def first_cells(text: str) -> list[str]:
    """The code in the first column of every table row."""
    rows = (line.split("|")[1] for line in text.splitlines() if line.startswith("|"))
    return [name for row in rows for name in CELL.findall(row)]


def blocks(language: str, page: str) -> dict[str, str]:
    """Marked examples by what they are: a fence `toml town.toml` is the town's file."""
    found = {}
    for info, body in FENCE.findall(source(language, page)):
        _, _, name = info.partition(" ")
        if name:
            assert name not in found, f"{page}.md has two blocks {name}"
            found[name] = body
    return found


def anchor(title: str) -> str:
    """The anchor a Markdown viewer makes of a heading."""
    return re.sub(r"[^\w\- ]", "", title.lower()).strip().replace(" ", "-")


def columns(text: str, number: int) -> list[str]:
    """One column of the tables of a section, without their heads."""
    rows = [line.split("|") for line in text.splitlines() if line.startswith("|")]
    head = next(at for at, cells in enumerate(rows) if set(cells[1].strip()) == {"-"})
    return [cells[number].strip() for cells in rows[head + 1 :]]


def english(name: str = "Actions") -> dict[str, str]:
    """Chinese words of a part of the program to English ones."""
    tree = ElementTree.parse(ROOT / "resources" / "i18n" / "onemap_en.ts")
    context = next(c for c in tree.iter("context") if c.findtext("name") == name)
    return {
        m.findtext("source") or "": m.findtext("translation") or "" for m in context.iter("message")
    }

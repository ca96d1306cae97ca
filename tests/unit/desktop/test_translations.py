"""Every word of the interface has an English one, and none is left over."""

from __future__ import annotations

import ast
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
TS = ROOT / "resources" / "i18n" / "onemap_en.ts"
HAN = re.compile(r"[\u4e00-\u9fff]")
HOLE = re.compile(r"{\w*}")


def _calls() -> Iterator[tuple[str, str]]:
    for path in (ROOT / "desktop").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call) or len(node.args) < 2:
                continue
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if name != "translate":
                continue
            context, text = node.args[:2]
            assert isinstance(context, ast.Constant), f"{path}:{node.lineno}"
            assert isinstance(text, ast.Constant), f"{path}:{node.lineno}"
            yield str(context.value), str(text.value)


def _messages() -> dict[tuple[str, str], ET.Element]:
    found = {}
    for context in ET.parse(TS).getroot().iter("context"):
        for message in context.iter("message"):
            key = context.findtext("name", ""), message.findtext("source", "")
            found[key] = message
    return found


SAID = sorted(set(_calls()))


def test_the_code_speaks() -> None:
    assert len(SAID) > 100


def test_every_text_of_the_code_is_in_the_translation() -> None:
    assert [key for key in SAID if key not in _messages()] == []


def test_the_translation_holds_nothing_the_code_no_longer_says() -> None:
    assert [key for key in _messages() if key not in SAID] == []


def test_every_translation_is_finished_and_english() -> None:
    wrong = []
    for key, message in _messages().items():
        translation = message.find("translation")
        text = "" if translation is None else translation.text or ""
        # The name of the other language is said in that language.
        own_name = key == ("Actions", "English")
        unfinished = translation is None or translation.get("type") is not None
        if unfinished or not text.strip() or (HAN.search(text) and not own_name):
            wrong.append((key, text))
    assert wrong == []


@pytest.mark.parametrize("key", SAID, ids=lambda key: f"{key[0]}-{key[1]}")
def test_a_translation_keeps_the_blanks_to_fill_in(key: tuple[str, str]) -> None:
    message = _messages().get(key)
    text = (message.findtext("translation") or "") if message is not None else ""

    assert set(HOLE.findall(text)) <= set(HOLE.findall(key[1]))

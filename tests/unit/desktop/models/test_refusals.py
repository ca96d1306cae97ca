"""Every refusal the server can send has words in both languages, filled with what it sends."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from desktop.language import Language
from desktop.models.refusals import refusal_text
from services.contract.wire import Refusal

Speak = Callable[[str], None]
SERVICES = Path(__file__).parents[4] / "services"
OF_ITSELF = {
    Path("breakers", "handlers.py"),
    Path("detect", "handlers.py"),
    Path("notify", "handlers.py"),
    Path("operations", "received.py"),
    Path("registers", "handlers.py"),
}
"""These decide on commands only the server itself gives; no desk ever hears their refusals."""
PLACE = {"Refused": 0, "Refusal": 0, "required": 1, "refusal": 1, "refuse_all": 1}
"""Which argument of these calls is the code."""


@pytest.fixture
def speak(qapp: QApplication) -> Iterator[Speak]:
    used: list[Language] = []

    def change(to: str) -> None:
        used.append(Language(qapp, to))
        used[-1].apply()

    yield change
    for language in used:
        language.current = "zh"
        language.apply()


def _sent() -> dict[str, set[str]]:
    """Every code with the parameters that always come with it."""
    found: dict[str, set[str]] = {}
    for file in SERVICES.rglob("*.py"):
        if file.relative_to(SERVICES) in OF_ITSELF:
            continue
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            place = PLACE.get(getattr(node.func, "id", getattr(node.func, "attr", "")))
            if place is None or len(node.args) <= place:
                continue
            code = node.args[place]
            if isinstance(code, ast.Constant) and isinstance(code.value, str):
                names = {keyword.arg for keyword in node.keywords if keyword.arg}
                found[code.value] = found.get(code.value, names) & names
    return found


SENT = _sent()


def test_the_codes_are_found() -> None:
    assert len(SENT) > 50
    assert {"case.already_closed", "command.denied", "store.busy", "text.too_long"} <= set(SENT)


@pytest.mark.parametrize("code", sorted(SENT))
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_refusal_has_words(speak: Speak, code: str, language: str) -> None:
    speak("zh")
    refusal = Refusal(code, "the server's own words", dict.fromkeys(SENT[code], "7"))
    chinese = refusal_text(refusal)
    assert chinese not in (refusal.text, code)
    if language == "en":
        speak("en")
        assert refusal_text(refusal) not in (refusal.text, code, chinese)
    assert "{" not in refusal_text(refusal)


def test_a_refusal_is_said_in_the_readers_language(speak: Speak) -> None:
    refusal = Refusal("case.already_closed", "already closed", {"by": "陈立"})
    assert refusal_text(refusal) == "案件已由 陈立 结案"
    speak("en")
    assert "陈立" in refusal_text(refusal)
    assert "案件" not in refusal_text(refusal)


def test_a_refusal_this_version_does_not_know_keeps_the_servers_words() -> None:
    assert refusal_text(Refusal("new.code", "so it is")) == "so it is"
    assert refusal_text(Refusal("new.code", "")) == "new.code"
    assert refusal_text(Refusal("case.already_closed", "closed")) == "closed"

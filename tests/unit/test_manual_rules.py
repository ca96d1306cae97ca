"""The pages of the rule editor and of the seat's load name every key and every figure."""

from __future__ import annotations

import pytest

from desktop.actions.catalogue import ActionText, load_actions, rule_actions
from desktop.models import seat_presenter
from desktop.models.rule_words import ORDER, label
from desktop.state.seat_load import SeatLoad
from tests.fakes import seat
from tests.fakes.town import NOW
from tests.unit.manual_pages import LANGUAGES, columns, english, section

both = pytest.mark.parametrize("language", LANGUAGES)
EXPLAINED_IN_PACKS = frozenset(
    {"of", "side", "within_s", "within_m", "max_gap_s", "per_s", "days", "min_readings",
     "min_spread", "resting_values", "class_code", "where"}
)  # fmt: skip
"""Fields of few kinds, and those a form only shows; the form itself says what they mean."""


def key_rows(text: str) -> list[list[str]]:
    lines = (line for line in text.splitlines() if line.startswith("| `"))
    return [[cell.strip() for cell in line.split("|")[1:3]] for line in lines]


def expected(actions: tuple[ActionText, ...], language: str) -> list[list[str]]:
    said = english() if language == "en" else {}
    return [[f"`{one.shortcut}`", said.get(one.text, one.text).rstrip("…")] for one in actions]


@both
def test_every_key_of_the_rule_editor_is_documented_and_no_other(language: str) -> None:
    title = "规则窗口的按键" if language == "zh" else "Keys of the rule editor"
    assert key_rows(section(language, "rules", title)) == expected(rule_actions(), language)


@both
def test_every_key_of_the_seat_load_is_documented_and_no_other(language: str) -> None:
    title = "最吵的十个" if language == "zh" else "The ten worst"
    assert key_rows(section(language, "seat-load", title)) == expected(load_actions(), language)


@both
def test_the_usual_fields_of_a_rule_are_explained(language: str) -> None:
    title = "改规则" if language == "zh" else "Change a rule"
    said = english("RuleWords") if language == "en" else {}
    wanted = {
        said.get(label(name), label(name)) for name in ORDER if name not in EXPLAINED_IN_PACKS
    }
    assert wanted <= set(columns(section(language, "rules", title), 1))


@both
def test_every_figure_of_the_seat_load_is_explained(language: str) -> None:
    load = SeatLoad()
    town = seat.noisy()
    load.rebuild(town.state)
    figures = seat_presenter.figures(load.report(town.state, NOW))
    title = "数字" if language == "zh" else "Figures"
    said = english("Seat") if language == "en" else {}
    named = columns(section(language, "seat-load", title), 1)
    assert [said.get(one.label, one.label) for one in figures] == named

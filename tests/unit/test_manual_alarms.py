"""The page of the alarm table names every key of its window and no other, and every column."""

from __future__ import annotations

import pytest

from desktop.actions.catalogue import alarm_actions
from desktop.views.alarms import words
from tests.unit.manual_pages import LANGUAGES, columns, english, section

both = pytest.mark.parametrize("language", LANGUAGES)


@both
def test_every_key_of_the_alarm_table_is_documented_and_no_other(language: str) -> None:
    said = english() if language == "en" else {}
    title = "告警表的按键" if language == "zh" else "Keys of the alarm table"
    lines = section(language, "alarms", title).splitlines()
    rows = [[c.strip() for c in line.split("|")[1:3]] for line in lines if line.startswith("| `")]
    expected = [
        [f"`{action.shortcut}`", said.get(action.text, action.text).rstrip("…")]
        for action in alarm_actions()
    ]
    assert sorted(rows) == sorted(expected)


@both
def test_every_column_is_explained(language: str) -> None:
    said = english("Alarms") if language == "en" else {}
    title = "看懂一行" if language == "zh" else "Reading a line"
    named = columns(section(language, "alarms", title), 1)
    assert [said.get(word, word) for word in words.columns().values()] == named[
        : len(words.columns())
    ]

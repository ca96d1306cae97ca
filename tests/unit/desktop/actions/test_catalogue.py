"""The catalogue of actions: each key means one thing in its window."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication

from desktop.actions.catalogue import (
    ROW_ACTIONS,
    SORTED_COLUMNS,
    ActionId,
    ActionText,
    alarm_actions,
    catalogue,
    load_actions,
    rule_actions,
)
from desktop.language import Language
from widgets.alarms.values import Column

Actions = Callable[[], tuple[ActionText, ...]]

WINDOWS: tuple[Actions, ...] = (catalogue, alarm_actions, rule_actions, load_actions)
of_every_window = pytest.mark.parametrize("actions", WINDOWS, ids=lambda one: one.__name__)


def _keys(actions: Actions) -> dict[ActionId, tuple[str, ...]]:
    return {action.id: action.keys or (action.shortcut,) for action in actions()}


@of_every_window
def test_every_key_means_one_thing_in_its_window(actions: Actions) -> None:
    keys = [QKeySequence(key).toString() for keys in _keys(actions).values() for key in keys]
    assert all(keys)
    assert len(keys) == len(set(keys))


@of_every_window
def test_every_action_stands_there_once_with_words(actions: Actions) -> None:
    ids = [action.id for action in actions()]
    assert len(ids) == len(set(ids))
    assert all(action.text for action in actions())


@of_every_window
def test_keys_are_the_same_in_both_languages(qapp: QApplication, actions: Actions) -> None:
    language = Language(qapp, "zh")
    before = _keys(actions)
    language.toggle()
    after = _keys(actions)
    language.toggle()
    assert before == after


def test_every_action_is_of_some_window() -> None:
    assert {action.id for of in WINDOWS for action in of()} == set(ActionId)


def test_an_action_is_called_the_same_wherever_it_is_offered() -> None:
    words: dict[ActionId, set[str]] = {}
    for of in WINDOWS:
        for action in of():
            words.setdefault(action.id, set()).add(action.text)
    assert {id: said for id, said in words.items() if len(said) > 1} == {}


def test_what_the_table_serves_itself_is_listed_with_its_key() -> None:
    assert {action.id for action in alarm_actions()} >= ROW_ACTIONS


def test_a_digit_sorts_by_a_column_that_is_there() -> None:
    assert len(Column) >= SORTED_COLUMNS

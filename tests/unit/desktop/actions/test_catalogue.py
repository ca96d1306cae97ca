"""The catalogue of actions: each key means one thing in its window."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from desktop.actions.catalogue import (
    ROW_ACTIONS,
    SORTED_COLUMNS,
    ActionText,
    alarm_actions,
    catalogue,
)
from widgets.alarms.values import Column

Actions = Callable[[], tuple[ActionText, ...]]


@pytest.mark.parametrize("actions", [catalogue, alarm_actions])
def test_every_key_means_one_thing(actions: Actions) -> None:
    keys = [key for action in actions() for key in (action.keys or (action.shortcut,))]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("actions", [catalogue, alarm_actions])
def test_every_action_stands_there_once_with_words(actions: Actions) -> None:
    ids = [action.id for action in actions()]
    assert len(ids) == len(set(ids))
    assert all(action.text for action in actions())


def test_what_the_table_serves_itself_is_listed_with_its_key() -> None:
    assert {action.id for action in alarm_actions()} >= ROW_ACTIONS


def test_a_digit_sorts_by_a_column_that_is_there() -> None:
    assert len(Column) >= SORTED_COLUMNS

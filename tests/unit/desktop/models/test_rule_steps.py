"""Undoing: a field typed into is one step, and going on forgets what was undone."""

from __future__ import annotations

from desktop.models.rule_draft import begin
from desktop.models.rule_steps import Steps
from tests.unit.desktop.models.test_rule_draft import rule, typed


def steps(*edits: tuple[str, str]) -> Steps:
    made = Steps(begin(rule()))
    for key, text in edits:
        made.take(typed(made.now, key, text), key)
    return made


def deadband(made: Steps) -> object:
    return made.now.values["deadband"]


def test_typing_in_one_field_is_one_step() -> None:
    made = steps(("deadband", "1"), ("deadband", "12"), ("off_delay_s", "60"))
    assert made.undo() and deadband(made) == 12
    assert made.undo() and deadband(made) == 3
    assert not made.undo() and not made.can_undo


def test_what_was_undone_can_be_done_again() -> None:
    made = steps(("deadband", "1"), ("off_delay_s", "60"))
    made.undo()
    made.undo()
    assert made.redo() and made.redo()
    assert made.now.values["off_delay_s"] == 60
    assert not made.redo()


def test_going_on_forgets_what_was_undone() -> None:
    made = steps(("deadband", "1"))
    made.undo()
    made.take(typed(made.now, "off_delay_s", "60"), "off_delay_s")
    assert not made.can_redo


def test_typing_after_an_undo_is_a_step_of_its_own() -> None:
    made = steps(("deadband", "1"))
    made.undo()
    made.take(typed(made.now, "deadband", "9"), "deadband")
    assert made.undo() and deadband(made) == 3


def test_an_edit_that_changes_nothing_is_no_step() -> None:
    assert not steps(("deadband", "3")).can_undo

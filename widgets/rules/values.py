"""What the parts of a rule editor are fed: frozen values, already decided and put into words.

Widgets never see rules or packs. Keys are opaque: a form answers with the key of what was edited.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from widgets.theme.tokens import Level


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One line of the list: a rule, or the heading over those of a pack."""

    id: str
    title: str
    subtitle: str = ""
    right: str = ""
    mark: str = ""
    """A word set apart, as for a rule that was changed."""
    levels: tuple[Level, ...] = ()
    is_heading: bool = False
    is_wrong: bool = False


class Editor(StrEnum):
    """How a field is edited."""

    NUMBER = "number"
    TEXT = "text"
    CHOICE = "choice"
    FLAG = "flag"
    FIXED = "fixed"


@dataclass(frozen=True, slots=True)
class FormField:
    """One field. `text` of a flag is "" or anything else; of a choice the value chosen."""

    key: str
    label: str
    editor: Editor
    text: str
    meaning: str = ""
    unit: str = ""
    range_text: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    problem: str = ""
    told: str = ""
    """What stood there before, where that is something else."""


@dataclass(frozen=True, slots=True)
class FormSection:
    """Fields under one title. With a `switch` the section can be turned off and on."""

    id: str
    title: str
    fields: tuple[FormField, ...] = ()
    level: Level = Level.NONE
    switch: bool | None = None
    note: str = ""
    problem: str = ""

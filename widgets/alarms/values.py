"""What the alarm table and the area panel are fed: frozen values, decided and worded already.

Widgets never see alerts; ids are opaque strings ("alert:…", "group:…", "held:…", "area:…").
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum, StrEnum

from widgets.theme.tokens import Level
from widgets.values import Age


class Column(IntEnum):
    """Columns of the alarm table, from the left."""

    LEVEL = 0
    STATE = 1
    AGE = 2
    TITLE = 3
    PLACE = 4
    PACK = 5
    VALUE = 6
    CAMERA = 7
    CASE = 8
    BY = 9


NOTE_FROM = Column.CAMERA
"""From here on a line with a note says the note instead of its columns."""


class AlarmMark(StrEnum):
    """The symbol beside the word of an ISA-18.2 state."""

    NONE = ""
    UNACKNOWLEDGED = "unacknowledged"
    ACKNOWLEDGED = "acknowledged"
    RETURNED = "returned"
    SHELVED = "shelved"
    SUPPRESSED = "suppressed"
    OUT_OF_SERVICE = "out_of_service"
    OVER = "over"
    REFUSED = "refused"
    """Of a command; the state is as it was."""


class Sending(StrEnum):
    """How it stands with the command given last about a line."""

    NONE = ""
    PENDING = "pending"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class AlarmLine:
    """One line of the alarm table: an alert, the head of a group, or the fold of what is held.

    `depth` is how far it stands in. `is_expanded` is None for a line that cannot be opened.
    A line that is over stays where it was read until the table is put in order again.
    """

    id: str
    level: Level = Level.NONE
    mark: AlarmMark = AlarmMark.NONE
    state: str = ""
    age: str = ""
    title: str = ""
    place: str = ""
    pack: str = ""
    value: str = ""
    camera: str = ""
    case: str = ""
    by: str = ""
    note: str = ""
    count: int = 1
    """How many alerts it stands for."""
    depth: int = 0
    is_expanded: bool | None = None
    is_unanswered: bool = False
    is_held: bool = False
    is_over: bool = False
    sending: Sending = Sending.NONE

    def text(self, column: Column) -> str:
        """What stands in a column."""
        return (
            str(self.count) if self.count > 1 else "",
            self.state,
            self.age,
            self.title,
            self.place,
            self.pack,
            self.value,
            self.camera,
            self.case,
            self.by,
        )[column]


@dataclass(frozen=True, slots=True)
class Choice:
    """One entry of a filter: its id, its words, how many alerts it would show (None: not said)."""

    id: str
    text: str
    count: int | None = None
    is_on: bool = False
    level: Level = Level.NONE
    tip: str = ""


@dataclass(frozen=True, slots=True)
class AreaTile:
    """One tile of the area panel.

    `level` is the worst of its alerts, `unanswered` how many of them nobody has acknowledged.
    `age` is that of its newest reading; stale when its sensors are silent, `age.text` is empty
    where there are none.
    """

    id: str
    name: str
    level: Level = Level.NONE
    unanswered: int = 0
    unanswered_text: str = ""
    count_text: str = ""
    age: Age = field(default_factory=Age)
    is_town: bool = False


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing known of an alert: what it is called, and what it is."""

    label: str
    text: str
    is_bad: bool = False


@dataclass(frozen=True, slots=True)
class AlarmMore:
    """What stands between the heading of an alert and its chronology."""

    facts: tuple[Fact, ...] = ()
    guidance: str = ""
    link_text: str = ""
    link: str = ""
    """Where the guidance can be read in full; emitted, never opened here."""

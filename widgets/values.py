"""What widgets are fed: frozen values with everything already decided and formatted.

Widgets never see cases, alerts or sockets. A presenter turns domain state into these and widgets
answer with signals that carry ids. Ids are opaque strings ("alert:…", "case:…", "asset:…").
"""

from __future__ import annotations

from dataclasses import dataclass, field

from widgets.theme.tokens import Level


@dataclass(frozen=True, slots=True)
class Age:
    """How old a value is: text already formatted for the reader, and whether it is too old."""

    text: str = ""
    stale: bool = False


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One line of the case queue or the alarm list."""

    id: str
    level: Level
    title: str
    subtitle: str
    right: str
    right_sub: str
    pending: bool = False
    overdue: bool = False
    unacknowledged: bool = False


@dataclass(frozen=True, slots=True)
class RowEdit:
    """One step from one order of queue rows to the next; edits apply one after the other.

    Both places are of the step itself: `source` before the row is taken away (-1: it is new),
    `target` after it is put (-1: it stays away).
    """

    source: int
    target: int
    row: QueueRow | None = None


@dataclass(frozen=True, slots=True)
class StageCount:
    """A figure of the stage strip above the queue."""

    id: str
    text: str
    count: int
    current: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of the strip above the map: value, unit, what it is, how old it is."""

    id: str
    label: str
    value: str
    unit: str = ""
    note: str = ""
    level: Level = Level.NONE
    stale: bool = False


@dataclass(frozen=True, slots=True)
class Tile:
    """A camera alert tile. `image` is the encoded still (JPEG or PNG), empty while none came."""

    id: str
    name: str
    level: Level
    time: str
    age: Age
    overlay: str = ""
    mark: str = ""
    image: bytes = b""
    image_key: str = ""
    state: str = "ready"
    """One of ready, loading, stale, offline, denied."""


@dataclass(frozen=True, slots=True)
class Threshold:
    """A horizontal line of a chart, in the chart's unit."""

    value: float
    level: Level
    text: str


@dataclass(frozen=True, slots=True)
class Series:
    """One chart: times in seconds of the town's clock (local), values in `unit`.

    `bars` is a second series drawn from the top (rain), same time base, in `bars_unit`.
    """

    id: str
    title: str
    unit: str
    times: tuple[float, ...] = ()
    values: tuple[float, ...] = ()
    thresholds: tuple[Threshold, ...] = ()
    bar_times: tuple[float, ...] = ()
    bars: tuple[float, ...] = ()
    bars_unit: str = ""
    latest: str = ""
    level: Level = Level.NONE
    age: Age = field(default_factory=Age)
    note: str = ""


@dataclass(frozen=True, slots=True)
class StatusItem:
    """A word of the status bar. `tone` is one of quiet, good, warn, bad."""

    id: str
    text: str
    tone: str = "quiet"


@dataclass(frozen=True, slots=True)
class Action:
    """A button of the detail panel: an id of the action catalogue, its text and shortcut.

    A disabled action says why in `why_not`.
    """

    id: str
    text: str
    shortcut: str = ""
    enabled: bool = True
    why_not: str = ""
    primary: bool = False


@dataclass(frozen=True, slots=True)
class LogLine:
    """One line of a chronology."""

    time: str
    text: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Detail:
    """What is known of the selected thing and what may be done with it now."""

    id: str
    level: Level
    title: str
    subtitle: str
    clock: str = ""
    clock_label: str = ""
    steps: tuple[LogLine, ...] = ()
    actions: tuple[Action, ...] = ()
    log: tuple[LogLine, ...] = ()

"""What the alarm table lists and in which order, and what has come since it was put in order.

The lines stay as they were put until somebody asks, or nobody is reading: what came meanwhile is
counted. Pure; knows no widget.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from desktop.models.alarm_arrange import FIRST_ORDER, GROUP, Sort, flat, grouped, resorted
from desktop.models.alarm_columns import AlarmColumns
from desktop.models.alarm_filter import AlarmFilter, mask
from services.contract.model import OPEN_STATES, Level

QUIET_MS = 10_000
"""After this time without a hand on the table, and with nothing chosen, it follows by itself."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """What the lines shown do not show yet."""

    count: int = 0
    """New alerts."""
    level: Level = Level.NONE
    """The worst of them."""
    is_out_of_order: bool = False
    """Lines would stand elsewhere, or would be gone."""


@dataclass(frozen=True, slots=True)
class Hidden:
    """What the filter leaves out though it is open."""

    count: int = 0
    level: Level = Level.NONE
    """The worst of them."""


class Listing:
    """Filter, order and folds, and the lines put by them last."""

    def __init__(self) -> None:
        self.wanted = AlarmFilter()
        self.sorts: tuple[Sort, ...] = FIRST_ORDER
        self.is_grouped = True
        self.expanded: set[str] = set()
        self.lines: list[str] = []
        self._known: frozenset[str] = frozenset()

    def settle(self, columns: AlarmColumns) -> list[str]:
        """Put everything in order now; answers the lines."""
        self._known = frozenset(self._alerts(columns))
        self.lines = self._arrange(columns)
        return self.lines

    def fold(self, columns: AlarmColumns, line: str, *, is_open: bool) -> list[str]:
        """Open or close one line; the others stay where they are."""
        (self.expanded.add if is_open else self.expanded.discard)(line)
        whole = self._arrange(columns)
        place = {id: at for at, id in enumerate(whole)}
        held = set(self.lines)
        if line not in place or line not in held:
            return self.settle(columns)
        at = self.lines.index(line)
        if is_open:
            below = place[line] + 1
            end = next((n for n in range(below, len(whole)) if whole[n] in held), len(whole))
            self.lines[at + 1 : at + 1] = whole[below:end]
        else:
            kept = set(whole)
            end = at + 1
            while end < len(self.lines) and self.lines[end] not in kept:
                end += 1
            del self.lines[at + 1 : end]
        return self.lines

    def waiting(self, columns: AlarmColumns) -> Waiting:
        """What has come since the lines were put."""
        shown = set(self.lines)
        fresh = [id for id in self._alerts(columns) if id not in self._known]
        if self.is_grouped:
            fresh = [id for id in fresh if f"{GROUP}{_group(columns, id)}" not in shown]
        worst = max((int(columns.level[columns.slot(id)]) for id in fresh), default=0)
        now = self._arrange(columns)
        there = set(now)
        stay = [id for id in now if id in shown]
        return Waiting(
            len(fresh),
            Level(worst),
            stay != [id for id in self.lines if id in there] or not shown <= there,
        )

    def hidden(self, columns: AlarmColumns) -> Hidden:
        """What is open and not asked for: it is never left out in silence."""
        left_out = columns.is_state(OPEN_STATES) & ~mask(columns, self.wanted)
        worst = columns.level[left_out].max(initial=0)
        return Hidden(int(left_out.sum()), Level(int(worst)))

    def sort_by(self, column: str, *, adding: bool) -> None:
        """Take a click on a head."""
        self.sorts = resorted(self.sorts, column, adding=adding)

    def ask(self, wanted: AlarmFilter) -> None:
        """Take another filter."""
        self.wanted = wanted

    @property
    def is_filtered(self) -> bool:
        """Whether anything is left out that is open."""
        return self.wanted != AlarmFilter()

    def look_for(self, text: str) -> None:
        """Take other words."""
        self.wanted = replace(self.wanted, text=text.strip())

    def _alerts(self, columns: AlarmColumns) -> list[str]:
        return [columns.ids[slot] for slot in mask(columns, self.wanted).nonzero()[0].tolist()]

    def _arrange(self, columns: AlarmColumns) -> list[str]:
        columns.tidy()
        shown = mask(columns, self.wanted)
        if self.is_grouped:
            return grouped(columns, shown, self.sorts, self.expanded)
        return flat(columns, shown, self.sorts)


def _group(columns: AlarmColumns, id: str) -> str:
    return columns.word("group", columns.slot(id))


def is_following(*, is_at_top: bool, has_chosen: bool, is_asking: bool, quiet_ms: float) -> bool:
    """Whether the table may put itself in order: nobody is reading it.

    Something chosen or marked, an open dialog, a table scrolled away from its top and a hand that
    was on it a moment ago each say that somebody is.
    """
    return is_at_top and not has_chosen and not is_asking and quiet_ms >= QUIET_MS

"""The order of the alarm table: sorted by several columns, flat or folded into groups.

Pure: columns and wishes in, ids of lines out. An alert's line has the alert's id, a group's line
`group:` and its key, the fold of what a group silences `held:` and its key.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Set
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from desktop.models.alarm_columns import AlarmColumns, Mask, Slots
from services.contract.model import AlertState

GROUP: Final = "group:"
HELD: Final = "held:"
_SUPPRESSED: Final = frozenset({AlertState.SUPPRESSED})
_WORST_FIRST: Final = frozenset({"level"})
"""Columns of which the greatest stands first when nothing else is said."""


class Sort(NamedTuple):
    """One column to sort by."""

    column: str
    """level, rank, since_ms, value, or a column of words."""
    descending: bool = False


FIRST_ORDER: Final = (Sort("level", True), Sort("rank"), Sort("since_ms", True))
"""Worst first, then what nobody has acknowledged, then the newest."""


def resorted(before: tuple[Sort, ...], column: str, *, adding: bool) -> tuple[Sort, ...]:
    """What a click on a head makes of the order: by this column, the other way round the second
    time, as asked at first the third. `adding` keeps the columns before it."""
    held = next((sort for sort in before if sort.column == column), None)
    natural = column in _WORST_FIRST or column == "since_ms"
    if adding:
        if held is None:
            return (*before, Sort(column, natural))
        turned = Sort(column, not held.descending)
        return tuple(turned if sort is held else sort for sort in before)
    if before[:1] == (held,) and held is not None:
        is_turned = held.descending is not natural
        return FIRST_ORDER if is_turned else (Sort(column, not natural),)
    return (Sort(column, natural),)


def order(columns: AlarmColumns, shown: Mask, sorts: tuple[Sort, ...]) -> Slots:
    """The slots of `shown`, sorted; what is equal stands worst and newest first, then by slot."""
    slots = np.flatnonzero(shown)
    keys: list[NDArray[np.float64] | NDArray[np.int64]] = [slots.astype(np.int64)]
    for sort in reversed((*sorts, *(each for each in FIRST_ORDER if each not in sorts))):
        key = _key(columns, sort.column)[slots]
        keys.append(-key if sort.descending else key)
    return slots[np.lexsort(keys)]


def _key(columns: AlarmColumns, column: str) -> NDArray[np.int64] | NDArray[np.float64]:
    if column in columns.text:
        return columns.words[column].ranks()[columns.text[column]]
    found: NDArray[np.int64] | NDArray[np.float64] = getattr(columns, column)
    return found


def flat(columns: AlarmColumns, shown: Mask, sorts: tuple[Sort, ...]) -> list[str]:
    """A line an alert."""
    ids = columns.ids
    return [ids[slot] for slot in order(columns, shown, sorts).tolist()]


def grouped(
    columns: AlarmColumns, shown: Mask, sorts: tuple[Sort, ...], expanded: Set[str]
) -> list[str]:
    """A line a group, where the first of its alerts would stand; one alone stands for itself.

    What a group silences is counted in its line and listed in a fold below its members.
    """
    ids = columns.ids
    members: dict[int, list[int]] = defaultdict(list)
    group = columns.text["group"]
    sorted_slots = order(columns, shown, sorts)
    for slot, key in zip(sorted_slots.tolist(), group[sorted_slots].tolist(), strict=True):
        members[key].append(slot)
    silenced = _silenced(columns, shown, members)
    words = columns.words["group"].words
    lines: list[str] = []
    for key, slots in members.items():
        held = silenced.get(key, ())
        if len(slots) == 1 and not held:
            lines.append(ids[slots[0]])
            continue
        line = f"{GROUP}{words[key]}"
        lines.append(line)
        if line not in expanded:
            continue
        lines += [ids[slot] for slot in slots]
        if held:
            fold = f"{HELD}{words[key]}"
            lines.append(fold)
            if fold in expanded:
                lines += [ids[slot] for slot in held]
    return lines


def _silenced(
    columns: AlarmColumns, shown: Mask, members: dict[int, list[int]]
) -> dict[int, list[int]]:
    """Suppressed alerts that are not shown themselves, by a group that is."""
    found: dict[int, list[int]] = defaultdict(list)
    group = columns.text["group"]
    slots = np.flatnonzero(columns.is_state(_SUPPRESSED) & ~shown)
    for slot in order(columns, _only(len(shown), slots), FIRST_ORDER).tolist():
        key = int(group[slot])
        if key in members:
            found[key].append(slot)
    return found


def _only(length: int, slots: Slots) -> Mask:
    made = np.zeros(length, np.bool_)
    made[slots] = True
    return made

"""When alerts asked for somebody's attention, read from their own chronology.

An alert is annunciated when it is raised, when its level rises, and when it comes back to the
list while its condition stands. What was held just then (shelved, suppressed, out of service)
asked nobody and does not count (EEMUA 191 counts what the operator is presented with).
"""

from __future__ import annotations

from collections.abc import Iterable

from services.contract.model import LogEntry

_RAISES = frozenset({"AlertRaised", "AlertLevelRaised"})
_HOLDS = frozenset({"AlertShelved", "AlertSuppressed", "TakenOutOfService"})
_FREES = frozenset({"AlertUnshelved", "AlertReleased", "ReturnedToService"})
_ENDS = frozenset({"AlertReturnedToNormal", "AlertReset"})


def annunciations(log: Iterable[LogEntry]) -> tuple[int, ...]:
    """Times in ms, in order. A log that begins in the middle is taken to begin unheld."""
    lines = tuple(log)
    found: list[int] = []
    held = gone = False
    for place, line in enumerate(lines):
        if line.what in _RAISES:
            gone = False
            if not held and not _held_at_once(lines, place):
                found.append(line.at_ms)
        elif line.what in _HOLDS:
            # What had returned ends when it is taken out of service: nothing is left to hold.
            held = not (gone and line.what == "TakenOutOfService")
        elif line.what in _FREES:
            if held and not gone:
                found.append(line.at_ms)
            held = False
        elif line.what in _ENDS:
            gone = True
            # A shelf outlasts the condition; nothing else that holds does.
            held = held and line.what != "AlertReset" and _on_shelf(lines[:place])
    return tuple(found)


def _held_at_once(lines: tuple[LogEntry, ...], place: int) -> bool:
    """Whether the line after a raising says that it was held from the beginning: both are of one
    decision. What the server held a moment later was shown for that moment."""
    if place + 1 == len(lines):
        return False
    now, after = lines[place], lines[place + 1]
    same = (after.at_ms, after.actor) == (now.at_ms, now.actor)
    return same and after.what in _HOLDS - {"AlertShelved"}


def _on_shelf(lines: tuple[LogEntry, ...]) -> bool:
    """Whether the last thing that held or freed it was a shelf."""
    last = next((line.what for line in reversed(lines) if line.what in _HOLDS | _FREES), "")
    return last == "AlertShelved"

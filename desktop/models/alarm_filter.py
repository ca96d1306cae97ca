"""Which alerts the table shows: states, levels, pack, neighbourhood, words, mine.

Pure: answers masks over the columns; knows no widget.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Final

import numpy as np

from desktop.models.alarm_columns import AlarmColumns, Mask, Words
from desktop.models.alarm_facts import RANK
from services.contract.model import OPEN_STATES, AlertState, Level

LEVELS: Final = (Level.RED, Level.ORANGE, Level.YELLOW, Level.BLUE)
STATES: Final = tuple(state for state in RANK if state is not AlertState.NORMAL)
_READ: Final = ("title", "place", "pack", "camera", "case", "by")
"""Columns in which words are looked for."""


@dataclass(frozen=True, slots=True)
class AlarmFilter:
    """What is asked for; as it is made, everything that is open.

    No level, pack or area means every one. `pack` and `area` are words and ids as the columns
    hold them.
    """

    states: frozenset[AlertState] = field(default=OPEN_STATES)
    levels: frozenset[Level] = frozenset()
    pack: str = ""
    area: str = ""
    text: str = ""
    mine: bool = False

    def with_state(self, state: AlertState) -> AlarmFilter:
        """With this state taken in, or left out; the last one stays."""
        after = self.states ^ {state}
        return replace(self, states=after) if after else self

    def with_level(self, level: Level) -> AlarmFilter:
        """With this level taken in, or left out."""
        return replace(self, levels=self.levels ^ {level})


def mask(columns: AlarmColumns, wanted: AlarmFilter) -> Mask:
    """By slot: whether the row is asked for."""
    found = columns.is_state(wanted.states) & _place_and_pack(columns, wanted)
    if wanted.levels:
        found &= np.isin(columns.level, [int(level) for level in wanted.levels])
    return found


def _place_and_pack(columns: AlarmColumns, wanted: AlarmFilter) -> Mask:
    found = columns.used.copy()
    if wanted.pack:
        found &= columns.holds("pack", partial(_is, wanted.pack))
    if wanted.area:
        found &= columns.holds("area", partial(_is, wanted.area))
    if wanted.mine:
        found &= columns.mine
    for word in wanted.text.split():
        said = np.zeros(len(columns.used), np.bool_)
        for name in _READ:
            said |= columns.holds(name, partial(_holding, word))
        found &= said
    return found


def _is(word: str, words: Words) -> Mask:
    return np.fromiter((each == word for each in words.words), np.bool_, len(words.words))


def _holding(text: str, words: Words) -> Mask:
    return words.holding(text)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many each choice of a filter would show, with the others as they are."""

    states: dict[AlertState, int]
    levels: dict[Level, int]
    packs: dict[str, int]
    areas: dict[str, int]


def counts(columns: AlarmColumns, wanted: AlarmFilter) -> Counts:
    """The figures on the choices."""
    rest = _place_and_pack(columns, wanted)
    in_state = columns.is_state(wanted.states)
    in_level = np.ones(len(columns.used), np.bool_)
    if wanted.levels:
        in_level = np.isin(columns.level, [int(level) for level in wanted.levels])
    by_rank = np.bincount(columns.rank[rest & in_level], minlength=len(RANK))
    by_level = np.bincount(columns.level[rest & in_state], minlength=len(Level))
    shown = in_state & in_level
    return Counts(
        {state: int(by_rank[RANK[state]]) for state in STATES},
        {level: int(by_level[int(level)]) for level in LEVELS},
        _tally(columns, "pack", shown),
        _tally(columns, "area", shown),
    )


def _tally(columns: AlarmColumns, name: str, shown: Mask) -> dict[str, int]:
    words = columns.words[name].words
    found = Counter(columns.text[name][shown].tolist())
    return {words[number]: count for number, count in found.items()}

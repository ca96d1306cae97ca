"""Every active alert in columns, so that ten thousand are sorted and filtered in a few ms.

Owns the columns and which row of them an id has; must not know the state nor what is shown.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from desktop.models.alarm_facts import RANK, Facts
from services.contract.model import AlertState

Slots = NDArray[np.intp]
Mask = NDArray[np.bool_]
TEXTS: Final = ("title", "place", "area", "pack", "camera", "case", "by", "group")
"""Columns of words: kept as numbers of words, because most words stand in many rows."""
_FIRST_ROOM: Final = 256
_SLACK: Final = 4
"""So many words a row, and those left over are forgotten."""


class Words:
    """Words by number, in the order they were first said."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self._numbers: dict[str, int] = {}
        self._ranks: NDArray[np.int64] = np.zeros(0, np.int64)

    def number(self, word: str) -> int:
        """Its number, a new one when it is new."""
        found = self._numbers.get(word)
        if found is None:
            found = self._numbers[word] = len(self.words)
            self.words.append(word)
        return found

    def ranks(self) -> NDArray[np.int64]:
        """By number: its place in the alphabet, the empty word last."""
        if len(self._ranks) != len(self.words):
            order = sorted(range(len(self.words)), key=lambda n: (not self.words[n], self.words[n]))
            ranks = np.zeros(len(order), np.int64)
            ranks[order] = np.arange(len(order))
            self._ranks = ranks
        return self._ranks

    def holding(self, text: str) -> Mask:
        """By number: whether the word holds `text`, in any case."""
        wanted = text.casefold()
        return np.fromiter(
            (wanted in word.casefold() for word in self.words), np.bool_, len(self.words)
        )


class AlarmColumns:
    """Rows by id. A row that is free is not `used`."""

    def __init__(self) -> None:
        self.ids: list[str] = []
        """By slot; "" for a free one."""
        self.used: Mask = np.zeros(0, np.bool_)
        self.level: NDArray[np.int64] = np.zeros(0, np.int64)
        self.rank: NDArray[np.int64] = np.zeros(0, np.int64)
        """Of the state, as `RANK` has them."""
        self.since_ms: NDArray[np.int64] = np.zeros(0, np.int64)
        self.value: NDArray[np.float64] = np.zeros(0, np.float64)
        self.mine: Mask = np.zeros(0, np.bool_)
        self.text: dict[str, NDArray[np.int64]] = {name: np.zeros(0, np.int64) for name in TEXTS}
        self.words: dict[str, Words] = {name: Words() for name in TEXTS}
        self._slots: dict[str, int] = {}
        self._free: list[int] = []

    def __len__(self) -> int:
        return len(self._slots)

    def __contains__(self, id: str) -> bool:
        return id in self._slots

    def slot(self, id: str) -> int:
        """Where it is. Raises KeyError for an id that is not here."""
        return self._slots[id]

    def put(self, id: str, row: Facts, group: str, *, mine: bool) -> None:
        """Take a row, or what became of it."""
        slot = self._slots.get(id)
        if slot is None:
            slot = self._take(id)
        self.level[slot] = int(row.level)
        self.rank[slot] = RANK[row.state]
        self.since_ms[slot] = row.since_ms
        self.value[slot] = row.value
        self.mine[slot] = mine
        for name in TEXTS[:-1]:
            self.text[name][slot] = self.words[name].number(getattr(row, name))
        self.text["group"][slot] = self.words["group"].number(group)

    def drop(self, id: str) -> None:
        """Let a row go; nothing happens to one that is not here."""
        slot = self._slots.pop(id, None)
        if slot is not None:
            self.used[slot] = False
            self.rank[slot] = 0
            self.ids[slot] = ""
            self._free.append(slot)

    def tidy(self) -> None:
        """Forget words that no row says any more, when there are many: titles hold figures, so
        that a long day says more and more of them."""
        for name, words in self.words.items():
            if len(words.words) > _SLACK * (len(self) + _FIRST_ROOM):
                self._repack(name)

    def _repack(self, name: str) -> None:
        before, after = self.words[name].words, Words()
        column = self.text[name]
        for slot in np.flatnonzero(self.used).tolist():
            column[slot] = after.number(before[column[slot]])
        column[~self.used] = 0
        after.number("")
        self.words[name] = after

    def is_state(self, states: frozenset[AlertState]) -> Mask:
        """By slot: used, and in one of these states."""
        wanted = np.zeros(len(RANK), np.bool_)
        wanted[[RANK[state] for state in states]] = True
        return np.asarray(self.used & wanted[self.rank])

    def holds(self, name: str, test: Callable[[Words], Mask]) -> Mask:
        """By slot: whether its word in a column is one for which `test` says yes."""
        words = self.words[name]
        if not words.words:
            return np.zeros(len(self.used), np.bool_)
        return np.asarray(test(words)[self.text[name]])

    def word(self, name: str, slot: int) -> str:
        """The word of a row in a column."""
        return self.words[name].words[int(self.text[name][slot])]

    def _take(self, id: str) -> int:
        if not self._free:
            self._grow()
        slot = self._free.pop()
        self._slots[id] = slot
        self.ids[slot] = id
        self.used[slot] = True
        return slot

    def _grow(self) -> None:
        held = len(self.ids)
        room = max(_FIRST_ROOM, 2 * held)
        self.ids += [""] * (room - held)
        self.used = _wide(self.used, room)
        self.level = _wide(self.level, room)
        self.rank = _wide(self.rank, room)
        self.since_ms = _wide(self.since_ms, room)
        self.value = _wide(self.value, room)
        self.mine = _wide(self.mine, room)
        self.text = {name: _wide(column, room) for name, column in self.text.items()}
        # The lowest first: a table that is filled once lies in its order.
        self._free += range(room - 1, held - 1, -1)


def _wide(column: NDArray[Any], room: int) -> NDArray[Any]:
    after = np.zeros(room, column.dtype)
    after[: len(column)] = column
    return after

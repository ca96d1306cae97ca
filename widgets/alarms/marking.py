"""Which lines of a table are marked, by id and in the order in which they were. Pure."""

from __future__ import annotations

from collections.abc import Sequence


class Marks:
    """Every change answers whether it was one."""

    def __init__(self) -> None:
        self.ids: dict[str, None] = {}
        """The marked ones; a dict keeps their order. Read only."""

    def take(self, ids: dict[str, None]) -> bool:
        """Mark these and no others."""
        is_changed = ids.keys() != self.ids.keys()
        self.ids = ids
        return is_changed

    def toggle(self, id: str) -> bool:
        """Mark one, or unmark it."""
        after = dict(self.ids)
        if id in after:
            del after[id]
        else:
            after[id] = None
        return self.take(after)

    def add(self, ids: Sequence[str], start: int, end: int) -> bool:
        """Mark all from one row to another, whichever is higher."""
        low, high = sorted((start, end))
        return self.take(self.ids | dict.fromkeys(ids[low : high + 1]))

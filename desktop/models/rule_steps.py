"""Undoing and doing again: drafts one after the other. Typing in one field is one step."""

from __future__ import annotations

from typing import Final

from desktop.models.rule_draft import Draft

MOST: Final = 200


class Steps:
    """The draft of now, those before it and those undone."""

    def __init__(self, draft: Draft) -> None:
        self._before: list[Draft] = []
        self._after: list[Draft] = []
        self._now = draft
        self._key = ""

    @property
    def now(self) -> Draft:
        """The draft as it stands."""
        return self._now

    @property
    def can_undo(self) -> bool:
        return bool(self._before)

    @property
    def can_redo(self) -> bool:
        return bool(self._after)

    def take(self, draft: Draft, key: str = "") -> None:
        """Go on from here. Several steps in a row with the same key, not "", are one."""
        if draft.values == self._now.values:
            self._now = draft
            return
        if not key or key != self._key:
            self._before = [*self._before, self._now][-MOST:]
        self._after = []
        self._now, self._key = draft, key

    def put(self, draft: Draft) -> None:
        """The same step said otherwise, as when the server has found something in it."""
        self._now = draft

    def undo(self) -> bool:
        """One step back; whether there was one."""
        if not self._before:
            return False
        self._after.append(self._now)
        self._now, self._key = self._before.pop(), ""
        return True

    def redo(self) -> bool:
        """One step forth again; whether there was one."""
        if not self._after:
            return False
        self._before.append(self._now)
        self._now, self._key = self._after.pop(), ""
        return True

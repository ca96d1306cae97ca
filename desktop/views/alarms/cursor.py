"""Where the cursor of the alarm table stands when nobody has put it anywhere.

Knows the view's cursor and the lines by id; neither what they say nor why they are in order.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from desktop.models.alarm_arrange import GROUP
from desktop.models.alarm_facts import ALERT
from widgets.alarms.view import AlarmView


class Cursor:
    """Gives the cursor to the worst line once, and keeps it on its alert through other lines."""

    def __init__(self, view: AlarmView) -> None:
        self._view = view
        self._given = ""
        self._is_done = False

    @property
    def is_chosen(self) -> bool:
        """Whether somebody put it where it stands, or marked lines."""
        return self._view.current_id() != self._given or bool(self._view.marks())

    def take(self) -> None:
        """Somebody has put it somewhere, or taken it away."""
        self._given = ""
        self._is_done = True

    def give(self, lines: Sequence[str]) -> bool:
        """Put it on the first of the first lines there are; answers whether it was put.

        Only once: it never jumps to another line under a hand about to press a key.
        """
        if self._is_done or not lines:
            return False
        self._is_done = True
        if self._view.current_id():
            return False
        self._given = lines[0]
        self._view.set_current(lines[0])
        return True

    def follow(self, alert: str, key: str, lines: Collection[str]) -> bool:
        """Put it on the group of an alert, else on the alert; answers whether it was put."""
        found = (id for id in (f"{GROUP}{key}", f"{ALERT}{alert}") if id in lines)
        wanted = next(found, "")
        if not wanted or wanted == self._view.current_id():
            return False
        if self._view.current_id() == self._given:
            self._given = wanted
        self._view.set_current(wanted)
        return True

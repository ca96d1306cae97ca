"""The windows beside the wall: the rule editor, the seat's load, the alarm table and the board.

They are built closed, follow the same store by the same feed, and close with the wall.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from desktop.actions.catalogue import ActionId
from desktop.composition.parts import Parts
from desktop.link.rulebook import RulebookDoor
from desktop.media.stills import StillLoader
from desktop.views.alarms.alarms import Alarms
from desktop.views.load.desk import LoadDesk
from desktop.views.reference import Reference
from desktop.views.rules.book import Spawn
from desktop.views.rules.desk import RuleDesk


class Beside:
    """`doors` opens each window by the action that asks for it."""

    def __init__(
        self,
        parts: Parts,
        book: RulebookDoor,
        spawn: Spawn,
        stills: StillLoader,
        reference: Reference,
    ) -> None:
        store, feed, send, zone = parts.store, parts.feed, parts.send, parts.zone
        self.rules = RuleDesk(store, feed, send, book, spawn, zone, parts.window)
        self.load = LoadDesk(store, feed, send, zone, parts.window)
        self.alarms = Alarms(store, feed, send, stills.stills, zone, parts.window)
        self.doors: dict[str, Callable[[], QWidget]] = {
            ActionId.RULES: self.rules.open,
            ActionId.LOAD: self.load.open,
            ActionId.ALARMS: self.alarms.show_table,
            ActionId.AREA_BOARD: self.alarms.show_board,
        }
        self._connect(parts, stills, reference)

    def _connect(self, parts: Parts, stills: StillLoader, reference: Reference) -> None:
        wall, alarms = parts.wall, self.alarms
        for desk in (self.rules, self.load, alarms):
            desk.asked.connect(wall.perform)
        for asking in (self.load, alarms):
            asking.rule_asked.connect(self.rules.edit)
        self.rules.help_asked.connect(reference.show_rule_keys)
        self.load.help_asked.connect(reference.show_load_keys)
        alarms.help_asked.connect(reference.show_alarm_keys)
        alarms.selected.connect(wall.select)
        alarms.located.connect(wall.show_on_map)
        alarms.stills_asked.connect(stills.want)
        alarms.link_asked.connect(reference.open_link)
        parts.window.closed.connect(self.close)

    def show_stills(self) -> None:
        """Pictures of cameras have come."""
        self.alarms.show_stills()

    def set_words(self) -> None:
        """Say everything anew, as after a change of language."""
        self.rules.set_words()
        self.load.set_words()
        self.alarms.set_words()

    def close(self) -> None:
        """Close what is open."""
        self.rules.close()
        self.load.close()
        self.alarms.close()

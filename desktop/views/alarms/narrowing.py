"""Turns what is asked for at the filter bar into the listing's filter; shows no line itself."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from desktop.models.alarm_filter import AlarmFilter
from desktop.models.alarm_listing import Listing
from services.contract.model import AlertState, Level
from widgets.alarms.filter_bar import FilterBar


class Narrowing(QObject):
    """`changed()` when another filter is in force."""

    changed = Signal()

    def __init__(self, bar: FilterBar, listing: Listing) -> None:
        super().__init__(bar)
        self._bar = bar
        self._listing = listing
        bar.text_asked.connect(self._on_text)
        bar.state_asked.connect(self._on_state)
        bar.level_asked.connect(self._on_level)
        bar.pack_asked.connect(self._on_pack)
        bar.area_asked.connect(self.show_area)
        bar.mine_asked.connect(self._on_mine)
        bar.all_asked.connect(self.show_all)

    def ask(self, wanted: AlarmFilter) -> None:
        """Ask for this."""
        self._listing.ask(wanted)
        self._bar.set_text(wanted.text)
        self.changed.emit()

    def show_area(self, area: str) -> None:
        """Ask for one neighbourhood; an empty id asks for all."""
        self.ask(replace(self._listing.wanted, area=area))

    def show_all(self) -> None:
        """Ask for everything that is open."""
        self.ask(AlarmFilter())

    def _on_text(self, text: str) -> None:
        self._listing.look_for(text)
        self.changed.emit()

    def _on_state(self, state: str) -> None:
        self.ask(self._listing.wanted.with_state(AlertState(state)))

    def _on_level(self, level: str) -> None:
        self.ask(self._listing.wanted.with_level(Level(int(level))))

    def _on_pack(self, pack: str) -> None:
        self.ask(replace(self._listing.wanted, pack=pack))

    def _on_mine(self) -> None:
        self.ask(replace(self._listing.wanted, mine=not self._listing.wanted.mine))

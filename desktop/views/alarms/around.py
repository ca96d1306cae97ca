"""What stands around the lines of the alarm table: counts on the choices, what waits, why it is
empty. Shows what it is told; decides nothing."""

from __future__ import annotations

from desktop.models.alarm_filter import counts
from desktop.models.alarm_index import AlarmIndex
from desktop.models.alarm_listing import Listing, Waiting
from desktop.state.store import TownStore
from desktop.views.alarms import words
from widgets.alarms.edge import EdgeStrip
from widgets.alarms.filter_bar import FilterBar
from widgets.alarms.view import AlarmView


class Around:
    """Keeps filter bar, edge and the words of an empty table in step with the listing."""

    def __init__(self, view: AlarmView, bar: FilterBar, edge: EdgeStrip, store: TownStore) -> None:
        self._view, self._bar, self._edge = view, bar, edge
        self._store = store

    def show(self, index: AlarmIndex, listing: Listing, waiting: Waiting) -> None:
        """Say what a listing shows and leaves out, and what waits to be put into it."""
        columns, wanted = index.columns, listing.wanted
        found = counts(columns, wanted)
        words.say_waiting(self._edge, waiting)
        words.say_hidden(self._edge, listing.hidden(columns))
        words.say_choices(self._bar, index.state, listing, found)
        shown = sum(found.states[state] for state in wanted.states)
        self._edge.shown.set_text(words.shown(listing, shown, len(columns)))
        self._view.set_empty_text(
            words.empty(self._store, is_filtered=listing.is_filtered, held=len(columns))
        )

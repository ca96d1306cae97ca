"""Keeps the queue on the left in step with the store; knows nothing of the other panels."""

from __future__ import annotations

from collections.abc import Callable
from datetime import tzinfo

from PySide6.QtCore import QObject

from desktop.models.queue_presenter import subjects
from desktop.models.queue_table import QueueTable
from desktop.state.changes import StoreChanges
from desktop.state.store import TownStore
from widgets.queue.view import QueueView


class WallQueue(QObject):
    """Takes changes to the rows they touch; clocks and figures run on the rows in sight."""

    def __init__(self, view: QueueView, store: TownStore, zone: Callable[[], tzinfo]) -> None:
        super().__init__(view)
        self._view = view
        self._store = store
        self._zone = zone
        self._is_grouped = True
        self._table = QueueTable(is_grouped=True)
        self._state = store.state
        """The state the rows are of: its groups fit no other."""
        view.in_sight.connect(self._pass_time)

    def rebuild(self) -> None:
        """All rows anew."""
        store = self._store
        now_ms = store.clock.now_ms()
        self._state = store.state
        self._table.rebuild(
            store.state, store.readings, subjects(store.pending), now_ms, self._zone()
        )
        self._view.set_rows(self._table.rows)

    def toggle_grouping(self) -> None:
        """Show a group of alerts as one row, or every alert for itself."""
        self._is_grouped = not self._is_grouped
        self._table = QueueTable(is_grouped=self._is_grouped)
        self.rebuild()

    def take(self, changes: StoreChanges) -> None:
        """Show what became of alerts, cases and commands."""
        store, state = self._store, changes.state
        is_other = self._state is not store.state
        if is_other or self._table.is_outdated_by(store.state, state):
            self.rebuild()
        elif state.alerts or state.cases or changes.pending:
            pending, now_ms = subjects(store.pending), store.clock.now_ms()
            edits = self._table.update(
                store.state, store.readings, state, pending, now_ms, self._zone()
            )
            self._view.edit_rows(edits)

    def pass_time(self) -> None:
        """Let the clocks in sight run on."""
        self._pass_time(*self._view.rows_in_sight())

    def ids(self) -> list[str]:
        """The rows from the top."""
        return [row.id for row in self._table.rows]

    def _pass_time(self, first: int, end: int) -> None:
        store = self._store
        if self._state is not store.state:
            # It was replaced; what follows from that is told in a moment.
            return
        now_ms = store.clock.now_ms()
        edits = self._table.pass_time(
            store.state, store.readings, now_ms, self._zone(), range(first, end)
        )
        self._view.edit_rows(edits)

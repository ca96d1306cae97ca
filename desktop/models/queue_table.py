"""The rows of the queue, kept in order a change at a time.

A row that does not change stays the same object, so that whoever shows the rows can tell. Taken
all together the changes equal `queue_presenter.queue_rows` of the state they lead to.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from datetime import tzinfo

from desktop.models import queue_presenter
from desktop.models.queue_folds import QueueFolds
from desktop.models.queue_presenter import Order
from desktop.state.readings import LatestReadings
from services.contract.changes import Changes
from services.contract.model import Alert, Case, TownState
from widgets.values import QueueRow, RowEdit

MANY = 1000
"""With more things touched at once it is quicker to make all rows anew."""


class QueueTable:
    """Alerts without an open case and open cases, worst first.

    With `is_grouped` a group of alerts is one row.
    """

    def __init__(self, *, is_grouped: bool = False) -> None:
        self._folds = QueueFolds() if is_grouped else None
        self.rows: list[QueueRow] = []
        """In the order they are shown. Read only."""
        self._orders: list[Order] = []
        self._order_of: dict[str, Order] = {}
        self._waiting: frozenset[str] = frozenset()
        self._team_names: dict[str, str] = {}

    def rebuild(
        self,
        state: TownState,
        readings: LatestReadings,
        pending: Iterable[str],
        now_ms: int,
        zone: tzinfo,
    ) -> None:
        """Take the whole town anew."""
        self._waiting = frozenset(pending)
        self._team_names = {team.id: team.name for team in state.teams.values()}
        if self._folds is not None:
            self._folds.rebuild(state)
        things = queue_presenter.queued(state, self._folds)
        self._orders = [queue_presenter.order(state, self._folds, thing) for thing in things]
        self.rows = [
            queue_presenter.row(state, readings, thing, self._waiting, now_ms, zone, self._folds)
            for thing in things
        ]
        self._order_of = {row.id: order for row, order in zip(self.rows, self._orders, strict=True)}

    def is_outdated_by(self, state: TownState, changes: Changes) -> bool:
        """Whether these changes may reach every row, so that it takes a `rebuild`."""
        if changes.everything or changes.town or changes.areas or changes.streams:
            return True
        if len(changes.alerts) + len(changes.cases) > MANY:
            return True
        return any(self._is_renamed(state, team) for team in changes.teams)

    def update(
        self,
        state: TownState,
        readings: LatestReadings,
        changes: Changes,
        pending: Iterable[str],
        now_ms: int,
        zone: tzinfo,
    ) -> list[RowEdit]:
        """Take what an event or a command changed; `pending` is all that waits now.

        Answers the same as steps from the rows before to the rows after.
        """
        waiting = frozenset(pending)
        touched = waiting ^ self._waiting
        self._waiting = waiting
        alerts = changes.alerts | {id for id in touched if id in state.alerts}
        cases = changes.cases | {id for id in touched if id in state.cases}
        cases |= {state.alerts[id].case for id in alerts if id in state.alerts}
        alerts |= {state.cases[id].alert for id in cases if id in state.cases}
        ids = {f"alert:{id}" for id in alerts - {""}} | {f"case:{id}" for id in cases - {""}}
        if self._folds is not None:
            ids |= self._folds.update(state, alerts - {""})
        edits = (self._put(row_id, state, readings, now_ms, zone) for row_id in ids)
        return [edit for edit in edits if edit is not None]

    def pass_time(
        self,
        state: TownState,
        readings: LatestReadings,
        now_ms: int,
        zone: tzinfo,
        rows: range,
    ) -> list[RowEdit]:
        """Let the clocks of these rows run on and show what is measured now."""
        edits = []
        for place in range(max(0, rows.start), min(rows.stop, len(self.rows))):
            held = self.rows[place]
            # A state may be replaced before its changes are told.
            thing = queue_presenter.queued_thing(state, held.id, self._folds)
            if thing is None:
                continue
            made = self._row(state, readings, thing, now_ms, zone)
            if made != held:
                self.rows[place] = made
                edits.append(RowEdit(place, place, made))
        return edits

    def _is_renamed(self, state: TownState, team: str) -> bool:
        after = state.teams.get(team)
        return self._team_names.get(team) != (after.name if after else None)

    def _put(
        self, row_id: str, state: TownState, readings: LatestReadings, now_ms: int, zone: tzinfo
    ) -> RowEdit | None:
        """Bring one row to where it belongs now, or take it away; None when it is right already."""
        thing = queue_presenter.queued_thing(state, row_id, self._folds)
        order = queue_presenter.order(state, self._folds, thing) if thing is not None else None
        held = self._order_of.pop(row_id, None)
        source, before = -1, None
        if held is not None:
            source = bisect_left(self._orders, held)
            before = self.rows.pop(source)
            del self._orders[source]
        if thing is None or order is None:
            return RowEdit(source, -1) if before is not None else None
        target = bisect_left(self._orders, order)
        made = self._row(state, readings, thing, now_ms, zone)
        is_same = before == made
        self._orders.insert(target, order)
        self._order_of[row_id] = order
        self.rows.insert(target, before if before is not None and is_same else made)
        return None if is_same and source == target else RowEdit(source, target, made)

    def _row(
        self,
        state: TownState,
        readings: LatestReadings,
        thing: Alert | Case,
        now_ms: int,
        zone: tzinfo,
    ) -> QueueRow:
        return queue_presenter.row(state, readings, thing, self._waiting, now_ms, zone, self._folds)

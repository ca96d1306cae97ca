"""Keeps the alarm table in step with the store; knows neither commands nor the detail beside it.

A change touches the lines it changes and no other. The order stays as it was put while somebody
reads; what comes meanwhile is counted at the edge, until he asks for it or has gone.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import tzinfo
from typing import Final

from PySide6.QtCore import QObject, Signal

from desktop.actions.catalogue import ActionId
from desktop.models import alarm_sending
from desktop.models.alarm_arrange import GROUP, HELD
from desktop.models.alarm_facts import ALERT
from desktop.models.alarm_index import AlarmIndex
from desktop.models.alarm_lines import Scene, line, members_of, speaker
from desktop.models.alarm_listing import Listing, Waiting, is_following
from desktop.state.store import TownStore
from desktop.views.alarms import words
from desktop.views.alarms.around import Around
from desktop.views.alarms.cursor import Cursor
from desktop.views.alarms.narrowing import Narrowing
from widgets.alarms.edge import EdgeStrip
from widgets.alarms.filter_bar import FilterBar
from widgets.alarms.values import AlarmLine, Column, Sending
from widgets.alarms.view import AlarmView

COLUMNS: Final = {
    Column.LEVEL: "level",
    Column.STATE: "rank",
    Column.AGE: "since_ms",
    Column.TITLE: "title",
    Column.PLACE: "place",
    Column.PACK: "pack",
    Column.VALUE: "value",
    Column.CAMERA: "camera",
    Column.CASE: "case",
    Column.BY: "by",
}
_STEPS: Final = {
    ActionId.NEXT: (1, False),
    ActionId.PREVIOUS: (-1, False),
    ActionId.MARK_NEXT: (1, True),
    ActionId.MARK_PREVIOUS: (-1, True),
}
_SEEN: Final = 20_000
"""Ids remembered as seen; past it all are forgotten, and a red one is asked about once more."""


class AlarmTable(QObject):
    """Signals: `chosen()` after cursor or marks changed, `changed()` after what the cursor stands
    on may say something else."""

    chosen = Signal()
    changed = Signal()

    def __init__(
        self,
        view: AlarmView,
        bar: FilterBar,
        edge: EdgeStrip,
        store: TownStore,
        index: AlarmIndex,
        zone: Callable[[], tzinfo],
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(view)
        self._view, self._bar, self._edge = view, bar, edge
        self._around = Around(view, bar, edge, store)
        self._store = store
        self._zone = zone
        self._monotonic = monotonic
        self._touched_at = -1e9
        self._sending: dict[str, Sending] = {}
        self._seen: set[str] = set()
        self._cursor = Cursor(view)
        self._is_anew = True
        self._scene: Scene | None = None
        self._index = index
        self.listing = Listing()
        self.narrowing = Narrowing(bar, self.listing)
        self.is_asking = False
        """Whether a dialog is open: the lines it is about stay where they are."""
        self._connect()
        view.alarm_model().set_teller(self._tell)

    def _connect(self) -> None:
        view = self._view
        view.selected.connect(self._on_chosen)
        view.marked.connect(self._on_chosen)
        view.touched.connect(self._on_touched)
        view.activated_id.connect(self._on_activated)
        view.fold_asked.connect(self.fold)
        view.sort_asked.connect(self.sort_by)
        view.in_sight.connect(self._on_in_sight)
        self._edge.asked.connect(self.settle)
        self._bar.grouping_asked.connect(self.toggle_grouping)
        self.narrowing.changed.connect(self._again)

    # What is chosen

    @property
    def current(self) -> str:
        """The line with the cursor; empty when there is none."""
        return self._view.current_id()

    def lines_chosen(self) -> tuple[str, ...]:
        """The lines marked, else the one with the cursor."""
        current = self._view.current_id()
        return self._view.marks() or ((current,) if current else ())

    def alerts_chosen(self) -> tuple[str, ...]:
        """Ids of the alerts these lines stand for, each once."""
        found = (id for one in self.lines_chosen() for id in members_of(self.scene, one))
        return tuple(dict.fromkeys(found))

    def screen(self) -> tuple[int, int]:
        """The first line in sight and the one after the last."""
        return self._view.rows_in_sight()

    def has_seen(self, alert: str) -> bool:
        """Whether the line of an alert was in sight."""
        return f"{ALERT}{alert}" in self._seen

    @property
    def scene(self) -> Scene:
        """What lines are made from, as it stands now."""
        if self._scene is None:
            store = self._store
            self._scene = Scene(
                self._index.state,
                store.readings,
                self._index.groups,
                self.listing.expanded,
                self._sending,
                store.clock.now_ms(),
                self._zone(),
                self.listing.is_grouped,
                can_operate=not store.connection.is_only_looking,
            )
        return self._scene

    def _tell(self, id: str) -> AlarmLine:
        return line(self.scene, id)

    # What the feed brings

    def rebuild(self) -> None:
        """Take the index anew, as at first and in another language."""
        self._scene = None
        self._sending = self._sent()
        self._view.alarm_model().set_heads(words.heads(self.listing.sorts))
        self._view.alarm_model().touch_all()
        words.say_bar(self._bar)
        self._is_anew = True
        self.settle()

    def take(self, touched: set[str], *, commands: bool) -> None:
        """Show what became of these lines, and of commands when any did."""
        self._scene = None
        if commands:
            touched = touched | self._take_commands()
        if touched:
            self._view.alarm_model().touch(touched)
            if self.current in touched:
                self.changed.emit()

    def calm(self) -> None:
        """Put the lines in order when nobody reads them, else count what has come."""
        if self._is_following():
            self.settle()
            return
        waiting = self.listing.waiting(self._index.columns)
        self._around.show(self._index, self.listing, waiting)

    def pass_time(self) -> None:
        """Let the ages in sight run on."""
        self._scene = None
        self._touch_sight(*self._view.rows_in_sight())
        self.calm()
        self.changed.emit()

    def _sent(self) -> dict[str, Sending]:
        store = self._store
        return alarm_sending.sending(store.state, store.pending, store.refusals)

    def _take_commands(self) -> set[str]:
        """Lines whose command waits, waits no longer, or was refused."""
        before, self._sending = self._sending, self._sent()
        self._scene = None
        ids = {id for id, _ in before.items() ^ self._sending.items()}
        keys = {self._index.groups.key_of(id) for id in ids}
        groups = {f"{head}{key}" for key in keys for head in (GROUP, HELD)}
        return {*(f"{ALERT}{id}" for id in ids), *ids, *groups}

    def _touch_sight(self, first: int, end: int) -> None:
        ids = self._view.alarm_model().ids()[first:end]
        self._view.alarm_model().touch(ids)
        self._note_seen(ids)

    def _on_in_sight(self, first: int, end: int) -> None:
        self._scene = None
        self._touch_sight(first, end)

    def _note_seen(self, ids: tuple[str, ...]) -> None:
        if not self._view.isVisible():
            return
        if len(self._seen) > _SEEN:
            self._seen.clear()
        self._seen.update(ids)

    # Order

    def settle(self) -> None:
        """Put everything in order now; the cursor's line stays under the eye."""
        self._view.set_lines(list(self.listing.settle(self._index.columns)))
        self._view.fit_columns(anew=self._is_anew)
        self._is_anew = not self.listing.lines
        if self._cursor.give(self.listing.lines):
            self.changed.emit()
        self._note_seen(self._view.alarm_model().ids()[slice(*self._view.rows_in_sight())])
        self._around.show(self._index, self.listing, Waiting())

    def _is_following(self) -> bool:
        view = self._view
        return is_following(
            is_at_top=view.is_at_top(),
            has_chosen=self._cursor.is_chosen,
            is_asking=self.is_asking,
            quiet_ms=(self._monotonic() - self._touched_at) * 1000,
        )

    def sort_by(self, column: int, adding: bool) -> None:
        """Sort by a column, or by it as well."""
        self.listing.sort_by(COLUMNS[Column(column)], adding=adding)
        self._view.alarm_model().set_heads(words.heads(self.listing.sorts))
        self._on_touched()
        self.settle()

    def fold(self, id: str, is_open: bool) -> None:
        """Open or close a line; everything above it stays where it is."""
        lines = list(self.listing.fold(self._index.columns, id, is_open=is_open))
        self._scene = None
        self._view.alarm_model().touch((id, *lines) if is_open else (id,))
        self._view.set_lines(lines)

    def toggle_grouping(self) -> None:
        """Show groups, or every alert for itself."""
        alert = speaker(self.scene, self.current)
        self.listing.is_grouped = not self.listing.is_grouped
        self._again()
        key = self._index.groups.key_of(alert.id) if alert is not None else ""
        if alert is not None and self._cursor.follow(alert.id, key, set(self.listing.lines)):
            self.changed.emit()

    def _again(self) -> None:
        """Another filter, or other groups: every line may say something else."""
        self._scene = None
        self._view.alarm_model().touch_all()
        self._on_touched()
        self.settle()

    # Keys

    def perform(self, action: ActionId, number: int = 0) -> bool:
        """Do what a key stands for, when it is the table's; answers whether it was."""
        view = self._view
        if action in _STEPS:
            by, marking = _STEPS[action]
            view.step(by, marking=marking)
        elif action in (ActionId.SORT, ActionId.ADD_SORT):
            self.sort_by(number - 1, action is ActionId.ADD_SORT)
        elif action is ActionId.TAKE_NEW:
            self.settle()
        elif action is ActionId.FILTER:
            self._bar.words.setFocus()
            self._bar.words.selectAll()
        elif action is ActionId.FILTER_NOTHING:
            self.narrowing.show_all()
        elif action is ActionId.GROUPING:
            self.toggle_grouping()
        elif action is ActionId.DESELECT:
            self._step_back()
        else:
            return False
        return True

    def _step_back(self) -> None:
        """Unmark, then take the cursor away."""
        if self._view.marks():
            self._view.clear_marks()
        elif self._view.current_id():
            self._cursor.take()
            self._view.set_current("")
            self.chosen.emit()
        self._view.setFocus()

    # Hands

    def _on_touched(self) -> None:
        self._touched_at = self._monotonic()

    def _on_chosen(self) -> None:
        self._cursor.take()
        self._edge.marked.set_text(words.marked(len(self._view.marks())))
        self.chosen.emit()

    def _on_activated(self, id: str) -> None:
        said = self._view.alarm_model().line(id)
        if said.is_expanded is not None:
            self.fold(id, not said.is_expanded)

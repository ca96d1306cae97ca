"""Opens the alarm table and the area panel beside the wall and keeps them in step with the town.

The same store, the same feed, the same sender; while both are closed it costs nothing.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from datetime import tzinfo

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.actions.catalogue import ActionId
from desktop.models import alarm_areas, status_presenter
from desktop.models.alarm_areas import TOWN, Sensors
from desktop.models.alarm_index import AlarmIndex
from desktop.models.feed import Feed
from desktop.models.stream_table import StreamTable
from desktop.models.tile_presenter import Still
from desktop.state.changes import StoreChanges
from desktop.state.store import TownStore
from desktop.state.values import Status
from desktop.views.alarms.board import BoardWindow
from desktop.views.alarms.desk import AlarmDesk, Send
from desktop.views.alarms.detail import DetailDesk
from desktop.views.alarms.table import AlarmTable
from desktop.views.alarms.window import AlarmWindow
from widgets.alarms.area_board import AreaBoard


class Alarms(QObject):
    """Signals: `selected(id)` when the cursor was put on an alert, `located(id)` to show one on
    the map, `watch_asked(list)`, `stills_asked(list)`, `link_asked(url)`, `rule_asked(rule)`,
    `asked(ActionId)` for what the wall does, `help_asked(window)` for the keys over the table's
    window."""

    selected = Signal(str)
    located = Signal(str)
    watch_asked = Signal(list)
    stills_asked = Signal(list)
    link_asked = Signal(str)
    asked = Signal(object)
    rule_asked = Signal(str)
    help_asked = Signal(object)

    def __init__(
        self,
        store: TownStore,
        feed: Feed,
        send: Send,
        stills: Mapping[str, Still],
        zone: Callable[[], tzinfo],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._send = send
        self._stills = stills
        self._zone = zone
        self._geometry = ""
        self._index = AlarmIndex()
        self._sensors = Sensors(store.state)
        self._streams = StreamTable()
        self.window: AlarmWindow | None = None
        """The alarm table's window, None while it is closed."""
        self.board: BoardWindow | None = None
        """The area panel's, None while it is closed."""
        self.table: AlarmTable | None = None
        self._desk: AlarmDesk | None = None
        self._detail: DetailDesk | None = None
        feed.changed_beside.connect(self._on_changed)
        feed.ticked_beside.connect(self._on_tick)

    # Windows

    def show_table(self) -> AlarmWindow:
        """Open the alarm table, or bring it to the front."""
        if self.window is None:
            self._open()
        assert self.window is not None
        _bring(self.window)
        return self.window

    def show_board(self) -> BoardWindow:
        """Open the area panel in a window of its own, or bring it to the front."""
        if self.board is None:
            self._begin()
            self.board = BoardWindow()
            self.board.closed.connect(self._on_board_closed)
            self.board.board.picked.connect(self._on_area)
            self._show_areas()
        _bring(self.board)
        return self.board

    def close(self) -> None:
        """Close both, as when the wall closes."""
        for window in (self.window, self.board):
            if window is not None:
                window.close()

    def set_words(self) -> None:
        """Say everything anew, as after a change of language."""
        if self._is_open:
            self._rebuild()
        if self.window is not None and self._detail is not None:
            self.window.set_words()
            self._detail.set_words()
        if self.board is not None:
            self.board.set_words()
        self._show_areas()

    def show_stills(self) -> None:
        """A picture has come in."""
        if self.table is not None and self._detail is not None:
            self._detail.show_stills(self.table.scene, self.table.current)

    @property
    def _is_open(self) -> bool:
        return self.window is not None or self.board is not None

    def _begin(self) -> None:
        if not self._is_open:
            self._rebuild()

    def _open(self) -> None:
        self._begin()
        window = AlarmWindow()
        window.restore(self._geometry)
        store, zone = self._store, self._zone
        table = AlarmTable(window.table, window.bar, window.edge, store, self._index, zone)
        desk = AlarmDesk(store, self._send, table, window, window.banner)
        detail = DetailDesk(window.detail, store, self._stills, zone, desk.why_refused)
        self.window, self.table, self._desk, self._detail = window, table, desk, detail
        self._connect(window, table, desk, detail)
        detail.set_words()
        table.rebuild()
        self._show_chosen()
        self._show_areas()
        self._show_status()

    def _connect(
        self, window: AlarmWindow, table: AlarmTable, desk: AlarmDesk, detail: DetailDesk
    ) -> None:
        window.closed.connect(self._on_closed)
        window.action_asked.connect(self._on_action)
        window.areas.picked.connect(self._on_area)
        window.detail.link_asked.connect(self.link_asked)
        window.detail.camera_asked.connect(self.selected)
        table.chosen.connect(self._on_chosen)
        table.changed.connect(self._show_chosen)
        desk.locate.connect(self.located)
        desk.rule_asked.connect(self.rule_asked)
        detail.watch_asked.connect(self.watch_asked)
        detail.stills_asked.connect(self.stills_asked)

    def _on_closed(self, geometry: str) -> None:
        self._geometry = geometry
        self.window = self.table = self._desk = self._detail = None

    def _on_board_closed(self) -> None:
        self.board = None

    # What the feed brings

    def _rebuild(self) -> None:
        connection = self._store.connection
        me = frozenset({connection.user, connection.name}) - {""}
        self._index.rebuild(self._store.state, me)
        self._sensors = Sensors(self._store.state)
        self._streams = StreamTable.of(self._store.state)
        if self.table is not None:
            self.table.rebuild()
            self._show_chosen()

    def _on_changed(self, changes: StoreChanges) -> None:
        if not self._is_open:
            return
        is_other = self._index.state is not self._store.state or self._is_other_person()
        if is_other or self._index.is_outdated_by(changes.state):
            self._rebuild()
            self._show_areas()
        else:
            touched = self._index.update(self._store.state, changes.state)
            if self.table is not None and (touched or changes.pending):
                self.table.take(touched, commands=changes.pending)
        if changes.pending and self._desk is not None:
            self._desk.follow()
        if changes.pending or changes.connection:
            self._show_status()

    def _is_other_person(self) -> bool:
        connection = self._store.connection
        return frozenset({connection.user, connection.name}) - {""} != self._index.me

    def _on_tick(self) -> None:
        if self.table is not None:
            self.table.pass_time()
        self._show_areas()
        self._show_status()

    # What is shown beside the table

    def _on_chosen(self) -> None:
        self._show_chosen()
        if self.table is not None and self.table.current.startswith("alert:"):
            self.selected.emit(self.table.current)

    def _show_chosen(self) -> None:
        if self.table is not None and self._detail is not None:
            self._detail.show(self.table.scene, self.table.current)

    def _show_areas(self) -> None:
        boards: list[AreaBoard] = []
        if self.board is not None:
            boards.append(self.board.board)
        if self.window is not None and self.window.shows_areas():
            boards.append(self.window.areas)
        if not boards:
            return
        store = self._store
        online = store.connection.status is Status.ONLINE
        now_ms = store.clock.now_ms()
        tiles = alarm_areas.tiles(
            self._index.state,
            self._index.columns,
            self._sensors,
            store.readings,
            now_ms,
            online=online,
        )
        chosen = f"{TOWN}{self.table.listing.wanted.area}" if self.table is not None else None
        for board in boards:
            board.set_tiles(tiles)
            board.set_selected(chosen)

    def _show_status(self) -> None:
        if self.window is None:
            return
        store = self._store
        elapsed = time.monotonic() - store.connection.since
        self.window.status.set_items(
            status_presenter.left_items(store, elapsed, store.clock.now_ms(), self._streams),
            status_presenter.right_items(store, self._streams),
        )

    def _on_area(self, id: str) -> None:
        window = self.show_table()
        if self.table is not None:
            self.table.narrowing.show_area(id.removeprefix(TOWN))
        window.show_areas(False)

    # Keys

    def _on_action(self, id: str, number: int) -> None:
        action, window, table = ActionId(id), self.window, self.table
        if window is None or table is None or self._desk is None:
            return
        if action is ActionId.FULL_SCREEN:
            window.toggle_full_screen()
        elif action is ActionId.SHOW_AREAS:
            window.show_areas(not window.shows_areas())
            self._show_areas()
        elif window.shows_areas() and action is ActionId.DESELECT:
            window.show_areas(False)
        elif action is ActionId.HELP:
            self.help_asked.emit(window)
        elif action in (ActionId.LANGUAGE, ActionId.MANUAL):
            self.asked.emit(action)
        elif window.shows_areas():
            # What is chosen in the table is not in sight: nothing is done with it.
            return
        elif not table.perform(action, number):
            self._desk.perform(action)


def _bring(window: QWidget) -> None:
    window.show()
    window.raise_()
    window.activateWindow()

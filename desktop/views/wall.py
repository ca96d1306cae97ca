"""The wall at work: the feed comes in, presenters turn it into values, widgets show them.

It owns the selection. Every panel reports what was picked to `select`; `select` shows it on all.
What an operator waits for (points, rows, what is selected, what he just did) is shown as soon as
it changes; what sums up the town follows a few times a second, so that it never stands in the way.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from datetime import tzinfo

from PySide6.QtCore import QObject, Signal

from desktop.actions.catalogue import ActionId
from desktop.models import (
    detail_presenter,
    figure_presenter,
    queue_presenter,
    status_presenter,
    tile_presenter,
)
from desktop.models.feed import Feed
from desktop.models.focus import Focus, focus_on
from desktop.models.tile_presenter import Still
from desktop.state.changes import StoreChanges
from desktop.state.store import TownStore
from desktop.state.values import Status
from desktop.views.map.desks import MapDesks
from desktop.views.map.live import LiveMap
from desktop.views.wall_curves import WallCurves
from desktop.views.wall_queue import WallQueue
from desktop.views.wall_window import WallWindow


class Wall(QObject):
    """Keeps one window in step with the store.

    Signals: `action_asked(ActionId, Focus)` for what the owner has to do,
    `watch_asked(list[str])` for streams whose curve is shown,
    `stills_asked(list[str])` for cameras whose picture is shown,
    `focused(Focus)` after something else was selected or the selection changed.
    """

    action_asked = Signal(object, object)
    watch_asked = Signal(list)
    stills_asked = Signal(list)
    focused = Signal(object)

    def __init__(
        self,
        window: WallWindow,
        store: TownStore,
        feed: Feed,
        stills: Mapping[str, Still],
        zone: Callable[[], tzinfo],
    ) -> None:
        super().__init__(window)
        self._window = window
        self._store = store
        self._stills = stills
        self._zone = zone
        self._selected = ""
        self._focus = Focus()
        self._status: Status | None = None
        self._desks: MapDesks | None = None
        self._queue = WallQueue(window.queue, store, zone)
        self._map = LiveMap(window.map, store)
        self._curves = WallCurves(window.charts, store, self._map.points, zone)
        self._connect(feed)

    def _connect(self, feed: Feed) -> None:
        feed.changed.connect(self._on_changed)
        feed.calmed.connect(self._on_calmed)
        feed.ticked.connect(self._on_tick)
        self._curves.watch_asked.connect(self.watch_asked)
        window = self._window
        window.queue.selected.connect(self.select)
        window.queue.activated_id.connect(self._go_to)
        window.tiles.selected.connect(self.select)
        window.charts.selected.connect(self.select)
        window.map.picked.connect(self.select)
        window.map.background_clicked.connect(self.deselect)
        window.action_asked.connect(self._on_action)

    @property
    def live(self) -> LiveMap:
        """What keeps the wall's map in step with the town."""
        return self._map

    def furnish(self, desks: MapDesks) -> None:
        """Take the desks of the map: its tools, search, lists and menus."""
        self._desks = desks
        desks.selected.connect(self.select)
        desks.watch_asked.connect(self.watch_asked)
        desks.action_asked.connect(self.action_asked)
        self.focused.connect(desks.set_focus)

    @property
    def focus(self) -> Focus:
        """What is selected, as the state stands now."""
        return focus_on(self._store.state, self._selected)

    def select(self, selected: str) -> None:
        """Select one thing everywhere."""
        self._selected = selected
        self._focus = self.focus
        self._show_selection()
        self._show_curves()

    def deselect(self) -> None:
        """Select nothing."""
        self.select("")

    def show_everything(self) -> None:
        """Draw all panels anew, as after a change of language."""
        self._window.set_words()
        if self._desks is not None:
            self._desks.set_words()
        self._map.rebuild()
        self._curves.rebuild()
        self._queue.rebuild()
        self._focus = self.focus
        self._show_selection()
        self._on_calmed()

    def show_stills(self) -> None:
        """A picture has come in."""
        self._show_tiles()

    # What the feed brings

    def _on_changed(self, changes: StoreChanges) -> None:
        state = changes.state
        if self._map.take(state):
            self._curves.rebuild()
        elif state.alerts:
            self._curves.take(state.alerts)
        self._queue.take(changes)
        self._follow(changes)
        if changes.pending or self._store.connection.status is not self._status:
            self._show_status()

    def _on_calmed(self) -> None:
        """What sums up the town, some time after it changed."""
        self._window.stages.set_stages(queue_presenter.stage_counts(self._store.state))
        self._show_tiles()
        self._show_curves()
        self._show_ages()

    def _on_tick(self) -> None:
        self._map.pass_time()
        self._queue.pass_time()
        self._show_detail()
        self._show_tiles()
        self._show_curves()
        self._show_ages()

    def _follow(self, changes: StoreChanges) -> None:
        """Keep to what is selected while the state moves on."""
        before, after = self._focus, self.focus
        self._focus = after
        if _shown_as(before) != _shown_as(after):
            self._show_selection()
        elif before != after or changes.pending or changes.state.teams:
            self._show_detail()

    # What each panel shows

    @property
    def _now_ms(self) -> int:
        return self._store.clock.now_ms()

    def _show_tiles(self) -> None:
        store = self._store
        tiles = tile_presenter.tiles(
            store.state,
            store.readings,
            self._stills,
            online=store.connection.status is Status.ONLINE,
            now_ms=self._now_ms,
            zone=self._zone(),
        )
        self._window.tiles.set_tiles(tiles)
        self.stills_asked.emit([tile.id.partition(":")[2] for tile in tiles])

    def _show_selection(self) -> None:
        window, focus = self._window, self._focus
        self._show_detail()
        window.queue.set_selected(focus.queue_id)
        window.tiles.set_selected(focus.camera_id)
        window.map.set_selected(focus.point_id)
        self._map.show_callout(focus)
        self.focused.emit(focus)

    def _show_detail(self) -> None:
        store, panel = self._store, self._window.detail
        pending = queue_presenter.subjects(store.pending)
        shown = detail_presenter.detail(
            store.state, store.readings, self._focus, pending, self._now_ms, self._zone()
        )
        panel.setVisible(shown is not None)
        panel.set_detail(shown)

    def _show_curves(self) -> None:
        stream = self._focus.stream
        self._curves.show(stream.id if stream else "")

    def _show_status(self) -> None:
        store, streams = self._store, self._map.points.streams
        self._status = store.connection.status
        elapsed = time.monotonic() - store.connection.since
        self._window.queue.set_empty_text(status_presenter.nothing_open(store))
        self._window.status.set_items(
            status_presenter.left_items(store, elapsed, self._now_ms, streams),
            status_presenter.right_items(store, streams),
        )

    def _show_ages(self) -> None:
        """Everything that changes because time passes."""
        store, window, now_ms = self._store, self._window, self._now_ms
        head = figure_presenter.header(store.state, now_ms, self._zone())
        window.header.set_title(head.title, head.subtitle)
        window.header.set_response(head.banner_level, head.banner)
        window.header.set_warning(head.warning)
        window.header.set_clock(head.clock, head.date)
        streams = self._map.points.streams
        window.figures.set_figures(
            figure_presenter.figures(store.state, store.readings, now_ms, self._zone(), streams)
        )
        self._show_status()
        self._map.show_teams()
        self._map.show_callout(self._focus)

    def show_on_map(self, selected: str) -> None:
        """Select one thing and fly to it, as a window beside the wall asks."""
        self.select(selected)
        self._go_to(selected)

    # What the operator asks for

    def _on_action(self, action_id: str, number: int) -> None:
        self.perform(ActionId(action_id), number)

    def perform(self, action: ActionId, number: int = 0) -> None:
        """Do what a key or a button stands for, or have it done."""
        if self._desks is not None and self._desks.perform(action, number):
            return
        if action is ActionId.NEXT:
            self._step(1)
        elif action is ActionId.PREVIOUS:
            self._step(-1)
        elif action is ActionId.DESELECT:
            self.deselect()
        elif action is ActionId.GROUPING:
            self._queue.toggle_grouping()
        elif action is ActionId.WHOLE_TOWN:
            self._map.frame_town()
        elif action is ActionId.GO_TO:
            self._go_to(self._selected)
        else:
            self.action_asked.emit(action, self.focus)

    def _step(self, by: int) -> None:
        ids = self._queue.ids()
        if not ids:
            return
        here = self.focus.queue_id
        at = ids.index(here) + by if here in ids else (0 if by > 0 else len(ids) - 1)
        self.select(ids[max(0, min(at, len(ids) - 1))])

    def _go_to(self, selected: str) -> None:
        focus = focus_on(self._store.state, selected)
        if focus.position is not None:
            self._window.pane.fly_to(*focus.position, 15.5)


def _shown_as(focus: Focus) -> tuple[str | None, ...]:
    """Where the panels show a focus."""
    return focus.id, focus.queue_id, focus.camera_id, focus.point_id

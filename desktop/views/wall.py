"""The wall at work: the feed comes in, presenters turn it into values, widgets show them.

It owns the selection. Every panel reports what was picked to `select`; `select` shows it on all.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from datetime import tzinfo

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal

from desktop.actions.catalogue import ActionId
from desktop.models import (
    chart_presenter,
    detail_presenter,
    figure_presenter,
    map_presenter,
    queue_presenter,
    status_presenter,
    tile_presenter,
)
from desktop.models.feed import Feed
from desktop.models.focus import Focus, focus_on
from desktop.models.map_points import PointTable
from desktop.models.tile_presenter import Still
from desktop.state.changes import StoreChanges
from desktop.state.store import TownStore
from desktop.state.values import Status
from desktop.views.wall_window import WallWindow
from services.contract.apply import Changes
from services.contract.model import Stream
from widgets.map.basemap import Basemap
from widgets.map.values import Bounds


class Wall(QObject):
    """Keeps one window in step with the store.

    Signals: `action_asked(ActionId, Focus)` for what the owner has to do,
    `watch_asked(list[str])` for streams whose curve is shown,
    `stills_asked(list[str])` for cameras whose picture is shown.
    """

    action_asked = Signal(object, object)
    watch_asked = Signal(list)
    stills_asked = Signal(list)

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
        self._charted: list[Stream] = []
        self._points = PointTable()
        self._framed = False
        self._connect(feed)

    def _connect(self, feed: Feed) -> None:
        feed.changed.connect(self._on_changed)
        feed.ticked.connect(self._on_tick)
        window = self._window
        window.queue.selected.connect(self.select)
        window.queue.activated_id.connect(self._go_to)
        window.tiles.selected.connect(self.select)
        window.charts.selected.connect(self.select)
        window.map.picked.connect(self.select)
        window.map.background_clicked.connect(self.deselect)
        window.action_asked.connect(self._on_action)

    @property
    def focus(self) -> Focus:
        """What is selected, as the state stands now."""
        return focus_on(self._store.state, self._selected)

    def select(self, selected: str) -> None:
        """Select one thing everywhere."""
        self._selected = selected
        self._show_selection()
        self._show_curves()

    def deselect(self) -> None:
        """Select nothing."""
        self.select("")

    def show_everything(self) -> None:
        """Draw all panels anew, as after a change of language."""
        self._window.set_words()
        self._show_registers()
        self._show_journal()
        self._show_curves()
        self._show_ages()

    def set_basemap(self, basemap: Basemap) -> None:
        """Show another base map, with the town in the middle."""
        self._window.map.set_basemap(basemap)
        self._frame_town()

    def show_stills(self) -> None:
        """A picture has come in."""
        self._show_tiles()

    # What the feed brings

    def _on_changed(self, changes: StoreChanges) -> None:
        state = changes.state
        registers = state.everything or state.town or bool(state.assets or state.streams)
        journal = registers or bool(state.alerts or state.cases or state.teams or state.operation)
        if registers or self._changes_places(state):
            self._show_points()
        elif state.alerts:
            self._update_points(self._points.update_alerts(self._store.state, state.alerts))
        if journal or changes.pending:
            self._show_journal()
        if registers and not self._framed:
            self._frame_town()
        if journal or changes.curves or changes.all_readings:
            self._show_curves()
        if (changes.stills or changes.connection) and not journal:
            self._show_tiles()
        self._show_ages()

    def _on_tick(self) -> None:
        self._show_ages()
        self._update_points(self._points.update_stale(self._store.readings, self._now_ms))
        self._show_queue()
        self._show_tiles()
        self._show_detail()
        self._show_curves()

    # What each panel shows

    @property
    def _now_ms(self) -> int:
        return self._store.clock.now_ms()

    def _show_registers(self) -> None:
        self._show_points()
        self._frame_town()

    def _show_points(self) -> None:
        """All points anew."""
        self._points.rebuild(self._store.state, self._store.readings, self._now_ms)
        points = self._points.columns
        self._window.map.set_points(
            points.ids,
            points.lon,
            points.lat,
            points.level,
            points.kind,
            points.stale,
            points.unacknowledged,
        )

    def _update_points(self, rows: NDArray[np.intp]) -> None:
        if len(rows):
            points = self._points.columns
            self._window.map.update_points(
                rows, points.level[rows], points.stale[rows], points.unacknowledged[rows]
            )

    def _changes_places(self, changes: Changes) -> bool:
        """Whether a case stands on the map by itself, or may have until now."""
        cases = self._store.state.cases
        return any(not cases[case].alert for case in changes.cases if case in cases)

    def _frame_town(self) -> None:
        areas = self._store.state.areas.values()
        corners = [corner for area in areas for ring in area.rings for corner in ring]
        if corners:
            lons, lats = [c[0] for c in corners], [c[1] for c in corners]
            self._window.map.set_home(Bounds(min(lons), min(lats), max(lons), max(lats)))
            self._framed = True

    def _show_journal(self) -> None:
        self._show_queue()
        self._window.stages.set_stages(queue_presenter.stage_counts(self._store.state))
        self._show_tiles()
        self._show_selection()

    def _show_queue(self) -> None:
        store, zone = self._store, self._zone()
        pending = queue_presenter.subjects(store.pending)
        rows = queue_presenter.queue_rows(store.state, pending, self._now_ms, zone)
        self._window.queue.set_rows(rows)

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
        window, focus = self._window, self.focus
        self._show_detail()
        window.queue.set_selected(focus.queue_id)
        window.tiles.set_selected(focus.camera_id)
        window.map.set_selected(focus.point_id)
        self._show_callout(focus)

    def _show_detail(self) -> None:
        store, panel = self._store, self._window.detail
        pending = queue_presenter.subjects(store.pending)
        shown = detail_presenter.detail(
            store.state, self.focus, pending, self._now_ms, self._zone()
        )
        panel.setVisible(shown is not None)
        panel.set_detail(shown)

    def _show_callout(self, focus: Focus) -> None:
        store = self._store
        self._window.map.set_callout(
            map_presenter.callout(store.state, store.readings, focus, self._now_ms)
        )

    def _show_curves(self) -> None:
        store = self._store
        stream = self.focus.stream
        self._charted = chart_presenter.charted(
            store.state, store.readings, stream.id if stream else ""
        )
        wanted = [s.id for s in self._charted]
        gauges = (chart_presenter.nearest_gauge(store.state, s) for s in self._charted)
        wanted += [gauge.id for gauge in gauges if gauge is not None]
        self.watch_asked.emit(list(dict.fromkeys(wanted)))
        self._window.charts.set_series(
            chart_presenter.series(
                store.state,
                store.readings,
                store.curves,
                self._charted,
                self._now_ms,
                self._zone(),
            )
        )

    def _show_ages(self) -> None:
        """Everything that changes because time passes."""
        store, window, now_ms = self._store, self._window, self._now_ms
        head = figure_presenter.header(store.state, now_ms, self._zone())
        window.header.set_title(head.title, head.subtitle)
        window.header.set_response(head.banner_level, head.banner)
        window.header.set_warning(head.warning)
        window.header.set_clock(head.clock, head.date)
        window.figures.set_figures(
            figure_presenter.figures(store.state, store.readings, now_ms, self._zone())
        )
        elapsed = time.monotonic() - store.connection.since
        window.status.set_items(
            status_presenter.left_items(store, elapsed, now_ms),
            status_presenter.right_items(store),
        )
        window.map.set_teams(map_presenter.team_marks(store.state, store.readings))
        self._show_callout(self.focus)

    # What the operator asks for

    def _on_action(self, action_id: str) -> None:
        action = ActionId(action_id)
        if action is ActionId.NEXT:
            self._step(1)
        elif action is ActionId.PREVIOUS:
            self._step(-1)
        elif action is ActionId.DESELECT:
            self.deselect()
        elif action is ActionId.WHOLE_TOWN:
            self._frame_town()
        elif action is ActionId.GO_TO:
            self._go_to(self._selected)
        else:
            self.action_asked.emit(action, self.focus)

    def _step(self, by: int) -> None:
        ids = [row.id for row in self._window.queue.queue_model().rows()]
        if not ids:
            return
        here = self.focus.queue_id
        at = ids.index(here) + by if here in ids else (0 if by > 0 else len(ids) - 1)
        self.select(ids[max(0, min(at, len(ids) - 1))])

    def _go_to(self, selected: str) -> None:
        focus = focus_on(self._store.state, selected)
        if focus.position is not None:
            self._window.map.fly_to(*focus.position, 15.5)

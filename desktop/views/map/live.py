"""Keeps the points, teams and call-out of one map in step with the store.

Owns the point table; knows nothing of panels or tools, nor of what the map stands on. The wall has
one, every further map window its own.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from desktop.models import map_presenter
from desktop.models.focus import Focus
from desktop.models.map_points import PointTable
from desktop.state.store import TownStore
from services.contract.changes import Changes
from widgets.map.canvas import MapCanvas
from widgets.map.values import Bounds, Callout

PointFilter = Callable[[PointTable], NDArray[np.bool_]]
"""Which points are shown, one answer a row."""


class LiveMap:
    """Takes changes to the points they touch; the town comes into the middle once it is known."""

    def __init__(self, canvas: MapCanvas, store: TownStore) -> None:
        self._canvas = canvas
        self._store = store
        self._is_framed = False
        self._pinned: Callout | None = None
        self._filter: PointFilter | None = None
        self._shown: NDArray[np.bool_] | None = None
        self._row_on_canvas = np.zeros(0, np.intp)
        self.points = PointTable()
        """The points with the streams and live alerts they come from. Read only."""

    def rebuild(self) -> None:
        """All points anew."""
        self.points.rebuild(self._store.state, self._store.readings, self._now_ms)
        self._shown = None if self._filter is None else self._filter(self.points)
        self._show_points()

    def set_filter(self, shown: PointFilter | None) -> None:
        """Give the canvas only some of the points; None gives it all."""
        if shown is None and self._filter is None:
            return
        self._filter = shown
        if not self._refilter():
            self._show_points()

    def take(self, changes: Changes) -> bool:
        """Show what became of places and alerts; answers whether it was all anew."""
        is_anew = self.points.is_outdated_by(self._store.state, changes)
        if is_anew:
            self.rebuild()
        elif changes.alerts:
            rows = self.points.update_alerts(self._store.state, changes.alerts)
            if not self._refilter():
                self._update(rows)
        if not self._is_framed and (changes.everything or changes.areas):
            self.frame_town()
        return is_anew

    def pass_time(self) -> None:
        """Show which points have fallen silent or speak again."""
        self._update(self.points.update_stale(self._store.readings, self._now_ms))

    def frame_town(self) -> None:
        """Bring the whole town into view."""
        areas = self._store.state.areas.values()
        corners = [corner for area in areas for ring in area.rings for corner in ring]
        if corners:
            lons, lats = [c[0] for c in corners], [c[1] for c in corners]
            self._canvas.set_home(Bounds(min(lons), min(lats), max(lons), max(lats)))
            self._is_framed = True

    def show_teams(self) -> None:
        """Where the teams are and what they do."""
        self._canvas.set_teams(map_presenter.team_marks(self._store.state, self._store.readings))

    def show_callout(self, focus: Focus) -> None:
        """The box at what is selected, else at the place that is pinned."""
        store = self._store
        at_focus = map_presenter.callout(store.state, store.readings, focus, self._now_ms)
        if at_focus is not None:
            self._pinned = None
        self._canvas.set_callout(at_focus or self._pinned)

    def pin(self, place: Callout | None) -> None:
        """Put a box at a place that is nothing of the town's; it goes with the next selection."""
        self._pinned = place
        self._canvas.set_callout(place)

    @property
    def pinned(self) -> Callout | None:
        """The box of a place that is nothing of the town's, when it has one."""
        return self._pinned

    @property
    def _now_ms(self) -> int:
        return self._store.clock.now_ms()

    def _refilter(self) -> bool:
        """Ask the filter again; answers whether other points are shown now."""
        shown = None if self._filter is None else self._filter(self.points)
        before = self._shown
        if shown is None and before is None:
            return False
        if shown is not None and before is not None and np.array_equal(shown, before):
            return False
        self._shown = shown
        self._show_points()
        return True

    def _show_points(self) -> None:
        points, shown = self.points.columns, self._shown
        if shown is None:
            rows: NDArray[np.intp] | slice = slice(None)
            ids = points.ids
        else:
            rows = np.flatnonzero(shown)
            ids = [points.ids[row] for row in rows.tolist()]
            self._row_on_canvas = np.full(len(shown), -1, np.intp)
            self._row_on_canvas[rows] = np.arange(len(rows))
        self._canvas.set_points(
            ids,
            points.lon[rows],
            points.lat[rows],
            points.level[rows],
            points.kind[rows],
            points.stale[rows],
            points.unacknowledged[rows],
        )

    def _update(self, rows: NDArray[np.intp]) -> None:
        on_canvas = rows
        if self._shown is not None:
            rows = rows[self._shown[rows]]
            on_canvas = self._row_on_canvas[rows]
        if len(rows):
            points = self.points.columns
            self._canvas.update_points(
                on_canvas, points.level[rows], points.stale[rows], points.unacknowledged[rows]
            )

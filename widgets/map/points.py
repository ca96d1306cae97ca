"""The points of a town as numpy columns: what of them a view shows, which is under a cursor.

Knows world units and screens as numbers; paints nothing (`point_painter` does).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from widgets.map.crowds import step_aside
from widgets.map.fan import STACK_PX
from widgets.map.projection import Floats, lonlat_to_world
from widgets.map.pyramid import CROWD, MAX_DEPTH, Levels, Pyramid, Rows
from widgets.map.seen import Cells, Clusters, Visible
from widgets.map.viewport import Viewport

ALERT_HIT_PX: Final = 14.0
QUIET_HIT_PX: Final = 12.0
CLUSTER_HIT_PX: Final = 20.0
CELL_DEPTH: Final = 1
"""Cells are this many depths below the zoom: 128 to 256 px wide on screen."""

SPOT: Final = 1e-8
"""Places this near, 0.4 m at the equator, are one spot; in world units."""

_MARGIN_PX: Final = 24.0

Flags = NDArray[np.bool_]


class PointLayer:
    """Columns of points. A row is a point's index in the last `set_points`."""

    def __init__(self) -> None:
        self.version = 0
        """Grows with every change; caches compare it."""
        self._alerts: Rows | None = None
        self._alert_places: Floats | None = None
        self._visible: Visible | None = None
        self._visible_key: tuple[object, ...] = ()
        self.set_points((), (), (), (), (), (), ())

    def set_points(
        self,
        ids: Sequence[str],
        lon: ArrayLike,
        lat: ArrayLike,
        level: ArrayLike,
        kind: ArrayLike,
        stale: ArrayLike,
        unack: ArrayLike,
    ) -> None:
        """Replace all points; every column is as long as `ids`. Raises ValueError if not."""
        self.ids = tuple(ids)
        self.x, self.y = lonlat_to_world(lon, lat)
        self.level: Levels = np.array(level, dtype=np.uint8)
        self.kind: NDArray[np.uint8] = np.array(kind, dtype=np.uint8)
        self.stale: Flags = np.array(stale, dtype=np.bool_)
        self.unack: Flags = np.array(unack, dtype=np.bool_)
        columns = (self.x, self.y, self.level, self.kind, self.stale, self.unack)
        if any(len(column) != len(self.ids) for column in columns):
            raise ValueError("every column must be as long as ids")
        self.chosen: Flags = np.zeros(len(self.ids), dtype=np.bool_)
        """The selection of many."""
        self._row_of = {point_id: row for row, point_id in enumerate(self.ids)}
        self._pyramid = Pyramid(self.x, self.y, self.level)
        self._touch()

    def __len__(self) -> int:
        return len(self.ids)

    def choose(self, rows: ArrayLike) -> None:
        """Select these rows and no others."""
        self.chosen[:] = False
        self.chosen[np.asarray(rows, dtype=np.int64)] = True

    def rows(self, point_ids: Iterable[str]) -> Rows:
        """Return the rows of those ids that are known."""
        known = (self._row_of.get(point_id) for point_id in point_ids)
        return np.array([row for row in known if row is not None], dtype=np.int64)

    def row(self, point_id: str) -> int | None:
        """Return the row of an id, or None for a stranger."""
        return self._row_of.get(point_id)

    def update(
        self,
        rows: ArrayLike,
        level: ArrayLike | None = None,
        stale: ArrayLike | None = None,
        unack: ArrayLike | None = None,
    ) -> Rows:
        """Change the columns given, at `rows`. Of a row named twice the last value counts.

        Returns the rows that look different now, some perhaps more than once.
        """
        at = np.asarray(rows, dtype=np.int64)
        different = np.zeros(len(at), dtype=np.bool_)
        for column, values in ((self.stale, stale), (self.unack, unack)):
            if values is not None:
                was = column[at]
                column[at] = values
                different |= was != column[at]
        if level is not None:
            before = self.level[at]
            self.level[at] = level
            changed = before != self.level[at]
            different |= changed
            # Only the few that changed are sorted: most readings leave the level as it was.
            distinct, first = np.unique(at[changed], return_index=True)
            self._pyramid.relevel(distinct, before[changed][first], self.level[distinct])
        if different.any():
            self._touch()
        return at[different]

    def move(self, rows: ArrayLike, lon: ArrayLike, lat: ArrayLike) -> None:
        """Put points elsewhere. Rebuilds the cells: points that move often are teams, not these."""
        at = np.asarray(rows, dtype=np.int64)
        self.x[at], self.y[at] = lonlat_to_world(lon, lat)
        self._pyramid = Pyramid(self.x, self.y, self.level)
        self._touch()

    def alerts(self) -> Rows:
        """Return the rows with an alert, the worst first, otherwise in row order."""
        if self._alerts is None:
            rows = np.flatnonzero(self.level)
            self._alerts = rows[np.argsort(-self.level[rows].astype(np.int8), kind="stable")]
        return self._alerts

    def alert_places(self) -> Floats:
        """Return the world positions (n, 2) of the alerts; the same array until points change.

        In row order, not the worst first: a level that changes moves nothing that avoids them.
        """
        if self._alert_places is None:
            rows = np.flatnonzero(self.level)
            self._alert_places = np.stack((self.x[rows], self.y[rows]), axis=1)
        return self._alert_places

    def visible(self, view: Viewport) -> Visible:
        """Return what the view shows; the answer is kept until view or points change."""
        key = (self.version, view.key())
        if self._visible is None or self._visible_key != key:
            self._visible = self._look(view)
            self._visible_key = key
        return self._visible

    def cells_of(self, view: Viewport, rows: Rows) -> Cells:
        """Return the distinct cells of the view, in pixels, that hold these rows.

        Left, top and side; what a change of a row changes on screen lies in or on its cell.
        """
        depth = self._depth(view)
        side = float(1 << depth)
        places = np.stack((np.floor(self.x[rows] * side), np.floor(self.y[rows] * side)), axis=1)
        left, top, right, bottom = view.world_rect(_MARGIN_PX)
        low = np.floor(np.array((left, top)) * side)
        high = np.floor(np.array((right, bottom)) * side)
        seen = places[np.all((places >= low) & (places <= high), axis=1)]
        distinct = np.unique(seen, axis=0) if len(seen) else seen
        x, y = view.to_screen(distinct[:, 0] / side, distinct[:, 1] / side)
        return Cells(x, y, view.scale / side)

    def pick(self, view: Viewport, screen_x: float, screen_y: float) -> str | None:
        """Return the id of the point drawn under the position, or None.

        An alert goes before a quiet point and a worse one before a lesser; then the nearest,
        then the first row.
        """
        seen = self.visible(view)
        for rows, reach in ((seen.alerts, ALERT_HIT_PX), (seen.quiet, QUIET_HIT_PX)):
            if not len(rows):
                continue
            x, y = view.to_screen(self.x[rows], self.y[rows])
            distance = np.hypot(x - screen_x, y - screen_y)
            near = np.flatnonzero(distance <= reach)
            if len(near):
                rank = np.lexsort(
                    (rows[near], distance[near], -self.level[rows[near]].astype(np.int8))
                )
                return self.ids[int(rows[near[rank[0]]])]
        return None

    def rows_near(self, rect: tuple[float, float, float, float]) -> Rows:
        """Return all rows in a world rectangle and some around it, from few cells."""
        span = max(rect[2] - rect[0], rect[3] - rect[1], 1e-12)
        depth = self._pyramid.depth_for(math.ceil(-math.log2(span)) + 4)
        return self._pyramid.rows_of(depth, self._pyramid.cells_in(depth, rect))

    def stack_at(self, view: Viewport, row: int) -> Rows:
        """Return the rows drawn where this one is, it included, the worst first.

        Those on the very spot belong to them even where a crowd's figure stands for them.
        """
        seen, x, y = self.visible(view), self.x[row], self.y[row]
        near = self.rows_near((x - SPOT, y - SPOT, x + SPOT, y + SPOT))
        stack = []
        for rows, reach in (
            (np.concatenate((seen.alerts, seen.quiet)), STACK_PX / view.scale),
            (near, SPOT),
        ):
            stack.append(rows[np.hypot(self.x[rows] - x, self.y[rows] - y) <= reach])
        rows = np.unique(np.concatenate(stack))
        ranked: Rows = rows[np.argsort(-self.level[rows].astype(np.int8), kind="stable")]
        return ranked

    def cluster_at(self, view: Viewport, screen_x: float, screen_y: float) -> int | None:
        """Return the index, in what is visible, of the crowd drawn under the position."""
        clusters = self.visible(view).clusters
        if not len(clusters.x):
            return None
        x, y = view.to_screen(clusters.x, clusters.y)
        distance = np.hypot(x - screen_x, y - screen_y)
        nearest = int(distance.argmin())
        return None if distance[nearest] > CLUSTER_HIT_PX else nearest

    def parting(self, view: Viewport, cluster: int) -> tuple[float, float, float] | None:
        """Return the middle (world units) of a crowd and the least zoom that does not hold it in
        one figure, or None for one so close together that no zoom parts it.
        """
        rows = self.crowd(view, cluster)
        low = np.array((self.x[rows].min(), self.y[rows].min()))
        high = np.array((self.x[rows].max(), self.y[rows].max()))
        x, y = (low + high) / 2.0
        for depth in range(self.visible(view).clusters.depth + 1, MAX_DEPTH + 1):
            side = float(1 << depth)
            if not np.array_equal(np.floor(low * side), np.floor(high * side)):
                return float(x), float(y), float(depth - CELL_DEPTH)
        return None

    def clusters_with(self, view: Viewport, rows: Rows) -> Rows:
        """Return the indices of the visible crowds that hide any of these rows."""
        clusters = self.visible(view).clusters
        if not len(clusters.cells):
            return clusters.cells
        hidden = rows[self.level[rows] == 0]
        marked = np.zeros(self._pyramid.cell_count(clusters.depth), dtype=np.bool_)
        marked[self._pyramid.cells_with(clusters.depth, hidden)] = True
        return np.flatnonzero(marked[clusters.cells])

    def crowd(self, view: Viewport, cluster: int) -> Rows:
        """Return the rows that a visible figure stands for."""
        clusters = self.visible(view).clusters
        rows = self._pyramid.rows_of(clusters.depth, clusters.cells[cluster : cluster + 1])
        quiet: Rows = rows[self.level[rows] == 0]
        return quiet

    def _touch(self) -> None:
        self.version += 1
        self._alerts = self._alert_places = None
        self._visible = None

    def _depth(self, view: Viewport) -> int:
        return self._pyramid.depth_for(int(np.floor(view.zoom)) + CELL_DEPTH)

    def _look(self, view: Viewport) -> Visible:
        rect = view.world_rect(_MARGIN_PX)
        depth = self._depth(view)
        cells = self._pyramid.cells_in(depth, rect)
        crowded = self._pyramid.quiet_counts(depth, cells) > CROWD
        rows = self._pyramid.rows_of(depth, cells[~crowded])
        return Visible(
            quiet=rows[self.level[rows] == 0],
            alerts=self._alerts_in(rect),
            clusters=self._clusters(depth, cells[crowded], view),
        )

    def _alerts_in(self, rect: tuple[float, float, float, float]) -> Rows:
        rows = self.alerts()[::-1]
        x, y = self.x[rows], self.y[rows]
        left, top, right, bottom = rect
        return rows[(x >= left) & (x <= right) & (y >= top) & (y <= bottom)]

    def _clusters(self, depth: int, cells: Rows, view: Viewport) -> Clusters:
        """Return the crowds, each kept far enough inside its cell not to touch its neighbour."""
        x, y = self._figure_places(depth, cells, view)
        count, worst = self._pyramid.quiet_counts(depth, cells), self._pyramid.worst(depth, cells)
        return Clusters(x=x, y=y, count=count, worst=worst, cells=cells, depth=depth)

    def _figure_places(self, depth: int, cells: Rows, view: Viewport) -> tuple[Floats, Floats]:
        middle_x, middle_y = self._pyramid.middles(depth, cells)
        left, top = self._pyramid.origins(depth, cells)
        side = 1.0 / (1 << depth)
        inset = min(0.5, CLUSTER_HIT_PX / (view.scale * side))
        x = np.clip((middle_x - left) / side, inset, 1.0 - inset)
        y = np.clip((middle_y - top) / side, inset, 1.0 - inset)
        rows = self.alerts()
        figure = np.full(self._pyramid.cell_count(depth), -1, dtype=np.int64)
        figure[cells] = np.arange(len(cells))
        at = figure[self._pyramid.cells_with(depth, rows)]
        rows, at = rows[at >= 0], at[at >= 0]
        alert_x, alert_y = (self.x[rows] - left[at]) / side, (self.y[rows] - top[at]) / side
        x, y = step_aside(x, y, at, alert_x, alert_y, view.scale * side, inset)
        return left + x * side, top + y * side

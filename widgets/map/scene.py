"""Everything the map shows and the order it is drawn in. Knows no widget and no input."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QRegion

from widgets.map import overlays, repaint
from widgets.map.base_layer import BaseLayer
from widgets.map.drawing import Sketch, draw_sketch
from widgets.map.fan import MOST, Fan
from widgets.map.ground import Ground
from widgets.map.heat import HeatLayer
from widgets.map.label_placement import PlacedLabel
from widgets.map.labels import LabelLayer
from widgets.map.layer_states import LayerStates
from widgets.map.markup import draw_markups, markup_at
from widgets.map.point_painter import PointPainter, unacknowledged
from widgets.map.points import ALERT_HIT_PX, PointLayer
from widgets.map.projection import Floats, lonlat_to_world
from widgets.map.pyramid import Rows
from widgets.map.teams import TeamLayer, team_at
from widgets.map.tiles import TileStore
from widgets.map.tracks import draw_tracks
from widgets.map.values import Callout, MapLayer, MapTexts, Markup, TeamMark, Track
from widgets.map.viewport import Viewport
from widgets.theme.tokens import GROUND

_WORLD: Final = (0.0, 0.0, 1.0, 1.0)
_NOWHERE: Final[Floats] = np.empty((0, 2))


class Scene:
    """The layers over one viewport: base, labels, points, teams, selection, callout, scale."""

    def __init__(self, view: Viewport, tiles: TileStore, texts: MapTexts) -> None:
        self.view = view
        self.tiles = tiles
        self.texts = texts
        self.points = PointLayer()
        self.teams: tuple[TeamMark, ...] = ()
        self.callout: Callout | None = None
        self.covered_right = 0.0
        self.selected: str | None = None
        self.tracks: tuple[Track, ...] = ()
        self.markups: tuple[Markup, ...] = ()
        self.heat = HeatLayer()
        self.layers = LayerStates()
        self.sketch: Sketch | None = None
        self.has_scale = True
        self.fan: Fan | None = None
        self._labels = LabelLayer(tiles)
        self._ground = Ground()
        self._ground_version = 0
        self._written: list[PlacedLabel] = []
        self._is_torn = False
        self._point_painter = PointPainter()
        self._teams = TeamLayer()

    def drop_ground(self) -> None:
        """Give back the memory of the kept picture while nobody looks."""
        self._ground.drop()

    def touch_ground(self) -> None:
        """Have the kept picture drawn anew: something in it changed."""
        self._ground_version += 1

    def refresh_ground(self) -> None:
        """Have drawn anew what the tiles changed, a little with each frame."""
        for rect in self.tiles.take_changes():
            self._ground.refresh(rect)

    def show_same(self, other: Scene, base: Sequence[BaseLayer] | None) -> None:
        """Show what another scene shows, without what belongs to the hand: for paper."""
        self.points, self.heat, self.layers = other.points, other.heat, other.layers
        self.teams, self.tracks, self.markups = other.teams, other.tracks, other.markups
        self.has_scale = False
        self.set_base(other.tiles.layers if base is None else base)

    def set_base(self, layers: Sequence[BaseLayer]) -> None:
        """Show these at the bottom, the first lowest."""
        self.tiles.set_layers(layers)
        self.touch_ground()

    def paint(
        self,
        painter: QPainter,
        dpr: float,
        region: QRegion,
        *,
        phase: float,
        settled: bool,
        focused: bool,
    ) -> None:
        """Paint a frame, or of it what is in `region`, to which the painter is clipped.

        `phase` is the pulse's, `settled` says that missing tiles are worth it.
        """
        view, self._is_torn = self.view, False
        self._point_painter.begin_frame(region)
        if not self.tiles.layers:
            painter.fillRect(QRectF(0.0, 0.0, view.width, view.height), QColor(GROUND))
            self._draw_heat(painter, view)
            overlays.draw_empty(painter, view, self.texts)
        else:
            self._paint_ground(painter, dpr, settled=settled)
        self._paint_points(painter, dpr, phase)
        if self.layers.is_shown(MapLayer.MARKUP):
            painter.setOpacity(self.layers.opacity(MapLayer.MARKUP))
            draw_markups(painter, view, self.markups)
            painter.setOpacity(1.0)
        if self.layers.is_shown(MapLayer.SELECTION):
            painter.setOpacity(self.layers.opacity(MapLayer.SELECTION))
            self._paint_selection(painter)
            painter.setOpacity(1.0)
        if self.callout is not None:
            overlays.draw_callout(painter, view, self.callout, self.covered_right)
        if self.sketch is not None:
            draw_sketch(painter, view, self.sketch, self.texts)
        if self.has_scale:
            overlays.draw_scale(painter, view, self.texts, self.tiles.attribution)
        if focused:
            overlays.draw_focus(painter, view)

    def _paint_points(self, painter: QPainter, dpr: float, phase: float) -> None:
        """Paint the points, tracks over the quiet ones, then teams, and the alerts over all."""
        view, points, layers = self.view, self.points, self.layers
        shown, opacity = layers.is_shown(MapLayer.POINTS), layers.opacity(MapLayer.POINTS)
        painter.setOpacity(opacity)
        if shown:
            self._point_painter.draw_quiet(painter, points, view, dpr)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setOpacity(1.0)
        if layers.is_shown(MapLayer.TRACKS):
            draw_tracks(painter, view, self.tracks, layers.opacity(MapLayer.TRACKS))
            painter.setOpacity(layers.opacity(MapLayer.TRACKS))
            self._teams.draw(painter, view, self.teams, self._alert_places())
        painter.setOpacity(opacity)
        if shown:
            self._point_painter.draw_rings(painter, points, view, phase)
            self._point_painter.draw_alerts(painter, points, view)
        painter.setOpacity(1.0)

    def _alert_places(self) -> Floats:
        """World positions (n, 2) of the alerts, whose symbols no name may cover."""
        return self.points.alert_places() if self.layers.is_shown(MapLayer.POINTS) else _NOWHERE

    def _paint_selection(self, painter: QPainter) -> None:
        view = self.view
        if self.layers.is_shown(MapLayer.POINTS):
            self._point_painter.draw_chosen(painter, self.points, view)
            fan = self.open_fan()
            if fan is not None:
                self._point_painter.draw_fan(painter, self.points, view, fan)
        place = self.place_of(self.selected) if self.selected is not None else None
        if place is not None:
            x, y = view.to_screen(*place)
            overlays.draw_selection(painter, QPointF(float(x), float(y)))

    def open_fan(self) -> Fan | None:
        """Return the fan while it may stay open: until the zoom or the points change."""
        if self.fan is not None and self.fan.zoom != self.view.zoom:
            self.fan = None
        return self.fan

    def _draw_heat(self, painter: QPainter, part: Viewport) -> None:
        if self.layers.is_shown(MapLayer.HEAT):
            self.heat.draw(painter, self.view, part, self.layers.opacity(MapLayer.HEAT))

    def _paint_ground(self, painter: QPainter, dpr: float, *, settled: bool) -> None:
        """Paint what lies still under the points, from the kept picture unless zooming."""
        if not settled:
            if not self._ground.draw_scaled(painter, self.view, dpr, self._draw_passing):
                self._draw_passing(painter, self.view)
            return
        self.tiles.want(self.view, dpr)
        placed = self._labels.placed(self.view, self._alert_places())
        if placed is not self._written:
            self._written, self._is_torn = placed, True  # The frame may be of a part only.
            self._ground.refresh(_WORLD)
        self._ground.draw(
            painter,
            self.view,
            dpr,
            self._ground_version,
            lambda on, part: self._draw_ground(on, part, dpr),
        )
        self._labels.request(dpr)

    def _draw_passing(self, painter: QPainter, part: Viewport) -> None:
        """Draw what there is of a piece at a zoom that is only passed."""
        self.tiles.draw(painter, part, self._strength, QColor(GROUND))

    def _draw_ground(self, painter: QPainter, part: Viewport, dpr: float) -> None:
        """Draw the base map, heat and names over `part`: the view, or a piece at its zoom."""
        self._draw_passing(painter, part)
        self._draw_heat(painter, part)
        if self.layers.is_shown(MapLayer.LABELS):
            painter.setOpacity(self.layers.opacity(MapLayer.LABELS))
            self._labels.draw(painter, part, dpr)
            painter.setOpacity(1.0)

    def is_settled(self) -> bool:
        """Say whether nothing more will appear by itself."""
        labels = not self.layers.is_shown(MapLayer.LABELS) or self._labels.is_settled()
        return labels and self.tiles.is_quiet() and not self._ground.is_stale()

    def is_unfinished(self) -> bool:
        """Say whether the next frame has more to draw although nothing changed."""
        return self._ground.is_stale() or self._is_torn

    def names(self) -> Sequence[PlacedLabel]:
        """Return the names that stood in the last frame."""
        return self._written

    def is_waiting(self) -> bool:
        """Say whether a frame a little later has something to change."""
        return self._labels.is_waiting()

    def _strength(self, base: BaseLayer) -> float:
        if not base.visible or not self.layers.is_shown(base.layer):
            return 0.0
        return base.opacity * self.layers.opacity(base.layer)

    def place_of(self, thing_id: str) -> tuple[float, float] | None:
        """Return the world position of a point, a team or the callout's subject."""
        row = self.points.row(thing_id)
        if row is not None:
            return float(self.points.x[row]), float(self.points.y[row])
        for mark in (*self.teams, *((self.callout,) if self.callout else ())):
            if mark.id == thing_id:
                x, y = lonlat_to_world(mark.lon, mark.lat)
                return float(x), float(y)
        return None

    def pick(self, position: QPointF) -> str | None:
        """Return the id of what is drawn on top there: a fan's point, an alert, a team, a point."""
        team = None
        if self.layers.is_shown(MapLayer.TRACKS):
            team = team_at(self.view, self.teams, position)
        if not self.layers.is_shown(MapLayer.POINTS):
            return team
        fan = self.open_fan()
        if fan is not None and self.layers.is_shown(MapLayer.SELECTION):
            found = fan.pick(self.view, position.x(), position.y(), ALERT_HIT_PX)
            if found is not None:
                return self.points.ids[found]
        point = self.points.pick(self.view, position.x(), position.y())
        row = self.points.row(point) if point is not None else None
        if row is not None and self.points.level[row] > 0:
            return point
        return team or point

    def spread(self, point_id: str, position: QPointF) -> None:
        """Open the fan of the spot a point stands on; a lone point or a fan's own opens none."""
        row, fan = self.points.row(point_id), self.open_fan()
        if row is None:
            self.fan = None
            return
        if fan is not None and fan.pick(self.view, position.x(), position.y(), ALERT_HIT_PX) == row:
            return
        rows = self.points.stack_at(self.view, row)[:MOST]
        x, y = float(self.points.x[row]), float(self.points.y[row])
        self.fan = Fan(rows, x, y, self.view.zoom) if len(rows) > 1 else None

    def thing_at(self, position: QPointF) -> str:
        """Return the id of the point, team or markup under the position, or nothing."""
        found = self.pick(position)
        if found is None and self.layers.is_shown(MapLayer.MARKUP):
            found = markup_at(self.view, self.markups, position)
        return found or ""

    def crowd_at(self, position: QPointF) -> int | None:
        """Return the index of the crowd under the position, in what is visible."""
        if not self.layers.is_shown(MapLayer.POINTS):
            return None
        return self.points.cluster_at(self.view, position.x(), position.y())

    def spread_crowd(self, crowd: int) -> None:
        """Open the fan of a crowd that no zoom parts."""
        clusters = self.points.visible(self.view).clusters
        rows = self.points.crowd(self.view, crowd)[:MOST]
        self.fan = Fan(rows, float(clusters.x[crowd]), float(clusters.y[crowd]), self.view.zoom)

    def region_of(self, rows: Rows) -> QRegion:
        """Return where these points and the crowds they are in are drawn."""
        return repaint.changed_region(self.points, self.view, rows)

    def has_pulse(self) -> bool:
        """Say whether an unacknowledged alert is in view."""
        shown = self.layers.is_shown(MapLayer.POINTS)
        return shown and len(unacknowledged(self.points, self.view)) > 0

    def pulse_region(self) -> QRegion:
        """Return where the pulse paints, so that the rest may stay."""
        return repaint.pulse_region(self.points, self.view)

"""The map as a widget without hands: what it is fed, how it paints, when it moves or pulses.

Input belongs to `canvas`, drawing to `scene`. It knows values; what an id means is the owner's
business.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np
from numpy.typing import ArrayLike
from PySide6.QtCore import QElapsedTimer, QPointF, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import (
    QCloseEvent,
    QHideEvent,
    QPainter,
    QPaintEvent,
    QRegion,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QWidget

from widgets.map.base_layer import BaseLayer
from widgets.map.motion import Motion
from widgets.map.scene import Scene
from widgets.map.tiles import TileStore
from widgets.map.values import Callout, MapLayer, MapTexts, Markup, TeamMark, Track
from widgets.map.viewport import Viewport

PULSE_FRAME_MS: Final = 100
PULSE_MS: Final = 2400
LATER_MS: Final = 1000
HOME_PADDING_PX: Final = 12.0


class MapSurface(QWidget):
    """A map that shows and moves. `view_changed` comes after any change of what is shown."""

    view_changed = Signal()
    settled = Signal()
    """After a frame in which nothing moved and every tile in view was there."""
    base_failed = Signal(str, str)
    """A source (id, text) stopped giving tiles; once until it gives one again."""

    def __init__(
        self, texts: MapTexts | None = None, *, animate: bool = True, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._view = Viewport()
        self._tiles = TileStore()
        self._motion = Motion(self._view, self)
        self._scene = Scene(self._view, self._tiles, texts or MapTexts())
        self._animate = animate
        self._home: tuple[float, float, float, float] | None = None
        self._at_home = False
        self._shows_focus = False
        self._pulse = QTimer(self)
        self._pulse.setInterval(PULSE_FRAME_MS)
        self._later = QTimer(self, singleShot=True, interval=LATER_MS)
        self._pulse_clock = QElapsedTimer()
        self._pulse_clock.start()
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName(self._scene.texts.name)
        self._connect()

    def _connect(self) -> None:
        self._tiles.changed.connect(self._refresh_ground)
        self._tiles.failed.connect(self.base_failed)
        self._motion.moved.connect(self._refresh)
        self._pulse.timeout.connect(self._beat)
        self._later.timeout.connect(self.update)
        self.destroyed.connect(self._tiles.stop)

    def set_texts(self, texts: MapTexts) -> None:
        """Change the words, as when the language changes."""
        self._scene.texts = texts
        self.setAccessibleName(texts.name)
        self.update()

    def set_animated(self, animate: bool) -> None:
        """Let rings pulse and the map glide, or keep both still."""
        self._animate = animate
        self._refresh()

    def set_base(self, layers: Sequence[BaseLayer]) -> None:
        """Show these at the bottom, the first lowest; none shows the empty look.

        Where they have tiles limits the view; until `set_home` was called it is also the home.
        """
        self._scene.set_base(layers)
        bounds = self._tiles.bounds
        if bounds is not None:
            self._view.set_limits(*bounds)
            if self._home is None:
                self._home = bounds
                self.go_home()
        self._refresh()

    def set_language(self, language: str) -> None:
        """Write names on the base map in "zh" or "en" where they are known."""
        self._tiles.set_language(language)

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
        """Replace all points; columns in degrees and as `PointKind` and `Level` numbers."""
        points = self._scene.points
        chosen = [points.ids[row] for row in np.flatnonzero(points.chosen)]
        points.set_points(ids, lon, lat, level, kind, stale, unack)
        points.choose(points.rows(chosen))
        self._scene.fan = None
        self._refresh()

    def update_points(
        self,
        rows: ArrayLike,
        level: ArrayLike | None = None,
        stale: ArrayLike | None = None,
        unack: ArrayLike | None = None,
    ) -> None:
        """Change columns of some points; a row is an index into the last `set_points`."""
        different = self._scene.points.update(rows, level, stale, unack)
        if len(different):
            self._sync_pulse()
            self.update(self._scene.region_of(different))
            self.view_changed.emit()

    def move_points(self, rows: ArrayLike, lon: ArrayLike, lat: ArrayLike) -> None:
        """Put some points elsewhere."""
        self._scene.points.move(rows, lon, lat)
        self._scene.fan = None
        self._refresh()

    def set_teams(self, teams: Sequence[TeamMark]) -> None:
        """Show these teams and no others."""
        self._scene.teams = tuple(teams)
        self.update()

    def set_heat(self, lon: ArrayLike, lat: ArrayLike, weight: ArrayLike) -> None:
        """Show how densely these weighted places lie, in degrees; empty columns show nothing."""
        self._scene.heat.set_places(lon, lat, weight)
        self._repaint_ground()

    def set_tracks(self, tracks: Sequence[Track]) -> None:
        """Show where these things went, and no others."""
        self._scene.tracks = tuple(tracks)
        self.update()

    def set_markups(self, markups: Sequence[Markup]) -> None:
        """Show what was drawn on the map, and nothing else."""
        self._scene.markups = tuple(markups)
        self.update()

    def set_layer(
        self, layer: str, visible: bool | None = None, opacity: float | None = None
    ) -> None:
        """Show or hide a layer, or let it shine through; raises ValueError for a stranger."""
        self._scene.layers.set(MapLayer(layer), visible, opacity)
        self._scene.touch_ground()
        self._refresh()

    def set_selection(self, ids: Iterable[str]) -> None:
        """Ring these points as the selection of many; strangers are left out."""
        self._scene.points.choose(self._scene.points.rows(ids))
        self.update()

    def selection(self) -> list[str]:
        """Return the ids of the selection of many."""
        points = self._scene.points
        return [points.ids[row] for row in np.flatnonzero(points.chosen)]

    def set_callout(self, callout: Callout | None) -> None:
        """Show a box beside a point, or none."""
        self._scene.callout = callout
        self.update()

    def set_covered(self, right_px: float) -> None:
        """Say how much at the right lies under something else, so that the box avoids it."""
        if right_px != self._scene.covered_right:
            self._scene.covered_right = right_px
            self.update()

    def set_selected(self, thing_id: str | None) -> None:
        """Ring the point or team with this id; None rings nothing."""
        self._scene.selected = thing_id
        self.update()

    def selected(self) -> str | None:
        """Return the id last given to `set_selected` or reached by Tab."""
        return self._scene.selected

    def go_home(self) -> None:
        """Show the whole town."""
        self._motion.stop()
        if self._home is not None:
            self._view.fit(*self._home, padding_px=HOME_PADDING_PX)
            self._at_home = True
        self._refresh()

    def point_on_screen(self, thing_id: str) -> QPointF | None:
        """Return where a point or team is in widget coordinates, or None for a stranger."""
        place = self._scene.place_of(thing_id)
        if place is None:
            return None
        x, y = self._view.to_screen(*place)
        return QPointF(float(x), float(y))

    def base(self) -> tuple[BaseLayer, ...]:
        """The layers given to `set_base`."""
        return self._tiles.layers

    def scene(self) -> Scene:
        """What is shown. Read only; for a plate of the same."""
        return self._scene

    def texts(self) -> MapTexts:
        """The words in force."""
        return self._scene.texts

    def world_rect(self) -> tuple[float, float, float, float]:
        """What is in view as (left, top, right, bottom) in world units."""
        return self._view.world_rect()

    def is_settled(self) -> bool:
        """Say whether nothing moves and every tile in view is painted."""
        return not self._motion.is_running() and self._scene.is_settled()

    def sizeHint(self) -> QSize:
        return QSize(960, 640)

    def paintEvent(self, event: QPaintEvent) -> None:
        self._tiles.hold()
        self._paint_frame(event.region())
        self._tiles.release()
        if self._scene.is_waiting() and not self._later.isActive():
            self._later.start()
        if self._scene.is_unfinished():
            self.update()
        elif self.is_settled():
            self.settled.emit()

    def _paint_frame(self, region: QRegion) -> None:
        painter = QPainter(self)
        phase = 0.0
        if self._pulse.isActive():
            phase = (self._pulse_clock.elapsed() % PULSE_MS) / PULSE_MS
        # Between resting zooms tiles of others stand in: none is painted for a passing one.
        settled = not self._motion.is_flying() and self._view.is_resting()
        focused = self._shows_focus
        self._scene.paint(
            painter,
            self.devicePixelRatioF(),
            region,
            phase=phase,
            settled=settled,
            focused=focused,
        )
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._view.resize(self.width(), self.height())
        if self._at_home:
            self.go_home()
        self._refresh()

    def showEvent(self, event: QShowEvent) -> None:
        self._sync_pulse()

    def hideEvent(self, event: QHideEvent) -> None:
        self._motion.stop()
        self._pulse.stop()
        self._tiles.rest()
        self._scene.drop_ground()

    def closeEvent(self, event: QCloseEvent) -> None:
        self._tiles.stop()
        super().closeEvent(event)

    @Slot()
    def _refresh(self) -> None:
        self._sync_pulse()
        self.update()
        self.view_changed.emit()

    @Slot()
    def _refresh_ground(self) -> None:
        self._scene.refresh_ground()
        self.update()

    @Slot()
    def _repaint_ground(self) -> None:
        self._scene.touch_ground()
        self.update()

    @Slot()
    def _beat(self) -> None:
        self.update(self._scene.pulse_region())

    def _sync_pulse(self) -> None:
        wanted = self._animate and self.isVisible() and self._scene.has_pulse()
        if wanted != self._pulse.isActive():
            if wanted:
                self._pulse.start()
            else:
                self._pulse.stop()

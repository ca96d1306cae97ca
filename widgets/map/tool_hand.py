"""The hand with a tool: turns presses, moves and keys into shapes and selections.

Knows the scene and screen positions; the canvas passes the events and forwards the signals.
"""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QObject, QPointF, Qt, Signal

from widgets.map import selection
from widgets.map.drawing import CLICKED, DRAGGED, MEASURING, SELECTING, Sketch
from widgets.map.pyramid import Rows
from widgets.map.scene import Scene
from widgets.map.values import Tool

_LASSO_STEP_PX = 3.0
_ADDING = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier


class ToolHand(QObject):
    """Draws the sketch of the scene. `changed` asks for a repaint, `left` to go back to panning."""

    changed = Signal()
    left = Signal()
    drawn = Signal(object, object)
    circle_drawn = Signal(float, float, float)
    selected = Signal(object)

    def __init__(self, scene: Scene, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.tool = Tool.PAN
        self._scene = scene
        self._grabbed: int | None = None
        self._is_dragging = False
        self._adds = False

    def take(self, tool: Tool) -> None:
        """Take another tool; what was being drawn is dropped."""
        self.tool = tool
        self._drop()

    def press(self, at: QPointF, keys: Qt.KeyboardModifier) -> bool:
        """Say whether the press is the tool's; else it moves the map or ends as a click."""
        sketch = self._scene.sketch
        if self.tool in DRAGGED:
            self._adds = bool(keys & _ADDING)
            self._is_dragging = True
            self._begin().add(self._world(at))
            return True
        if self.tool in CLICKED and sketch is not None and not sketch.is_done:
            self._grabbed = sketch.corner_at(self._scene.view, at.x(), at.y())
        return self._grabbed is not None

    def move(self, at: QPointF) -> None:
        """Follow the cursor, button held or not."""
        sketch = self._scene.sketch
        if sketch is None or sketch.is_done:
            return
        corner = self._world(at)
        if self._grabbed is not None:
            sketch.corners[self._grabbed] = corner
        elif self._is_dragging:
            if sketch.tool != Tool.SELECT_LASSO or self._is_step(sketch, at):
                sketch.drag_to(corner)
        else:
            sketch.cursor = corner
        self.changed.emit()

    def release(self, at: QPointF) -> bool:
        """Say whether the release is the tool's: a stroke or a moved corner ends with it."""
        if self._grabbed is not None:
            self._grabbed = None
            return True
        if not self._is_dragging:
            return False
        self._is_dragging = False
        sketch = self._scene.sketch
        if sketch is not None:
            sketch.drag_to(self._world(at))
        self.finish()
        return True

    def click(self, at: QPointF) -> bool:
        """Say whether a click without a move is the tool's: it sets a corner."""
        if self.tool not in CLICKED and self.tool != Tool.DRAW_POINT:
            return False
        sketch = self._scene.sketch
        if sketch is None or sketch.is_done:
            sketch = self._begin()
        sketch.add(self._world(at))
        if self.tool == Tool.DRAW_POINT:
            self.finish()
        self.changed.emit()
        return True

    def key(self, key: Qt.Key) -> bool:
        """Say whether the key is the tool's: Enter ends, Backspace takes back, Escape leaves."""
        if key == Qt.Key.Key_Escape and (self.tool != Tool.PAN or self._scene.sketch is not None):
            self._drop()
            self.left.emit()
            return True
        sketch = self._scene.sketch
        if sketch is None or sketch.is_done:
            return False
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.finish()
        elif key in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete):
            sketch.take_back()
            self.changed.emit()
        else:
            return False
        return True

    def finish(self) -> None:
        """End the shape: hand it on if it is one, keep drawing it if corners are missing."""
        sketch = self._scene.sketch
        if sketch is None or sketch.is_done:
            return
        if not sketch.is_complete():
            if sketch.tool in SELECTING and not self._adds:
                self.selected.emit(np.empty(0, dtype=np.int64))
            if sketch.tool in DRAGGED:
                self._drop()
            return
        sketch.is_done = True
        # What was measured stays to be read; what was drawn becomes its owner's.
        if sketch.tool not in MEASURING:
            self._scene.sketch = None
        if sketch.tool in SELECTING:
            self.selected.emit(self._inside(sketch))
        else:
            shape = sketch.lonlat()
            if sketch.tool == Tool.DRAW_CIRCLE:
                self.circle_drawn.emit(float(shape[0, 0]), float(shape[0, 1]), sketch.radius_m())
            self.drawn.emit(sketch.tool, shape)
        self.changed.emit()

    def _inside(self, sketch: Sketch) -> Rows:
        """Return the rows inside the sketch, with those chosen before if the hand adds."""
        corners = np.array(sketch.outline(), dtype=np.float64)
        if sketch.tool == Tool.SELECT_RECT:
            (left, top), (right, bottom) = corners.min(axis=0), corners.max(axis=0)
            rect = (float(left), float(top), float(right), float(bottom))
            rows = selection.rows_in_rect(self._scene.points, rect)
        else:
            rows = selection.rows_in_polygon(self._scene.points, corners[:, 0], corners[:, 1])
        return np.union1d(rows, np.flatnonzero(self._scene.points.chosen)) if self._adds else rows

    def _is_step(self, sketch: Sketch, at: QPointF) -> bool:
        x, y = self._scene.view.to_screen(*sketch.corners[-1])
        return abs(at.x() - float(x)) + abs(at.y() - float(y)) >= _LASSO_STEP_PX

    def _begin(self) -> Sketch:
        self._scene.sketch = Sketch(self.tool)
        return self._scene.sketch

    def _drop(self) -> None:
        self._scene.sketch = None
        self._grabbed = None
        self._is_dragging = False
        self.changed.emit()

    def _world(self, at: QPointF) -> tuple[float, float]:
        return self._scene.view.to_world(at.x(), at.y())

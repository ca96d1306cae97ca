"""The list of a map's layers: shown or not, how strongly, what their signs mean, how old they are.

Knows `LayerInfo` values and emits what the hand wants; the owner tells the map and the list.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QSlider,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from widgets.map.legend import draw_legend, legend_height, legend_width
from widgets.map.side_panel import TICK_STYLE
from widgets.map.values import LayerInfo, LegendEntry
from widgets.theme.tokens import GRID, SECONDARY, SIZE_CAPTION

_FULL: Final = 100
_STEP: Final = 10


class LegendBox(QWidget):
    """The legend of one layer."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries: tuple[LegendEntry, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def set_entries(self, entries: Sequence[LegendEntry]) -> None:
        """Show these entries; none takes no room."""
        if tuple(entries) == self._entries:
            return
        self._entries = tuple(entries)
        self.setVisible(bool(self._entries))
        self.setAccessibleName("、".join(entry.text for entry in self._entries))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(int(legend_width(self._entries)), int(legend_height(self._entries)))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, int(legend_height(self._entries)))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        draw_legend(painter, QRectF(self.rect()), self._entries)
        painter.end()


class _Row(QWidget):
    """One layer."""

    visible_asked = Signal(str, bool)
    opacity_asked = Signal(str, float)
    removal_asked = Signal(str)

    def __init__(self, info: LayerInfo, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._info = info
        self._check = QCheckBox(self)
        self._check.setStyleSheet(TICK_STYLE)
        self._age = QLabel(self)
        self._age.setStyleSheet(f"color: {SECONDARY}; font-size: {SIZE_CAPTION}px;")
        self._slider = QSlider(Qt.Orientation.Horizontal, self)
        self._slider.setRange(0, _FULL)
        self._slider.setPageStep(_STEP)
        self._remove = QToolButton(self)
        self._remove.setText("✕")
        self._legend = LegendBox(self)
        self._legend.hide()
        self._lay_out()
        self.show_info(info)
        self._check.toggled.connect(self._ask_visible)
        self._slider.valueChanged.connect(self._ask_opacity)
        self._remove.clicked.connect(self._ask_removal)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._check, 1)
        head.addWidget(self._age, 0)
        head.addWidget(self._remove, 0)
        column = QVBoxLayout(self)
        left = 3 * GRID if self._info.part else GRID
        column.setContentsMargins(left, GRID // 2 if self._info.part else GRID, GRID, GRID // 2)
        column.setSpacing(GRID // 2)
        column.addLayout(head)
        column.addWidget(self._slider)
        column.addWidget(self._legend)

    def show_info(self, info: LayerInfo) -> None:
        """Show a value without asking anything; a slider under the hand is left alone."""
        self._info = info
        for control in (self._check, self._slider):
            control.blockSignals(True)
        self._check.setText(info.title)
        self._check.setChecked(info.visible)
        if not self._slider.isSliderDown():
            self._slider.setValue(round(info.opacity * _FULL))
        for control in (self._check, self._slider):
            control.blockSignals(False)
        self._slider.setEnabled(info.visible)
        self._slider.setVisible(not info.part)
        self._slider.setAccessibleName(info.title)
        self._remove.setVisible(bool(info.remove))
        self._remove.setToolTip(info.remove)
        self._remove.setAccessibleName(f"{info.remove} {info.title}")
        self._age.setText(info.age)
        self._legend.set_entries(info.legend if info.visible else ())

    @Slot(bool)
    def _ask_visible(self, visible: bool) -> None:
        self._slider.setEnabled(visible)
        self.visible_asked.emit(self._info.id, visible)

    @Slot(int)
    def _ask_opacity(self, value: int) -> None:
        self.opacity_asked.emit(self._info.id, value / _FULL)

    @Slot()
    def _ask_removal(self) -> None:
        self.removal_asked.emit(self._info.id)


class LayerPanel(QWidget):
    """The layers, the topmost first. The signals carry a layer's id and what is asked of it."""

    visible_asked = Signal(str, bool)
    opacity_asked = Signal(str, float)
    removal_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: dict[str, _Row] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addStretch(1)

    def set_layers(self, layers: Sequence[LayerInfo]) -> None:
        """Show these layers in this order; a row that stays keeps its focus and its slider."""
        for gone in self._rows.keys() - {info.id for info in layers}:
            row = self._rows.pop(gone)
            self._column.removeWidget(row)
            row.deleteLater()
        for place, info in enumerate(layers):
            row = self._rows.get(info.id) or self._make_row(info)
            row.show_info(info)
            if self._column.indexOf(row) != place:
                self._column.removeWidget(row)
                self._column.insertWidget(place, row)

    def _make_row(self, info: LayerInfo) -> _Row:
        row = self._rows[info.id] = _Row(info, self)
        row.visible_asked.connect(self.visible_asked)
        row.opacity_asked.connect(self.opacity_asked)
        row.removal_asked.connect(self.removal_asked)
        return row

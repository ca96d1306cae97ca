"""An alert beside the table: heading, actions, facts, guidance, curve, cameras, chronology.

Owns the panel; must not know what an action or a link does: it emits them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from widgets.alarms.values import AlarmMore, Fact
from widgets.boards.detail import DetailPanel
from widgets.cameras.column import TileColumn
from widgets.cameras.paint import tile_height
from widgets.charts.level_chart import LevelChart
from widgets.theme import tokens
from widgets.values import Detail, Series, Tile

CAMERAS: Final = 2
CHART_HEIGHT: Final = 22 * tokens.GRID


class FactList(QWidget):
    """Facts below each other: what each is called at the left, what it is at the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._facts: tuple[Fact, ...] = ()
        self._form = QFormLayout(self)
        self._form.setContentsMargins(0, 0, 0, 0)
        self._form.setHorizontalSpacing(2 * tokens.GRID)
        self._form.setVerticalSpacing(4)
        self._form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)

    def set_facts(self, facts: Sequence[Fact]) -> None:
        """Show these; labels are reused while there are as many."""
        fresh = tuple(facts)
        if fresh == self._facts:
            return
        self._facts = fresh
        while self._form.rowCount() > len(fresh):
            self._form.removeRow(self._form.rowCount() - 1)
        while self._form.rowCount() < len(fresh):
            text = QLabel()
            text.setWordWrap(True)
            text.setTextFormat(Qt.TextFormat.PlainText)
            self._form.addRow(QLabel(), text)
        for row, fact in enumerate(fresh):
            self._say(row, QFormLayout.ItemRole.LabelRole, fact.label, tokens.SECONDARY)
            color = tokens.LEVEL_COLOR[tokens.Level.RED] if fact.is_bad else tokens.TEXT
            self._say(row, QFormLayout.ItemRole.FieldRole, fact.text, color)

    def _say(self, row: int, role: QFormLayout.ItemRole, text: str, color: str) -> None:
        item = self._form.itemAt(row, role)
        label = item.widget() if item is not None else None
        if isinstance(label, QLabel):
            label.setText(text)
            label.setStyleSheet(f"color: {color};")


class AlarmDetail(QWidget):
    """Signals: `triggered(action_id)` for a button, `link_asked(url)` for the guidance in full,
    `camera_asked(id)` for a picture that was opened."""

    triggered = Signal(str)
    link_asked = Signal(str)
    camera_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._more = AlarmMore()
        self.middle = QWidget()
        self.facts = FactList()
        self._guidance = QFrame()
        self._guidance_text = QLabel()
        self.link = QPushButton()
        self.chart = LevelChart()
        self.cameras = [TileColumn() for _ in range(CAMERAS)]
        self.panel = DetailPanel(bind_keys=False, middle=self.middle)
        self._scroll = QScrollArea()
        self._lay_out()
        self.panel.triggered.connect(self.triggered)
        self.link.clicked.connect(self._on_link)
        for camera in self.cameras:
            camera.activated_id.connect(self.camera_asked)

    def _lay_out(self) -> None:
        self._guidance_text.setWordWrap(True)
        self._guidance_text.setTextFormat(Qt.TextFormat.PlainText)
        self._guidance.setStyleSheet(
            f"QFrame {{ background: {tokens.RAISED}; border-left: 3px solid {tokens.ACCENT}; }}"
            "QLabel { border: none; }"
        )
        self.link.setAutoDefault(False)
        inside = QHBoxLayout(self._guidance)
        inside.setContentsMargins(2 * tokens.GRID, tokens.GRID, tokens.GRID, tokens.GRID)
        inside.addWidget(self._guidance_text, 1)
        inside.addWidget(self.link, 0, Qt.AlignmentFlag.AlignTop)
        self.chart.setFixedHeight(CHART_HEIGHT)
        stills = QHBoxLayout()
        stills.setContentsMargins(0, 0, 0, 0)
        stills.setSpacing(0)
        for camera in self.cameras:
            camera.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            stills.addWidget(camera, 1)
        column = QVBoxLayout(self.middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * tokens.GRID)
        for widget in (self._guidance, self.facts, self.chart):
            column.addWidget(widget)
        column.addLayout(stills)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(self.panel)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._scroll)

    def _take_room(self) -> None:
        """Scroll rather than squeeze when there is not room for everything."""
        self.panel.setMinimumHeight(self.panel.needed_height(self._scroll.viewport().width()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._take_room()

    def set_texts(self, *, log_title: str, empty: str, no_curve: str, no_camera: str) -> None:
        """The words that are not of an alert."""
        self.panel.set_log_title(log_title)
        self.panel.set_empty_text(empty)
        self.chart.set_empty_text(no_curve)
        for camera in self.cameras:
            camera.set_empty_text(no_camera)

    def set_detail(self, detail: Detail | None, more: AlarmMore | None = None) -> None:
        """Show an alert; None shows the empty text."""
        self.panel.set_detail(detail)
        if more is None or more == self._more:
            self._take_room()
            return
        self._more = more
        self.facts.set_facts(more.facts)
        self._guidance.setVisible(bool(more.guidance))
        self._guidance_text.setText(more.guidance)
        self.link.setVisible(bool(more.link))
        self.link.setText(more.link_text)
        self.link.setToolTip(more.link)

    def set_series(self, series: Series | None) -> None:
        """The curve of its source."""
        self.chart.set_series(series)

    def set_tiles(self, tiles: Sequence[Tile]) -> None:
        """The pictures of its cameras, side by side; a place without one says so."""
        shown = list(tiles)[: len(self.cameras)]
        for at, camera in enumerate(self.cameras):
            camera.setVisible(at < max(1, len(shown)))
            camera.set_tiles(shown[at : at + 1])
        width = self.width() / max(1, len(shown)) - 4 * tokens.GRID
        height = round(tile_height(max(120.0, min(width, 320.0)))) + 3 * tokens.GRID
        for camera in self.cameras:
            camera.setFixedHeight(height if shown else 6 * tokens.GRID)
        self._take_room()

    def _on_link(self) -> None:
        self.link_asked.emit(self._more.link)

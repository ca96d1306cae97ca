"""The right side of the rule editor: run a change over past readings, and see what it does."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QSplitter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from widgets.boards.figures import FigureStrip
from widgets.boards.table import ValueTable
from widgets.boards.text import ElidedLabel
from widgets.charts.compare_plot import ComparePlot
from widgets.charts.load_strip import LoadStrip
from widgets.theme import tokens
from widgets.theme.fonts import ui_font

translate = QCoreApplication.translate

DAYS: Final = (1, 7, 30)
_STEPS: Final = 1000
_PAD: Final = 2 * tokens.GRID


class TrialPanel(QWidget):
    """Signals: `run_asked()`, `cancel_asked()`, `days_chosen(days)`, `stream_chosen(id)`."""

    run_asked = Signal()
    cancel_asked = Signal()
    days_chosen = Signal(int)
    stream_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = ElidedLabel(ui_font(tokens.SIZE_HEADING, QFont.Weight.Bold))
        self._days = QButtonGroup(self)
        self.run, self.cancel = QPushButton(), QPushButton()
        self.progress = QProgressBar()
        self._note = QLabel()
        self._note.setWordWrap(True)
        self.figures = FigureStrip()
        self.load = LoadStrip()
        self._load_title = ElidedLabel(ui_font(tokens.SIZE_CAPTION), tokens.SECONDARY)
        self.table = ValueTable()
        self.plot = ComparePlot()
        self._lay_out()
        self.run.clicked.connect(self.run_asked)
        self.cancel.clicked.connect(self.cancel_asked)
        self._days.idClicked.connect(self.days_chosen)
        self.table.chosen.connect(self.stream_chosen)
        self.set_words()
        self.show_progress(None)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(tokens.GRID)
        row.addWidget(self._title)
        row.addStretch(1)
        for days in DAYS:
            button = QToolButton()
            button.setCheckable(True)
            button.setChecked(days == DAYS[1])
            self._days.addButton(button, days)
            row.addWidget(button)
        row.addWidget(self.run)
        row.addWidget(self.cancel)
        self.progress.setRange(0, _STEPS)
        self.progress.setTextVisible(False)
        self.progress.setFixedHeight(4)
        self.progress.setStyleSheet(
            f"QProgressBar {{ background: {tokens.LINE}; border: none; }}"
            f"QProgressBar::chunk {{ background: {tokens.ACCENT}; }}"
        )
        head = QVBoxLayout()
        head.setContentsMargins(_PAD, tokens.GRID, _PAD, 0)
        head.setSpacing(tokens.GRID)
        head.addLayout(row)
        head.addWidget(self.progress)
        head.addWidget(self._note)
        loads = QVBoxLayout()
        loads.setContentsMargins(_PAD, 0, _PAD, tokens.GRID)
        loads.setSpacing(4)
        loads.addWidget(self._load_title)
        loads.addWidget(self.load)
        self.load.setFixedHeight(13 * tokens.GRID)
        parts = QSplitter(Qt.Orientation.Vertical)
        parts.addWidget(self.table)
        parts.addWidget(_padded(self.plot))
        parts.setStretchFactor(0, 3)
        parts.setStretchFactor(1, 4)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, tokens.GRID)
        column.setSpacing(tokens.GRID)
        column.addLayout(head)
        column.addWidget(self.figures)
        column.addLayout(loads)
        column.addWidget(parts, 1)

    def set_words(self) -> None:
        """Say everything in the language in force."""
        self._title.set_text(translate("Backtest", "回测"))
        for days in DAYS:
            self._days.button(days).setText(translate("Backtest", "{n} 天").format(n=days))
        self.run.setText(translate("Backtest", "运行"))
        self.cancel.setText(translate("Backtest", "取消"))
        self._load_title.set_text(
            translate("Backtest", "全部测点每 10 分钟的告警数：灰柱为现行，蓝线为改后")
        )
        self.table.setAccessibleName(translate("Backtest", "各测点的告警变化"))
        self.load.set_empty_text(translate("Backtest", "运行回测后显示"))
        self.table.set_empty_text(translate("Backtest", "运行回测后，这里逐个测点列出告警的变化"))
        self.say_curve(is_coming=False)

    def say_curve(self, *, is_coming: bool) -> None:
        """Say in place of the curve what to do for it, or that it is under way."""
        text = translate("Backtest", "选中一个测点，看它的曲线和前后两种告警")
        if is_coming:
            text = translate("Backtest", "正在取曲线…")
        self.plot.set_empty_text(text)

    def set_days(self, days: int) -> None:
        """Which span is chosen."""
        if (button := self._days.button(days)) is not None:
            button.setChecked(True)

    def show_progress(self, done: float | None) -> None:
        """How far it is; None when nothing is under way."""
        is_running = done is not None
        self.progress.setValue(round((done or 0.0) * _STEPS))
        self.progress.setVisible(is_running)
        self.cancel.setVisible(is_running)
        self.run.setVisible(not is_running)

    def set_note(self, text: str, tone: str = "quiet") -> None:
        """Over what was tested, or why it cannot be."""
        mark, color = {
            "warn": ("▲ ", tokens.LEVEL_COLOR[tokens.Level.YELLOW]),
            "bad": ("■ ", tokens.LEVEL_COLOR[tokens.Level.RED]),
        }.get(tone, ("", tokens.SECONDARY))
        self._note.setText(f"{mark}{text}" if text else "")
        self._note.setStyleSheet(f"color: {color}; font-size: {tokens.SIZE_CAPTION + 1}px;")
        self._note.setVisible(bool(text))

    def note_text(self) -> str:
        """What the note says."""
        return self._note.text()


def _padded(inside: QWidget) -> QWidget:
    frame = QWidget()
    column = QVBoxLayout(frame)
    column.setContentsMargins(_PAD, tokens.GRID, _PAD, 0)
    column.addWidget(inside)
    return frame

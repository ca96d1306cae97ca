"""The window of a seat's load: rates over time, levels, bad actors, what flutters and what stands
too long. It lays out and forwards keys; it decides nothing."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QCloseEvent, QFont
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSplitter, QVBoxLayout, QWidget

from desktop.actions.catalogue import ActionId, load_actions
from desktop.views.keys import WindowKeys
from widgets.boards.banner import Banner
from widgets.boards.figures import FigureStrip
from widgets.boards.table import ValueTable
from widgets.boards.text import ElidedLabel
from widgets.charts.load_strip import LoadStrip
from widgets.charts.share_bars import ShareBars
from widgets.theme import tokens
from widgets.theme.fonts import ui_font

translate = QCoreApplication.translate

_FIRST_SIZE: Final = (200 * tokens.GRID, 115 * tokens.GRID)
_PAD: Final = 2 * tokens.GRID


class LoadWindow(QWidget):
    """Signals: `action_asked(id, number)` for a key, `chosen(id)` of a bad actor, one for each
    button, and `closed()`."""

    action_asked = Signal(str, int)
    closed = Signal()
    chosen = Signal(str)
    repair_asked = Signal()
    shelve_asked = Signal()
    rule_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setStyleSheet(f"LoadWindow {{ background: {tokens.PANEL}; }}")
        self.setMinimumSize(120 * tokens.GRID, 80 * tokens.GRID)
        self.resize(*_FIRST_SIZE)
        self.banner, self.figures = Banner(), FigureStrip()
        self.load, self.shares = LoadStrip(), ShareBars()
        self.actors, self.chattering, self.stale = ValueTable(), ValueTable(), ValueTable()
        self.repair, self.shelve, self.rule = QPushButton(), QPushButton(), QPushButton()
        self._titles = [_title() for _ in range(5)]
        self._lay_out()
        self._connect()
        self.set_words()
        self.actors.setFocus()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setContentsMargins(0, 0, 0, 0)
        top.setSpacing(0)
        top.addWidget(_part(self._titles[0], self.load), 3)
        top.addWidget(_part(self._titles[1], self.shares), 1)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(0, 0, 0, tokens.GRID)
        buttons.setSpacing(tokens.GRID)
        for button in (self.repair, self.shelve, self.rule):
            buttons.addWidget(button)
        buttons.addStretch(1)
        left = _part(self._titles[2], self.actors)
        column = left.layout()
        assert isinstance(column, QVBoxLayout)
        column.addLayout(buttons)
        right = QSplitter(Qt.Orientation.Vertical)
        right.addWidget(_part(self._titles[3], self.chattering))
        right.addWidget(_part(self._titles[4], self.stale))
        below = QSplitter(Qt.Orientation.Horizontal)
        for splitter in (right, below):
            splitter.setHandleWidth(1)
            splitter.setChildrenCollapsible(False)
        below.addWidget(left)
        below.addWidget(right)
        below.setSizes([120 * tokens.GRID, 80 * tokens.GRID])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.banner)
        whole.addWidget(self.figures)
        whole.addLayout(top, 2)
        whole.addWidget(below, 5)

    def _connect(self) -> None:
        self.actors.chosen.connect(self.chosen)
        self.repair.clicked.connect(self.repair_asked)
        self.shelve.clicked.connect(self.shelve_asked)
        self.rule.clicked.connect(self.rule_asked)
        WindowKeys(load_actions(), self).pressed.connect(self.action_asked)

    def set_words(self) -> None:
        """Say everything in the language in force."""
        self.setWindowTitle(translate("Seat", "OneMap 席位负荷"))
        for label, text in zip(
            self._titles,
            (
                translate("Seat", "每 10 分钟的告警，最近 24 小时"),
                translate("Seat", "等级分布"),
                translate("Seat", "最吵的十个，最近 24 小时"),
                translate("Seat", "反复抖动"),
                translate("Seat", "报了超过 24 小时"),
            ),
            strict=True,
        ):
            label.set_text(text)
        said = {action.id: f"{action.text}　{action.shortcut}" for action in load_actions()}
        self.repair.setText(said[ActionId.OPEN_REPAIR])
        self.shelve.setText(said[ActionId.SHELVE])
        self.rule.setText(said[ActionId.EDIT_RULE])
        for table, title in ((self.actors, 2), (self.chattering, 3), (self.stale, 4)):
            table.setAccessibleName(self._titles[title].text())

    def toggle_full_screen(self) -> None:
        """Fill the screen, or give it back."""
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.closed.emit()
        event.accept()


def _title() -> ElidedLabel:
    return ElidedLabel(ui_font(tokens.SIZE_TITLE, QFont.Weight.Bold))


def _part(title: ElidedLabel, inside: QWidget) -> QWidget:
    frame = QWidget()
    column = QVBoxLayout(frame)
    column.setContentsMargins(_PAD, tokens.GRID, _PAD, tokens.GRID)
    column.setSpacing(tokens.GRID)
    column.addWidget(title)
    column.addWidget(inside, 1)
    return frame

"""The window of the alarm table: filter, edge, table, detail beside it, and the areas behind it.

It lays out widgets and forwards keys; it decides nothing. It may stand on a second screen.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QByteArray, QCoreApplication, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.actions.catalogue import ROW_ACTIONS, alarm_actions
from desktop.views.keys import WindowKeys
from widgets.alarms.area_board import AreaBoard
from widgets.alarms.detail import AlarmDetail
from widgets.alarms.edge import EdgeStrip
from widgets.alarms.filter_bar import FilterBar
from widgets.alarms.view import AlarmView
from widgets.boards.banner import Banner
from widgets.boards.status import StatusBar
from widgets.theme import tokens

translate = QCoreApplication.translate

FIRST_SIZE: Final = QSize(1920, 1080)
DETAIL_WIDTH: Final = 62 * tokens.GRID


class AlarmWindow(QWidget):
    """Signals: `closed(geometry)` with where it stood, as base64; `action_asked(id, number)`."""

    closed = Signal(str)
    action_asked = Signal(str, int)

    def __init__(self) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setStyleSheet(f"AlarmWindow {{ background: {tokens.PANEL}; }}")
        self.setMinimumSize(1280, 720)
        self.resize(FIRST_SIZE)
        self.banner = Banner()
        self.bar = FilterBar()
        self.edge = EdgeStrip()
        self.table = AlarmView()
        self.detail = AlarmDetail()
        self.areas = AreaBoard()
        self.status = StatusBar()
        self.pages = QStackedWidget()
        self._lay_out()
        keys = WindowKeys([a for a in alarm_actions() if a.id not in ROW_ACTIONS], self)
        keys.pressed.connect(self.action_asked)
        self.detail.triggered.connect(self._on_button)
        self.bar.left.connect(self.table.setFocus)
        self.set_words()
        self.table.setFocus()

    def _lay_out(self) -> None:
        self.detail.setFixedWidth(DETAIL_WIDTH)
        body = QHBoxLayout()
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(0)
        body.addWidget(self.table, 1)
        body.addWidget(_line(QFrame.Shape.VLine))
        body.addWidget(self.detail)
        page = QWidget()
        column = _column(page)
        for widget in (self.bar, _line(QFrame.Shape.HLine), self.edge, _line(QFrame.Shape.HLine)):
            column.addWidget(widget)
        column.addLayout(body, 1)
        self.pages.addWidget(page)
        self.pages.addWidget(self.areas)
        whole = _column(self)
        whole.addWidget(self.pages, 1)
        # Below the table: what is being read does not move when something is said.
        whole.addWidget(self.banner)
        whole.addWidget(_line(QFrame.Shape.HLine))
        whole.addWidget(self.status)

    def set_words(self) -> None:
        """Say the title in the language in force."""
        self.setWindowTitle(translate("Alarms", "OneMap 告警表"))
        self.table.setAccessibleName(translate("Alarms", "告警表"))

    def show_areas(self, shown: bool) -> None:
        """Turn to the areas, or back to the table."""
        self.pages.setCurrentIndex(int(shown))
        (self.areas if shown else self.table).setFocus()

    def toggle_full_screen(self) -> None:
        """Fill the screen, or give it back."""
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def shows_areas(self) -> bool:
        """Whether the areas are in front."""
        return self.pages.currentIndex() == 1

    def restore(self, geometry: str) -> None:
        """Stand where it stood before; what cannot be read is ignored."""
        if geometry:
            self.restoreGeometry(QByteArray.fromBase64(geometry.encode("utf-8")))

    def _on_button(self, action: str) -> None:
        self.action_asked.emit(action, 0)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Tell where it stood; the owner forgets it."""
        self.closed.emit(str(self.saveGeometry().toBase64().data(), "ascii"))
        event.accept()


def _column(owner: QWidget) -> QVBoxLayout:
    column = QVBoxLayout(owner)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    return column


def _line(shape: QFrame.Shape) -> QFrame:
    line = QFrame()
    line.setFrameShape(QFrame.Shape.NoFrame)
    if shape is QFrame.Shape.HLine:
        line.setFixedHeight(1)
    else:
        line.setFixedWidth(1)
    line.setStyleSheet(f"background: {tokens.LINE};")
    return line

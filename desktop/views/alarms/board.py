"""The area panel in a window of its own, for a second screen or a wall: nothing but the tiles."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QCoreApplication, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from widgets.alarms.area_board import AreaBoard
from widgets.theme import tokens

translate = QCoreApplication.translate

_FIRST_SIZE: Final = QSize(1920, 1080)


class BoardWindow(QWidget):
    """`closed()` when it is put away. F11 fills the screen, Esc gives it back, then closes."""

    closed = Signal()

    def __init__(self) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setStyleSheet(f"BoardWindow {{ background: {tokens.GROUND}; }}")
        self.setMinimumSize(960, 540)
        self.resize(_FIRST_SIZE)
        self.board = AreaBoard()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.board)
        for keys, serve in (("F11", self.toggle_full_screen), ("Esc", self.step_back)):
            QShortcut(QKeySequence(keys), self).activated.connect(serve)
        self.set_words()

    def set_words(self) -> None:
        """Say the title in the language in force."""
        self.setWindowTitle(translate("AreaBoard", "OneMap 片区板"))
        self.board.setAccessibleName(translate("AreaBoard", "片区板"))
        self.board.set_empty_text(translate("AreaBoard", "正在读取片区……"))

    def toggle_full_screen(self) -> None:
        """Fill the screen, or give it back."""
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def step_back(self) -> None:
        """Leave the full screen, else close."""
        if self.isFullScreen():
            self.showNormal()
        else:
            self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.closed.emit()
        event.accept()

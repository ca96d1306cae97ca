"""The window of the rule editor: list, form and back-test side by side. It lays out and forwards
keys; it decides nothing."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from desktop.actions.catalogue import rule_actions
from desktop.views.keys import WindowKeys
from desktop.views.rules.list_panel import ListPanel
from desktop.views.rules.rule_panel import RulePanel
from desktop.views.rules.trial_panel import TrialPanel
from widgets.boards.banner import Banner
from widgets.theme import tokens

translate = QCoreApplication.translate

_FIRST_SIZE: Final = (220 * tokens.GRID, 125 * tokens.GRID)
_WIDTHS: Final = (42 * tokens.GRID, 68 * tokens.GRID, 110 * tokens.GRID)


class RuleWindow(QWidget):
    """Signals: `action_asked(id, number)` for a key, `close_asked()` by the frame, since there may
    be a change that is not saved, `closed()` when it is put away."""

    action_asked = Signal(str, int)
    close_asked = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setStyleSheet(f"RuleWindow {{ background: {tokens.PANEL}; }}")
        self.setMinimumSize(130 * tokens.GRID, 80 * tokens.GRID)
        self.resize(*_FIRST_SIZE)
        self.banner = Banner()
        self.rules, self.rule, self.trial = ListPanel(), RulePanel(), TrialPanel()
        self._may_close = False
        self._lay_out()
        WindowKeys(rule_actions(), self).pressed.connect(self.action_asked)
        self.set_words()
        self.rules.list.setFocus()

    def _lay_out(self) -> None:
        parts = QSplitter(Qt.Orientation.Horizontal)
        parts.setHandleWidth(1)
        parts.setChildrenCollapsible(False)
        for at, part in enumerate((self.rules, self.rule, self.trial)):
            parts.addWidget(part)
            parts.setStretchFactor(at, (0, 2, 3)[at])
        parts.setSizes(list(_WIDTHS))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.banner)
        column.addWidget(parts, 1)

    def set_words(self) -> None:
        """Say everything in the language in force."""
        self.setWindowTitle(translate("Rules", "OneMap 规则"))
        self.rules.set_words()
        self.rule.set_words()
        self.trial.set_words()

    def toggle_full_screen(self) -> None:
        """Fill the screen, or give it back."""
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def leave(self) -> None:
        """Close without asking."""
        self._may_close = True
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        """The frame's cross asks as Esc does."""
        if not self._may_close and event.spontaneous():
            event.ignore()
            self.close_asked.emit()
            return
        self.closed.emit()
        event.accept()

"""A tick with a level's symbol and name beside it."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QCheckBox, QWidget

from widgets.theme import tokens
from widgets.theme.symbols import level_pixmap
from widgets.theme.tokens import Level

_SIDE = 20


class LevelSwitch(QCheckBox):
    """Whether a level is in use. `clicked(on)` when the hand changed it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._level = Level.NONE
        self.setIconSize(QSize(_SIDE, _SIDE))
        self.setMinimumHeight(4 * tokens.GRID)
        # What cannot be switched has no box to tick.
        self.setStyleSheet("QCheckBox::indicator:disabled { width: 0; height: 0; border: none; }")

    def show_level(self, level: Level, name: str, is_on: bool) -> None:
        """Show a level and whether it is in use."""
        if level is not self._level:
            self._level = level
            self.setIcon(self._symbol(level))
        self.setText(name)
        self.setChecked(is_on)

    def _symbol(self, level: Level) -> QIcon:
        """The level's own colours, also where it cannot be switched."""
        icon, pixmap = QIcon(), level_pixmap(level, _SIDE, self.devicePixelRatioF())
        icon.addPixmap(pixmap, QIcon.Mode.Normal)
        icon.addPixmap(pixmap, QIcon.Mode.Disabled)
        return icon

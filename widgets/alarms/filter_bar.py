"""What the alarm table is narrowed to: words, states, levels, pack, neighbourhood, mine.

Owns the controls and emits what was asked for; must not know what a choice shows.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from widgets.alarms.values import Choice
from widgets.theme import tokens
from widgets.theme.symbols import level_pixmap
from widgets.theme.tokens import Level

_SYMBOL: Final = 20


class ChoiceButton(QToolButton):
    """One choice that is on or off, with its count: `picked(id)` when it is pressed."""

    picked = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._choice = Choice("", "")
        self.setCheckable(True)
        self.setIconSize(QSize(_SYMBOL, _SYMBOL))
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.clicked.connect(self._pick)

    def set_choice(self, choice: Choice) -> None:
        """Show `choice`."""
        if choice == self._choice and choice.id:
            return
        has_new_icon = choice.level is not self._choice.level
        self._choice = choice
        self.setText(_said(choice.text, choice.count))
        self.setChecked(choice.is_on)
        self.setToolTip(choice.tip)
        self.setAccessibleName(_said(choice.tip or choice.text, choice.count))
        if has_new_icon and choice.level is not Level.NONE:
            ratio = self.devicePixelRatioF()
            self.setIcon(QIcon(level_pixmap(choice.level, _SYMBOL, ratio)))

    def _pick(self) -> None:
        # Whether it is on is the owner's to say.
        self.setChecked(self._choice.is_on)
        self.picked.emit(self._choice.id)


class ChoiceRow(QWidget):
    """Choices side by side; `picked(id)`."""

    picked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._buttons: list[ChoiceButton] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(4)

    def set_choices(self, choices: Sequence[Choice]) -> None:
        """Show these; buttons are reused."""
        while len(self._buttons) < len(choices):
            button = ChoiceButton(self)
            button.picked.connect(self.picked)
            self._row.addWidget(button)
            self._buttons.append(button)
        for at, button in enumerate(self._buttons):
            button.setVisible(at < len(choices))
            if at < len(choices):
                button.set_choice(choices[at])

    def buttons(self) -> tuple[ChoiceButton, ...]:
        """The buttons, from the left."""
        return tuple(self._buttons)


class ChoiceList(QComboBox):
    """One of several, the first of them for all; `picked(id)` when the user chose."""

    picked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choices: tuple[Choice, ...] = ()
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(9)
        self.setMaxVisibleItems(24)
        self.activated.connect(self._on_activated)

    def set_choices(self, choices: Sequence[Choice]) -> None:
        """Show these, the one that is on as chosen; an open list is left alone."""
        fresh = tuple(choices)
        if fresh == self._choices or self.view().isVisible():
            return
        self._choices = fresh
        with QSignalBlocker(self):
            texts = [_said(one.text, one.count or None) for one in fresh]
            if len(texts) != self.count():
                self.clear()
                self.addItems(texts)
            else:
                for at, text in enumerate(texts):
                    self.setItemText(at, text)
            self.setCurrentIndex(next((at for at, one in enumerate(fresh) if one.is_on), 0))

    def _on_activated(self, at: int) -> None:
        if 0 <= at < len(self._choices):
            self.picked.emit(self._choices[at].id)


class SearchLine(QLineEdit):
    """The words looked for; `left()` when the user is done with it (Enter, Esc, Down)."""

    left = Signal()

    def event(self, event: QEvent) -> bool:
        """Keep Esc for the line, whatever it means in the window around it."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.ShortcutOverride
            and event.key() == Qt.Key.Key_Escape
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif key in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down):
            self.left.emit()
        else:
            super().keyPressEvent(event)


class FilterBar(QWidget):
    """Signals: `text_asked(str)`, `state_asked(id)`, `level_asked(id)`, `pack_asked(id)`,
    `area_asked(id)`, `mine_asked()`, `grouping_asked()`, `all_asked()` to take the filter away,
    `left()` when the user goes from the words back to the table."""

    text_asked = Signal(str)
    state_asked = Signal(str)
    level_asked = Signal(str)
    pack_asked = Signal(str)
    area_asked = Signal(str)
    mine_asked = Signal()
    grouping_asked = Signal()
    all_asked = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = SearchLine(self)
        self.words.setClearButtonEnabled(True)
        self.words.setMinimumWidth(48 * tokens.GRID)
        self.states, self.levels = ChoiceRow(self), ChoiceRow(self)
        self.packs, self.areas = ChoiceList(self), ChoiceList(self)
        self.mine, self.grouping = ChoiceButton(self), ChoiceButton(self)
        self.everything = QPushButton(self)
        self.everything.setAutoDefault(False)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        fixed = QSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        upper, lower = QHBoxLayout(), QHBoxLayout()
        upper.addWidget(self.states)
        upper.addStretch(1)
        upper.addWidget(self.words)
        for widget in (self.levels, self.packs, self.areas, self.mine, self.everything):
            lower.addWidget(widget)
        lower.addStretch(1)
        lower.addWidget(self.grouping)
        for row in (upper, lower):
            row.setSpacing(tokens.GRID)
        for one in (self.states, self.levels):
            one.setSizePolicy(fixed)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * tokens.GRID, tokens.GRID, 2 * tokens.GRID, tokens.GRID)
        column.setSpacing(tokens.GRID)
        column.addLayout(upper)
        column.addLayout(lower)

    def _connect(self) -> None:
        self.words.textChanged.connect(self.text_asked)
        self.words.left.connect(self.left)
        self.states.picked.connect(self.state_asked)
        self.levels.picked.connect(self.level_asked)
        self.packs.picked.connect(self.pack_asked)
        self.areas.picked.connect(self.area_asked)
        self.mine.clicked.connect(self.mine_asked)
        self.grouping.clicked.connect(self.grouping_asked)
        self.everything.clicked.connect(self.all_asked)

    def set_text(self, text: str) -> None:
        """Say the words looked for, without a signal."""
        if text != self.words.text():
            with QSignalBlocker(self.words):
                self.words.setText(text)


def _said(text: str, count: int | None) -> str:
    return text if count is None else f"{text} {count}".strip()

"""The middle of the rule editor: one rule as a form, and what can be done with it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QStackedLayout,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop.actions.catalogue import ActionId, rule_actions
from widgets.boards.text import ElidedLabel
from widgets.map.side_panel import scrolled
from widgets.rules.form import RuleForm
from widgets.rules.values import FormSection
from widgets.theme import tokens
from widgets.theme.fonts import ui_font

translate = QCoreApplication.translate
_PAD = 2 * tokens.GRID


class RulePanel(QWidget):
    """Signals: `edited(key, text)`, `switched(section, on)`, and one for each button."""

    edited = Signal(str, str)
    switched = Signal(str, bool)
    save_asked = Signal()
    back_asked = Signal()
    history_asked = Signal()
    undo_asked = Signal()
    redo_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = ElidedLabel(ui_font(tokens.SIZE_HEADING, QFont.Weight.Bold))
        self._note = ElidedLabel(ui_font(tokens.SIZE_CAPTION), tokens.SECONDARY)
        self._state = QLabel()
        self._state.setWordWrap(True)
        self._empty = QLabel()
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setWordWrap(True)
        self._empty.setStyleSheet(f"color: {tokens.SECONDARY};")
        self.form = RuleForm()
        self.save, self.back, self.history = QPushButton(), QPushButton(), QPushButton()
        self.undo, self.redo = QToolButton(), QToolButton()
        self.undo.setText("↶")
        self.redo.setText("↷")
        self._stack = QStackedLayout(self)
        self._area = scrolled(self.form)
        self._lay_out()
        self._connect()
        self.set_words()
        self.show_empty("")

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(tokens.GRID)
        for tool in (self.undo, self.redo):
            buttons.addWidget(tool)
        buttons.addWidget(self.history)
        buttons.addStretch(1)
        buttons.addWidget(self.back)
        buttons.addWidget(self.save)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, tokens.GRID, 0, tokens.GRID)
        column.setSpacing(tokens.GRID)
        head = QVBoxLayout()
        head.setContentsMargins(_PAD, 0, _PAD, 0)
        head.setSpacing(2)
        head.addWidget(self._title)
        head.addWidget(self._note)
        foot = QVBoxLayout()
        foot.setContentsMargins(_PAD, 0, _PAD, 0)
        foot.setSpacing(tokens.GRID)
        foot.addWidget(self._state)
        foot.addLayout(buttons)
        column.addLayout(head)
        column.addWidget(self._area, 1)
        column.addLayout(foot)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(page)

    def _connect(self) -> None:
        self.form.edited.connect(self.edited)
        self.form.switched.connect(self.switched)
        self.save.clicked.connect(self.save_asked)
        self.back.clicked.connect(self.back_asked)
        self.history.clicked.connect(self.history_asked)
        self.undo.clicked.connect(self.undo_asked)
        self.redo.clicked.connect(self.redo_asked)

    def set_words(self) -> None:
        """Say everything in the language in force."""
        self.save.setText(translate("Rules", "保存…"))
        self.back.setText(translate("Rules", "收回改动…"))
        self.history.setText(translate("Rules", "改动记录"))
        said = {action.id: f"{action.text} {action.shortcut}" for action in rule_actions()}
        for tool, text in (
            (self.undo, said[ActionId.UNDO]),
            (self.redo, said[ActionId.REDO]),
        ):
            tool.setToolTip(text)
            tool.setAccessibleName(text)

    def area(self) -> QScrollArea:
        """What the form scrolls in."""
        return self._area

    def show_empty(self, text: str) -> None:
        """No rule: say why."""
        self._empty.setText(text)
        self._stack.setCurrentIndex(0)

    def show_rule(
        self, title: str, note: str, sections: Sequence[FormSection], *, read_only: bool
    ) -> None:
        """Show a rule."""
        self._title.set_text(title)
        self._note.set_text(note)
        self.form.set_sections(sections, read_only=read_only)
        self._stack.setCurrentIndex(1)

    def set_state(self, text: str, tone: str = "quiet") -> None:
        """What became of the change, or why it cannot be saved."""
        mark, color = {
            "good": ("● ", tokens.NORMAL),
            "warn": ("▲ ", tokens.LEVEL_COLOR[tokens.Level.YELLOW]),
            "bad": ("■ ", tokens.LEVEL_COLOR[tokens.Level.RED]),
        }.get(tone, ("", tokens.SECONDARY))
        self._state.setText(f"{mark}{text}" if text else "")
        self._state.setStyleSheet(f"color: {color};")
        self._state.setVisible(bool(text))

    def state_text(self) -> str:
        """What it says became of the change."""
        return self._state.text()

    def title(self) -> str:
        """What the rule is called."""
        return self._title.text()

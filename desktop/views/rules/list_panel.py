"""The left side of the rule editor: the rules by pack, and a line to find some of them."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from widgets.boards.text import ElidedLabel
from widgets.rules.rule_list import RuleListView
from widgets.theme import tokens
from widgets.theme.fonts import ui_font

translate = QCoreApplication.translate


class ListPanel(QWidget):
    """`chosen(id)` of a rule, `searched(words)`."""

    chosen = Signal(str)
    searched = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line = QLineEdit()
        self.line.setClearButtonEnabled(True)
        self.list = RuleListView()
        self._note = ElidedLabel(ui_font(tokens.SIZE_CAPTION), tokens.SECONDARY)
        head = QVBoxLayout()
        head.setContentsMargins(2 * tokens.GRID, tokens.GRID, 2 * tokens.GRID, tokens.GRID)
        head.setSpacing(tokens.GRID)
        head.addWidget(self.line)
        head.addWidget(self._note)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.list, 1)
        self.line.textChanged.connect(self.searched)
        self.list.chosen.connect(self.chosen)
        self.set_words()

    def set_words(self) -> None:
        """Say everything in the language in force."""
        text = translate("Rules", "查找标题、种类、测点种类")
        self.line.setPlaceholderText(text)
        self.line.setAccessibleName(text)
        self.list.setAccessibleName(translate("Rules", "规则"))

    def set_note(self, text: str, color: str = tokens.SECONDARY) -> None:
        """A quiet line under the search: how many rules, or that they may be old."""
        self._note.set_text(text, color)

    def begin_find(self) -> None:
        """Put the cursor into the search."""
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.line.selectAll()

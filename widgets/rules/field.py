"""One field of a form: what it is called, an editor, unit and range; below what it means, what is
wrong with it and what stood there before.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QWheelEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from widgets.rules.values import Editor, FormField
from widgets.theme import tokens

LABEL_WIDTH: Final = 18 * tokens.GRID
_NUMBER_WIDTH: Final = 13 * tokens.GRID
_TIGHT_WIDTH: Final = 27 * tokens.GRID
"""Of a number in a row, so that the rows stand in columns whatever is said below them."""
_MARK: Final = 3
EDGE: Final = _MARK + tokens.GRID
"""Room before the words of a field, for what marks a change or a mistake."""
_WRONG: Final = tokens.LEVEL_COLOR[tokens.Level.RED]


def caption(color: str = tokens.SECONDARY) -> QLabel:
    """A small line that wraps."""
    label = QLabel()
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setStyleSheet(f"color: {color}; font-size: {tokens.SIZE_CAPTION}px;")
    label.hide()
    return label


class _Line(QLineEdit):
    """A line that leaves undoing to the form: one step back is one step of the whole rule."""

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            keys = QKeySequence.StandardKey
            if event.matches(keys.Undo) or event.matches(keys.Redo):
                event.ignore()
                return False
        return super().event(event)


class _Choice(QComboBox):
    """A choice that a wheel over the form does not change."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class FieldBox(QWidget):
    """`edited(key, text)` when the hand changed it. A `tight` one stands in a row with others and
    is called only by the row."""

    edited = Signal(str, str)

    def __init__(
        self, field: FormField, *, tight: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._field = field
        self._indent = 0 if tight else LABEL_WIDTH + tokens.GRID
        self._is_telling = False
        self._edge = ""
        self._label, self._unit = QLabel(), caption()
        self._label.setWordWrap(True)
        self._unit.setWordWrap(False)
        self._meaning, self._problem = caption(), caption(_WRONG)
        self._told = caption(tokens.ACCENT)
        self._mark = QFrame()
        self._mark.setFixedWidth(_MARK)
        self._line, self._choice, self._flag = _Line(self), _Choice(self), QCheckBox(self)
        self._fixed = QLabel()
        self._fixed.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._fixed.setWordWrap(True)
        for editor in (self._line, self._choice, self._flag):
            editor.setVisible(editor is self._editor())
        self._lay_out()
        self._line.textEdited.connect(self._tell)
        self._choice.activated.connect(self._tell_choice)
        self._flag.clicked.connect(self._tell_flag)
        self.set_field(field)

    def _lay_out(self) -> None:
        self._label.setFixedWidth(LABEL_WIDTH)
        if self._field.editor is Editor.NUMBER:
            self._line.setFixedWidth(_NUMBER_WIDTH)
            if not self._indent:
                self.setFixedWidth(_TIGHT_WIDTH)
        self._choice.setMinimumWidth(_NUMBER_WIDTH)
        row = QHBoxLayout()
        row.setSpacing(tokens.GRID)
        if self._indent:
            row.addWidget(self._label)
        editor = self._editor()
        is_wide = self._field.editor in (Editor.TEXT, Editor.FIXED)
        row.addWidget(editor, 1 if is_wide else 0)
        if editor is not self._fixed:
            row.addWidget(self._fixed, 1 if is_wide else 0)
            self._fixed.hide()
        row.addWidget(self._unit)
        if not is_wide:
            row.addStretch(1)
        below = QVBoxLayout()
        below.setContentsMargins(self._indent, 0, 0, 0)
        below.setSpacing(2)
        for label in (self._meaning, self._problem, self._told):
            below.addWidget(label)
        column = QVBoxLayout()
        column.setSpacing(2)
        column.addLayout(row)
        column.addLayout(below)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(tokens.GRID)
        whole.addWidget(self._mark)
        whole.addLayout(column, 1)

    def _editor(self) -> QWidget:
        return {
            Editor.CHOICE: self._choice,
            Editor.FLAG: self._flag,
            Editor.FIXED: self._fixed,
        }.get(self._field.editor, self._line)

    def key(self) -> str:
        """What it edits."""
        return self._field.key

    def field(self) -> FormField:
        """What it shows."""
        return self._field

    def text(self) -> str:
        """What stands in the editor."""
        if self._field.editor is Editor.CHOICE:
            return str(self._choice.currentData() or "")
        if self._field.editor is Editor.FLAG:
            return "true" if self._flag.isChecked() else ""
        return self._fixed.text() if self._field.editor is Editor.FIXED else self._line.text()

    def line(self) -> QLineEdit:
        """The line of a number or a text."""
        return self._line

    def problem_text(self) -> str:
        """What it says is wrong."""
        return self._problem.text()

    def focus(self) -> None:
        """Put the cursor into it."""
        self._editor().setFocus(Qt.FocusReason.OtherFocusReason)

    def has_focus(self) -> bool:
        """Whether the cursor is in it."""
        return self._editor().hasFocus()

    def set_read_only(self, read_only: bool) -> None:
        """Show what stands there as words, without letting it be changed."""
        editor = self._editor()
        editor.setVisible(not read_only or editor is self._fixed)
        self._fixed.setVisible(read_only or editor is self._fixed)
        if read_only:
            shown = dict(self._field.choices).get(self._field.text, self._field.text)
            self._fixed.setText(shown or "—")

    def set_field(self, field: FormField) -> None:
        """Show a field of the same key and editor."""
        self._field = field
        self._label.setText(field.label)
        self._editor().setAccessibleName(f"{field.label} {field.unit}".strip())
        if not self._is_telling:
            self._set_text(field)
        _say(self._unit, "　".join(text for text in (field.unit, field.range_text) if text))
        _say(self._meaning, field.meaning)
        _say(self._problem, f"■ {field.problem}" if field.problem else "")
        _say(self._told, field.told)
        edge = _WRONG if field.problem else tokens.ACCENT if field.told else "transparent"
        if edge != self._edge:
            self._edge = edge
            self._mark.setStyleSheet(f"background: {edge};")

    def _set_text(self, field: FormField) -> None:
        if field.editor is Editor.CHOICE:
            if [self._choice.itemData(at) for at in range(self._choice.count())] != [
                value for value, _ in field.choices
            ]:
                self._choice.clear()
                for value, text in field.choices:
                    self._choice.addItem(text, value)
            for at, (_, text) in enumerate(field.choices):
                self._choice.setItemText(at, text)
            self._choice.setCurrentIndex(self._choice.findData(field.text))
        elif field.editor is Editor.FLAG:
            self._flag.setChecked(bool(field.text))
        elif field.editor is Editor.FIXED:
            self._fixed.setText(field.text)
        elif self._line.text() != field.text:
            self._line.setText(field.text)
            self._line.setCursorPosition(0)

    def _tell(self, text: str) -> None:
        # What comes back says the same in its own way; the typed form stays while it is typed.
        self._is_telling = True
        self.edited.emit(self._field.key, text)
        self._is_telling = False

    def _tell_choice(self, at: int) -> None:
        self._tell(str(self._choice.itemData(at)))

    def _tell_flag(self, is_on: bool) -> None:
        self._tell("true" if is_on else "")


def _say(label: QLabel, text: str) -> None:
    label.setText(text)
    label.setVisible(bool(text))

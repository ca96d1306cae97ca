"""A form made of values: sections of fields, each with its unit, its range, its meaning and what
is wrong with it. What is being typed is never overwritten.

Knows keys and texts; whether a text means anything, the owner says.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from widgets.rules.field import EDGE, LABEL_WIDTH, FieldBox, caption
from widgets.rules.level_switch import LevelSwitch
from widgets.rules.values import FormSection
from widgets.theme import tokens

_GAP: Final = 2 * tokens.GRID


class _Section(QWidget):
    """`edited(key, text)` of a field, `switched(id, on)` of the whole."""

    edited = Signal(str, str)
    switched = Signal(str, bool)

    def __init__(self, section: FormSection, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.id = section.id
        self._title = QLabel()
        self._title.setStyleSheet(f"font-size: {tokens.SIZE_TITLE}px; font-weight: bold;")
        self._switch = LevelSwitch() if section.switch is not None else None
        self._note = caption()
        self._problem = caption(tokens.LEVEL_COLOR[tokens.Level.RED])
        tight = section.switch is not None
        self._boxes = [FieldBox(field, tight=tight) for field in section.fields]
        self._lay_out()
        self.set_section(section)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, _GAP, 0, 0)
        column.setSpacing(tokens.GRID)
        for box in self._boxes:
            box.edited.connect(self.edited)
        if self._switch is not None:
            self._switch.clicked.connect(self._on_switch)
            column.setContentsMargins(0, 0, 0, 0)
            column.addLayout(self._one_line(self._switch))
            column.addWidget(self._problem)
            return
        heads = QVBoxLayout()
        heads.setContentsMargins(EDGE, 0, 0, 0)
        heads.setSpacing(tokens.GRID)
        for head in (self._title, self._note, self._problem):
            heads.addWidget(head)
        column.addLayout(heads)
        for box in self._boxes:
            column.addWidget(box)

    def _one_line(self, switch: LevelSwitch) -> QHBoxLayout:
        """The switch with its fields beside it."""
        row = QHBoxLayout()
        row.setContentsMargins(EDGE, 0, 0, 0)
        row.setSpacing(tokens.GRID)
        # Its fields have the room before their words themselves: editors stand below each other.
        switch.setFixedWidth(LABEL_WIDTH - EDGE)
        row.addWidget(switch, 0, Qt.AlignmentFlag.AlignTop)
        for box in self._boxes:
            row.addWidget(box, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._note, 1)
        row.addStretch(1)
        return row

    def _on_switch(self, is_on: bool) -> None:
        self.switched.emit(self.id, is_on)

    def set_section(self, section: FormSection) -> None:
        """Show a section with the same fields."""
        self._title.setText(section.title)
        if self._switch is not None:
            self._switch.show_level(section.level, section.title, bool(section.switch))
        self._note.setText(section.note)
        self._note.setVisible(bool(section.note))
        self._problem.setText(f"■ {section.problem}" if section.problem else "")
        self._problem.setVisible(bool(section.problem))
        for box, field in zip(self._boxes, section.fields, strict=True):
            box.set_field(field)

    def set_read_only(self, read_only: bool) -> None:
        """Show without letting it be changed."""
        for box in self._boxes:
            box.set_read_only(read_only)
        if self._switch is not None:
            self._switch.setEnabled(not read_only)

    def switch(self) -> LevelSwitch | None:
        """What turns it on and off."""
        return self._switch

    def boxes(self) -> list[FieldBox]:
        """The fields, from the top."""
        return self._boxes


class RuleForm(QWidget):
    """Sections from the top. `edited(key, text)` as it is typed, `switched(section, on)`."""

    edited = Signal(str, str)
    switched = Signal(str, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shape: tuple[object, ...] = ()
        self._sections: list[_Section] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(_GAP - EDGE, 0, _GAP, _GAP)
        self._column.setSpacing(tokens.GRID)
        self._column.addStretch(1)

    def set_sections(self, sections: Sequence[FormSection], *, read_only: bool = False) -> None:
        """Show these; editors stay where the fields are the same."""
        shape = tuple(
            (one.id, one.switch is None, tuple((f.key, f.editor) for f in one.fields))
            for one in sections
        )
        if shape != self._shape:
            self._rebuild(sections)
            self._shape = shape
        for widget, section in zip(self._sections, sections, strict=True):
            widget.set_section(section)
        for widget in self._sections:
            widget.set_read_only(read_only)

    def focus(self, key: str) -> bool:
        """Put the cursor into a field; whether there is one."""
        for widget in self._sections:
            for box in widget.boxes():
                if box.key() == key:
                    box.focus()
                    return True
        return False

    def box(self, key: str) -> FieldBox:
        """The field of a key. Raises KeyError."""
        for widget in self._sections:
            for box in widget.boxes():
                if box.key() == key:
                    return box
        raise KeyError(key)

    def switch(self, section: str) -> LevelSwitch:
        """What turns a section on and off. Raises KeyError."""
        for widget in self._sections:
            if widget.id == section and (found := widget.switch()) is not None:
                return found
        raise KeyError(section)

    def _rebuild(self, sections: Sequence[FormSection]) -> None:
        held = self._focused()
        for widget in self._sections:
            self._column.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        self._sections = [_Section(section) for section in sections]
        for at, widget in enumerate(self._sections):
            self._column.insertWidget(at, widget)
            widget.edited.connect(self.edited)
            widget.switched.connect(self.switched)
        if held:
            self.focus(held)

    def _focused(self) -> str:
        boxes = (box for widget in self._sections for box in widget.boxes())
        return next((box.key() for box in boxes if box.has_focus()), "")

"""Dialogs about a case: dispatch a team, add a note, close it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QPlainTextEdit, QWidget

from desktop.views.dialogs.form import FormDialog
from widgets.theme import tokens

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class TeamChoice:
    """A team that may be sent, nearest first."""

    id: str
    text: str


class DispatchDialog(FormDialog):
    """Offers the free teams, the nearest already chosen. Answers `answered(team_id)`."""

    answered = Signal(str)

    def __init__(
        self, case_title: str, teams: Sequence[TeamChoice], parent: QWidget | None = None
    ) -> None:
        super().__init__(
            translate("DispatchDialog", "派遣队伍"),
            case_title,
            translate("DispatchDialog", "派遣"),
            parent,
        )
        self._list = QListWidget()
        self._list.setMinimumHeight(24 * tokens.GRID)
        for team in teams:
            item = QListWidgetItem(team.text)
            item.setData(Qt.ItemDataRole.UserRole, team.id)
            self._list.addItem(item)
        self._list.setCurrentRow(0)
        self._list.itemDoubleClicked.connect(self.accept)
        self.form.addRow(self._list)
        if not teams:
            self.show_error(translate("DispatchDialog", "没有空闲队伍；可先让在外队伍归队。"))
        self._list.setFocus()

    def accept(self) -> None:
        """Answer with the team under the cursor."""
        item = self._list.currentItem()
        if item is None:
            return
        self.answered.emit(str(item.data(Qt.ItemDataRole.UserRole)))
        super().accept()


class TextDialog(FormDialog):
    """Asks for some lines of text. Answers `answered(text)`; empty text is not accepted."""

    answered = Signal(str)

    def __init__(
        self,
        title: str,
        about: str,
        verb: str,
        hint: str,
        missing: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(title, about, verb, parent)
        self._missing = missing
        self._text = QPlainTextEdit()
        self._text.setPlaceholderText(hint)
        self._text.setTabChangesFocus(True)
        self._text.setFixedHeight(12 * tokens.GRID)
        self.form.addRow(self._text)
        self._text.setFocus()

    def accept(self) -> None:
        """Answer, when something was written."""
        text = self._text.toPlainText().strip()
        if not text:
            self.show_error(self._missing)
            return
        self.answered.emit(text)
        super().accept()


def note_dialog(case_title: str, parent: QWidget | None) -> TextDialog:
    """The dialog that adds a line to a case."""
    return TextDialog(
        translate("NoteDialog", "记一笔"),
        case_title,
        translate("NoteDialog", "记录"),
        translate("NoteDialog", "现场情况、联系结果……"),
        translate("NoteDialog", "还没有写内容。"),
        parent,
    )


def close_dialog(case_title: str, parent: QWidget | None) -> TextDialog:
    """The dialog that closes a case; closing needs evidence."""
    return TextDialog(
        translate("CloseDialog", "结案"),
        case_title,
        translate("CloseDialog", "结案"),
        translate("CloseDialog", "结案依据：现场水位、处置结果、照片编号……"),
        translate("CloseDialog", "结案须写明依据。"),
        parent,
    )

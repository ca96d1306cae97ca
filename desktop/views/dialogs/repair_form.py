"""The dialog that opens a repair case for a device that alarms too often."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop.views.dialogs.form import FormDialog

translate = QCoreApplication.translate


class RepairDialog(FormDialog):
    """Asks for the title of the case. Answers `answered(title)`."""

    answered = Signal(str)

    def __init__(self, about: str, title: str, parent: QWidget | None = None) -> None:
        super().__init__(
            translate("RepairDialog", "开检修单"),
            about,
            translate("RepairDialog", "立案"),
            parent,
        )
        self._title = QLineEdit(title)
        self._title.setMinimumWidth(400)
        self.form.addRow(translate("RepairDialog", "案由"), self._title)

    def title_line(self) -> QLineEdit:
        """Where the title is written."""
        return self._title

    def accept(self) -> None:
        """Answer, when there is a title."""
        title = self._title.text().strip()
        if not title:
            self.show_error(translate("RepairDialog", "案由不能为空。"))
            return
        self.answered.emit(title)
        super().accept()

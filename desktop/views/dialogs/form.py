"""The frame every dialog shares: a title, what it is about, fields, and two buttons."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from widgets.theme import tokens

translate = QCoreApplication.translate


class FormDialog(QDialog):
    """A modal form opened with `open()`; subclasses add fields and answer in `accept`."""

    def __init__(self, title: str, about: str, verb: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(55 * tokens.GRID)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*(3 * tokens.GRID,) * 4)
        layout.setSpacing(2 * tokens.GRID)
        heading = QLabel(about)
        heading.setWordWrap(True)
        heading.setTextFormat(Qt.TextFormat.PlainText)
        layout.addWidget(heading)
        self.form = QFormLayout()
        self.form.setSpacing(tokens.GRID)
        layout.addLayout(self.form)
        self._error = QLabel()
        self._error.setWordWrap(True)
        self._error.setVisible(False)
        layout.addWidget(self._error)
        buttons = QDialogButtonBox()
        confirm = buttons.addButton(verb, QDialogButtonBox.ButtonRole.AcceptRole)
        confirm.setDefault(True)
        buttons.addButton(translate("Dialog", "取消"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout.addWidget(buttons)

    def show_error(self, text: str) -> None:
        """Say what is missing, beside the fields; the dialog stays open."""
        self._error.setText("■ " + text)
        self._error.setVisible(True)

"""The dialog that asks what something drawn on the map says and means."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from desktop.models.markup_presenter import role_text
from desktop.views.dialogs.form import FormDialog
from widgets.map.values import MarkupRole

translate = QCoreApplication.translate

_MOST_CHARACTERS = 500


class MarkupDialog(FormDialog):
    """Asks for text and meaning. Answers `answered(text, role)`."""

    answered = Signal(str, str)

    def __init__(
        self,
        about: str,
        *,
        text: str = "",
        role: str = "",
        needs_text: bool = False,
        is_new: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        verb = translate("MarkupDialog", "标绘") if is_new else translate("MarkupDialog", "保存")
        title = (
            translate("MarkupDialog", "标绘") if is_new else translate("MarkupDialog", "修改标绘")
        )
        shape = translate("MarkupDialog", "图形：{kind}").format(kind=about)
        super().__init__(title, shape, verb, parent)
        self._needs_text = needs_text
        self._text = QLineEdit(text)
        self._text.setMaxLength(_MOST_CHARACTERS)
        self._text.setPlaceholderText(translate("MarkupDialog", "例如：封路、集结点、绕行路线"))
        self._role = QComboBox()
        for each in MarkupRole:
            if each is not MarkupRole.FAINT:
                self._role.addItem(role_text(each), each.value)
        self._role.setCurrentIndex(max(0, self._role.findData(role)))
        self.form.addRow(translate("MarkupDialog", "文字"), self._text)
        self.form.addRow(translate("MarkupDialog", "含义"), self._role)
        self._text.setFocus()

    def accept(self) -> None:
        """Answer, when there is a text or none is needed."""
        text = self._text.text().strip()
        if self._needs_text and not text:
            self.show_error(translate("MarkupDialog", "请写明要标在图上的文字。"))
            return
        self.answered.emit(text, str(self._role.currentData()))
        super().accept()

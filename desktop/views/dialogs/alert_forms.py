"""Dialogs about alerts: shelve them, open a case, take out of service, reset, acknowledge many."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QWidget

from desktop.models.wording import tier_text
from desktop.views.dialogs.case_forms import TextDialog
from desktop.views.dialogs.form import FormDialog
from services.contract.model import Tier

translate = QCoreApplication.translate

_MINUTES = (15, 30, 60, 120, 240, 480)


class ShelveDialog(FormDialog):
    """Asks how long and why. Answers `answered(minutes, reason)`."""

    answered = Signal(int, str)

    def __init__(self, alert_title: str, parent: QWidget | None = None) -> None:
        super().__init__(
            translate("ShelveDialog", "搁置告警"),
            alert_title,
            translate("ShelveDialog", "搁置"),
            parent,
        )
        self._minutes = QComboBox()
        for minutes in _MINUTES:
            self._minutes.addItem(translate("ShelveDialog", "{n} 分钟").format(n=minutes), minutes)
        self._minutes.setCurrentIndex(1)
        self._reason = QLineEdit()
        self._reason.setPlaceholderText(
            translate("ShelveDialog", "例如：传感器检修，现场已有人值守")
        )
        self.form.addRow(translate("ShelveDialog", "时长"), self._minutes)
        self.form.addRow(translate("ShelveDialog", "理由"), self._reason)
        self._reason.setFocus()

    def accept(self) -> None:
        """Answer, when there is a reason."""
        reason = self._reason.text().strip()
        if not reason:
            self.show_error(translate("ShelveDialog", "请写明搁置理由，到期后告警会自动恢复。"))
            return
        self.answered.emit(int(self._minutes.currentData()), reason)
        super().accept()


class OpenCaseDialog(FormDialog):
    """Asks for title and loop. Answers `answered(title, tier)`."""

    answered = Signal(str, str)

    def __init__(self, title: str, tier: Tier, parent: QWidget | None = None) -> None:
        super().__init__(
            translate("OpenCaseDialog", "由告警立案"),
            title,
            translate("OpenCaseDialog", "立案"),
            parent,
        )
        self._title = QLineEdit(title)
        self._tier = QComboBox()
        for each in Tier:
            self._tier.addItem(tier_text(each), each.value)
        self._tier.setCurrentIndex(list(Tier).index(tier))
        self.form.addRow(translate("OpenCaseDialog", "案由"), self._title)
        self.form.addRow(translate("OpenCaseDialog", "处置环"), self._tier)

    def accept(self) -> None:
        """Answer, when there is a title."""
        title = self._title.text().strip()
        if not title:
            self.show_error(translate("OpenCaseDialog", "案由不能为空。"))
            return
        self.answered.emit(title, str(self._tier.currentData()))
        super().accept()


class ServiceDialog(FormDialog):
    """Asks what is turned off and why. Answers `answered(whole_stream, reason)`.

    `rule` is the one rule it may be instead of the whole stream; empty for several.
    """

    answered = Signal(bool, str)

    def __init__(self, about: str, rule: str, parent: QWidget | None = None) -> None:
        super().__init__(
            translate("ServiceDialog", "停用告警"),
            about,
            translate("ServiceDialog", "停用"),
            parent,
        )
        self._scope = QComboBox()
        whole = translate("ServiceDialog", "这个测点的全部告警")
        one = translate("ServiceDialog", "只停这条规则（{rule}）").format(rule=rule)
        if not rule:
            one = translate("ServiceDialog", "只停这些告警的规则")
        self._scope.addItem(whole, True)
        self._scope.addItem(one, False)
        self._reason = QLineEdit()
        self._reason.setPlaceholderText(
            translate("ServiceDialog", "例如：传感器送修，预计三天，工单号……")
        )
        self.form.addRow(translate("ServiceDialog", "范围"), self._scope)
        self.form.addRow(translate("ServiceDialog", "理由"), self._reason)
        self._reason.setFocus()

    def accept(self) -> None:
        """Answer, when there is a reason."""
        reason = self._reason.text().strip()
        if not reason:
            self.show_error(translate("ServiceDialog", "请写明停用理由；停用的告警不会自动恢复。"))
            return
        self.answered.emit(bool(self._scope.currentData()), reason)
        super().accept()


class ConfirmDialog(FormDialog):
    """Asks whether many alerts are really to be acknowledged. `confirmed()` when they are."""

    confirmed = Signal()

    def __init__(self, about: str, details: str, verb: str, parent: QWidget | None = None) -> None:
        super().__init__(translate("ConfirmDialog", "确认多条告警"), about, verb, parent)
        listed = QLabel(details)
        listed.setTextFormat(Qt.TextFormat.PlainText)
        listed.setWordWrap(True)
        listed.setVisible(bool(details))
        self.form.addRow(listed)

    def accept(self) -> None:
        """Answer."""
        self.confirmed.emit()
        super().accept()


def reset_dialog(about: str, parent: QWidget | None) -> TextDialog:
    """The dialog that resets latched alerts; it needs to be said what was found on site."""
    return TextDialog(
        translate("ResetDialog", "人工复位"),
        about,
        translate("ResetDialog", "复位"),
        translate("ResetDialog", "现场情况：谁去看的，查到什么，是否排除……"),
        translate("ResetDialog", "复位前须写明现场情况。"),
        parent,
    )

"""Dialogs about a rule: save a change, take one back, leave with changes that are not saved."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from desktop.views.dialogs.form import FormDialog
from widgets.theme import tokens

translate = QCoreApplication.translate

_MOST_LINES = 12


class ReasonDialog(FormDialog):
    """Shows what will be other than now and what to mind, and asks why. `answered(reason)`."""

    answered = Signal(str)

    def __init__(
        self,
        title: str,
        about: str,
        verb: str,
        lines: Sequence[str],
        warnings: Sequence[str] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(title, about, verb, parent)
        shown = list(lines[:_MOST_LINES])
        if len(lines) > _MOST_LINES:
            rest = len(lines) - _MOST_LINES
            shown.append(translate("RuleDialog", "另有 {n} 处").format(n=rest))
        self._lines = QLabel("\n".join(shown))
        self._lines.setWordWrap(True)
        self.form.addRow(translate("RuleDialog", "改动"), self._lines)
        for text in warnings:
            label = QLabel("▲ " + text)
            label.setWordWrap(True)
            label.setStyleSheet(f"color: {tokens.LEVEL_COLOR[tokens.Level.YELLOW]};")
            self.form.addRow(label)
        self._reason = QLineEdit()
        self._reason.setPlaceholderText(
            translate("RuleDialog", "例如：现场核对后，原阈值夜间误报太多")
        )
        self.form.addRow(translate("RuleDialog", "理由"), self._reason)
        self._reason.setFocus()

    def reason(self) -> QLineEdit:
        """Where the reason is written."""
        return self._reason

    def accept(self) -> None:
        """Answer, when there is a reason."""
        reason = self._reason.text().strip()
        if not reason:
            self.show_error(translate("RuleDialog", "请写明理由，改动记录里会留下。"))
            return
        self.answered.emit(reason)
        super().accept()


def save_dialog(
    rule: str, lines: Sequence[str], warnings: Sequence[str], parent: QWidget | None
) -> ReasonDialog:
    """The dialog before a change is sent."""
    return ReasonDialog(
        translate("RuleDialog", "保存规则"),
        rule,
        translate("RuleDialog", "保存并生效"),
        lines,
        warnings,
        parent,
    )


def take_back_dialog(rule: str, lines: Sequence[str], parent: QWidget | None) -> ReasonDialog:
    """The dialog before a rule goes back to what its pack says."""
    return ReasonDialog(
        translate("RuleDialog", "收回改动"),
        translate("RuleDialog", "{rule} 恢复为场景包的规定").format(rule=rule),
        translate("RuleDialog", "收回"),
        lines,
        (),
        parent,
    )


class LeaveDialog(FormDialog):
    """Asks before changes that are not saved are dropped. `left()` to drop them."""

    left = Signal()

    def __init__(self, count: int, parent: QWidget | None = None) -> None:
        super().__init__(
            translate("RuleDialog", "还没有保存"),
            translate("RuleDialog", "有 {n} 条规则改了还没有保存，关闭后改动就没有了。").format(
                n=count
            ),
            translate("RuleDialog", "放弃改动并关闭"),
            parent,
        )

    def accept(self) -> None:
        """Leave. The window goes with it, so that the dialog is done before."""
        super().accept()
        self.left.emit()

"""Signing in to a server: name and password, asked once."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop.link.http import HttpError, SignInDenied, TooManyTries, Unreachable, Untrusted
from desktop.views.dialogs.form import FormDialog

translate = QCoreApplication.translate


def problem_text(problem: HttpError) -> str:
    """Why nobody was signed in, and what to do."""
    match problem:
        case TooManyTries(wait_s=wait_s):
            return translate("SignIn", "输错次数太多，请 {n} 秒后再试。").format(n=wait_s)
        case SignInDenied():
            return translate("SignIn", "账号或密码不对。忘记密码请管理员重设。")
        case Untrusted():
            return translate(
                "SignIn",
                "服务器的证书不受信任。请把单位的根证书装进系统，"
                "或在设置里用 ca_file 写明它的文件。（{why}）",
            ).format(why=problem)
        case Unreachable():
            return translate("SignIn", "连不上服务器，请检查地址和网络。（{why}）").format(
                why=problem
            )
    return str(problem)


class SignInDialog(FormDialog):
    """Answers `answered(name, password)` and stays open until told how it went."""

    answered = Signal(str, str)

    def __init__(self, server: str, parent: QWidget | None = None) -> None:
        super().__init__(
            translate("SignIn", "登录"),
            translate("SignIn", "服务器 {url}").format(url=server),
            translate("SignIn", "登录"),
            parent,
        )
        self._name = QLineEdit()
        self._password = QLineEdit()
        self._password.setEchoMode(QLineEdit.EchoMode.Password)
        self.form.addRow(translate("SignIn", "账号"), self._name)
        self.form.addRow(translate("SignIn", "密码"), self._password)

    def accept(self) -> None:
        """Answer; the owner closes the dialog with `succeed` or explains with `show_error`."""
        if not self._name.text().strip() or not self._password.text():
            self.show_error(translate("SignIn", "请输入账号和密码。"))
            return
        self.answered.emit(self._name.text().strip(), self._password.text())

    def succeed(self) -> None:
        """The server knows this person."""
        super().accept()

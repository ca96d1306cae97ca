"""What is looked up: the keys, the manual, the commands that were refused."""

from __future__ import annotations

from datetime import tzinfo

from PySide6.QtCore import QCoreApplication, QObject, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QKeySequence
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from desktop.actions.catalogue import (
    ActionId,
    ActionText,
    alarm_actions,
    catalogue,
    load_actions,
    rule_actions,
)
from desktop.models import wording
from desktop.models.refusals import refusal_text
from desktop.state.store import TownStore
from desktop.views.dialogs.lists import ListDialog
from desktop.views.manual_window import ManualWindow

translate = QCoreApplication.translate


class HelpDialog(ListDialog):
    """Every action with its key, and the way to the manual: `manual_asked()`."""

    manual_asked = Signal()

    def __init__(self, parent: QWidget, actions: tuple[ActionText, ...] = ()) -> None:
        actions = actions or catalogue()
        super().__init__(
            translate("Help", "快捷键"),
            (translate("Help", "按键"), translate("Help", "操作")),
            [(action.shortcut, action.text) for action in actions],
            parent=parent,
        )
        said = next(action for action in actions if action.id is ActionId.MANUAL)
        self.manual = QPushButton(f"{said.text}　{said.shortcut}")
        self.manual.setAutoDefault(False)
        self.manual.setShortcut(QKeySequence(said.shortcut))
        self.manual.clicked.connect(self._ask_manual)
        column = self.layout()
        assert isinstance(column, QVBoxLayout)
        column.insertWidget(0, self.manual, 0, Qt.AlignmentFlag.AlignLeft)

    def _ask_manual(self) -> None:
        self.accept()
        self.manual_asked.emit()


class Reference(QObject):
    """Opens the keys and the manual of one wall; the manual's window closes with the wall."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._manual: ManualWindow | None = None

    @property
    def manual(self) -> ManualWindow | None:
        """The manual's window, None while it is closed."""
        return self._manual

    def show_keys(self) -> HelpDialog:
        """List every action with its key."""
        return self._show_keys(self._window, catalogue())

    def show_alarm_keys(self, window: QWidget) -> HelpDialog:
        """List the keys of the alarm table, over its window."""
        return self._show_keys(window, alarm_actions())

    def show_rule_keys(self, window: QWidget) -> HelpDialog:
        """List the keys of the rule editor, over its window."""
        return self._show_keys(window, rule_actions())

    def show_load_keys(self, window: QWidget) -> HelpDialog:
        """List the keys of the seat's load, over its window."""
        return self._show_keys(window, load_actions())

    def _show_keys(self, window: QWidget, actions: tuple[ActionText, ...]) -> HelpDialog:
        dialog = HelpDialog(window, actions)
        dialog.manual_asked.connect(self.show_manual)
        dialog.open()
        return dialog

    def open_link(self, url: str) -> None:
        """Open a page outside of the program, as the guidance of an alert leads to it."""
        if QUrl(url).scheme() in ("http", "https"):
            QDesktopServices.openUrl(QUrl(url))

    def show_manual(self) -> None:
        """Open the manual, or bring it to the front."""
        if self._manual is None:
            # Not a child of the wall: it may stand behind it, or on another screen.
            self._manual = ManualWindow()
            self._manual.closed.connect(self._on_closed)
            self._manual.show()
        self._manual.raise_()
        self._manual.activateWindow()

    def set_words(self) -> None:
        """Say everything anew, as after a change of language."""
        if self._manual is not None:
            self._manual.set_words()

    def close(self) -> None:
        """Close the manual, as when the wall closes."""
        if self._manual is not None:
            self._manual.close()

    def _on_closed(self) -> None:
        self._manual = None


def refusals_dialog(store: TownStore, zone: tzinfo, parent: QWidget) -> ListDialog:
    """Refused commands, newest first: when, what, why."""
    return ListDialog(
        translate("Refusals", "被拒指令"),
        (
            translate("Refusals", "时间"),
            translate("Refusals", "指令"),
            translate("Refusals", "原因"),
        ),
        [
            (
                wording.clock_time(refused.at_ms, zone, seconds=True),
                wording.command_text(refused.body),
                refusal_text(refused.refusal),
            )
            for refused in reversed(store.refusals)
        ],
        empty=translate("Refusals", "没有被拒的指令"),
        clear=translate("Refusals", "全部知悉"),
        parent=parent,
    )

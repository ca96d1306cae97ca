"""The dialogs that answer what keys there are and which commands were refused."""

from __future__ import annotations

from datetime import tzinfo

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from desktop.actions.catalogue import catalogue
from desktop.models import wording
from desktop.models.refusals import refusal_text
from desktop.state.store import TownStore
from desktop.views.dialogs.lists import ListDialog

translate = QCoreApplication.translate


def help_dialog(parent: QWidget) -> ListDialog:
    """Every action with its key."""
    return ListDialog(
        translate("Help", "快捷键"),
        (translate("Help", "按键"), translate("Help", "操作")),
        [(action.shortcut, action.text) for action in catalogue()],
        parent=parent,
    )


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

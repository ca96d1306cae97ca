"""Every action an operator can take: its id, its words and its key. Nothing else names a key."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QCoreApplication


class ActionId(StrEnum):
    """Ids of the actions, as buttons and shortcuts report them."""

    ACKNOWLEDGE = "acknowledge"
    SHELVE = "shelve"
    UNSHELVE = "unshelve"
    OPEN_CASE = "open_case"
    DISPATCH = "dispatch"
    ARRIVED = "arrived"
    NOTE = "note"
    CLOSE_CASE = "close_case"
    NEXT = "next"
    PREVIOUS = "previous"
    DESELECT = "deselect"
    WHOLE_TOWN = "whole_town"
    GO_TO = "go_to"
    REFUSALS = "refusals"
    FULL_SCREEN = "full_screen"
    LANGUAGE = "language"
    HELP = "help"
    QUIT = "quit"


@dataclass(frozen=True, slots=True)
class ActionText:
    """Words and key of one action."""

    id: ActionId
    text: str
    shortcut: str


def catalogue() -> tuple[ActionText, ...]:
    """All actions in the order of the help page, in the language in force."""
    tr = QCoreApplication.translate
    return (
        ActionText(ActionId.ACKNOWLEDGE, tr("Actions", "确认告警"), "A"),
        ActionText(ActionId.SHELVE, tr("Actions", "搁置…"), "S"),
        ActionText(ActionId.UNSHELVE, tr("Actions", "取消搁置"), "Shift+S"),
        ActionText(ActionId.OPEN_CASE, tr("Actions", "立案…"), "C"),
        ActionText(ActionId.DISPATCH, tr("Actions", "派遣队伍…"), "D"),
        ActionText(ActionId.ARRIVED, tr("Actions", "队伍到场"), "R"),
        ActionText(ActionId.NOTE, tr("Actions", "记一笔…"), "N"),
        ActionText(ActionId.CLOSE_CASE, tr("Actions", "结案…"), "X"),
        ActionText(ActionId.NEXT, tr("Actions", "下一条"), "J"),
        ActionText(ActionId.PREVIOUS, tr("Actions", "上一条"), "K"),
        ActionText(ActionId.GO_TO, tr("Actions", "地图定位"), "G"),
        ActionText(ActionId.DESELECT, tr("Actions", "取消选择"), "Esc"),
        ActionText(ActionId.WHOLE_TOWN, tr("Actions", "全镇视图"), "F"),
        ActionText(ActionId.REFUSALS, tr("Actions", "被拒指令…"), "P"),
        ActionText(ActionId.FULL_SCREEN, tr("Actions", "全屏"), "F11"),
        ActionText(ActionId.LANGUAGE, tr("Actions", "English"), "Ctrl+L"),
        ActionText(ActionId.HELP, tr("Actions", "快捷键"), "F1"),
        ActionText(ActionId.QUIT, tr("Actions", "退出"), "Ctrl+Q"),
    )

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
    translate = QCoreApplication.translate
    return (
        ActionText(ActionId.ACKNOWLEDGE, translate("Actions", "确认告警"), "A"),
        ActionText(ActionId.SHELVE, translate("Actions", "搁置…"), "S"),
        ActionText(ActionId.UNSHELVE, translate("Actions", "取消搁置"), "Shift+S"),
        ActionText(ActionId.OPEN_CASE, translate("Actions", "立案…"), "C"),
        ActionText(ActionId.DISPATCH, translate("Actions", "派遣队伍…"), "D"),
        ActionText(ActionId.ARRIVED, translate("Actions", "队伍到场"), "R"),
        ActionText(ActionId.NOTE, translate("Actions", "记一笔…"), "N"),
        ActionText(ActionId.CLOSE_CASE, translate("Actions", "结案…"), "X"),
        ActionText(ActionId.NEXT, translate("Actions", "下一条"), "J"),
        ActionText(ActionId.PREVIOUS, translate("Actions", "上一条"), "K"),
        ActionText(ActionId.GO_TO, translate("Actions", "地图定位"), "G"),
        ActionText(ActionId.DESELECT, translate("Actions", "取消选择"), "Esc"),
        ActionText(ActionId.WHOLE_TOWN, translate("Actions", "全镇视图"), "F"),
        ActionText(ActionId.REFUSALS, translate("Actions", "被拒指令…"), "P"),
        ActionText(ActionId.FULL_SCREEN, translate("Actions", "全屏"), "F11"),
        ActionText(ActionId.LANGUAGE, translate("Actions", "English"), "Ctrl+L"),
        ActionText(ActionId.HELP, translate("Actions", "快捷键"), "F1"),
        ActionText(ActionId.QUIT, translate("Actions", "退出"), "Ctrl+Q"),
    )

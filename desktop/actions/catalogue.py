"""Every action an operator can take: its id, its words and its key. Nothing else names a key."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

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
    SEARCH = "search"
    MAP_MENU = "map_menu"
    NEARBY = "nearby"
    SELECT_RECT = "select_rect"
    SELECT_LASSO = "select_lasso"
    MEASURE_LENGTH = "measure_length"
    MEASURE_AREA = "measure_area"
    CLEAR_MEASURES = "clear_measures"
    MARK_POINT = "mark_point"
    MARK_LINE = "mark_line"
    MARK_POLYGON = "mark_polygon"
    MARK_CIRCLE = "mark_circle"
    MARK_TEXT = "mark_text"
    LAYERS = "layers"
    MAPS = "maps"
    GO_BOOKMARK = "go_bookmark"
    SET_BOOKMARK = "set_bookmark"
    IMPORT = "import"
    OFFLINE = "offline"
    EXPORT = "export"
    SECOND_MAP = "second_map"
    ALARMS = "alarms"
    AREA_BOARD = "area_board"
    GROUPING = "grouping"
    RESET = "reset"
    OUT_OF_SERVICE = "out_of_service"
    RETURN_TO_SERVICE = "return_to_service"
    MARK_ROW = "mark_row"
    MARK_NEXT = "mark_next"
    MARK_PREVIOUS = "mark_previous"
    MARK_ALL = "mark_all"
    EXPAND = "expand"
    FILTER = "filter"
    FILTER_NOTHING = "filter_nothing"
    TAKE_NEW = "take_new"
    SORT = "sort"
    ADD_SORT = "add_sort"
    SHOW_AREAS = "show_areas"
    FIND_RULE = "find_rule"
    UNDO = "undo"
    REDO = "redo"
    SAVE_RULE = "save_rule"
    RUN_BACKTEST = "run_backtest"
    OPEN_REPAIR = "open_repair"
    EDIT_RULE = "edit_rule"
    CLOSE_WINDOW = "close_window"
    RULES = "rules"
    LOAD = "load"
    REFUSALS = "refusals"
    SIGN_IN = "sign_in"
    FULL_SCREEN = "full_screen"
    LANGUAGE = "language"
    HELP = "help"
    MANUAL = "manual"
    QUIT = "quit"


@dataclass(frozen=True, slots=True)
class ActionText:
    """Words and key of one action.

    `shortcut` is what is shown. `keys` are what is bound, the shortcut alone when empty. Of a
    numbered action the keys stand for 1, 2, 3 …, and the number is reported with the id.
    """

    id: ActionId
    text: str
    shortcut: str
    keys: tuple[str, ...] = ()
    is_numbered: bool = False


BOOKMARKS: Final = 9
"""Places a hand can keep, one for each digit."""


def catalogue() -> tuple[ActionText, ...]:
    """All actions in the order of the help page, in the language in force."""
    return _town_actions() + _map_actions() + _program_actions()


def _town_actions() -> tuple[ActionText, ...]:
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
        ActionText(ActionId.GROUPING, translate("Actions", "并组或平铺"), "Z"),
        ActionText(ActionId.ALARMS, translate("Actions", "告警表"), "Q"),
        ActionText(ActionId.AREA_BOARD, translate("Actions", "片区板"), "Shift+Q"),
    )


SORTED_COLUMNS: Final = 9
"""Columns of the alarm table that a digit sorts by."""

ROW_ACTIONS: Final = frozenset({ActionId.MARK_ROW, ActionId.EXPAND, ActionId.MARK_ALL})
"""What the alarm table serves itself, while it has the keyboard: their keys mean other things in
a button and in a line of text."""


def alarm_actions() -> tuple[ActionText, ...]:
    """The actions of the alarm table's window, which has its own keys, in the order of its help."""
    return _alarm_commands() + _alarm_moves()


def _alarm_commands() -> tuple[ActionText, ...]:
    translate = QCoreApplication.translate
    return (
        ActionText(ActionId.ACKNOWLEDGE, translate("Actions", "确认告警"), "A"),
        ActionText(ActionId.SHELVE, translate("Actions", "搁置…"), "S"),
        ActionText(ActionId.UNSHELVE, translate("Actions", "取消搁置"), "Shift+S"),
        ActionText(ActionId.OUT_OF_SERVICE, translate("Actions", "停用…"), "O"),
        ActionText(ActionId.RETURN_TO_SERVICE, translate("Actions", "恢复使用"), "Shift+O"),
        ActionText(ActionId.RESET, translate("Actions", "复位…"), "R"),
        ActionText(ActionId.OPEN_CASE, translate("Actions", "立案…"), "C"),
        ActionText(ActionId.GO_TO, translate("Actions", "地图定位"), "G"),
        ActionText(ActionId.RULES, translate("Actions", "规则…"), "Shift+R"),
    )


def _alarm_moves() -> tuple[ActionText, ...]:
    translate = QCoreApplication.translate
    digits = tuple(str(number) for number in range(1, SORTED_COLUMNS + 1))
    adding = tuple(f"Alt+{digit}" for digit in digits)
    numbered = True
    return (
        ActionText(ActionId.NEXT, translate("Actions", "下一条"), "J"),
        ActionText(ActionId.PREVIOUS, translate("Actions", "上一条"), "K"),
        ActionText(ActionId.MARK_ROW, translate("Actions", "标记或取消标记"), "Space"),
        ActionText(ActionId.MARK_NEXT, translate("Actions", "连下一条标记"), "Shift+J"),
        ActionText(ActionId.MARK_PREVIOUS, translate("Actions", "连上一条标记"), "Shift+K"),
        ActionText(ActionId.MARK_ALL, translate("Actions", "标记全部"), "Ctrl+A"),
        ActionText(ActionId.EXPAND, translate("Actions", "展开或收起"), "Enter"),
        ActionText(ActionId.TAKE_NEW, translate("Actions", "收入新告警"), "U"),
        ActionText(ActionId.FILTER, translate("Actions", "筛选"), "/", ("/", "Ctrl+F")),
        ActionText(ActionId.FILTER_NOTHING, translate("Actions", "清除筛选"), "Shift+F"),
        ActionText(ActionId.GROUPING, translate("Actions", "并组或平铺"), "Z"),
        ActionText(ActionId.SORT, translate("Actions", "按第几列排序"), "1–9", digits, numbered),
        ActionText(
            ActionId.ADD_SORT, translate("Actions", "再按第几列排序"), "Alt+1–9", adding, numbered
        ),
        ActionText(ActionId.SHOW_AREAS, translate("Actions", "片区与告警表"), "B"),
        ActionText(ActionId.DESELECT, translate("Actions", "取消选择"), "Esc"),
        ActionText(ActionId.FULL_SCREEN, translate("Actions", "全屏"), "F11"),
        ActionText(ActionId.LANGUAGE, translate("Actions", "English"), "Ctrl+L"),
        ActionText(ActionId.HELP, translate("Actions", "快捷键"), "F1"),
        ActionText(ActionId.MANUAL, translate("Actions", "使用手册"), "Shift+F1"),
    )


def rule_actions() -> tuple[ActionText, ...]:
    """The actions of the rule editor's window, which has its own keys, in the order of its help."""
    translate = QCoreApplication.translate
    return (
        ActionText(ActionId.FIND_RULE, translate("Actions", "查找规则"), "Ctrl+F"),
        ActionText(ActionId.UNDO, translate("Actions", "撤销"), "Ctrl+Z"),
        ActionText(
            ActionId.REDO,
            translate("Actions", "重做"),
            "Ctrl+Shift+Z",
            ("Ctrl+Shift+Z", "Ctrl+Y"),
        ),
        ActionText(ActionId.RUN_BACKTEST, translate("Actions", "运行回测"), "F5"),
        ActionText(ActionId.SAVE_RULE, translate("Actions", "保存…"), "Ctrl+S"),
        *_window_actions(),
    )


def load_actions() -> tuple[ActionText, ...]:
    """The actions of the window of the seat's load, in the order of its help."""
    translate = QCoreApplication.translate
    return (
        ActionText(ActionId.OPEN_REPAIR, translate("Actions", "开检修单…"), "C"),
        ActionText(ActionId.SHELVE, translate("Actions", "搁置…"), "S"),
        ActionText(ActionId.EDIT_RULE, translate("Actions", "改规则…"), "E"),
        *_window_actions(),
    )


def _window_actions() -> tuple[ActionText, ...]:
    translate = QCoreApplication.translate
    return (
        ActionText(ActionId.CLOSE_WINDOW, translate("Actions", "关闭窗口"), "Esc"),
        ActionText(ActionId.FULL_SCREEN, translate("Actions", "全屏"), "F11"),
        ActionText(ActionId.LANGUAGE, translate("Actions", "English"), "Ctrl+L"),
        ActionText(ActionId.HELP, translate("Actions", "快捷键"), "F1"),
        ActionText(ActionId.MANUAL, translate("Actions", "使用手册"), "Shift+F1"),
    )


def _map_actions() -> tuple[ActionText, ...]:
    translate = QCoreApplication.translate
    digits = tuple(str(number) for number in range(1, BOOKMARKS + 1))
    return (
        ActionText(ActionId.SEARCH, translate("Actions", "搜索地图"), "Ctrl+F", ("Ctrl+F", "/")),
        ActionText(ActionId.MAP_MENU, translate("Actions", "地图菜单"), "Shift+F10"),
        ActionText(ActionId.NEARBY, translate("Actions", "周边查询"), "V"),
        ActionText(ActionId.SELECT_RECT, translate("Actions", "框选"), "B"),
        ActionText(ActionId.SELECT_LASSO, translate("Actions", "套索选择"), "Shift+B"),
        ActionText(ActionId.MEASURE_LENGTH, translate("Actions", "量距离"), "M"),
        ActionText(ActionId.MEASURE_AREA, translate("Actions", "量面积"), "Shift+M"),
        ActionText(ActionId.CLEAR_MEASURES, translate("Actions", "清除量测"), "Alt+M"),
        ActionText(ActionId.MARK_POINT, translate("Actions", "标绘点"), "I"),
        ActionText(ActionId.MARK_LINE, translate("Actions", "标绘线"), "L"),
        ActionText(ActionId.MARK_POLYGON, translate("Actions", "标绘面"), "Y"),
        ActionText(ActionId.MARK_CIRCLE, translate("Actions", "标绘圆"), "O"),
        ActionText(ActionId.MARK_TEXT, translate("Actions", "标绘文字"), "T"),
        ActionText(ActionId.LAYERS, translate("Actions", "图层…"), "Shift+L"),
        ActionText(ActionId.MAPS, translate("Actions", "八图…"), "Shift+T"),
        ActionText(
            ActionId.GO_BOOKMARK,
            translate("Actions", "转到书签"),
            "1–9",
            digits,
            is_numbered=True,
        ),
        ActionText(
            ActionId.SET_BOOKMARK,
            translate("Actions", "存为书签"),
            "Ctrl+1–9",
            tuple(f"Ctrl+{digit}" for digit in digits),
            is_numbered=True,
        ),
        ActionText(ActionId.IMPORT, translate("Actions", "导入数据…"), "Ctrl+I"),
        ActionText(ActionId.OFFLINE, translate("Actions", "离线区域…"), "Ctrl+Shift+O"),
        ActionText(ActionId.EXPORT, translate("Actions", "导出地图…"), "Ctrl+E"),
        ActionText(ActionId.SECOND_MAP, translate("Actions", "第二地图窗口"), "Ctrl+M"),
    )


def _program_actions() -> tuple[ActionText, ...]:
    translate = QCoreApplication.translate
    return (
        ActionText(ActionId.RULES, translate("Actions", "规则…"), "Shift+R"),
        ActionText(ActionId.LOAD, translate("Actions", "席位负荷…"), "Shift+E"),
        ActionText(ActionId.REFUSALS, translate("Actions", "被拒指令…"), "P"),
        ActionText(ActionId.SIGN_IN, translate("Actions", "登录…"), "Ctrl+Shift+L"),
        ActionText(ActionId.FULL_SCREEN, translate("Actions", "全屏"), "F11"),
        ActionText(ActionId.LANGUAGE, translate("Actions", "English"), "Ctrl+L"),
        ActionText(ActionId.HELP, translate("Actions", "快捷键"), "F1"),
        ActionText(ActionId.MANUAL, translate("Actions", "使用手册"), "Shift+F1"),
        ActionText(ActionId.QUIT, translate("Actions", "退出"), "Ctrl+Q"),
    )

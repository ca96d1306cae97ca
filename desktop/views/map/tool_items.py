"""The buttons of the map's tool strip: which there are, what they say, which of them is on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QCoreApplication

from desktop.actions.catalogue import ActionId, catalogue
from desktop.models import wording
from desktop.settings import Bookmark
from widgets.map.toolbar import ToolItem
from widgets.theme.icons import Icon

translate = QCoreApplication.translate

RADII_M: Final = (200, 500, 1000, 2000)
ZOOM_IN: Final = "zoom_in"
ZOOM_OUT: Final = "zoom_out"
CLEAR_CHOSEN: Final = "clear_chosen"
NEARBY_RADIUS: Final = "nearby_m:"
NEARBY_CIRCLE: Final = "nearby_circle"
MARKUP_LIST: Final = "markup_list"
BOOKMARK: Final = "bookmark:"
KEEP_BOOKMARK: Final = "keep_bookmark"
EDIT_BOOKMARKS: Final = "edit_bookmarks"
LINK: Final = "link"
LOCK: Final = "lock"


@dataclass(frozen=True, slots=True)
class Shown:
    """What the strip has to show."""

    mode: str = ""
    """The tool in hand."""
    radius_m: int = 0
    """Of the 周边 query that is open; 0 for none or a drawn one."""
    bookmarks: tuple[Bookmark, ...] = ()
    is_second: bool = False
    """The strip is a further window's, which has a link and a lock instead of a second map."""
    is_linked: bool = False
    is_locked: bool = False


def tool_items(shown: Shown) -> tuple[ToolItem, ...]:
    """The strip from top to bottom."""
    words = {action.id: action for action in catalogue()}

    def item(id: ActionId, icon: Icon, *, is_mode: bool = False, apart: bool = False) -> ToolItem:
        said = words[id]
        checked = shown.mode == id if is_mode else None
        return ToolItem(id, said.text, icon, said.shortcut, checked, apart=apart)

    def mode(id: ActionId, icon: Icon) -> ToolItem:
        return item(id, icon, is_mode=True)

    select = (
        mode(ActionId.SELECT_RECT, Icon.RECTANGLE),
        mode(ActionId.SELECT_LASSO, Icon.LASSO),
        ToolItem(CLEAR_CHOSEN, translate("MapTools", "清除选择"), Icon.CLOSE, apart=True),
    )
    measure = (
        mode(ActionId.MEASURE_LENGTH, Icon.RULER),
        mode(ActionId.MEASURE_AREA, Icon.AREA),
        item(ActionId.CLEAR_MEASURES, Icon.CLOSE, apart=True),
    )
    markup = (
        mode(ActionId.MARK_POINT, Icon.PIN),
        mode(ActionId.MARK_LINE, Icon.LINE),
        mode(ActionId.MARK_POLYGON, Icon.POLYGON),
        mode(ActionId.MARK_CIRCLE, Icon.CIRCLE),
        mode(ActionId.MARK_TEXT, Icon.PENCIL),
        ToolItem(MARKUP_LIST, translate("MapTools", "标绘一览"), Icon.MORE, apart=True),
    )
    more = (
        item(ActionId.IMPORT, Icon.IMPORT),
        item(ActionId.OFFLINE, Icon.OFFLINE),
        item(ActionId.EXPORT, Icon.EXPORT),
        *(() if shown.is_second else (item(ActionId.SECOND_MAP, Icon.WINDOW, apart=True),)),
    )
    return (
        ToolItem(ZOOM_IN, translate("MapTools", "放大"), Icon.ZOOM_IN, "+"),
        ToolItem(ZOOM_OUT, translate("MapTools", "缩小"), Icon.ZOOM_OUT, "-"),
        item(ActionId.WHOLE_TOWN, Icon.HOME),
        *_window_items(shown),
        ToolItem("select", translate("MapTools", "选择"), Icon.RECTANGLE, apart=True, items=select),
        ToolItem("measure", translate("MapTools", "量测"), Icon.RULER, items=measure),
        ToolItem("around", translate("MapTools", "周边"), Icon.RADIUS, items=_nearby_items(shown)),
        ToolItem("markup", translate("MapTools", "标绘"), Icon.PENCIL, items=markup),
        item(ActionId.LAYERS, Icon.LAYERS, apart=True),
        item(ActionId.MAPS, Icon.MAPS),
        ToolItem(
            "bookmarks", translate("MapTools", "书签"), Icon.BOOKMARK, items=_bookmark_items(shown)
        ),
        ToolItem("more", translate("MapTools", "更多"), Icon.MORE, apart=True, items=more),
    )


def _window_items(shown: Shown) -> tuple[ToolItem, ...]:
    if not shown.is_second:
        return ()
    linked = translate("MapTools", "跟随主图：开") if shown.is_linked else ""
    linked = linked or translate("MapTools", "跟随主图：关")
    locked = translate("MapTools", "范围已锁定") if shown.is_locked else ""
    locked = locked or translate("MapTools", "锁定范围")
    return (
        ToolItem(LINK, linked, Icon.WINDOW, checked=shown.is_linked, apart=True),
        ToolItem(LOCK, locked, Icon.LOCK, checked=shown.is_locked),
    )


def _nearby_items(shown: Shown) -> tuple[ToolItem, ...]:
    key = next(a.shortcut for a in catalogue() if a.id is ActionId.NEARBY)
    items = [
        ToolItem(
            f"{NEARBY_RADIUS}{radius}",
            translate("MapTools", "周边 {distance}").format(distance=wording.distance_text(radius)),
            Icon.RADIUS,
            key if radius == RADII_M[1] else "",
            checked=shown.radius_m == radius,
        )
        for radius in RADII_M
    ]
    circle = translate("MapTools", "画圆查询")
    is_drawing = shown.mode == NEARBY_CIRCLE
    items.append(ToolItem(NEARBY_CIRCLE, circle, Icon.CIRCLE, checked=is_drawing, apart=True))
    return tuple(items)


def _bookmark_items(shown: Shown) -> tuple[ToolItem, ...]:
    kept = [
        ToolItem(f"{BOOKMARK}{mark.number}", mark.name, Icon.BOOKMARK, str(mark.number))
        for mark in shown.bookmarks
    ]
    return (
        *kept,
        ToolItem(KEEP_BOOKMARK, translate("MapTools", "存当前视图"), Icon.PIN, apart=bool(kept)),
        ToolItem(
            EDIT_BOOKMARKS,
            translate("MapTools", "管理书签…"),
            Icon.PENCIL,
            enabled=bool(kept),
        ),
    )

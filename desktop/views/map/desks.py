"""The desks of one map: `furnish` builds them, `MapDesks` is what the window talks to.

Every map has the same: the wall's and each further window's.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QObject, Signal

from desktop.actions.catalogue import ActionId
from desktop.models.feed import Feed
from desktop.models.focus import Focus
from desktop.state.changes import StoreChanges
from desktop.views.map.around import AroundDesk
from desktop.views.map.bookmarks import BookmarksDialog
from desktop.views.map.chosen import ChosenDesk
from desktop.views.map.find import FindDesk
from desktop.views.map.here import HereDesk
from desktop.views.map.kit import MapKit
from desktop.views.map.live import LiveMap
from desktop.views.map.measures import MeasureDesk
from desktop.views.map.menu import MenuDesk, MenuDesks
from desktop.views.map.pane import MapPane
from desktop.views.map.places import PlaceShelf
from desktop.views.map.redline import RedlineDesk
from desktop.views.map.sheets import MarkupSheets
from desktop.views.map.tool_items import (
    BOOKMARK,
    CLEAR_CHOSEN,
    EDIT_BOOKMARKS,
    KEEP_BOOKMARK,
    MARKUP_LIST,
    NEARBY_CIRCLE,
    NEARBY_RADIUS,
    ZOOM_IN,
    ZOOM_OUT,
)
from desktop.views.map.tools import LonLat, ToolDesk
from desktop.views.map.trails import TrailDesk
from desktop.views.map.words import say_pane

translate = QCoreApplication.translate

_OTHERS = (
    ActionId.LAYERS,
    ActionId.MAPS,
    ActionId.IMPORT,
    ActionId.OFFLINE,
    ActionId.EXPORT,
    ActionId.SECOND_MAP,
)
"""Served by somebody else, who hears `asked`."""
_REGISTERS = ("stream:", "asset:", "case:", "team:", "alert:")


class MapDesks(QObject):
    """Signals: `selected(id)` ("" for nothing), `action_asked(ActionId, Focus)`,
    `watch_asked(list[str])` for streams whose curve is drawn as a trail, and `asked(id)` for a
    button or key that none of these desks serves.
    """

    selected = Signal(str)
    action_asked = Signal(object, object)
    watch_asked = Signal(list)
    asked = Signal(str)

    def __init__(
        self, pane: MapPane, kit: MapKit, feed: Feed, live: LiveMap, *, is_second: bool
    ) -> None:
        super().__init__(pane)
        self._pane = pane
        self._kit = kit
        self._live = live
        self._focus = Focus()
        self.sheets = MarkupSheets(pane.canvas)
        self.shelf = PlaceShelf(pane)
        self.tools = ToolDesk(pane, is_second=is_second)
        self.find = FindDesk(pane, kit, live)
        self.around = AroundDesk(pane, kit, live, self.shelf, self.sheets)
        self.chosen = ChosenDesk(pane, kit, live, self.shelf)
        self.measures = MeasureDesk(self.tools, self.sheets)
        self.redline = RedlineDesk(pane, kit, self.tools, self.sheets, self.shelf, live)
        self.here = HereDesk(pane, kit, live, self.shelf)
        desks = MenuDesks(self.tools, self.around, self.redline, self.measures, self.here)
        self.menu = MenuDesk(pane, kit, desks)
        self.trails = TrailDesk(pane, kit)
        self._connect(feed)
        self.set_words()

    def _connect(self, feed: Feed) -> None:
        self.tools.asked.connect(self._on_asked)
        self.tools.drawn.connect(self._on_drawn)
        self.find.selected.connect(self.selected)
        self.find.place_picked.connect(self.here.show)
        self.menu.selected.connect(self.selected)
        self.menu.action_asked.connect(self.action_asked)
        self.shelf.picked.connect(self._on_row)
        self.around.opened.connect(self.tools.show_radius)
        self.trails.watch_asked.connect(self.watch_asked)
        self._kit.bookmarks.changed.connect(self._show_bookmarks)
        feed.changed.connect(self._on_changed)
        feed.calmed.connect(self._on_calmed)
        feed.ticked.connect(self._on_tick)

    def set_words(self) -> None:
        """Say everything anew, as after a change of language."""
        say_pane(self._pane)
        self.tools.set_words()
        self.measures.set_words()
        self.redline.refresh()
        self.around.refresh()
        self.chosen.refresh()
        self._show_bookmarks()

    def set_focus(self, focus: Focus) -> None:
        """This is selected now."""
        self._focus = focus
        self.shelf.set_selected(focus.id)

    def perform(self, action: ActionId, number: int = 0) -> bool:
        """Do what a key stands for; answers whether it is a matter of the map."""
        if action is ActionId.DESELECT:
            return self.step_back()
        if action is ActionId.SEARCH:
            self.find.begin()
        elif action is ActionId.MAP_MENU:
            self.menu.open_on(self._focus.id, self._focus.point_id or "")
        elif action is ActionId.NEARBY:
            self._ask_around()
        elif action is ActionId.CLEAR_MEASURES:
            self.measures.clear()
        elif action is ActionId.GO_BOOKMARK:
            self._go_to_bookmark(number)
        elif action is ActionId.SET_BOOKMARK:
            self._keep_bookmark(number)
        elif action is ActionId.WHOLE_TOWN:
            self._live.frame_town()
        elif self.tools.is_tool(action):
            self.tools.use(action)
        elif action in _OTHERS:
            self.asked.emit(str(action))
        else:
            return False
        return True

    def step_back(self) -> bool:
        """Take back one thing, the nearest to the hand first; answers whether there was one."""
        if self.find.step_back():
            return True
        if self.tools.mode:
            self.tools.use("")
        elif self.shelf.owner:
            self.shelf.close()
        elif self.chosen.ids:
            self.chosen.clear()
        elif self._pane.open_panel() is not None:
            self._pane.show_panel(None)
        elif self._live.pinned is not None:
            self._live.pin(None)
        else:
            return False
        return True

    def _on_asked(self, id: str) -> None:
        if id in (ZOOM_IN, ZOOM_OUT):
            self._zoom_by(1.0 if id == ZOOM_IN else -1.0)
        elif id == CLEAR_CHOSEN:
            self.chosen.clear()
        elif id == MARKUP_LIST:
            self.redline.list_all()
        elif id == NEARBY_CIRCLE:
            self.tools.use(id)
        elif id.startswith(NEARBY_RADIUS):
            self._ask_around(int(id.removeprefix(NEARBY_RADIUS)))
        elif id == KEEP_BOOKMARK:
            self._keep_bookmark(self._kit.bookmarks.free_number())
        elif id == EDIT_BOOKMARKS:
            self._edit_bookmarks()
        elif id.startswith(BOOKMARK):
            self._go_to_bookmark(int(id.removeprefix(BOOKMARK)))
        elif id not in tuple(ActionId) or not self.perform(ActionId(id)):
            self.asked.emit(id)

    def _zoom_by(self, steps: float) -> None:
        canvas = self._pane.canvas
        if not canvas.extent_locked():
            view = canvas.view()
            canvas.fly_to(view.lon, view.lat, view.zoom + steps)

    def _on_drawn(self, mode: str, lonlat: LonLat, radius_m: float) -> None:
        if mode == NEARBY_CIRCLE:
            self.around.around_place(*lonlat[0], radius_m)

    def _on_row(self, row: str) -> None:
        if row.startswith(_REGISTERS):
            self.selected.emit(row)

    def _ask_around(self, radius_m: int = 0) -> None:
        """Around what is selected, else with another radius, else in the middle of the map."""
        query = self.around.query
        if radius_m and query is not None:
            self.around.set_radius(radius_m)
            return
        thing = self._focus.id
        if not thing or not self.around.around_thing(thing, radius_m or None):
            view = self._pane.canvas.view()
            self.around.around_place(view.lon, view.lat, radius_m or None)

    # Bookmarks

    def _go_to_bookmark(self, number: int) -> None:
        view = self._kit.bookmarks.view(number)
        if view is None:
            text = translate("Bookmarks", "书签 {n} 还没有设置；按 Ctrl+{n} 存当前视图").format(
                n=number
            )
            self._kit.notices.say(text)
            return
        self._pane.canvas.fly_to(view.lon, view.lat, view.zoom)

    def _keep_bookmark(self, number: int) -> None:
        if not number:
            text = translate("Bookmarks", "九个书签已满；按 Ctrl+数字键替换其中一个")
            self._kit.notices.say(text, "warn")
            return
        mark = self._kit.bookmarks.put(number, self._pane.canvas.view())
        text = translate("Bookmarks", "已存为书签 {n}：{name}").format(n=number, name=mark.name)
        self._kit.notices.say(text, "good")

    def _edit_bookmarks(self) -> None:
        dialog = BookmarksDialog(self._kit.bookmarks.all(), self._pane.window())
        dialog.answered.connect(self._kit.bookmarks.set_all)
        dialog.open()

    def _show_bookmarks(self) -> None:
        self.tools.show_bookmarks(self._kit.bookmarks.all())

    # What the feed brings

    def _on_changed(self, changes: StoreChanges) -> None:
        self.around.take(changes.state)
        if changes.pending or changes.state.markups or changes.state.everything:
            self.redline.refresh()

    def _on_calmed(self) -> None:
        self.trails.refresh()
        self.around.refresh()

    def _on_tick(self) -> None:
        self.trails.refresh()
        self.around.refresh()
        self.chosen.refresh()
        self.redline.pass_time()


def furnish(
    pane: MapPane, kit: MapKit, feed: Feed, live: LiveMap, *, is_second: bool = False
) -> MapDesks:
    """Build the desks of a pane."""
    return MapDesks(pane, kit, feed, live, is_second=is_second)

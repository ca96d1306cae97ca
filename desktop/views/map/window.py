"""A further window with a map of its own beside the wall: the same town, the same desks.

It is linked to the wall's map until it is let go or its view is locked, and it closes with the
wall. Selecting in one selects in both.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QByteArray, QCoreApplication, QObject, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.actions.catalogue import ActionId, catalogue
from desktop.models.feed import Feed
from desktop.models.focus import Focus
from desktop.state.changes import StoreChanges
from desktop.state.store import TownStore
from desktop.views.keys import WindowKeys
from desktop.views.map.desks import MapDesks
from desktop.views.map.linked import LinkedViews
from desktop.views.map.live import LiveMap
from desktop.views.map.pane import MapPane
from desktop.views.map.tool_items import LINK, LOCK
from widgets.boards.banner import Banner
from widgets.map.canvas import MapCanvas

translate = QCoreApplication.translate

Furnish = Callable[[MapPane, Banner, LiveMap], MapDesks]
_FIRST_SIZE: Final = QSize(1280, 800)


class MapWindow(QWidget):
    """Signals: `closed(geometry)` with where it stood, as base64; `action_asked(id, number)`."""

    closed = Signal(str)
    action_asked = Signal(str, int)

    def __init__(self) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumSize(640, 480)
        self.resize(_FIRST_SIZE)
        self.pane = MapPane()
        self.banner = Banner()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.banner)
        column.addWidget(self.pane, 1)
        WindowKeys(catalogue(), self).pressed.connect(self.action_asked)
        self.set_words()

    def set_words(self) -> None:
        """Say the title in the language in force."""
        self.setWindowTitle(translate("MapWindow", "OneMap 第二地图"))

    def restore(self, geometry: str) -> None:
        """Stand where it stood before; what cannot be read is ignored."""
        if geometry:
            self.restoreGeometry(QByteArray.fromBase64(geometry.encode("utf-8")))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Tell where it stood; the owner forgets it."""
        self.pane.canvas.close()
        self.closed.emit(str(self.saveGeometry().toBase64().data(), "ascii"))
        event.accept()


class SecondMap(QObject):
    """Opens and closes the second map window and keeps it in step with the town.

    Signals: `opened(MapDesks)` for those who furnish a map with more, `selected(id)`,
    `asked(ActionId, number)` for a key that is the wall's to serve, `moved(geometry)`.
    """

    opened = Signal(object)
    selected = Signal(str)
    watch_asked = Signal(list)
    action_asked = Signal(object, object)
    asked = Signal(object, int)
    moved = Signal(str)

    def __init__(
        self,
        main: MapCanvas,
        store: TownStore,
        feed: Feed,
        furnish: Furnish,
        geometry: str,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._main = main
        self._store = store
        self._furnish = furnish
        self._geometry = geometry
        self._focus = Focus()
        self._window: MapWindow | None = None
        self._live: LiveMap | None = None
        self._desks: MapDesks | None = None
        self._links: LinkedViews | None = None
        feed.changed.connect(self._on_changed)
        feed.calmed.connect(self._on_time)
        feed.ticked.connect(self._on_tick)

    @property
    def window(self) -> MapWindow | None:
        """The window, None while it is closed."""
        return self._window

    @property
    def links(self) -> LinkedViews | None:
        """What links its map to the wall's."""
        return self._links

    def toggle(self) -> None:
        """Open the window, or close it."""
        if self._window is None:
            self._open()
        else:
            self.close()

    def close(self) -> None:
        """Close the window, as when the wall closes."""
        if self._window is not None:
            self._window.close()

    def set_focus(self, focus: Focus) -> None:
        """This is selected now, whichever map it was picked on."""
        self._focus = focus
        if self._window is None or self._live is None or self._desks is None:
            return
        self._window.pane.canvas.set_selected(focus.point_id)
        self._live.show_callout(focus)
        self._desks.set_focus(focus)

    def set_words(self) -> None:
        """Say everything anew, as after a change of language."""
        if self._window is not None and self._desks is not None:
            self._window.set_words()
            self._desks.set_words()
            self._on_time()

    def _open(self) -> None:
        window = MapWindow()
        window.restore(self._geometry)
        canvas = window.pane.canvas
        live = LiveMap(canvas, self._store)
        desks = self._furnish(window.pane, window.banner, live)
        self._window, self._live, self._desks = window, live, desks
        self._connect(window, desks)
        live.rebuild()
        live.frame_town()
        self._links = LinkedViews(self._main, canvas, window)
        self._links.set_linked(True)
        self._show_link()
        self.set_focus(self._focus)
        self._on_time()
        self.opened.emit(desks)
        window.show()

    def _connect(self, window: MapWindow, desks: MapDesks) -> None:
        canvas = window.pane.canvas
        window.closed.connect(self._on_closed)
        window.action_asked.connect(self._on_action)
        canvas.picked.connect(self.selected)
        canvas.background_clicked.connect(self._deselect)
        desks.selected.connect(self.selected)
        desks.watch_asked.connect(self.watch_asked)
        desks.action_asked.connect(self.action_asked)
        desks.asked.connect(self._on_asked)

    def _deselect(self) -> None:
        self.selected.emit("")

    def _on_action(self, id: str, number: int) -> None:
        action, window = ActionId(id), self._window
        if window is None or self._desks is None or self._desks.perform(action, number):
            return
        if action is ActionId.FULL_SCREEN:
            window.setWindowState(window.windowState() ^ Qt.WindowState.WindowFullScreen)
        else:
            self.asked.emit(action, number)

    def _on_asked(self, id: str) -> None:
        if self._links is None or self._window is None:
            return
        canvas = self._window.pane.canvas
        if id == ActionId.SECOND_MAP:
            self.close()
        elif id == LINK:
            canvas.set_extent_locked(False)
            self._links.set_linked(not self._links.linked)
        elif id == LOCK:
            # A locked view stays where it is, whatever the wall's map does.
            locked = not canvas.extent_locked()
            canvas.set_extent_locked(locked)
            self._links.set_linked(not locked)
        self._show_link()

    def _show_link(self) -> None:
        if self._links is not None and self._window is not None and self._desks is not None:
            locked = self._window.pane.canvas.extent_locked()
            self._desks.tools.show_link(linked=self._links.linked, locked=locked)

    def _on_closed(self, geometry: str) -> None:
        self._geometry = geometry
        self._window = self._live = self._desks = self._links = None
        self.moved.emit(geometry)

    # What the feed brings

    def _on_changed(self, changes: StoreChanges) -> None:
        if self._live is not None:
            self._live.take(changes.state)

    def _on_time(self) -> None:
        if self._live is not None:
            self._live.show_teams()
            self._live.show_callout(self._focus)

    def _on_tick(self) -> None:
        if self._live is not None:
            self._live.pass_time()
            self._on_time()

"""The maps of a town: the wall's, the second window's, and what both stand on."""

from __future__ import annotations

from dataclasses import replace

from desktop.actions.catalogue import ActionId
from desktop.composition.parts import Parts
from desktop.link.http import HttpDoor
from desktop.link.town_map import TownMap
from desktop.sessions import Profile
from desktop.views.map.bookmarks import BookmarkShelf
from desktop.views.map.choice_shelf import ChoiceShelf
from desktop.views.map.desks import MapDesks, furnish
from desktop.views.map.grounds import Grounds, Places, outfit
from desktop.views.map.kit import MapKit
from desktop.views.map.live import LiveMap
from desktop.views.map.notices import Notices
from desktop.views.map.pane import MapPane
from desktop.views.map.town_index import TownIndex
from desktop.views.map.window import SecondMap
from widgets.boards.banner import Banner


class TownMaps:
    """`own` is the map that comes with the town, `second` the window beside the wall. Ended by
    `rest` on the GUI thread, and by `stop` once no map is drawn any more."""

    def __init__(self, parts: Parts, profile: Profile, http: HttpDoor) -> None:
        self._parts, self._profile = parts, profile
        window, store, feed = parts.window, parts.store, parts.feed
        bookmarks = BookmarkShelf(profile.bookmarks, profile.remember_bookmarks)
        notices, index = Notices(window.banner), TownIndex(store, feed)
        self._kit = MapKit(store, parts.send, parts.zone, notices, bookmarks, index)
        desks = furnish(window.pane, self._kit, feed, parts.wall.live)
        parts.wall.furnish(desks)
        self._grounds = Grounds(
            Places.of(profile.paths, profile.name),
            ChoiceShelf(profile.map_choice, profile.remember_map_choice),
        )
        self.own = TownMap(http, self._grounds.base.set_town)
        outfit(window.pane, self._kit, feed, parts.wall.live, desks, self._grounds)
        geometry = profile.settings.map_window
        self.second = SecondMap(window.map, store, feed, self._furnish_second, geometry, window)
        self._connect(desks)

    def _connect(self, desks: MapDesks) -> None:
        wall = self._parts.wall
        desks.asked.connect(self._on_asked)
        self._grounds.base.named.connect(self._kit.index.set_names)
        self.second.selected.connect(wall.select)
        self.second.asked.connect(wall.perform)
        self.second.moved.connect(self._on_moved)
        wall.focused.connect(self.second.set_focus)
        self._parts.window.closed.connect(self.second.close)

    @property
    def is_idle(self) -> bool:
        """Whether no file is being read for a map."""
        return self._grounds.is_idle

    def set_words(self) -> None:
        """Say everything anew, as after a change of language."""
        self.second.set_words()
        self._grounds.base.renamed.emit()
        self._kit.index.set_words()

    def rest(self) -> None:
        """Keep what was chosen; look at nothing any more."""
        self._grounds.rest()

    def stop(self) -> None:
        """Close every file. Blocks; may be called from any thread."""
        self._grounds.stop()

    def _furnish_second(self, pane: MapPane, banner: Banner, live: LiveMap) -> MapDesks:
        feed = self._parts.feed
        kit = replace(self._kit, notices=Notices(banner))
        desks = furnish(pane, kit, feed, live, is_second=True)
        outfit(pane, kit, feed, live, desks, self._grounds, is_second=True)
        return desks

    def _on_asked(self, id: str) -> None:
        if id == ActionId.SECOND_MAP:
            self.second.toggle()

    def _on_moved(self, geometry: str) -> None:
        self._profile.remember_map_window(geometry)

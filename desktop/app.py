"""The desktop's composition root: builds every part, wires them, runs them and ends them.

Order of a start: the cache first (the window opens with what it holds), then the server (one of
our own as a child process when none is configured), then the link.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import sys
from collections.abc import Callable
from datetime import tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication, QWidget

from desktop import heap
from desktop.actions.catalogue import ActionId, catalogue
from desktop.composition.beside import Beside
from desktop.composition.connection import Connection
from desktop.composition.parts import Parts
from desktop.composition.program import run_program
from desktop.composition.tasks import Tasks
from desktop.composition.town_maps import TownMaps
from desktop.ending import end_window
from desktop.language import Language
from desktop.link.embedded import EmbeddedError
from desktop.link.rulebook import RulebookDoor
from desktop.media.stills import StillLoader
from desktop.models.feed import Feed
from desktop.models.focus import Focus
from desktop.models.refusals import refusal_text
from desktop.screenshot import Screenshot
from desktop.sessions import Profile
from desktop.state.changes import StoreChanges
from desktop.state.store import TownStore
from desktop.state.values import Status
from desktop.sweep import Sweep
from desktop.views.operator_desk import OperatorDesk
from desktop.views.reference import Reference, refusals_dialog
from desktop.views.wall import Wall
from desktop.views.wall_window import WallWindow
from widgets.theme.fonts import has_cjk_font

translate = QCoreApplication.translate
BASEMAP_PATIENCE_S = 90


class Desktop:
    """One running desktop: a window on one town."""

    def __init__(self, options: argparse.Namespace, app: QApplication, profile: Profile) -> None:
        self._sweep = Sweep()
        self._options = options
        self._profile = profile
        self._language = Language(app, options.language or profile.settings.language)
        self._language.apply()
        self._store = TownStore()
        self._connection = Connection(options, profile, self._store)
        self._tasks = Tasks(self._on_task_failed)
        self._closing = asyncio.Event()
        self._exit_code = 0
        self._is_settled = False
        self._was_online = False
        self._zone: tzinfo = ZoneInfo("Asia/Shanghai")
        self._build()
        self._connect()
        self._served = self._actions()

    def _build(self) -> None:
        connection, store = self._connection, self._store
        self.window = WallWindow(catalogue())
        self._feed = Feed(store, self.window)
        # Before the wall's: it shows times in the zone that is set here.
        self._feed.changed.connect(self._on_changed)
        self._stills = StillLoader(store, connection.http, self._on_still)
        self._wall = Wall(self.window, store, self._feed, self._stills.stills, self._town_zone)
        send = connection.sender.send
        self._desk = OperatorDesk(store, send, self.window)
        parts = Parts(self.window, self._wall, store, self._feed, send, self._town_zone)
        self._maps = TownMaps(parts, self._profile, connection.http)
        self._reference = Reference(self.window)
        book = RulebookDoor(connection.http)
        self._beside = Beside(parts, book, self._tasks.spawn, self._stills, self._reference)

    def _connect(self) -> None:
        watch = self._connection.watch
        for asking in (self._wall, self._maps.second):
            asking.action_asked.connect(self._on_action)
        for watching in (self._wall, self._maps.second, self._beside.alarms):
            watching.watch_asked.connect(watch)
        self._wall.stills_asked.connect(self._stills.want)
        self.window.closed.connect(self._reference.close)
        self.window.closed.connect(self.end)

    def _actions(self) -> dict[str, Callable[[], object]]:
        """What the program itself serves; all else is the operator's desk's."""
        return {
            ActionId.QUIT: self.window.close,
            ActionId.FULL_SCREEN: self._toggle_full_screen,
            ActionId.LANGUAGE: self._toggle_language,
            ActionId.SIGN_IN: self._ask_sign_in,
            ActionId.HELP: self._reference.show_keys,
            ActionId.MANUAL: self._reference.show_manual,
            ActionId.REFUSALS: self._show_refusals,
            **self._beside.doors,
        }

    # Life

    def end(self) -> None:
        """Have `run` end, in its order."""
        self._closing.set()

    async def run(self) -> int:
        """Show the window, connect, and stay until it is closed."""
        self.window.show()
        self._tasks.spawn(self._maps.own.show_kept(), "basemap-kept")
        for text in self._first_messages():
            self.window.banner.show_message("start", text, "warn")
        self._tasks.spawn(self._stay_connected(), "connect")
        door = self._beside.doors.get(self._options.open or "")
        opened = door() if door is not None else None
        if self._options.screenshot:
            self._tasks.spawn(self._take_screenshot(opened), "screenshot")
        try:
            await self._closing.wait()
        finally:
            await self._end()
        return self._exit_code

    def _first_messages(self) -> list[str]:
        messages = list(self._connection.messages)
        if not has_cjk_font():
            messages.append("No Chinese font was found; install fonts-noto-cjk (Debian, Ubuntu).")
        return messages

    async def _stay_connected(self) -> None:
        try:
            await self._connection.run(self._tell_address)
        except EmbeddedError as error:
            self._fail(str(error))

    async def _end(self) -> None:
        self._maps.second.close()
        self._beside.close()
        self._feed.stop()
        self._sweep.stop()
        await self._connection.leave()
        await self._stills.stop()
        await self._tasks.stop()
        self._maps.rest()
        await self._connection.close()
        end_window(self.window)
        # After the window: its maps read from these files until they end.
        await asyncio.to_thread(self._maps.stop)

    def _on_task_failed(self, error: BaseException) -> None:
        if self._options.screenshot:
            self._fail(f"{type(error).__name__}: {error}")

    def _fail(self, sentence: str) -> None:
        print(f"onemap: {sentence}", file=sys.stderr)
        self.window.banner.show_message("start", sentence, "bad")
        if self._options.screenshot:
            self._exit_code = 2
            self._closing.set()

    async def _take_screenshot(self, opened: QWidget | None) -> None:
        options, maps = self._options, self._maps
        shot = Screenshot(
            self.window,
            self._store,
            options.screenshot,
            options.size,
            lambda: maps.is_idle,
            opened,
        )
        # Our own server starts in its own time, and says itself when it cannot.
        await self._connection.is_found.wait()
        async with asyncio.timeout(BASEMAP_PATIENCE_S):
            await maps.own.is_asked.wait()
        await shot.take(options.after)
        self._closing.set()

    # What the parts report

    def _on_changed(self, changes: StoreChanges) -> None:
        if changes.state.town or changes.state.everything:
            self._set_zone()
        if changes.state.everything or not self._is_settled:
            heap.settle()
            self._sweep.start()
            self._is_settled = True
        if changes.connection:
            self._on_connection()
        if changes.pending and self._store.refusals:
            newest = self._store.refusals[-1]
            text = translate("Desktop", "指令被拒：{why}").format(why=refusal_text(newest.refusal))
            self.window.banner.show_message(newest.id, text, "bad")

    def _on_connection(self) -> None:
        online = self._store.connection.status is Status.ONLINE
        if online and not self._was_online:
            self._stills.forget_asked()
            self._tasks.spawn(self._maps.own.fetch(), "basemap")
            self._wall.show_stills()
        self._was_online = online
        if self._store.connection.status is Status.DENIED and not self._options.screenshot:
            self._connection.ask_password(self.window)

    def _on_still(self) -> None:
        self._wall.show_stills()
        self._beside.show_stills()

    def _tell_address(self, text: str) -> None:
        self.window.banner.show_message("address", text, "quiet")

    def _town_zone(self) -> tzinfo:
        return self._zone

    def _set_zone(self) -> None:
        town = self._store.state.town
        if town is not None:
            with contextlib.suppress(ZoneInfoNotFoundError, ValueError):
                self._zone = ZoneInfo(town.timezone)

    # What the hand asks for

    def _on_action(self, action: ActionId, focus: Focus) -> None:
        if action in self._served:
            self._served[action]()
        elif why_not := self._desk.perform(action, focus):
            self.window.banner.show_message("action", why_not, "quiet")

    def _ask_sign_in(self) -> None:
        if self._store.connection.status is Status.DENIED:
            self._connection.ask_password(self.window)
        else:
            said = translate("Desktop", "现在不需要登录")
            self.window.banner.show_message("action", said, "quiet")

    def _toggle_full_screen(self) -> None:
        if self.window.isFullScreen():
            self.window.showNormal()
        else:
            self.window.showFullScreen()

    def _toggle_language(self) -> None:
        self._profile.remember_language(self._language.toggle())
        self._wall.show_everything()
        self._maps.set_words()
        self._reference.set_words()
        self._beside.set_words()

    def _show_refusals(self) -> None:
        dialog = refusals_dialog(self._store, self._town_zone(), self.window)
        dialog.cleared.connect(self._connection.sender.dismiss_all)
        dialog.open()


def run(
    options: argparse.Namespace,
    make: Callable[[argparse.Namespace, QApplication, Profile], Desktop] = Desktop,
) -> int:
    """Run the desktop with Qt's loop carrying asyncio; answers the exit code."""
    return run_program(options, make)

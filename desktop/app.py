"""The desktop's composition root: builds every part, wires them, runs them and ends them.

Order of a start: the cache first (the window opens with what it holds), then the server (one of
our own as a child process when none is configured), then the link.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import logging
import sys
import tempfile
from collections.abc import Callable, Coroutine
from dataclasses import replace
from datetime import tzinfo
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import qasync
from PySide6.QtCore import QCoreApplication, QLockFile
from PySide6.QtWidgets import QApplication, QWidget

from desktop import heap
from desktop.actions.catalogue import ActionId, catalogue
from desktop.actions.sender import Sender
from desktop.cache.database import CacheError
from desktop.cache.replica import restore
from desktop.ending import end_window
from desktop.language import Language
from desktop.link.client import LinkClient
from desktop.link.embedded import EmbeddedError, EmbeddedServer, port_if_free, server_words
from desktop.link.http import HttpDoor
from desktop.link.rulebook import RulebookDoor
from desktop.link.town_map import TownMap
from desktop.media.stills import StillLoader
from desktop.models.feed import Feed
from desktop.models.focus import Focus
from desktop.models.refusals import refusal_text
from desktop.screenshot import Screenshot
from desktop.sessions import YUNZE, Profile, ProfileError, SignIn, open_caches, open_profile
from desktop.signals import EndSignals
from desktop.state.changes import StoreChanges
from desktop.state.store import TownStore
from desktop.state.values import Status
from desktop.sweep import Sweep
from desktop.views.alarms.alarms import Alarms
from desktop.views.load.desk import LoadDesk
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
from desktop.views.operator_desk import OperatorDesk
from desktop.views.reference import Reference, refusals_dialog
from desktop.views.rules.desk import RuleDesk
from desktop.views.wall import Wall
from desktop.views.wall_window import WallWindow
from widgets.boards.banner import Banner
from widgets.theme.fonts import has_cjk_font
from widgets.theme.style import apply_theme

translate = QCoreApplication.translate
LOCK_PATIENCE_MS = 200
OWN_TOWN_PORT = 8330
"""Where devices find the embedded server of one's own town, when it is free."""
BASEMAP_PATIENCE_S = 90
_log = logging.getLogger(__name__)


class Desktop:
    """One running desktop: a window on one town."""

    def __init__(self, options: argparse.Namespace, app: QApplication, profile: Profile) -> None:
        self._sweep = Sweep()
        self._options = options
        self._app = app
        self._profile = profile
        self._language = Language(app, options.language or profile.settings.language)
        self._language.apply()
        self._store = TownStore()
        self._replica, self._outbox, restored, self._messages = open_caches(profile)
        restore(self._store, restored)
        self._server: EmbeddedServer | None = None
        self._sign_in = SignIn(profile)
        self._http = HttpDoor(
            profile.server,
            self._sign_in.token,
            profile.paths.http_cache,
            kept_as=profile.name,
            tls=profile.tls,
        )
        self._link: LinkClient | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._closing = asyncio.Event()
        self._exit_code = 0
        self._opened: QWidget | None = None
        self._is_settled = False
        self._was_online = False
        self._zone: tzinfo = ZoneInfo("Asia/Shanghai")
        self._build_window()

    def _build_window(self) -> None:
        self.window = WallWindow(catalogue())
        self._feed = Feed(self._store, self.window)
        # Before the wall's: it shows times in the zone that is set here.
        self._feed.changed.connect(self._on_changed)
        self._stills = StillLoader(self._store, self._http, self._on_still)
        self._sender = Sender(self._outbox, self._store)
        self._wall = Wall(
            self.window, self._store, self._feed, self._stills.stills, self._town_zone
        )
        self._desk = OperatorDesk(self._store, self._sender.send, self.window)
        self._furnish_maps()
        self._wall.action_asked.connect(self._on_action)
        self._wall.watch_asked.connect(self._on_watch)
        self._wall.stills_asked.connect(self._stills.want)
        self._reference = Reference(self.window)
        self.window.closed.connect(self._reference.close)
        self._build_desks()
        self.window.closed.connect(self.end)
        self._sign_in.signed_in.connect(self._on_signed_in)

    def _build_desks(self) -> None:
        """What stands in windows of its own beside the wall."""
        self._rules = RuleDesk(
            self._store,
            self._feed,
            self._sender.send,
            RulebookDoor(self._http),
            self._spawn,
            self._town_zone,
            self.window,
        )
        self.window.closed.connect(self._rules.close)
        self._load = LoadDesk(
            self._store, self._feed, self._sender.send, self._town_zone, self.window
        )
        self._load.rule_asked.connect(self._rules.edit)
        for desk in (self._rules, self._load):
            desk.asked.connect(self._wall.perform)
        self._rules.help_asked.connect(self._reference.show_rule_keys)
        self._load.help_asked.connect(self._reference.show_load_keys)
        self.window.closed.connect(self._load.close)
        self._build_alarms()
        self._doors: dict[str, Callable[[], QWidget]] = {
            ActionId.RULES: self._rules.open,
            ActionId.LOAD: self._load.open,
            ActionId.ALARMS: self._alarms.show_table,
            ActionId.AREA_BOARD: self._alarms.show_board,
        }

    def _build_alarms(self) -> None:
        self._alarms = Alarms(
            self._store,
            self._feed,
            self._sender.send,
            self._stills.stills,
            self._town_zone,
            self.window,
        )
        alarms, wall = self._alarms, self._wall
        alarms.selected.connect(wall.select)
        alarms.located.connect(wall.show_on_map)
        alarms.watch_asked.connect(self._on_watch)
        alarms.stills_asked.connect(self._stills.want)
        alarms.link_asked.connect(self._reference.open_link)
        alarms.asked.connect(wall.perform)
        alarms.rule_asked.connect(self._rules.edit)
        alarms.help_asked.connect(self._reference.show_alarm_keys)
        self.window.closed.connect(alarms.close)

    def _furnish_maps(self) -> None:
        profile = self._profile
        bookmarks = BookmarkShelf(profile.bookmarks, profile.remember_bookmarks)
        store, send, zone = self._store, self._sender.send, self._town_zone
        notices = Notices(self.window.banner)
        self._kit = MapKit(store, send, zone, notices, bookmarks, TownIndex(store, self._feed))
        desks = furnish(self.window.pane, self._kit, self._feed, self._wall.live)
        self._wall.furnish(desks)
        desks.asked.connect(self._on_map_asked)
        self._grounds = Grounds(
            Places.of(profile.paths, profile.name),
            ChoiceShelf(profile.map_choice, profile.remember_map_choice),
        )
        self._town_map = TownMap(self._http, self._grounds.base.set_town)
        outfit(self.window.pane, self._kit, self._feed, self._wall.live, desks, self._grounds)
        self._second = SecondMap(
            self.window.map,
            store,
            self._feed,
            self._furnish_second,
            profile.settings.map_window,
            self.window,
        )
        self._grounds.base.named.connect(self._kit.index.set_names)
        self._second.selected.connect(self._wall.select)
        self._second.action_asked.connect(self._on_action)
        self._second.watch_asked.connect(self._on_watch)
        self._second.asked.connect(self._wall.perform)
        self._second.moved.connect(self._on_second_moved)
        self._wall.focused.connect(self._second.set_focus)
        self.window.closed.connect(self._second.close)

    def _furnish_second(self, pane: MapPane, banner: Banner, live: LiveMap) -> MapDesks:
        kit = replace(self._kit, notices=Notices(banner))
        desks = furnish(pane, kit, self._feed, live, is_second=True)
        outfit(pane, kit, self._feed, live, desks, self._grounds, is_second=True)
        return desks

    # Life

    def end(self) -> None:
        """Have `run` end, in its order."""
        self._closing.set()

    async def run(self) -> int:
        """Show the window, connect, and stay until it is closed."""
        self.window.show()
        self._spawn(self._town_map.show_kept(), "basemap-kept")
        if not has_cjk_font():
            self._messages.append(
                "No Chinese font was found; install fonts-noto-cjk (Debian, Ubuntu)."
            )
        for text in self._messages:
            self.window.banner.show_message("start", text, "warn")
        self._spawn(self._connect(), "connect")
        opened = self._doors.get(self._options.open or "")
        self._opened = opened() if opened is not None else None
        if self._options.screenshot:
            self._spawn(self._take_screenshot(), "screenshot")
        try:
            await self._closing.wait()
        finally:
            await self._end()
        return self._exit_code

    async def _connect(self) -> None:
        try:
            url = await self._server_url()
        except EmbeddedError as error:
            self._fail(str(error))
            return
        self._http.url = url
        self._link = LinkClient(
            self._store,
            self._replica,
            self._outbox,
            url,
            self._sign_in.token,
            tls=self._profile.tls,
        )
        self._sender.link = self._link
        await self._link.run()

    async def _server_url(self) -> str:
        if self._profile.server:
            return self._profile.server
        options = self._options
        extra = ["--demo-from", options.demo_from, "--speed", str(options.speed)]
        town, own = self._profile.town, self._profile.town != YUNZE
        self._server = EmbeddedServer(
            town,
            self._profile.embedded_db,
            extra if options.demo else [],
            port=port_if_free(OWN_TOWN_PORT) if own else 0,
        )
        url = await self._server.start()
        self._sign_in.use_token(self._server.token)
        if own:
            self._tell_address(url)
        return url

    def _tell_address(self, url: str) -> None:
        """Where readings are posted to, and how to get a token for it."""
        how = f"{server_words()} token create NAME --db {self._profile.embedded_db}"
        print(f"onemap: {self._profile.town} is at {url}; for a token: {how}", file=sys.stderr)
        text = translate("Desktop", "本镇服务在 {url}，上报读数要令牌：{how}")
        self.window.banner.show_message("address", text.format(url=url, how=how), "quiet")

    async def _end(self) -> None:
        self._second.close()
        self._rules.close()
        self._load.close()
        self._alarms.close()
        self._feed.stop()
        self._sweep.stop()
        if self._link is not None:
            await self._link.stop()
        await self._stills.stop()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._http.aclose()
        url = self._store.connection.url
        await asyncio.to_thread(self._replica.close, self._store, url)
        await asyncio.to_thread(self._outbox.close)
        self._grounds.rest()
        if self._server is not None:
            await self._server.stop()
        end_window(self.window)
        # After the window: its maps read from these files until they end.
        await asyncio.to_thread(self._grounds.stop)

    def _spawn(self, work: Coroutine[Any, Any, None], name: str) -> asyncio.Task[None]:
        task = asyncio.create_task(work, name=name)
        self._tasks.add(task)
        task.add_done_callback(self._on_task_done)
        return task

    def _on_task_done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            _log.error("task %s failed", task.get_name(), exc_info=error)
            if self._options.screenshot:
                self._fail(f"{type(error).__name__}: {error}")

    def _fail(self, sentence: str) -> None:
        print(f"onemap: {sentence}", file=sys.stderr)
        self.window.banner.show_message("start", sentence, "bad")
        if self._options.screenshot:
            self._exit_code = 2
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
            self._spawn(self._town_map.fetch(), "basemap")
            self._wall.show_stills()
        self._was_online = online
        if self._store.connection.status is Status.DENIED and not self._options.screenshot:
            self._sign_in.ask(self._http, self.window, self.window.banner)

    def _ask_sign_in(self) -> None:
        if self._store.connection.status is Status.DENIED:
            self._sign_in.ask(self._http, self.window, self.window.banner)
        else:
            said = translate("Desktop", "现在不需要登录")
            self.window.banner.show_message("action", said, "quiet")

    def _on_signed_in(self) -> None:
        if self._link is not None:
            self._link.retry()

    def _on_action(self, action: ActionId, focus: Focus) -> None:
        if action is ActionId.QUIT:
            self.window.close()
        elif action is ActionId.FULL_SCREEN:
            if self.window.isFullScreen():
                self.window.showNormal()
            else:
                self.window.showFullScreen()
        elif action is ActionId.LANGUAGE:
            self._profile.remember_language(self._language.toggle())
            self._wall.show_everything()
            self._second.set_words()
            self._grounds.base.renamed.emit()
            self._kit.index.set_words()
            self._reference.set_words()
            self._rules.set_words()
            self._load.set_words()
            self._alarms.set_words()
        elif action in self._doors:
            self._doors[action]()
        elif action is ActionId.SIGN_IN:
            self._ask_sign_in()
        elif action is ActionId.HELP:
            self._reference.show_keys()
        elif action is ActionId.MANUAL:
            self._reference.show_manual()
        elif action is ActionId.REFUSALS:
            dialog = refusals_dialog(self._store, self._town_zone(), self.window)
            dialog.cleared.connect(self._sender.dismiss_all)
            dialog.open()
        elif why_not := self._desk.perform(action, focus):
            self.window.banner.show_message("action", why_not, "quiet")

    def _on_map_asked(self, id: str) -> None:
        if id == ActionId.SECOND_MAP:
            self._second.toggle()

    def _on_second_moved(self, geometry: str) -> None:
        self._profile.remember_map_window(geometry)

    def _on_watch(self, streams: list[str]) -> None:
        for stream in streams:
            if stream in self._store.curves:
                continue
            self._store.watch(stream)
            if self._link is not None:
                since = self._store.clock.now_ms() - 3 * 3600 * 1000
                self._link.ask_history(stream, since)

    def _on_still(self) -> None:
        self._wall.show_stills()
        self._alarms.show_stills()

    def _town_zone(self) -> tzinfo:
        return self._zone

    def _set_zone(self) -> None:
        town = self._store.state.town
        if town is not None:
            with contextlib.suppress(ZoneInfoNotFoundError, ValueError):
                self._zone = ZoneInfo(town.timezone)

    async def _take_screenshot(self) -> None:
        options = self._options
        shot = Screenshot(
            self.window,
            self._store,
            options.screenshot,
            options.size,
            lambda: self._grounds.is_idle,
            self._opened,
        )
        async with asyncio.timeout(BASEMAP_PATIENCE_S):
            await self._town_map.is_asked.wait()
        await shot.take(options.after)
        self._closing.set()


def run(options: argparse.Namespace) -> int:
    """Run the desktop with Qt's loop carrying asyncio; answers the exit code."""
    heap.keep_large_apart()
    logging.basicConfig(
        level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s"
    )
    app = QApplication(sys.argv[:1])
    app.setApplicationName("onemap")
    app.setQuitOnLastWindowClosed(False)
    apply_theme(app)
    with contextlib.ExitStack() as stack:
        signals = stack.enter_context(EndSignals())
        folder: Path | None = options.data
        if options.demo and folder is None:
            folder = Path(
                stack.enter_context(
                    tempfile.TemporaryDirectory(prefix="onemap-", ignore_cleanup_errors=True)
                )
            )
        loop = qasync.QEventLoop(app)
        asyncio.set_event_loop(loop)
        with loop:
            try:
                profile = open_profile(options, folder)
                lock = QLockFile(str(profile.lock_file))
                if not lock.tryLock(LOCK_PATIENCE_MS):
                    raise ProfileError(
                        f"OneMap is already running on {profile.paths.data}; "
                        "use its window, or give this one another --data folder."
                    )
                try:
                    return int(loop.run_until_complete(_run(options, app, profile, signals)))
                finally:
                    lock.unlock()
            except (ProfileError, CacheError) as failure:
                print(f"onemap: {failure}", file=sys.stderr)
                return 2
    return 0


async def _run(
    options: argparse.Namespace, app: QApplication, profile: Profile, signals: EndSignals
) -> int:
    desktop = Desktop(options, app, profile)
    loop = asyncio.get_running_loop()
    signals.attach(partial(loop.call_soon_threadsafe, desktop.end))
    try:
        return await desktop.run()
    finally:
        signals.detach()

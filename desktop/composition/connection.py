"""The way to the server: one that is configured, or one of our own as a child process.

Owns the token, the doors, the link, the child, and what is kept of the town on disk. Knows no view
but the dialog that asks for a password.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication

from desktop.actions.sender import Sender
from desktop.cache.replica import restore
from desktop.link.client import LinkClient
from desktop.link.embedded import EmbeddedServer, port_if_free, server_words
from desktop.link.http import HttpDoor
from desktop.sessions import YUNZE, Profile, SignIn, open_caches
from desktop.state.store import TownStore
from desktop.views.wall_window import WallWindow

translate = QCoreApplication.translate
OWN_TOWN_PORT = 8330
"""Where devices find the embedded server of one's own town, when it is free."""
HISTORY_MS = 3 * 3600 * 1000
"""How far back a stream's readings are asked for."""


class Connection:
    """Made before the window: it opens with what the cache holds. `messages` are what is to be
    said about the cache. Ended by `leave`, and by `close` once nobody asks any more."""

    def __init__(self, options: argparse.Namespace, profile: Profile, store: TownStore) -> None:
        self._options, self._profile, self._store = options, profile, store
        self._replica, self._outbox, restored, self.messages = open_caches(profile)
        restore(store, restored)
        self.sender = Sender(self._outbox, store)
        self.sign_in = SignIn(profile)
        self.http = HttpDoor(
            profile.server,
            self.sign_in.token,
            profile.paths.http_cache,
            kept_as=profile.name,
            tls=profile.tls,
        )
        self.is_found = asyncio.Event()
        """Set once it is known where the server is, and our own listens."""
        self.server: EmbeddedServer | None = None
        self._link: LinkClient | None = None
        self.sign_in.signed_in.connect(self._on_signed_in)

    async def run(self, tell: Callable[[str], None]) -> None:
        """Find or start the server and stay linked to it; `tell` takes its address, when it is one
        that devices post to. Raises EmbeddedError."""
        url = self._profile.server or await self._start_server(tell)
        self.http.url = url
        self.is_found.set()
        self._link = LinkClient(
            self._store,
            self._replica,
            self._outbox,
            url,
            self.sign_in.token,
            tls=self._profile.tls,
        )
        self.sender.link = self._link
        await self._link.run()

    def ask_password(self, window: WallWindow) -> None:
        """Ask for name and password over the wall."""
        self.sign_in.ask(self.http, window, window.banner)

    def watch(self, streams: list[str]) -> None:
        """Follow the readings of these streams, with the hours before."""
        for stream in streams:
            if stream in self._store.curves:
                continue
            self._store.watch(stream)
            if self._link is not None:
                self._link.ask_history(stream, self._store.clock.now_ms() - HISTORY_MS)

    async def leave(self) -> None:
        """Let go of the server: nothing comes any more."""
        if self._link is not None:
            await self._link.stop()

    async def close(self) -> None:
        """Keep the town on disk and end the server, when it is ours."""
        await self.http.aclose()
        url = self._store.connection.url
        await asyncio.to_thread(self._replica.close, self._store, url)
        await asyncio.to_thread(self._outbox.close)
        if self.server is not None:
            await self.server.stop()

    async def _start_server(self, tell: Callable[[str], None]) -> str:
        options, profile = self._options, self._profile
        extra = ["--demo-from", options.demo_from, "--speed", str(options.speed)]
        own = profile.town != YUNZE
        self.server = EmbeddedServer(
            profile.town,
            profile.embedded_db,
            extra if options.demo else [],
            port=port_if_free(OWN_TOWN_PORT) if own else 0,
        )
        url = await self.server.start()
        self.sign_in.use_token(self.server.token)
        if own:
            tell(self._address(url))
        return url

    def _address(self, url: str) -> str:
        """Where readings are posted to, and how to get a token for it."""
        how = f"{server_words()} token create NAME --db {self._profile.embedded_db}"
        print(f"onemap: {self._profile.town} is at {url}; for a token: {how}", file=sys.stderr)
        text = translate("Desktop", "本镇服务在 {url}，上报读数要令牌：{how}")
        return text.format(url=url, how=how)

    def _on_signed_in(self) -> None:
        if self._link is not None:
            self._link.retry()

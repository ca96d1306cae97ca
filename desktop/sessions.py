"""Whose data this is and how they sign in: profile, cache key, token, the sign-in dialog."""

from __future__ import annotations

import argparse
import asyncio
import os
import ssl
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from msgspec.structs import replace
from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtWidgets import QDialog, QWidget

from desktop.cache.database import CacheError
from desktop.cache.keys import cache_key, forget_token, load_token, save_token
from desktop.cache.outbox import Outbox, open_outbox
from desktop.cache.replica import Replica, Restored, open_replica
from desktop.link.http import HttpDoor, HttpError
from desktop.link.trust import TrustError, make_context
from desktop.map_choice import MapChoice
from desktop.paths import EMBEDDED, Paths
from desktop.settings import Bookmark, Settings, SettingsError, load_settings, save_settings
from desktop.views.dialogs.sign_in import SignInDialog, problem_text
from widgets.boards.banner import Banner

translate = QCoreApplication.translate
OFFER = "sign-in"
"""Id of the banner's message that offers to sign in."""
PASSPHRASE = "ONEMAP_PASSPHRASE"
"""Environment variable with the cache's passphrase, for machines without a keyring."""
YUNZE = "demo"
"""What `--town` takes for the town that comes with the program."""


class ProfileError(Exception):
    """The profile cannot be opened; the text is one sentence for the user."""


@dataclass(slots=True)
class Profile:
    """One user's files for one server. `server` is empty for the embedded one."""

    name: str
    server: str
    paths: Paths
    settings: Settings
    key: bytes | None
    """Key of the encrypted cache; None for the demonstration, which holds nobody's data."""
    tls: ssl.SSLContext | None = None
    """Which certificates of the server are believed; None for a server without TLS."""
    town: str = YUNZE
    """What the embedded server opens: a directory, or Yunze."""

    @property
    def replica(self) -> Path:
        """The cache of the town."""
        return self.paths.replica(self.name)

    @property
    def outbox(self) -> Path:
        """The commands not yet delivered."""
        return self.paths.outbox(self.name)

    @property
    def embedded_db(self) -> Path:
        """The embedded server's database."""
        return self.paths.embedded_db(self.name)

    @property
    def lock_file(self) -> Path:
        """Held by the one desktop that uses this profile; its folder is made."""
        self.paths.data.mkdir(parents=True, exist_ok=True)
        return self.replica.with_suffix(".lock")

    def remember_language(self, language: str) -> None:
        """Keep the language for the next start; a disk that refuses costs only that."""
        self._remember(language="en" if language == "en" else "zh")

    @property
    def bookmarks(self) -> tuple[Bookmark, ...]:
        """The views of this town that are kept."""
        return tuple(self.settings.bookmarks.get(self.name, ()))

    def remember_bookmarks(self, bookmarks: Sequence[Bookmark]) -> None:
        """Keep these views of this town, and no others."""
        kept = {**self.settings.bookmarks, self.name: list(bookmarks)}
        self._remember(bookmarks=kept)

    @property
    def map_choice(self) -> MapChoice:
        """What was chosen on this town's map."""
        return self.settings.maps.get(self.name, MapChoice())

    def remember_map_choice(self, choice: MapChoice) -> None:
        """Keep what was chosen on this town's map."""
        self._remember(maps={**self.settings.maps, self.name: choice})

    def remember_map_window(self, geometry: str) -> None:
        """Keep where the second map window stands."""
        self._remember(map_window=geometry)

    def remember_town(self) -> None:
        """Open this town again at the next start."""
        town = "" if self.town == YUNZE else self.town
        if town != self.settings.town:
            self._remember(town=town)

    def _remember(self, **fields: Any) -> None:
        self.settings = replace(self.settings, **fields)
        try:
            save_settings(self.paths.settings, self.settings)
        except SettingsError:
            return


def open_profile(options: argparse.Namespace, folder: Path | None) -> Profile:
    """The profile the command line asks for. Raises ProfileError."""
    paths = Paths.under(folder) if folder is not None else Paths.of_user()
    try:
        settings = load_settings(paths.settings)
    except SettingsError as error:
        raise ProfileError(str(error)) from error
    town = _town(options, settings)
    server = "" if options.demo or options.town else (options.server or settings.server)
    server = server.rstrip("/")
    if server and not server.startswith(("http://", "https://")):
        raise ProfileError(
            f"{server!r} is not a server address; write for example http://10.0.0.5:8330"
        )
    try:
        key = _key(server, settings, paths) if server else None
        tls = make_context(settings.ca_file) if server.startswith("https://") else None
    except (CacheError, TrustError) as error:
        raise ProfileError(str(error)) from error
    profile = Profile(server or town.name, server, paths, settings, key, tls, town.directory)
    if options.town and not options.demo:
        profile.remember_town()
    return profile


class _Town(NamedTuple):
    directory: str
    name: str


def _town(options: argparse.Namespace, settings: Settings) -> _Town:
    """The town for the embedded server: asked for, remembered, or Yunze."""
    if options.town and options.server:
        raise ProfileError("Give --town or --server, not both: a server has its own town.")
    asked = "" if options.demo or options.server else (options.town or settings.town)
    if asked in ("", YUNZE):
        return _Town(YUNZE, EMBEDDED)
    directory = Path(asked).expanduser().resolve()
    if options.town or not settings.server:
        _require_town(directory, is_remembered=not options.town)
    return _Town(str(directory), f"{EMBEDDED}:{directory}")


def _require_town(directory: Path, *, is_remembered: bool) -> None:
    if (directory / "town.toml").is_file():
        return
    help = " Give --town another directory, or --town demo for Yunze." if is_remembered else ""
    raise ProfileError(f"There is no town at {directory}: it has no town.toml.{help}")


class Caches(NamedTuple):
    """Replica and outbox of a profile, what was restored, and what the user must be told."""

    replica: Replica
    outbox: Outbox
    restored: Restored
    messages: list[str]


def open_caches(profile: Profile) -> Caches:
    """Open the profile's files. Raises CacheError; with a wrong key nothing is touched."""
    # The outbox first: it knows a wrong key, and the replica would be set aside for it.
    outbox = open_outbox(profile.outbox, profile.key)
    try:
        replica = open_replica(profile.replica, profile.key)
    except BaseException:
        outbox.outbox.close()
        raise
    messages = [said for said in (replica.message, outbox.message) if said]
    return Caches(replica.replica, outbox.outbox, replica.restored, messages)


def _key(server: str, settings: Settings, paths: Paths) -> bytes:
    return cache_key(
        sha256(server.encode()).hexdigest()[:12],
        paths.config,
        ask_passphrase=_passphrase,
        allow_key_file=settings.key_file,
    )


def _passphrase() -> str | None:
    return os.environ.get(PASSPHRASE)


class SignIn(QObject):
    """The token of the moment: the embedded server's, the keyring's, or asked for once.

    `signed_in()` after the operator was let in.
    """

    signed_in = Signal()

    def __init__(self, profile: Profile) -> None:
        super().__init__()
        self._server = profile.server
        self._token = load_token(profile.server) if profile.server else ""
        self._dialog: SignInDialog | None = None
        self._http: HttpDoor | None = None
        self._window: QWidget | None = None
        self._banner: Banner | None = None
        self._task: asyncio.Task[None] | None = None

    async def token(self) -> str:
        """The token in use, "" when nobody is signed in."""
        return self._token

    def use_token(self, token: str) -> None:
        """Sign in with a token made for this run."""
        self._token = token

    def ask(self, http: HttpDoor, window: QWidget, banner: Banner | None = None) -> None:
        """Ask for name and password, unless that is being asked already.

        When the dialog is cancelled, `banner` offers to ask again.
        """
        if self._dialog is not None or not self._server:
            return
        forget_token(self._server)
        if banner is not None and self._banner is None:
            banner.triggered.connect(self._on_triggered)
        self._http, self._window, self._banner = http, window, banner
        self._dialog = SignInDialog(self._server, window)
        self._dialog.answered.connect(self._on_answered)
        self._dialog.finished.connect(self._on_finished)
        self._dialog.open()

    def _on_answered(self, name: str, password: str) -> None:
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._try(name, password), name="sign-in")

    async def _try(self, name: str, password: str) -> None:
        if self._http is None:
            return
        try:
            session = await self._http.sign_in(name, password)
        except HttpError as error:
            if self._dialog is not None:
                self._dialog.show_error(problem_text(error))
            return
        self._token = session.token
        save_token(self._server, session.token)
        if self._dialog is not None:
            self._dialog.succeed()
        self.signed_in.emit()

    def _on_finished(self, result: int) -> None:
        self._dialog = None
        if self._banner is None:
            return
        if result == QDialog.DialogCode.Rejected:
            self._banner.show_message(
                OFFER,
                translate("SignIn", "尚未登录：显示的是本机缓存，指令登录后才会送出"),
                "warn",
                translate("SignIn", "登录"),
            )
        elif self._banner.message_id() == OFFER:
            self._banner.hide()

    def _on_triggered(self, message: str) -> None:
        if message == OFFER and self._http is not None and self._window is not None:
            self.ask(self._http, self._window, self._banner)

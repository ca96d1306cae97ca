"""The process around a desktop: Qt's application, the loop, the lock on its files, the signals."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import logging
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Protocol

import qasync
from PySide6.QtCore import QLockFile
from PySide6.QtWidgets import QApplication

from desktop import heap
from desktop.cache.database import CacheError
from desktop.sessions import Profile, ProfileError, open_profile
from desktop.signals import EndSignals
from widgets.theme.style import apply_theme

LOCK_PATIENCE_MS = 200


class Program(Protocol):
    """What is run: `end` has `run` come back, in its order."""

    def end(self) -> None: ...

    async def run(self) -> int: ...


Make = Callable[[argparse.Namespace, QApplication, Profile], Program]


def run_program(options: argparse.Namespace, make: Make) -> int:
    """Run what `make` builds with Qt's loop carrying asyncio; answers the exit code."""
    heap.keep_large_apart()
    logging.basicConfig(
        level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s"
    )
    app = QApplication(sys.argv[:1])
    app.setApplicationName("onemap")
    app.setQuitOnLastWindowClosed(False)
    apply_theme(app)
    with EndSignals() as signals, _folder(options) as folder:
        loop = qasync.QEventLoop(app)
        asyncio.set_event_loop(loop)
        with loop:
            try:
                profile = open_profile(options, folder)
                with _locked(profile):
                    program = partial(make, options, app, profile)
                    return int(loop.run_until_complete(_run(program, signals)))
            except (ProfileError, CacheError) as failure:
                print(f"onemap: {failure}", file=sys.stderr)
                return 2


@contextlib.contextmanager
def _folder(options: argparse.Namespace) -> Iterator[Path | None]:
    """Where everything is kept: for the demonstration a place that is gone afterwards."""
    folder: Path | None = options.data
    if folder is not None or not options.demo:
        yield folder
        return
    with tempfile.TemporaryDirectory(prefix="onemap-", ignore_cleanup_errors=True) as made:
        yield Path(made)


@contextlib.contextmanager
def _locked(profile: Profile) -> Iterator[None]:
    """Keep other programs off the profile's files. Raises ProfileError."""
    lock = QLockFile(str(profile.lock_file))
    if not lock.tryLock(LOCK_PATIENCE_MS):
        raise ProfileError(
            f"OneMap is already running on {profile.paths.data}; "
            "use its window, or give this one another --data folder."
        )
    try:
        yield
    finally:
        lock.unlock()


async def _run(make: Callable[[], Program], signals: EndSignals) -> int:
    program = make()
    loop = asyncio.get_running_loop()
    signals.attach(partial(loop.call_soon_threadsafe, program.end))
    try:
        return await program.run()
    finally:
        signals.detach()

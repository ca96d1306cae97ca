"""Writing the window to a file once it shows live data."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QWidget

from desktop.state.store import TownStore
from desktop.state.values import Status
from desktop.views.wall_window import WallWindow

PATIENCE_S = 90.0
POLL_S = 0.1


class ScreenshotError(Exception):
    """The window never showed live data, or the file cannot be written."""


class Screenshot:
    """One picture of the wall, or of the window `shown` beside it, `size` in pixels."""

    def __init__(
        self,
        window: WallWindow,
        store: TownStore,
        path: Path,
        size: tuple[int, int] | None,
        is_ready: Callable[[], bool] = lambda: True,
        shown: QWidget | None = None,
    ) -> None:
        self._window = window
        self._store = store
        self._path = path
        self._size = size
        self._is_ready = is_ready
        self._shown = shown or window

    async def take(self, after_s: float) -> None:
        """Wait for live data and a painted map, then `after_s` more, and write the file."""
        ratio = self._shown.devicePixelRatioF()
        if self._size is not None:
            self._shown.resize(QSize(round(self._size[0] / ratio), round(self._size[1] / ratio)))
        waited = 0.0
        while not self._is_live():
            if waited > PATIENCE_S:
                raise ScreenshotError(f"no live data within {PATIENCE_S:.0f} s")
            await asyncio.sleep(POLL_S)
            waited += POLL_S
        await asyncio.sleep(after_s)
        picture: QPixmap = self._shown.grab()
        if not picture.save(str(self._path)):
            raise ScreenshotError(f"{self._path} cannot be written")

    def _is_live(self) -> bool:
        return (
            self._store.connection.status is Status.ONLINE
            and bool(self._store.readings.known.any())
            and self._is_ready()
            and self._window.map.is_settled()
        )

"""The town's own map: the copy of an earlier visit at once, then the server's if it is another.

Free of Qt; what is shown is decided by whoever takes the content.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

from desktop.link.http import HttpDoor, HttpError

_log = logging.getLogger(__name__)

Show = Callable[[bytes, int], None]
"""Takes the GeoJSON and when it was made, in milliseconds."""


class TownMap:
    """Gives each content to `show` once. `is_asked` is set when the server has answered."""

    def __init__(self, http: HttpDoor, show: Show) -> None:
        self._http = http
        self._show = show
        self._shown = 0
        self.is_asked = asyncio.Event()

    async def show_kept(self) -> None:
        """The copy of an earlier visit, if there is one."""
        content = await asyncio.to_thread(self._http.kept_basemap)
        if content:
            await self._give(content)

    async def fetch(self) -> None:
        """The server's; without an answer what is shown stays."""
        try:
            content = await self._http.basemap()
            if content:
                await self._give(content)
        except HttpError as problem:
            _log.info("no base map: %s", problem)
        finally:
            self.is_asked.set()

    async def _give(self, content: bytes) -> None:
        digest = hash(content)
        if digest != self._shown:
            self._shown = digest
            self._show(content, await asyncio.to_thread(self._http.kept_basemap_ms))

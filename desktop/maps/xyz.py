"""Base maps of tile servers: XYZ and WMTS, through the disk cache.

Owns the order of things: what is kept and fresh is given at once; else the server is asked, if
the network door is open and the server is not being left alone; else what is kept is given though
it is old, and its age is known.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

import httpx

from desktop.maps.breaker import Breaker
from desktop.maps.contents import (
    VECTOR,
    Decode,
    UnpackError,
    make_tile,
    plain_vector,
    spoken_refusal,
)
from desktop.maps.disk_cache import DiskCache, Kept
from desktop.maps.http_tiles import Answer, FetchError, fetch
from desktop.maps.images import image_problem
from desktop.maps.url_template import UrlTemplate
from widgets.map import mvt
from widgets.map.sources import RasterTile, TileAddress, TileError, VectorTile
from widgets.map.values import Bounds

EMPTY_FRESH_S: Final = 600
"""How long a tile the server did not have is not asked for again."""


class NetworkDoor:
    """Whether the network may be used; shared by every source, turned by whoever is in charge."""

    def __init__(self, *, is_open: bool = True) -> None:
        self._is_open, self._is_locked = is_open, False
        self._inside = 0
        self._changed = threading.Condition()

    @property
    def is_open(self) -> bool:
        return self._is_open and not self._is_locked

    def set(self, is_open: bool) -> None:
        """Open or shut it. Who is inside stays."""
        self._is_open = is_open

    @contextmanager
    def passing(self) -> Iterator[None]:
        """Be inside, for one request. Raises FetchError when the door is not open."""
        with self._changed:
            if self._is_locked:
                raise FetchError("is no longer asked, the map is closing")
            if not self._is_open:
                raise FetchError("is not asked, the network is switched off")
            self._inside += 1
        try:
            yield
        finally:
            with self._changed:
                self._inside -= 1
                self._changed.notify_all()

    def lock(self, patience_s: float) -> bool:
        """Shut it for good and wait for those inside; answers whether all of them left.

        Client and cache are closed only then: a connection made after that is nobody's to close.
        """
        with self._changed:
            self._is_locked = True
            return self._changed.wait_for(lambda: self._inside == 0, patience_s)


@dataclass(frozen=True, slots=True)
class WebMap:
    """What is known of a map on a server. `format` is `pbf` for vector tiles, else `png`."""

    id: str
    template: UrlTemplate
    token: str = ""
    attribution: str = ""
    min_zoom: int = 0
    max_zoom: int = 18
    tile_size: int = 256
    bounds: Bounds | None = None
    format: str = "png"


class WebSource:
    """A map on a server as tiles. `load` raises TileError.

    `stale_since_ms`: when the oldest tile was fetched that was given though it was no longer
    fresh, since the server last answered; None while everything is fresh.
    """

    def __init__(
        self,
        web: WebMap,
        client: httpx.Client,
        door: NetworkDoor,
        cache: DiskCache | None = None,
        *,
        breaker: Breaker | None = None,
        clock: Callable[[], float] = time.time,
        decode: Decode = mvt.decode,
    ) -> None:
        self._web, self._client, self._door, self._cache = web, client, door, cache
        self._breaker = breaker or Breaker()
        self._clock, self._decode = clock, decode
        self._key = f"{web.format}:{web.template.key}"
        self.stale_since_ms: int | None = None
        self.id = f"web:{web.id}:{web.template.key}"
        self.format = web.format
        self.min_zoom, self.max_zoom = web.min_zoom, web.max_zoom
        self.tile_size, self.bounds = web.tile_size, web.bounds
        self.attribution = web.attribution

    def load(self, address: TileAddress) -> RasterTile | VectorTile | None:
        """The tile, or None where the server has none. Raises TileError."""
        data = self.raw(address)
        if data is None:
            return None
        try:
            return make_tile(data, self.format, self._decode, self._web.template.host)
        except TileError as error:
            if self._cache is not None:
                self._cache.drop(self._key, address)
            # The next answer may well be whole.
            raise TileError(str(error), can_retry=True) from error

    def raw(self, address: TileAddress) -> bytes | None:
        """The tile's bytes, vector tiles unpacked. Raises TileError."""
        if not self.min_zoom <= address.z <= self.max_zoom:
            return None
        kept = self._cache.get(self._key, address) if self._cache is not None else None
        if kept is not None and kept.fresh_ms > self._now_ms():
            return self._plain(kept.data)
        try:
            data = self._ask(address, kept)
        except FetchError as error:
            if kept is None:
                text = f"{self._web.template.host} {error}"
                raise TileError(text, can_retry=error.can_retry) from error
            oldest = self.stale_since_ms
            self.stale_since_ms = min(
                kept.fetched_ms, kept.fetched_ms if oldest is None else oldest
            )
            data = kept.data
        return self._plain(data)

    def close(self) -> None:
        """Nothing is held: client and cache belong to whoever opened them."""

    def _plain(self, data: bytes | None) -> bytes | None:
        try:
            return plain_vector(data) if data is not None and self.format == VECTOR else data
        except UnpackError as error:
            raise TileError(f"{self._web.template.host}: {error}", can_retry=True) from error

    def _ask(self, address: TileAddress, kept: Kept | None) -> bytes | None:
        with self._door.passing():
            return self._ask_server(address, kept)

    def _ask_server(self, address: TileAddress, kept: Kept | None) -> bytes | None:
        wait_s = self._breaker.wait_s()
        if wait_s > 0:
            raise FetchError(f"{self._breaker.problem}; it is asked again in {wait_s:.0f} s")
        try:
            url = self._web.template.url(address, self._web.token)
            answer = fetch(self._client, url, _validators(kept))
            self._check(answer, kept)
        except FetchError as error:
            refused = self._without_token(error)
            self._breaker.failed(str(refused), pause_s=error.pause_s)
            raise refused from error
        self._breaker.succeeded()
        self.stale_since_ms = None
        return self._keep(address, answer, kept)

    def _without_token(self, error: FetchError) -> FetchError:
        """The same, in case the server quoted the token it did not like."""
        token = self._web.token
        text = str(error).replace(token, "…") if token else str(error)
        return FetchError(text, can_retry=error.can_retry, pause_s=error.pause_s)

    def _check(self, answer: Answer, kept: Kept | None) -> None:
        if answer.is_same and (kept is None or kept.data is None):
            raise FetchError("says a tile is as before that was never had")
        if answer.body is None:
            return
        if refusal := spoken_refusal(answer.body):
            raise FetchError(f"sent {refusal} instead of a tile")
        if self.format != VECTOR and (problem := image_problem(answer.body)):
            raise FetchError(f"sent a picture that is unusable, {problem}")

    def _keep(self, address: TileAddress, answer: Answer, kept: Kept | None) -> bytes | None:
        now_ms = self._now_ms()
        etag, modified, data = answer.etag, answer.modified, answer.body
        fresh_s = answer.fresh_s
        if answer.is_same and kept is not None:
            etag, modified, data = kept.etag, kept.modified, kept.data
        elif data is None:
            fresh_s = EMPTY_FRESH_S
        if self._cache is not None and answer.may_keep:
            fresh = Kept(data, now_ms, now_ms + fresh_s * 1000, etag, modified)
            self._cache.put(self._key, address, fresh)
        return data

    def _now_ms(self) -> int:
        return int(self._clock() * 1000)


def _validators(kept: Kept | None) -> dict[str, str]:
    if kept is None or kept.data is None:
        return {}
    named = {"If-None-Match": kept.etag, "If-Modified-Since": kept.modified}
    return {name: value for name, value in named.items() if value}

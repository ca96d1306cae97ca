"""One request for one tile, with bounds on time and size; what came back in one value.

Knows HTTP and nothing of caches or of when to ask again.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Final

import httpx

from desktop.maps.contents import MAX_TILE_BYTES, UnpackError, spoken_refusal, unpack

CONNECT_S: Final = 5.0
READ_S: Final = 10.0
DEADLINE_S: Final = 20.0
"""For a whole tile: a server that drips bytes does not hold a thread."""
DEFAULT_FRESH_S: Final = 7 * 86_400
LEAST_FRESH_S: Final = 3_600
MOST_FRESH_S: Final = 30 * 86_400
LONGEST_PAUSE_S: Final = 600.0
_log = logging.getLogger(__name__)


class FetchError(Exception):
    """No answer that can be used. `pause_s`: how long the server asks to be left alone."""

    def __init__(self, text: str, *, can_retry: bool = True, pause_s: float | None = None) -> None:
        super().__init__(text)
        self.can_retry = can_retry
        self.pause_s = pause_s


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server said. `body` None: it has no such tile; `is_same`: what is kept holds."""

    body: bytes | None
    fresh_s: int
    is_same: bool = False
    may_keep: bool = True
    etag: str = ""
    modified: str = ""


def open_client(user_agent: str, *, trust_env: bool = True) -> httpx.Client:
    """The client all tile sources share; proxies of the system are used (`trust_env`)."""
    # httpx logs whole addresses, and a map's token is part of them.
    logging.getLogger("httpx").setLevel(logging.WARNING)
    logging.getLogger("httpcore").setLevel(logging.WARNING)
    try:
        return _client(user_agent, trust_env=trust_env)
    except (ImportError, ValueError, httpx.InvalidURL) as error:
        _log.warning("The system's proxy cannot be used for maps (%s); going without.", error)
        return _client(user_agent, trust_env=False)


def _client(user_agent: str, *, trust_env: bool) -> httpx.Client:
    return httpx.Client(
        headers={"User-Agent": user_agent, "Accept-Encoding": "gzip"},
        timeout=httpx.Timeout(READ_S, connect=CONNECT_S),
        limits=httpx.Limits(max_connections=16, max_keepalive_connections=8),
        follow_redirects=True,
        max_redirects=3,
        trust_env=trust_env,
    )


def fetch(
    client: httpx.Client,
    url: str,
    validators: Mapping[str, str],
    clock: Callable[[], float] = time.monotonic,
) -> Answer:
    """Ask once. Raises FetchError; its text never holds the address, which may hold a token."""
    try:
        with client.stream("GET", url, headers=dict(validators)) as response:
            return _read(response, clock)
    except httpx.TimeoutException as error:
        raise FetchError("does not answer in time") from error
    except httpx.TooManyRedirects as error:
        raise FetchError("sends from one address to the next", can_retry=False) from error
    except httpx.UnsupportedProtocol as error:
        raise FetchError("sends to an address that is not the web", can_retry=False) from error
    except httpx.RemoteProtocolError as error:
        raise FetchError("broke off in the middle of an answer") from error
    except httpx.HTTPError as error:
        raise FetchError(f"cannot be reached ({_cause(error)})") from error
    except (httpx.InvalidURL, UnicodeError) as error:
        raise FetchError("has an address that is not valid", can_retry=False) from error
    except RuntimeError as error:
        raise FetchError("is no longer asked, the map is closing") from error


def _read(response: httpx.Response, clock: Callable[[], float]) -> Answer:
    status = response.status_code
    if status == httpx.codes.NOT_MODIFIED:
        return Answer(None, _fresh_s(response.headers), is_same=True)
    if status in (httpx.codes.NOT_FOUND, httpx.codes.NO_CONTENT, httpx.codes.GONE):
        return Answer(None, _fresh_s(response.headers))
    if status != httpx.codes.OK:
        raise _refusal(response)
    body = _body(response, clock)
    if response.headers.get("content-encoding", "").lower() in ("gzip", "x-gzip"):
        try:
            body = unpack(body)
        except UnpackError as error:
            raise FetchError(f"sent a damaged answer: {error}") from error
    return Answer(
        body,
        _fresh_s(response.headers),
        may_keep="no-store" not in response.headers.get("cache-control", "").lower(),
        etag=response.headers.get("etag", "")[:200],
        modified=response.headers.get("last-modified", "")[:100],
    )


def _body(response: httpx.Response, clock: Callable[[], float]) -> bytes:
    """The body as sent; unpacking is ours, because httpx's has no bound."""
    until_s = clock() + DEADLINE_S
    pieces, size = [], 0
    for piece in response.iter_raw():
        size += len(piece)
        if size > MAX_TILE_BYTES:
            raise FetchError(f"sent more than {MAX_TILE_BYTES:,} bytes for a tile", can_retry=False)
        if clock() > until_s:
            raise FetchError("sends too slowly")
        pieces.append(piece)
    return b"".join(pieces)


def _refusal(response: httpx.Response) -> FetchError:
    status = response.status_code
    if status in (401, 403, 407, 418):
        said = _said(response)
        text = (
            f"refuses to answer ({status}{said}); check the token and whether it may be used here"
        )
        return FetchError(text, can_retry=False)
    if status == 429:
        return FetchError("asks for a pause (429)", pause_s=_pause_s(response.headers))
    if status >= 500 or status == 408:
        wanted = "retry-after" in response.headers
        pause_s = _pause_s(response.headers) if wanted else None
        return FetchError(f"is out of order ({status})", pause_s=pause_s)
    text = f"does not understand the request ({status}{_said(response)})"
    return FetchError(text, can_retry=False)


def _said(response: httpx.Response) -> str:
    """What the server wrote beside its refusal; its first piece will do."""
    if "content-encoding" in response.headers:
        return ""
    words = spoken_refusal(next(response.iter_raw(), b"")[:4096])
    return f": {words}" if words else ""


def _pause_s(headers: httpx.Headers) -> float:
    said = headers.get("retry-after", "")
    return min(float(said), LONGEST_PAUSE_S) if said.isascii() and said.isdigit() else 10.0


def _fresh_s(headers: httpx.Headers) -> int:
    """How long an answer holds, never so short that panning asks again for what is shown."""
    fresh_s = DEFAULT_FRESH_S
    for part in headers.get("cache-control", "").lower().split(","):
        name, _, value = part.strip().partition("=")
        if name == "max-age" and value.isascii() and value.isdigit():
            return min(max(int(value[:12]), LEAST_FRESH_S), MOST_FRESH_S)
    try:
        until = parsedate_to_datetime(headers["expires"])
        fresh_s = int((until - parsedate_to_datetime(headers["date"])).total_seconds())
    except (KeyError, ValueError, TypeError):
        pass
    return min(max(fresh_s, LEAST_FRESH_S), MOST_FRESH_S)


def _cause(error: Exception) -> str:
    """What the system says, without an address."""
    while error.__cause__ is not None and isinstance(error.__cause__, Exception):
        error = error.__cause__
    return getattr(error, "strerror", None) or type(error).__name__

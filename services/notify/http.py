"""One bounded HTTP request and what its answer means for a message. Knows no channel."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Mapping
from dataclasses import dataclass

import httpx

from services.notify.message import Rejected, Unreachable

ANSWER_LIMIT = 64 * 1024
"""Bytes of an answer that are read; the rest is left."""
_LATER = frozenset({408, 409, 423, 425, 429})
"""Refusals that end by themselves. 409: the same Idempotency-Key is being worked on."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Status and the beginning of the body."""

    status: int
    body: bytes


class Poster:
    """Sends requests within a time, without redirects and without the system's proxy."""

    def __init__(self, timeout_s: float, ca_file: str = "") -> None:
        self._timeout_s = timeout_s
        self._ca_file = ca_file
        self._context: ssl.SSLContext | None = None

    async def send(
        self, method: str, url: str, headers: Mapping[str, str], content: bytes | None
    ) -> Answer:
        """The answer when it is a success. Raises Unreachable or Rejected."""
        try:
            async with asyncio.timeout(self._timeout_s):
                return await self._send(method, url, headers, content)
        except TimeoutError as error:
            raise Unreachable(f"no answer within {self._timeout_s:g} s") from error
        except httpx.InvalidURL as error:
            raise Rejected("the address is not a URL") from error
        except httpx.HTTPError as error:
            # The library's words may hold the URL, and that may hold a secret.
            raise Unreachable(f"no connection: {type(error).__name__}") from error

    async def _send(
        self, method: str, url: str, headers: Mapping[str, str], content: bytes | None
    ) -> Answer:
        if self._context is None:
            self._context = await asyncio.to_thread(self._make_context)
        client = httpx.AsyncClient(
            verify=self._context, trust_env=False, timeout=self._timeout_s, follow_redirects=False
        )
        async with (
            client,
            client.stream(method, url, headers=dict(headers), content=content) as response,
        ):
            body = bytearray()
            async for part in response.aiter_raw():
                body += part
                if len(body) >= ANSWER_LIMIT:
                    break
            _judge(response)
            return Answer(response.status_code, bytes(body[:ANSWER_LIMIT]))

    def _make_context(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=self._ca_file or None)


def _judge(response: httpx.Response) -> None:
    status = response.status_code
    if 200 <= status < 300:
        return
    if status >= 500 or status in _LATER:
        wait = response.headers.get("retry-after", "")
        raise Unreachable(f"HTTP {status}", float(wait) if wait.isdecimal() else 0.0)
    raise Rejected(f"HTTP {status}")

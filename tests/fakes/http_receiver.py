"""A real HTTP receiver on loopback that keeps one copy of an Idempotency-Key."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import dataclass
from types import TracebackType
from typing import Self


@dataclass(frozen=True)
class Received:
    """One request."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


class HttpReceiver:
    """`kept` by Idempotency-Key in order of arrival; `came` counts every acceptance.

    `answers` are said once each, in place of "200" and `body`; "vanish" takes the request and cuts
    the line, "hang" takes it not and never answers.
    """

    def __init__(self, body: bytes = b'{"id": "r-1"}') -> None:
        self.kept: dict[str, Received] = {}
        self.came: Counter[str] = Counter()
        self.answers: list[str] = []
        self.headers = ""
        self.body = body
        self.delay_s = 0.0
        self._server: asyncio.Server | None = None
        self._talks: set[asyncio.Task[None]] = set()

    @property
    def url(self) -> str:
        assert self._server is not None
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._meet, "127.0.0.1", 0)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        assert self._server is not None
        self._server.close()
        for talk in self._talks:
            talk.cancel()
        await asyncio.gather(*self._talks, return_exceptions=True)
        await self._server.wait_closed()

    async def _meet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._talks.add(task)
        try:
            await self._talk(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            self._talks.discard(task)
            writer.close()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        method, path, _ = head[0].split(" ", 2)
        pairs = (line.split(": ", 1) for line in head[1:] if line)
        headers = {name.lower(): value for name, value in pairs}
        body = await reader.readexactly(int(headers.get("content-length", "0")))
        said = self.answers.pop(0) if self.answers else "200"
        if said == "hang":
            await asyncio.Event().wait()
        if said in ("200", "vanish"):
            key = headers.get("idempotency-key", "")
            self.came[key] += 1
            self.kept.setdefault(key, Received(method, path, headers, body))
        if said == "vanish":
            return
        if self.delay_s:
            await asyncio.sleep(self.delay_s)
        answer = f"HTTP/1.1 {said} X\r\nContent-Length: {len(self.body)}\r\n{self.headers}\r\n"
        writer.write(answer.encode() + self.body)
        await writer.drain()

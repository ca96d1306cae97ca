"""A real SMTP receiver on loopback: EHLO, STARTTLS, AUTH PLAIN, MAIL, RCPT, DATA.

It keeps one copy of a Message-ID, as mailbox servers do, and counts what came again.
"""

from __future__ import annotations

import asyncio
import base64
import email
import email.policy
import ssl
from collections import Counter
from email.message import EmailMessage
from types import TracebackType
from typing import Self


class SmtpReceiver:
    """`mails` by Message-ID in order of arrival; `came` counts every acceptance.

    `refuse_with` is said once for each entry, in place of accepting a recipient; `vanish` so many
    times the line is cut after the mail was taken and before it is answered.
    """

    def __init__(
        self,
        tls: ssl.SSLContext | None = None,
        implicit: bool = False,
        login: tuple[str, str] | None = None,
    ) -> None:
        self.mails: dict[str, EmailMessage] = {}
        self.came: Counter[str] = Counter()
        self.refuse_with: list[str] = []
        self.vanish = 0
        self._tls, self._implicit, self._login = tls, implicit, login
        self._server: asyncio.Server | None = None
        self._talks: set[asyncio.Task[None]] = set()

    @property
    def port(self) -> int:
        assert self._server is not None
        return int(self._server.sockets[0].getsockname()[1])

    async def __aenter__(self) -> Self:
        context = self._tls if self._implicit else None
        self._server = await asyncio.start_server(self._meet, "127.0.0.1", 0, ssl=context)
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
            await _Talk(self, reader, writer).run()
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            self._talks.discard(task)
            writer.close()

    def take(self, data: bytes) -> None:
        """Keep a mail; one with a known Message-ID is counted only."""
        mail = email.message_from_bytes(data, policy=email.policy.default)
        assert isinstance(mail, EmailMessage)
        self.came[mail["Message-ID"]] += 1
        self.mails.setdefault(mail["Message-ID"], mail)


class _Talk:
    def __init__(
        self, owner: SmtpReceiver, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self._owner, self._reader, self._writer = owner, reader, writer
        self._secure = owner._implicit
        self._known = owner._login is None

    async def run(self) -> None:
        await self._say("220 fake ESMTP")
        while line := await self._reader.readline():
            verb, _, rest = line.decode().strip().partition(" ")
            if not await self._answer(verb.upper(), rest):
                return

    async def _say(self, *lines: str) -> None:
        for number, line in enumerate(lines):
            text = line if number == len(lines) - 1 else line.replace(" ", "-", 1)
            self._writer.write(text.encode() + b"\r\n")
        await self._writer.drain()

    async def _answer(self, verb: str, rest: str) -> bool:
        owner = self._owner
        if verb == "EHLO":
            more = ["250 STARTTLS"] if owner._tls and not self._secure else []
            more += ["250 AUTH PLAIN"] if owner._login else []
            await self._say("250 fake", *more, "250 SMTPUTF8")
        elif verb == "STARTTLS" and owner._tls:
            await self._say("220 go on")
            await self._writer.start_tls(owner._tls)
            self._secure = True
        elif verb == "AUTH":
            _, name, word = base64.b64decode(rest.split()[-1]).decode().split("\0")
            self._known = (name, word) == owner._login
            await self._say("235 ok" if self._known else "535 no")
        elif verb in ("MAIL", "RSET", "NOOP"):
            await self._say("250 ok" if self._known else "530 sign in first")
        elif verb == "RCPT":
            await self._say(owner.refuse_with.pop(0) if owner.refuse_with else "250 ok")
        elif verb == "DATA":
            return await self._data()
        else:
            await self._say("221 bye")
            return False
        return True

    async def _data(self) -> bool:
        await self._say("354 go on")
        data = await self._reader.readuntil(b"\r\n.\r\n")
        self._owner.take(data[:-3].replace(b"\r\n..", b"\r\n."))
        if self._owner.vanish:
            self._owner.vanish -= 1
            return False
        await self._say("250 taken")
        return True

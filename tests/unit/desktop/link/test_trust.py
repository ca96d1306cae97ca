"""A server with a certificate of one's own authority, over HTTP and over the socket."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from websockets.asyncio.server import ServerConnection, serve

from desktop.cache.outbox import open_outbox
from desktop.link.client import LinkClient
from desktop.link.http import HttpDoor, Untrusted
from desktop.link.options import LinkOptions
from desktop.link.trust import TrustError, make_context
from desktop.state.store import TownStore
from desktop.state.values import Status
from services.contract import wire

pytest.importorskip("cryptography")

from tests.fakes.certificates import Authority

ANSWER = b'{"token": "t", "name": "li"}'


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path)


async def _token() -> str:
    return "t"


@asynccontextmanager
async def https(authority: Authority) -> AsyncIterator[str]:
    """Answers every request with a session."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        head = f"HTTP/1.1 200 OK\r\nContent-Length: {len(ANSWER)}\r\nConnection: close\r\n\r\n"
        writer.write(head.encode() + ANSWER)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(
        answer, "127.0.0.1", 0, ssl=authority.server_context(), ssl_handshake_timeout=10
    )
    async with server:
        yield f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}"


async def test_sign_in_believes_the_authority_it_was_given(
    tmp_path: Path, authority: Authority
) -> None:
    async with https(authority) as url:
        http = HttpDoor(url, _token, tmp_path, tls=make_context(str(authority.ca_file)))
        assert (await http.sign_in("li", "right")).token == "t"
        await http.aclose()


async def test_an_unknown_authority_is_told_with_what_to_do(
    tmp_path: Path, authority: Authority
) -> None:
    async with https(authority) as url:
        http = HttpDoor(url, _token, tmp_path, tls=make_context())
        with pytest.raises(Untrusted, match="ca_file"):
            await http.sign_in("li", "right")
        await http.aclose()


@pytest.mark.skipif(sys.platform != "linux", reason="other systems keep their store elsewhere")
async def test_what_the_system_believes_is_believed(
    tmp_path: Path, authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.ca_file))
    async with https(authority) as url:
        http = HttpDoor(url, _token, tmp_path, tls=make_context())
        assert (await http.sign_in("li", "right")).token == "t"
        await http.aclose()


@pytest.mark.parametrize("is_trusted", [True, False])
async def test_the_socket_believes_the_same(
    tmp_path: Path, authority: Authority, is_trusted: bool
) -> None:
    greeted = asyncio.Event()

    async def gateway(socket: ServerConnection) -> None:
        await socket.recv()
        greeted.set()
        await socket.wait_closed()

    store, outbox = TownStore(), open_outbox(tmp_path / "o.db").outbox
    tls = make_context(str(authority.ca_file) if is_trusted else "")
    async with serve(
        gateway,
        "127.0.0.1",
        0,
        ssl=authority.server_context(),
        subprotocols=[wire.SUBPROTOCOL],  # type: ignore[list-item]
    ) as server:
        port = next(iter(server.sockets)).getsockname()[1]
        options = LinkOptions(backoff_first=0.01, backoff_last=0.05)
        link = LinkClient(
            store, None, outbox, f"https://127.0.0.1:{port}", _token, options=options, tls=tls
        )
        task = asyncio.create_task(link.run())
        async with asyncio.timeout(20):
            if is_trusted:
                await greeted.wait()
            while not is_trusted and store.connection.status is not Status.UNTRUSTED:
                await asyncio.sleep(0.005)
        if not is_trusted:
            assert "ca_file" in store.connection.detail
        await link.stop()
        await task
    outbox.close()


@pytest.mark.parametrize("content", [None, b"no certificate"])
def test_a_file_without_certificates_is_told(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "ca.pem"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(TrustError, match=r"ca\.pem cannot be used"):
        make_context(str(path))

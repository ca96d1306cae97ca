from __future__ import annotations

import gzip
import logging
import threading
from collections.abc import Iterator, Mapping

import httpx
import pytest

from desktop.maps.http_tiles import (
    DEFAULT_FRESH_S,
    LEAST_FRESH_S,
    MOST_FRESH_S,
    Answer,
    FetchError,
    fetch,
    open_client,
)
from tests.fakes.archives import png
from tests.fakes.tile_server import Reply, TileServer, tile_server


@pytest.fixture
def client() -> Iterator[httpx.Client]:
    with open_client("OneMap/test", trust_env=False) as client:
        client.timeout = httpx.Timeout(0.3, connect=2.0)
        yield client


@pytest.fixture
def server() -> Iterator[TileServer]:
    with tile_server(lambda path, headers: Reply(png())) as server:
        yield server


def _fetch(client: httpx.Client, server: TileServer, reply: Reply) -> Answer:
    server.answer = lambda path, headers: reply
    return fetch(client, f"{server.url}/1/0/0?tk=secret", {})


def test_a_tile_is_fetched_and_the_asker_names_itself(
    client: httpx.Client, server: TileServer
) -> None:
    headers = {"ETag": '"7"', "Last-Modified": "Mon, 01 Jan 2024 00:00:00 GMT"}
    answer = _fetch(client, server, Reply(png(), headers=headers))

    assert answer == Answer(
        png(), DEFAULT_FRESH_S, etag='"7"', modified="Mon, 01 Jan 2024 00:00:00 GMT"
    )
    assert server.headers[0]["user-agent"] == "OneMap/test"


def test_packed_answers_are_unpacked_and_bombs_refused(
    client: httpx.Client, server: TileServer
) -> None:
    packed = {"Content-Encoding": "gzip"}

    assert _fetch(client, server, Reply(gzip.compress(png()), headers=packed)).body == png()
    bomb = gzip.compress(bytes(40 * 2**20))
    with pytest.raises(FetchError, match="unpacks to more than"):
        _fetch(client, server, Reply(bomb, headers=packed))
    with pytest.raises(FetchError, match="damaged"):
        _fetch(client, server, Reply(b"no gzip", headers=packed))


@pytest.mark.parametrize("status", [404, 204, 410])
def test_a_tile_the_server_does_not_have_is_empty(
    client: httpx.Client, server: TileServer, status: int
) -> None:
    assert _fetch(client, server, Reply(status=status)).body is None


@pytest.mark.parametrize(
    ("status", "can_retry", "words"),
    [
        (403, False, "check the token"),
        (401, False, "check the token"),
        (400, False, "does not understand"),
        (500, True, "out of order"),
        (503, True, "out of order"),
        (429, True, "asks for a pause"),
    ],
)
def test_refusals_say_whether_asking_again_helps(
    client: httpx.Client, server: TileServer, status: int, can_retry: bool, words: str
) -> None:
    with pytest.raises(FetchError, match=words) as caught:
        _fetch(client, server, Reply(b"no", status=status))
    assert caught.value.can_retry is can_retry


def test_the_pause_a_server_asks_for_is_told_and_bounded(
    client: httpx.Client, server: TileServer
) -> None:
    for said, pause_s in (("20", 20.0), ("99999999", 600.0), ("soon", 10.0)):
        with pytest.raises(FetchError) as caught:
            _fetch(client, server, Reply(status=429, headers={"Retry-After": said}))
        assert caught.value.pause_s == pause_s


@pytest.mark.parametrize(
    ("headers", "fresh_s"),
    [
        ({}, DEFAULT_FRESH_S),
        ({"Cache-Control": "public, max-age=86400"}, 86400),
        ({"Cache-Control": "max-age=0"}, LEAST_FRESH_S),
        ({"Cache-Control": "max-age=999999999999999"}, MOST_FRESH_S),
        ({"Expires": "never"}, DEFAULT_FRESH_S),
        ({"Expires": "Wed, 01 Jan 2020 00:00:00 GMT"}, LEAST_FRESH_S),
    ],
)
def test_how_long_a_tile_holds_is_what_the_server_says_within_bounds(
    client: httpx.Client, server: TileServer, headers: Mapping[str, str], fresh_s: int
) -> None:
    assert _fetch(client, server, Reply(png(), headers=headers)).fresh_s == fresh_s


def test_a_broken_off_answer_can_be_asked_again(client: httpx.Client, server: TileServer) -> None:
    with pytest.raises(FetchError, match="broke off") as caught:
        _fetch(client, server, Reply(bytes(5000), cut=100))
    assert caught.value.can_retry


def test_a_body_that_does_not_come_ends_in_a_timeout(
    client: httpx.Client, server: TileServer
) -> None:
    held = threading.Event()
    try:
        with pytest.raises(FetchError, match="in time"):
            _fetch(client, server, Reply(bytes(5000), hold=held))
    finally:
        held.set()


def test_a_body_that_drips_is_given_up(client: httpx.Client, server: TileServer) -> None:
    seconds = iter(range(0, 1000, 15))
    server.answer = lambda path, headers: Reply(bytes(2**20))

    with pytest.raises(FetchError, match="too slowly"):
        fetch(client, server.url, {}, clock=lambda: float(next(seconds)))


def test_a_body_without_end_is_given_up(client: httpx.Client, server: TileServer) -> None:
    with pytest.raises(FetchError, match="more than 8,388,608 bytes"):
        _fetch(client, server, Reply(bytes(9 * 2**20)))


def test_a_server_that_is_not_there_is_said(client: httpx.Client) -> None:
    with pytest.raises(FetchError, match="cannot be reached") as caught:
        fetch(client, "http://127.0.0.1:9/0/0/0", {})
    assert caught.value.can_retry


@pytest.mark.parametrize("to", ["/again", "ftp://elsewhere/x", "http://[broken"])
def test_redirects_that_lead_nowhere_end(client: httpx.Client, server: TileServer, to: str) -> None:
    with pytest.raises(FetchError):
        _fetch(client, server, Reply(status=302, headers={"Location": to}))
    assert len(server.asked) < 6


def test_a_closed_client_is_an_error_like_others(server: TileServer) -> None:
    client = open_client("OneMap/test", trust_env=False)
    client.close()

    with pytest.raises(FetchError, match="closing"):
        fetch(client, server.url, {})


def test_no_token_reaches_the_log_or_an_error(
    client: httpx.Client, server: TileServer, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        _fetch(client, server, Reply(png()))
        with pytest.raises(FetchError) as caught:
            _fetch(client, server, Reply(status=500))

    assert "secret" in server.asked[0]
    assert "secret" not in caplog.text + str(caught.value)


def test_what_a_server_writes_beside_a_refusal_is_quoted(
    client: httpx.Client, server: TileServer
) -> None:
    body = '{"msg":"Key权限类型不符","code":301012}'.encode()
    with pytest.raises(FetchError, match=r"\(418: “Key权限类型不符”\); check the token"):
        _fetch(client, server, Reply(body, status=418))


def test_a_proxy_that_cannot_be_used_is_said_and_gone_without(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("ALL_PROXY", "strange://proxy:1")
    with caplog.at_level(logging.WARNING):
        open_client("OneMap/test").close()

    assert "going without" in caplog.text

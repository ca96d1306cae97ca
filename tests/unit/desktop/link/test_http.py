"""HttpDoor against a transport in this process."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from desktop.link.http import HttpDoor, HttpError, SignInDenied, TooManyTries, Unreachable

SESSION = {"token": "t", "name": "li", "display": "李", "roles": ["view"]}


class Town:
    def __init__(self) -> None:
        self.asked: list[httpx.Request] = []
        self.gone = False

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        if self.gone:
            raise httpx.ConnectError("no route")
        if request.url.path == "/api/session":
            return httpx.Response(200, json=SESSION) if b"right" in request.content else deny()
        if request.headers.get("Authorization") != "Bearer t":
            return deny()
        if request.url.path in (
            "/api/basemap",
            "/api/cameras/C%2F1/still",
            "/api/cameras/C/1/still",
            "/api/media/e1",
        ):
            if request.headers.get("If-None-Match") == '"1"':
                return httpx.Response(304)
            return httpx.Response(200, content=b"content", headers={"ETag": '"1"'})
        return httpx.Response(404)


def door(town: Town, folder: Path) -> HttpDoor:
    async def token() -> str:
        return "t"

    return HttpDoor("http://town/", token, folder, transport=httpx.MockTransport(town))


async def test_sign_in(tmp_path: Path) -> None:
    http = door(Town(), tmp_path)
    signed_in = await http.sign_in("li", "right")
    assert (signed_in.token, signed_in.display, signed_in.roles) == ("t", "李", ("view",))
    with pytest.raises(SignInDenied):
        await http.sign_in("li", "wrong")
    await http.aclose()


async def test_the_basemap_travels_once_and_is_kept_for_the_next_run(tmp_path: Path) -> None:
    town = Town()
    for _ in range(2):
        http = door(town, tmp_path)
        assert await http.basemap() == b"content"
        await http.aclose()
    assert town.asked[1].headers["If-None-Match"] == '"1"'
    town.gone = True
    http = door(town, tmp_path)
    with pytest.raises(Unreachable):
        await http.basemap()
    assert http.kept_basemap() == b"content"
    await http.aclose()


async def test_stills_are_asked_for_with_their_tag(tmp_path: Path) -> None:
    town = Town()
    http = door(town, tmp_path)
    first = await http.still("C/1")
    assert first is not None and first.data == b"content"
    assert await http.still("C/1") == first
    assert town.asked[1].headers["If-None-Match"] == '"1"'
    assert b"C%2F1" in town.asked[0].url.raw_path
    assert await http.still("none") is None
    await http.aclose()


async def test_the_picture_of_an_alert_is_asked_for_by_its_id(tmp_path: Path) -> None:
    http = door(Town(), tmp_path)
    picture = await http.evidence("e1")
    assert picture is not None and (picture.data, picture.etag) == (b"content", "e1")
    assert await http.evidence("gone") is None
    await http.aclose()


async def test_an_answer_that_is_no_session_is_said_in_words(tmp_path: Path) -> None:
    async def token() -> str:
        return ""

    transport = httpx.MockTransport(lambda _: httpx.Response(200, content=b"<html>"))
    http = HttpDoor("http://town", token, tmp_path, transport=transport)
    with pytest.raises(HttpError, match="not a session"):
        await http.sign_in("a", "b")
    await http.aclose()


def deny() -> httpx.Response:
    return httpx.Response(401)


@pytest.mark.parametrize(("header", "wait_s"), [({"Retry-After": "42"}, 42), ({}, 300)])
async def test_a_shut_sign_in_says_how_long(
    tmp_path: Path, header: dict[str, str], wait_s: int
) -> None:
    async def token() -> str:
        return ""

    shut = httpx.MockTransport(lambda _: httpx.Response(429, headers=header))
    http = HttpDoor("http://town/", token, tmp_path, transport=shut)
    with pytest.raises(TooManyTries) as caught:
        await http.sign_in("li", "wrong")
    assert caught.value.wait_s == wait_s
    await http.aclose()

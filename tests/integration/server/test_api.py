import gzip
import json
from collections.abc import AsyncIterator

import httpx
import pytest

from services.api.app import MAX_READINGS_BODY
from services.contract.wire import StillTaken
from tests.fakes.server import NOW
from tests.integration.server.conftest import Running, Start

PNG = b"\x89PNG\r\n\x1a\n" + b"rest"
JPEG = b"\xff\xd8\xff\xe0" + b"rest"


def _client(server: Running, token: str = "") -> httpx.AsyncClient:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    return httpx.AsyncClient(base_url=server.url, headers=headers, trust_env=False)


async def test_readings_are_taken_and_refused_by_their_place(start: Start) -> None:
    body = (
        b'[{"stream":"W0","value":1},{"stream":"W1"},{"stream":"no","value":1},'
        b'{"stream":"W1","value":NaN},{"stream":"W1","value":2}]'
    )
    async with start() as server, _client(server, "sensor") as client:
        answer = await client.post("/api/readings", content=body)
        lines = await client.post("/api/readings", content=b'{"stream":"W0","value":3}\n{"x"')
        assert server.hub.latest().value.tolist() == [3.0, 2.0]
    assert answer.status_code == 202
    found = answer.json()
    assert found["accepted"] == 2
    assert [(item["index"], item["stream"]) for item in found["refused"]] == [
        (1, "W1"),
        (2, "no"),
        (3, "W1"),
    ]
    assert lines.json()["accepted"] == 1


async def test_bad_bodies_and_tokens_are_refused_in_words_and_counted(start: Start) -> None:
    async with start() as server:
        async with _client(server, "sensor") as client:
            malformed = await client.post("/api/readings", content=b"[{")
            large = await client.post("/api/readings", content=b" " * (MAX_READINGS_BODY + 1))

            async def parts() -> AsyncIterator[bytes]:
                for _ in range(80):
                    yield b" " * 65536

            streamed = await client.post("/api/readings", content=parts())
            assert (await client.get("/api/state")).status_code == 403
        async with _client(server) as client:
            assert (await client.post("/api/readings", content=b"[]")).status_code == 401
            health = (await client.get("/api/health")).json()
        async with _client(server, "wrong") as client:
            assert (await client.get("/api/state")).status_code == 401
    assert malformed.status_code == 400
    assert "not JSON" in malformed.json()["error"]
    assert (large.status_code, streamed.status_code) == (413, 413)
    refused = health["readings"]["refused"]
    assert (refused["malformed body"], refused["body over the limit"]) == (1, 2)


async def test_state_says_what_stands(start: Start) -> None:
    async with start() as server, _client(server, "viewer") as client:
        server.hub.count_refused("x")
        found = (await client.get("/api/state")).json()
    assert found["seq"] == 7
    assert found["streams"]["W0"]["value"] is None
    assert found["markups"] == {}


async def test_the_basemap_is_sent_once(start: Start) -> None:
    async with start() as server, _client(server, "viewer") as client:
        first = await client.get("/api/basemap")
        again = await client.get("/api/basemap", headers={"If-None-Match": first.headers["etag"]})
        plain = await client.get("/api/basemap", headers={"Accept-Encoding": "identity"})
    assert first.json()["type"] == "FeatureCollection"
    assert first.headers["content-encoding"] == "gzip"
    assert again.status_code == 304
    assert plain.json() == first.json()
    assert gzip.decompress(gzip.compress(plain.content)) == plain.content


async def test_a_still_is_kept_announced_and_fetched(start: Start) -> None:
    async with (
        start() as server,
        _client(server, "sensor") as sensor,
        server.console() as console,
        _client(server, "viewer") as viewer,
    ):
        assert (await viewer.get("/api/cameras/C1/still")).status_code == 404
        for picture in (PNG, JPEG):
            put = await sensor.put(
                "/api/cameras/C1/still", content=picture, headers={"X-Taken-At": str(NOW)}
            )
            assert put.status_code == 204
        told = await console.until(StillTaken)
        got = await viewer.get("/api/cameras/C1/still")
        same = await viewer.get(
            "/api/cameras/C1/still", headers={"If-None-Match": got.headers["etag"]}
        )
    assert isinstance(told, StillTaken)
    assert (told.camera, told.at_ms) == ("C1", NOW)
    assert got.content == JPEG
    assert got.headers["content-type"] == "image/jpeg"
    assert got.headers["etag"] == put.headers["etag"]
    assert same.status_code == 304


@pytest.mark.parametrize(
    ("camera", "content", "headers", "status"),
    [
        ("C1", b"GIF89a", {}, 415),
        ("C1", PNG + b" " * (2 * 1024 * 1024), {}, 413),
        ("C1", PNG, {"X-Taken-At": "now"}, 400),
        ("W0", PNG, {}, 404),
        ("..%2Fx", PNG, {}, 404),
    ],
)
async def test_what_is_no_still_is_refused(
    start: Start, camera: str, content: bytes, headers: dict[str, str], status: int
) -> None:
    async with start() as server, _client(server, "sensor") as client:
        answer = await client.put(f"/api/cameras/{camera}/still", content=content, headers=headers)
    assert answer.status_code == status


async def test_sessions_need_the_right_words(start: Start) -> None:
    async with start() as server, _client(server, "operator") as client:
        wrong = await client.post("/api/session", json={"name": "a", "password": "b"})
        odd = await client.post("/api/session", content=b"\xff")
        out = await client.delete("/api/session")
    assert (wrong.status_code, odd.status_code, out.status_code) == (401, 400, 204)


async def test_guessing_a_password_is_slowed_down_and_told(start: Start) -> None:
    async with start() as server, _client(server) as client:
        words = {"name": "chen", "password": "guess"}
        answers = [await client.post("/api/session", json=words) for _ in range(11)]
        other = await client.post("/api/session", json={"name": "li", "password": "guess"})
    assert [answer.status_code for answer in answers] == [401] * 10 + [429]
    assert 0 < int(answers[-1].headers["retry-after"]) <= 300
    assert "too many wrong sign-ins" in answers[-1].json()["error"]
    assert other.status_code == 401


async def test_the_api_describes_itself_without_help_from_elsewhere(start: Start) -> None:
    async with start() as server, _client(server) as client:
        document = (await client.get("/api/openapi.json")).json()
        page = (await client.get("/api/docs")).text
    assert document["openapi"] == "3.1.0"
    text = json.dumps(document)
    for name in ("Accepted", "SignIn", "Session", "Reading", "RefusedReading", "Error"):
        assert name in document["components"]["schemas"], text
    assert "POST /api/readings" in page
    assert "http://" not in page
    assert "https://" not in page

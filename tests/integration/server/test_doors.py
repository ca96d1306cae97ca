"""Doors over HTTP on the composed server: evidence, signatures, keys, refusals, descriptions."""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import json
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from services.api.docs import openapi
from services.bootstrap import Options, serve
from services.contract.wire import Events
from services.errors import StartupError
from tests.fakes.towns import UNDERPASS, write_town
from tests.integration.server.conftest import Console
from tests.integration.server.test_serve import ENVIRONMENT, TOKEN, _console, _serving
from tests.unit.services.ingest.test_onvif import MOTION

EXTRA = """
[hooks.open]
[hooks.signed]
secret_env = "ONEMAP_LOCAL_TOKEN"
[onvif.keyed]
key_env = "ONEMAP_LOCAL_TOKEN"
event = []
"""
JPEG = b"\xff\xd8\xff picture"


@contextlib.asynccontextmanager
async def _town(folder: Path) -> AsyncIterator[tuple[httpx.AsyncClient, Console]]:
    town = write_town(folder / "town", extra=EXTRA)
    async with (
        _serving(folder / "town.db", town=str(town)) as url,
        _console(url) as console,
        httpx.AsyncClient(base_url=url, trust_env=False) as client,
    ):
        client.headers["Authorization"] = f"Bearer {TOKEN}"
        yield client, console


async def test_a_kept_picture_is_the_alerts_evidence(tmp_path: Path) -> None:
    async with _town(tmp_path) as (client, console):
        kept = await client.post("/api/media", content=JPEG)
        id = kept.json()["id"]
        reading = {"stream": UNDERPASS, "value": 33, "evidence": id}
        await client.post("/api/readings", json=[reading])
        await console.until(Events)
        (alert,) = console.state.alerts.values()
        picture = await client.get(f"/api/media/{alert.evidence}")
        same = await client.get(
            kept.headers["location"], headers={"If-None-Match": picture.headers["etag"]}
        )
        missing = await client.get(f"/api/media/{'0' * 32}")
        no_picture = await client.post("/api/media", content=b"GIF89a")
    assert (kept.status_code, alert.evidence) == (201, id)
    assert (picture.content, picture.headers["content-type"]) == (JPEG, "image/jpeg")
    assert (same.status_code, missing.status_code, no_picture.status_code) == (304, 404, 415)


async def test_a_signature_or_a_key_takes_the_place_of_the_token(tmp_path: Path) -> None:
    body = json.dumps({"stream": UNDERPASS, "value": 1}).encode()
    signature = hmac.new(TOKEN.encode(), body, hashlib.sha256).hexdigest()
    async with _town(tmp_path) as (client, _):

        async def status(path: str, content: bytes, token: str = "", **headers: str) -> int:
            headers["Authorization"] = token
            return (await client.post(path, content=content, headers=headers)).status_code

        signed = {"X-Hub-Signature-256": f"sha256={signature}"}
        bearer = f"Bearer {TOKEN}"
        assert await status("/api/hooks/open", body) == 401
        assert await status("/api/hooks/open", body, bearer) == 202
        assert await status("/api/hooks/open", b"{}", bearer) == 422
        assert await status("/api/hooks/signed", body, bearer) == 401
        assert await status("/api/hooks/signed", body, **signed) == 202
        assert await status("/api/hooks/nobody", body) == 401
        assert await status("/api/onvif/keyed", MOTION, bearer) == 401
        assert await status(f"/api/onvif/keyed?key={TOKEN}", MOTION) == 202
        assert await status("/api/onvif/keyed?key=%F0", MOTION) == 401
        assert await status("/api/hooks/open", b" " * 1024 * 1025, bearer) == 413
        told = (await client.get("/api/refusals")).json()
        client.headers["Authorization"] = ""
        assert (await client.get("/api/refusals")).status_code == 401
    assert {each["door"] for each in told["last"]} == {"hook", "onvif"}
    assert told["refused"]["signature not accepted"] == 1


async def test_halves_of_surrogate_pairs_are_answered_in_words(tmp_path: Path) -> None:
    bad = b'{"stream": "\\ud800", "value": "\\ud800"}'
    sta = b'{"result": "\\ud800", "Datastream": {"@iot.id": "\\ud800"}}'
    thing = b'{"name": "\\ud800", "properties": {"\\ud800": "\\ud800"}}'
    async with _town(tmp_path) as (client, _):
        for path, body in (
            ("/api/hooks/open", bad),
            ("/api/readings", b"[" + bad + b"]"),
            ("/api/sta/v1.1/Observations", sta),
            ("/api/sta/v1.1/Observations", sta.replace(b'"result": "\\ud800"', b'"result": 1')),
            ("/api/sta/v1.1/Things", thing),
        ):
            answer = await client.post(path, content=body)
            assert answer.status_code in (202, 400, 422), answer.text
        assert (await client.get("/api/refusals")).status_code == 200


async def test_every_route_is_in_the_openapi_document(tmp_path: Path) -> None:
    async with _town(tmp_path) as (client, _):
        document = (await client.get("/api/openapi.json")).json()
        page = (await client.get("/api/docs")).text
        for path, methods in document["paths"].items():
            assert path in page
            for method in methods.keys() - {"parameters"}:
                answer = await client.request(method, path.replace("{", "").replace("}", ""))
                assert answer.status_code != 405, (method, path)
                assert answer.text != "Not Found", path
    assert document["paths"].keys() == openapi(())["paths"].keys()


@pytest.mark.parametrize(
    ("extra", "words"),
    [
        ("[hooks.a]\nvalue = '$.'\n", r"\[hooks.a\]: value"),
        ("[onvif.a]\nevent = [{topic = 'x'}]\n", r"\[onvif.a\]"),
        ("[frigate]\n", r"\[frigate\]: there is no broker"),
        ("[drop]\nfolder = 'town.toml'\n", r"\[drop\] folder: .* cannot be made"),
    ],
)
async def test_settings_that_are_wrong_are_one_sentence(
    tmp_path: Path, extra: str, words: str
) -> None:
    town = write_town(tmp_path / "town", extra=extra)
    options = Options(town=str(town), db=str(tmp_path / "a.db"), listen="127.0.0.1:0")
    with pytest.raises(StartupError, match=words):
        await serve(options, environment=ENVIRONMENT)

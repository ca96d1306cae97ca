"""SensorThings through the composed server: read, created, observed, and an alert at the end."""

from __future__ import annotations

import asyncio
import contextlib
import importlib.util
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from services.contract.model import Level
from services.contract.wire import Events
from tests.fakes.sensorthings import ROOT, StaClient
from tests.fakes.towns import UNDERPASS, write_town
from tests.integration.server.conftest import Console
from tests.integration.server.test_serve import TOKEN, _console, _serving
from tests.unit.services.api.sensorthings.test_create import THING


@contextlib.asynccontextmanager
async def _town(folder: Path) -> AsyncIterator[tuple[StaClient, Console, str]]:
    town = write_town(folder / "town")
    async with (
        _serving(folder / "town.db", town=str(town)) as url,
        _console(url) as console,
        StaClient(url, TOKEN) as client,
    ):
        yield client, console, url


async def test_the_root_names_every_set_and_what_is_obeyed(tmp_path: Path) -> None:
    async with _town(tmp_path) as (client, _, url):
        root = (await client.http.get(ROOT)).json()
        for each in root["value"]:
            assert each["url"] == f"{url}{ROOT}/{each['name']}"
            answer = await client.http.get(each["url"])
            assert answer.status_code == 200
    assert len(root["value"]) == 8
    assert all("iot_sensing/1.1" in each for each in root["serverSettings"]["conformance"])


async def test_an_observation_of_a_client_ends_as_the_right_alert(tmp_path: Path) -> None:
    async with _town(tmp_path) as (client, console, _):
        stream = await client.find("Datastreams", UNDERPASS)
        assert stream["unitOfMeasurement"]["symbol"] == "cm"
        id = await client.create("Observations", {"result": 33, "Datastream": stream})
        await console.until(Events)
        (alert,) = console.state.alerts.values()
        observation = await client.find("Observations", id)
        found = [
            each["@iot.id"]
            async for each in client.every(
                "Observations", filter=f"Datastream/id eq '{UNDERPASS}'", expand="Datastream"
            )
        ]
    assert (alert.stream, alert.level) == (UNDERPASS, Level.RED)
    assert (observation["result"], found) == (33.0, [id])


async def test_a_created_thing_is_watched_by_the_rules_and_outlives_a_restart(
    tmp_path: Path,
) -> None:
    async with _town(tmp_path) as (client, console, _):
        assert await client.create("Things", THING) == "box-7"
        assert (await client.refused("Things", {**THING, "name": "another"}))[0] == 409
        array: dict[str, Any] = {
            "Datastream": {"@iot.id": "box-7.level"},
            "components": ["result"],
            "dataArray": [["wet"], [40]],
        }
        answer = await client.http.post(f"{ROOT}/CreateObservations", json=[array])
        await console.until(Events)
        while not console.state.alerts:
            await console.next()
        (alert,) = console.state.alerts.values()
    assert answer.status_code == 201
    assert answer.json()[0] == "error: result: value 'wet' is not a number"
    assert "Observations('box-7.level@" in answer.json()[1]
    assert (alert.stream, alert.level) == ("box-7.level", Level.RED)
    assert console.state.streams["box-7.level"].limits
    async with _town(tmp_path) as (client, _, _):
        streams = [each["@iot.id"] async for each in client.every("Things('box-7')/Datastreams")]
        observed = [each["result"] async for each in client.every("Observations", top="1")]
    assert streams == ["box-7.level"]
    assert 40.0 in observed


async def test_what_is_wrong_is_said_as_clients_expect_and_disturbs_nothing(
    tmp_path: Path,
) -> None:
    async with _town(tmp_path) as (client, console, _):
        cases: list[tuple[str, object, int, str]] = [
            ("Observations", {"result": 1}, 400, "Datastream: must be"),
            ("Observations", {"result": 1, "Datastream": {"@iot.id": "X"}}, 400, "unknown stream"),
            ("Things", {"name": "x"}, 400, "Locations"),
            ("Sensors", {"name": "x"}, 501, "sent inside"),
            ("Things('C01')", {}, 405, "POST goes to"),
            ("Sensors('W01')/Datastreams", {}, 405, "cannot be created at"),
            ("CreateObservations", {}, 400, "takes a list"),
            ("Cats", {}, 404, "there is no 'Cats'"),
        ]
        for path, body, status, words in cases:
            code, message = await client.refused(path, body)
            assert (code, words in message) == (status, True), message
        assert (await client.http.post(f"{ROOT}/Things", content=b"{")).status_code == 400
        for method in ("PATCH", "PUT", "DELETE"):
            answer = await client.http.request(method, f"{ROOT}/Things('C01')")
            assert answer.status_code == 405
        answer = await client.http.get(f"{ROOT}/Things", params={"$filter": "name eq"})
        assert (answer.status_code, answer.json()["type"]) == (400, "error")
        client.http.headers["Authorization"] = "Bearer wrong"
        denied = await client.http.get(f"{ROOT}/Things")
        assert (denied.status_code, denied.json()["code"]) == (401, 401)
    assert not console.state.alerts


FROST = """
import sys
import frost_sta_client as fsc
from frost_sta_client.service.auth_handler import AuthHandler

url, token, stream = sys.argv[1:]


class Bearer(AuthHandler):
    def add_auth_header(self):
        def add(request):
            request.headers["Authorization"] = "Bearer " + token
            return request

        return add


service = fsc.SensorThingsService(url + "/api/sta/v1.1", auth_handler=Bearer("", ""))
datastream = service.datastreams().find(stream)
observation = fsc.Observation(result=33.0, datastream=datastream)
service.create(observation)
assert service.observations().find(observation.id).result == 33.0
found = service.observations().query().filter("Datastream/id eq '" + stream + "'").count().list()
assert found.count == 1
things = service.things().query().expand("Datastreams").top(1).list()
assert len(list(things)) > 1
"""


@pytest.mark.skipif(
    importlib.util.find_spec("frost_sta_client") is None,
    reason="frost_sta_client is not installed (it has no wheel of its own dependency demjson3)",
)
async def test_the_frost_client_itself(tmp_path: Path) -> None:
    async with _town(tmp_path) as (_, console, url):
        words = (sys.executable, "-c", FROST, url, TOKEN, UNDERPASS)
        process = await asyncio.create_subprocess_exec(*words)
        assert await process.wait() == 0
        await console.until(Events)
        (alert,) = console.state.alerts.values()
    assert (alert.stream, alert.level) == (UNDERPASS, Level.RED)

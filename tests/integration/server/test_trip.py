"""A charger ends as a tripped breaker, an alert with its picture, and a reset by hand."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import httpx
import pytest

from services.contract.commands import OperatorCommand, ResetAlert, SetAssetStatus, encode_command
from services.contract.model import TRIPPED, AlertState, Level
from services.contract.wire import Command, Result
from services.signature.appliances import CHARGERS, brands
from services.signature.classifier import Classifier
from services.signature.features import extract
from services.signature.waveforms import simulate
from tests.fakes.http_receiver import HttpReceiver
from tests.fakes.towns import write_town
from tests.integration.server.conftest import Console
from tests.integration.server.test_serve import TOKEN, _console, _serving
from tests.unit.services.signature.messages import message

HEADERS = {"Authorization": f"Bearer {TOKEN}"}
KINDS = ("electrical.charging_score", "electrical.arc_score", "electrical.power_step")
BREAKERS = """
[breakers]
trip = {trip}

[breakers.rules]
"electrical_signature.charging" = "red"

[breakers.http]
url = "{url}/breakers/{{breaker}}"
"""


def town(folder: Path, url: str, trip: bool = True) -> Path:
    """The small town with one breaker, which may or may not be switched off."""
    extra = BREAKERS.format(trip=str(trip).lower(), url=url)
    path = write_town(folder, packs=("electrical_signature",), extra=extra)
    place = {"lon": 121.105, "lat": 31.105, "area": "A1"}
    assets = json.loads((path / "assets.json").read_text("utf-8"))
    assets.append({"id": "B1", "kind": "breaker", "name": "3 号楼空开", **place})
    (path / "assets.json").write_text(json.dumps(assets), "utf-8")
    streams = [
        {"id": f"B1.{n}", "kind": kind, "name": "3 号楼空开", "unit": "", "asset": "B1", **place}
        for n, kind in enumerate(KINDS)
    ]
    (path / "streams.json").write_text(json.dumps(streams), "utf-8")
    return path


@pytest.fixture(scope="module")
def charger() -> dict[str, object]:
    """A message of a charger the classifier is sure of."""
    classifier = Classifier.shipped()
    for event in simulate(brands(CHARGERS, 4, 5), 5):
        score = classifier.charging_score(extract(event.recording))
        if score >= classifier.charging.part.act:
            return message(event.recording)
    raise AssertionError("the classifier is sure of no charger")


async def give(console: Console, id: str, body: OperatorCommand) -> str:
    """The code of the refusal, empty when it was done."""
    kind, raw = encode_command(body)
    await console.send(Command(id, kind, raw))
    result = await console.until(Result, command=id)
    assert isinstance(result, Result)
    return result.refusal.code if result.refusal else ""


async def test_a_charger_trips_the_breaker_and_only_a_person_sets_it_back(
    tmp_path: Path, charger: dict[str, object]
) -> None:
    async with HttpReceiver() as host:
        path = town(tmp_path / "town", host.url)
        async with (
            _serving(tmp_path / "town.db", town=str(path)) as url,
            _console(url) as console,
            httpx.AsyncClient(base_url=url, headers=HEADERS, trust_env=False) as client,
        ):
            answer = await client.post("/api/waveforms", content=json.dumps(charger))
            assert answer.status_code == 202, answer.text
            assert answer.json()["finding"]["verdict"] == "charging"
            async with asyncio.timeout(20):
                while console.state.assets["B1"].status != TRIPPED:
                    await console.next()
            (order,) = host.kept.values()
            assert order.path == "/breakers/B1"
            assert json.loads(order.body)["command"] == "trip"
            alert = next(a for a in console.state.alerts.values() if a.latched)
            assert (alert.level, alert.evidence) == (Level.RED, answer.json()["evidence"])
            back = SetAssetStatus("B1", "active")
            assert await give(console, "c1", back) == "asset.reset_first"
            found = "住户在阳台给电动车电池充电，已劝离"
            assert await give(console, "c2", ResetAlert(alert.id, "")) == "alert.reset_text_missing"
            assert await give(console, "c3", ResetAlert(alert.id, found)) == ""
            assert console.state.alerts[alert.id].state is AlertState.NORMAL
            assert console.state.alerts[alert.id].log[-1].text == found
            assert console.state.assets["B1"].status == TRIPPED
            assert await give(console, "c4", back) == ""
            assert console.state.assets["B1"].status == "active"
        assert len(host.kept) == sum(host.came.values()) == 1


async def test_without_the_towns_word_there_is_only_an_alert(
    tmp_path: Path, charger: dict[str, object]
) -> None:
    async with HttpReceiver() as host:
        path = town(tmp_path / "town", host.url, trip=False)
        async with (
            _serving(tmp_path / "town.db", town=str(path)) as url,
            _console(url) as console,
            httpx.AsyncClient(base_url=url, headers=HEADERS, trust_env=False) as client,
        ):
            await client.post("/api/waveforms", content=json.dumps(charger))
            async with asyncio.timeout(20):
                while not console.state.alerts:
                    await console.next()
            (alert,) = console.state.alerts.values()
            assert await give(console, "c1", ResetAlert(alert.id, "现场无充电，误报")) == ""
            assert console.state.assets["B1"].status == "active"
        assert not host.came

"""Waveforms through the HTTP door: readings with evidence on a breaker's streams, or a reason."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import numpy as np
import pytest

from services.api.waveforms import MAX_BODY
from services.contract import events as ev
from services.contract.model import Asset, Stream
from tests.fakes.server import NOW
from tests.integration.server.conftest import Running, Start
from tests.unit.services.signature.messages import message
from tests.unit.services.signature.waves import angle, recording

KINDS = ("electrical.charging_score", "electrical.arc_score", "electrical.power_step")
KETTLE = recording(9 * np.sin(angle()), np.sin(angle() - 0.5))


@asynccontextmanager
async def breaker(start: Start) -> AsyncIterator[tuple[Running, httpx.AsyncClient]]:
    """A server with the breaker B1 (meter-7) and its three streams, and one without streams."""
    headers = {"Authorization": "Bearer sensor"}
    async with (
        start() as server,
        httpx.AsyncClient(base_url=server.url, headers=headers, trust_env=False) as client,
    ):
        place = (121.1, 31.1)
        server.keeper.put(
            ev.AssetRegistered(
                Asset("B1", "breaker", "1", *place, attributes={"device": "meter-7"})
            ),
            ev.AssetRegistered(Asset("B2", "breaker", "2", *place)),
            *(
                ev.StreamRegistered(Stream(f"S{n}", 10 + n, kind, kind, "", *place, "B1"))
                for n, kind in enumerate(KINDS)
            ),
        )
        yield server, client


async def post(client: httpx.AsyncClient, body: Any, status: int) -> Any:
    answer = await client.post("/api/waveforms", content=json.dumps(body))
    assert answer.status_code == status, answer.text
    return answer.json()


async def test_a_waveform_becomes_readings_with_its_picture_as_evidence(start: Start) -> None:
    async with breaker(start) as (server, client):
        told = await post(client, message(KETTLE, at=NOW - 1000), 202)
        assert (told["accepted"], told["refused"]) == (3, [])
        assert "SIMULATED" in told["model"]
        finding = told["finding"]
        assert finding["verdict"] == "other"
        latest = server.hub.latest()
        by_row = dict(zip(latest.index.tolist(), latest.value.tolist(), strict=True))
        assert by_row[12] == finding["power_step_w"] == pytest.approx(1462, rel=0.01)
        assert by_row[10] == finding["charging_score"]
        assert set(latest.at_ms.tolist()) == {NOW - 1000}
        assert server.hub.evidence_of("S0") == told["evidence"] != ""


async def test_a_breaker_is_known_by_its_name_on_its_own_network(start: Start) -> None:
    async with breaker(start) as (_, client):
        assert (await post(client, message(KETTLE, "meter-7"), 202))["accepted"] == 3


async def test_many_at_once_are_all_answered(start: Start) -> None:
    async with breaker(start) as (server, client):
        posts = [post(client, message(KETTLE, at=NOW - n), 202) for n in range(6)]
        told = await asyncio.gather(*posts)
        assert {each["accepted"] for each in told} == {3}
        assert server.hub.accepted == 18


@pytest.mark.parametrize(
    ("change", "status", "words"),
    [
        ({"breaker": "B9"}, 404, "no such breaker"),
        ({"breaker": "C1"}, 404, "no such breaker"),
        ({"breaker": "B2"}, 404, "no stream of a kind"),
        ({"rate_hz": 100}, 400, "samples a second"),
        ({"at": "yesterday"}, 400, "at:"),
        ({"event_s": 0.0}, 400, "cycles before it"),
        ({"voltage": {"data": ""}}, 400, "same instants"),
        ({"extra": 1}, 400, "extra"),
    ],
)
async def test_what_cannot_be_taken_is_refused_with_the_reason(
    start: Start, change: dict[str, Any], status: int, words: str
) -> None:
    async with breaker(start) as (server, client):
        told = await post(client, message(KETTLE) | change, status)
        assert words in told["error"]
        assert server.hub.accepted == 0
        assert sum(server.hub.refused.values()) == (status == 400)


async def test_a_reading_from_the_future_is_refused_in_the_answer(start: Start) -> None:
    async with breaker(start) as (_, client):
        told = await post(client, message(KETTLE, at=NOW + 3_600_000), 422)
        assert [item["stream"] for item in told["refused"]] == ["S0", "S1", "S2"]


async def test_a_token_and_a_bounded_body_are_needed(start: Start) -> None:
    async with breaker(start) as (_, client):
        bare = await client.post("/api/waveforms", headers={"Authorization": ""}, content=b"{}")
        assert bare.status_code == 401
        other = await client.post(
            "/api/waveforms", headers={"Authorization": "Bearer operator"}, content=b"{}"
        )
        assert other.status_code == 403
        large = await client.post("/api/waveforms", content=b"x" * (MAX_BODY + 1))
        assert large.status_code == 413

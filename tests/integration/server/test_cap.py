"""CAP messages through the composed server: what a console sees, what is refused, what goes out."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from services.cap.document import MessageType, Status
from services.cap.parse import parse_cap
from services.contract.commands import IssueWarning, LiftWarning, encode_command
from services.contract.model import Level, ResponseLevel
from services.contract.wire import Command, Events, Result
from tests.integration.server.conftest import Console
from tests.integration.server.test_serve import TOKEN, _console, _serving
from tests.unit.services.cap.samples import changed, sample

START = int(datetime.fromisoformat("2026-07-18T15:00:00+08:00").timestamp() * 1000)
HEADERS = {"Authorization": f"Bearer {TOKEN}"}


@contextlib.asynccontextmanager
async def _town(
    folder: Path, speed: float = 1.0
) -> AsyncIterator[tuple[httpx.AsyncClient, Console]]:
    async with (
        _serving(folder / "town.db", clock_start_ms=START, speed=speed) as url,
        _console(url) as console,
        httpx.AsyncClient(base_url=url, headers=HEADERS, trust_env=False) as client,
    ):
        yield client, console


async def _post(client: httpx.AsyncClient, data: bytes, status: int = 200) -> Any:
    answer = await client.post("/api/cap", content=data)
    assert answer.status_code == status, answer.text
    return answer.json()


def _later(name: str, kind: str, identifier: str, sent: str = "15:30") -> bytes:
    """A thunderstorm's update or cancellation."""
    text = (
        sample(name).decode().replace("QB-TS-0718-01", identifier).replace(">Alert<", f">{kind}<")
    )
    reference = "met@qingbei.example,QB-TS-0718-01,2026-07-18T14:57:00+08:00"
    text = text.replace("<scope>Public</scope>", f"<scope>Public</scope>\n{_tag(reference)}")
    return text.replace("T14:57:00+08:00</sent>", f"T{sent}:00+08:00</sent>").encode()


def _tag(reference: str) -> str:
    return f"<references>{reference}</references>"


async def test_samples_are_the_right_warnings_on_a_console(tmp_path: Path) -> None:
    names = ("thunderstorm", "earthquake", "rainstorm_red", "rainstorm_blue")
    async with _town(tmp_path) as (client, console):
        told = [await _post(client, sample(name)) for name in names]
        elsewhere = await _post(client, sample("amber"))
        await console.until_seq((await client.get("/api/health")).json()["seq"])
        found = {w.id: (w.kind, w.level.name, w.issuer) for w in console.state.warnings.values()}
        operation = console.state.operation
        state = (await client.get("/api/state")).json()
    assert [each["outcome"] for each in told] == ["issued"] * 4
    assert [found[each["warning"]] for each in told] == [
        ("雷雨大风", "ORANGE", "Qingbei Weather Office"),
        ("地震", "BLUE", "Seismic network, a computer sent this"),
        ("暴雨", "RED", "青北区气象台"),
        ("暴雨", "BLUE", "青北区气象台"),
    ]
    assert len(found) == 4
    assert elsewhere["outcome"] == "ignored"
    assert "The county" in elsewhere["reason"]
    assert operation.level is ResponseLevel.NONE
    assert state["warnings"] == {"雷雨大风": "orange", "地震": "blue", "暴雨": "red"}


async def test_a_message_sent_twice_at_once_and_later_is_one_warning(tmp_path: Path) -> None:
    async with _town(tmp_path) as (client, console):
        await asyncio.gather(*(_post(client, sample("thunderstorm")) for _ in range(4)))
        again = await _post(client, sample("thunderstorm"))
        await _post(client, _later("thunderstorm", "Cancel", "C"))
        after = await _post(client, sample("thunderstorm"))
        await console.until_seq((await client.get("/api/health")).json()["seq"])
        kinds = [
            event.kind
            for message in console.seen
            if isinstance(message, Events)
            for event in message.events
        ]
    assert again["outcome"] == after["outcome"] == "known"
    assert (kinds.count("WarningIssued"), kinds.count("WarningLifted")) == (1, 1)
    assert not console.state.warnings


async def test_an_update_changes_the_warning_and_a_cancel_ends_it(tmp_path: Path) -> None:
    async with _town(tmp_path) as (client, console):
        first = await _post(client, sample("thunderstorm"))
        update = _later("thunderstorm", "Update", "U").replace(b">Severe<", b">Extreme<")
        second = await _post(client, update)
        late = _later("thunderstorm", "Update", "L", "15:10")
        refused = await _post(client, late, 409)
        await console.until_seq((await client.get("/api/health")).json()["seq"])
        (warning,) = console.state.warnings.values()
        third = await _post(client, _later("thunderstorm", "Cancel", "C"))
        fourth = await _post(client, _later("thunderstorm", "Cancel", "C2"))
        await console.until_seq((await client.get("/api/health")).json()["seq"])
    assert (first["warning"], second["outcome"]) == (second["warning"], "updated")
    assert (warning.id, warning.level) == (first["warning"], Level.RED)
    assert "later message" in refused["error"]
    assert (third["outcome"], third["warning"]) == ("withdrawn", warning.id)
    assert fourth["outcome"] == "ignored"
    assert not console.state.warnings


async def test_an_exercise_is_a_drill_and_changes_nothing_real(tmp_path: Path) -> None:
    async with _town(tmp_path) as (client, console):
        await _post(client, sample("thunderstorm"))
        drill = await _post(client, changed("rainstorm_red", ">Actual<", ">Exercise<"))
        cancel = _later("thunderstorm", "Cancel", "C").replace(b">Actual<", b">Exercise<")
        cancelled = await _post(client, cancel)
        await console.until_seq((await client.get("/api/health")).json()["seq"])
        warnings = dict(console.state.warnings)
        state = (await client.get("/api/state")).json()
        out = await client.get(f"/api/warnings/{drill['warning']}.cap.xml")
    assert drill["is_drill"]
    assert warnings[drill["warning"]].text.startswith("【演练】")
    assert cancelled["outcome"] == "ignored"
    assert len(warnings) == 2
    assert (state["warnings"], state["drills"]) == ({"雷雨大风": "orange"}, {"暴雨": "red"})
    assert (state["response"], console.state.operation.level) == ("NONE", ResponseLevel.NONE)
    assert parse_cap(out.content).status is Status.EXERCISE


async def test_a_warning_ends_when_it_says(tmp_path: Path) -> None:
    async with _town(tmp_path, speed=1200.0) as (client, console):
        await _post(client, sample("thunderstorm"))
        async with asyncio.timeout(20):
            while not console.state.ended_warnings:
                await console.next()
    assert not console.state.warnings


@pytest.mark.parametrize(
    ("old", "new", "element", "line", "expected"),
    [
        (">Severe<", ">Red<", "severity", 15, "Extreme, Severe"),
        ("<status>Actual</status>", "", "status", 2, "required"),
        ("+08:00</sent>", "</sent>", "sent", 5, "offset"),
        ("<alert ", "<!DOCTYPE a [<!ENTITY x 'y'>]><alert ", "alert", 2, "DOCTYPE"),
        ("</alert>", "", "alert", 31, "well-formed"),
    ],
)
async def test_malformed_messages_are_refused_with_reasons(
    tmp_path: Path, old: str, new: str, element: str, line: int, expected: str
) -> None:
    async with _town(tmp_path) as (client, console):
        told = await _post(client, changed("thunderstorm", old, new), 400)
    problem = told["problems"][0]
    assert (problem["element"], problem["line"]) == (element, line)
    assert expected in problem["expected"]
    assert f"line {line}" in told["error"]
    assert not console.state.warnings


async def test_who_may_not_is_told_so_and_too_much_is_refused(tmp_path: Path) -> None:
    async with _town(tmp_path) as (client, _):
        for call in (client.post("/api/cap"), client.get("/api/warnings/x.cap.xml")):
            assert (await call).status_code in (400, 404)
        client.headers["Authorization"] = "Bearer wrong"
        for call in (client.post("/api/cap"), client.get("/api/warnings/x.cap.xml")):
            assert (await call).status_code == 401
        client.headers["Authorization"] = f"Bearer {TOKEN}"
        large = await client.post("/api/cap", content=b" " * (1024 * 1024 + 1))
        assert large.status_code == 413


async def test_our_own_warning_goes_out_as_alert_update_and_cancel(tmp_path: Path) -> None:
    async with _town(tmp_path) as (client, console):

        async def get(number: int, body: IssueWarning | LiftWarning) -> Any:
            await console.send(Command(f"c{number}", *encode_command(body)))
            result = await console.until(Result, command=f"c{number}")
            assert isinstance(result, Result)
            assert result.refusal is None
            answer = await client.get("/api/warnings/暴雨.cap.xml")
            assert answer.headers["content-type"].startswith("application/cap+xml")
            return parse_cap(answer.content)

        first = await get(1, IssueWarning("暴雨", Level.BLUE, "6 小时 50 毫米", "镇"))
        second = await get(2, IssueWarning("暴雨", Level.RED, "3 小时 100 毫米", "镇"))
        third = await get(3, LiftWarning("暴雨"))
    assert first.message_type is MessageType.ALERT
    assert (second.message_type, second.references) == (MessageType.UPDATE, (first.reference,))
    assert third.message_type is MessageType.CANCEL
    assert third.references == (first.reference, second.reference)
    assert {alert.status for alert in (first, second, third)} == {Status.ACTUAL}
    assert second.infos[0].headline == "云泽镇暴雨红色预警"

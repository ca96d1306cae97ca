"""The rulebook's door against a rulebook in this process."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from pathlib import Path

import httpx
import pytest

from desktop.link.http import HttpDoor, Refused, Unreachable
from desktop.link.rulebook import BadChange, Busy, Finding, Report, RulebookDoor
from tests.fakes.rulebook import ROAD, FakeRulebook, door


async def test_the_rules_come_with_their_changes(tmp_path: Path) -> None:
    rules = await door(FakeRulebook(), tmp_path).rules()

    assert rules[0].id == ROAD
    assert rules[0].rule["deadband"] == 3 and rules[0].base["deadband"] == 2
    assert [past.by for past in rules[0].history] == ["陈立", "陈立"]


async def test_a_backtest_tells_how_far_it_is_and_ends_with_its_report(tmp_path: Path) -> None:
    book = FakeRulebook()
    told = [line async for line in door(book, tmp_path).backtest(ROAD, {"deadband": 9}, 7)]

    assert [line.done for line in told[:-1]] == [0.25, 0.75]
    assert isinstance(told[-1].report, Report) and told[-1].report.streams == 24
    assert book.asked == [
        {"path": "/api/backtest", "rule": ROAD, "patch": {"deadband": 9}, "days": 7}
    ]


async def test_leaving_a_backtest_closes_its_connection(tmp_path: Path) -> None:
    book = FakeRulebook()
    book.gate.clear()
    async with aclosing(door(book, tmp_path).backtest(ROAD, {}, 7)) as lines:
        assert (await anext(lines)).done == 0.25

    assert book.ended == 1


async def test_a_cancelled_task_closes_its_connection(tmp_path: Path) -> None:
    book = FakeRulebook()
    book.gate.clear()
    first = asyncio.Event()

    async def follow() -> None:
        async with aclosing(door(book, tmp_path).backtest(ROAD, {}, 7)) as lines:
            async for _ in lines:
                first.set()

    task = asyncio.create_task(follow())
    await first.wait()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)

    assert book.ended == 1


async def test_what_is_wrong_with_a_change_is_told_by_place(tmp_path: Path) -> None:
    book = FakeRulebook()
    book.findings = [{"path": ["levels", "blue", "at"], "problem": "too high", "fix": "lower it"}]
    finding = Finding(("levels", "blue", "at"), "too high", "lower it")

    with pytest.raises(BadChange) as bad:
        await anext(door(book, tmp_path).backtest(ROAD, {}, 7))
    assert bad.value.findings == (finding,)
    with pytest.raises(BadChange):
        await door(book, tmp_path).curve(ROAD, {}, 7, "W1")


async def test_a_curve_has_its_alarms_both_ways(tmp_path: Path) -> None:
    curve = await door(FakeRulebook(), tmp_path).curve(ROAD, {}, 7, "W1")

    assert len(curve.at_ms) == len(curve.low) == len(curve.high)
    assert [one.level for one in curve.now] == [3, 2]
    assert curve.now[1].to_ms == 0
    assert [line.at for line in curve.lines_then] == [5, 15, 25]


async def test_a_server_without_a_rulebook_or_without_time_says_so(tmp_path: Path) -> None:
    book = FakeRulebook()
    book.status = 404
    with pytest.raises(Refused) as refused:
        await door(book, tmp_path).rules()
    assert refused.value.code == 404
    book.status = 409
    with pytest.raises(Busy, match="not now"):
        await anext(door(book, tmp_path).backtest(ROAD, {}, 7))
    book.is_gone = True
    with pytest.raises(Unreachable):
        await door(book, tmp_path).rules()


async def test_a_curve_may_take_its_time_and_the_list_of_rules_may_not(tmp_path: Path) -> None:
    patience: dict[str, float | None] = {}

    def answer(request: httpx.Request) -> httpx.Response:
        patience[request.url.path] = request.extensions["timeout"]["read"]
        body = '{"rules": []}' if request.method == "GET" else '{"at_ms":[],"low":[],"high":[]}'
        return httpx.Response(200, text=body)

    async def token() -> str:
        return "t"

    http = HttpDoor("http://s", token, tmp_path, transport=httpx.MockTransport(answer), timeout=3)
    await RulebookDoor(http).rules()
    await RulebookDoor(http).curve(ROAD, {}, 7, "W1")
    await http.aclose()

    assert patience == {"/api/rules": 3, "/api/backtest/curve": None}

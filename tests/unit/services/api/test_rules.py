"""The rulebook's door over fakes; tests/integration/server/test_rules.py has the real parts."""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette

from services.api.http import HttpError, refusal
from services.api.rules import BacktestAsk, RulesDoor
from services.aside import AsideFailed
from services.clock import ManualClock
from services.contract import events as ev
from services.contract.model import Stream
from services.rulebook.backtest import Order, Progress
from services.rulebook.book import RuleBook
from services.rulebook.force import PacksRefused
from services.rulebook.report import Curve
from tests.fakes.server import NOW, FakeAccounts, FakeKeeper
from tests.unit.services.rulebook.samples import DEPTH, pack

ASK = {"rule": DEPTH, "patch": {"deadband": 1}, "days": 2, "stream": "S0"}


class Runs:
    """Back-tests that tell what they are given, and what was asked of them."""

    def __init__(self, *told: Any) -> None:
        self.told = told
        self.orders: list[Order] = []
        self.closed = 0

    async def __call__(self, order: Order) -> AsyncGenerator[Any, None]:
        self.orders.append(order)
        try:
            for what in self.told:
                if isinstance(what, Exception):
                    raise what
                yield what
        finally:
            self.closed += 1


def door(runs: Runs) -> RulesDoor:
    keeper = FakeKeeper()
    road = {"site": "road"}
    keeper.put(ev.StreamRegistered(Stream("S0", 0, "d", "S0", "cm", 0, 0, attributes=road)))

    async def reload(actor: str) -> tuple[str, ...]:
        raise PacksRefused((f"line 3, {actor}",))

    return RulesDoor(
        keeper, FakeAccounts(), ManualClock(NOW), RuleBook((pack(),)), list, reload, runs
    )


def client(made: RulesDoor, token: str = "viewer") -> httpx.AsyncClient:
    app = Starlette(routes=made.routes(), exception_handlers={HttpError: refusal})
    headers = {"Authorization": f"Bearer {token}"}
    transport = httpx.ASGITransport(app)
    return httpx.AsyncClient(transport=transport, base_url="http://a", headers=headers)


def curve() -> Curve:
    return Curve("S0", "cm", [1], [2.0], [3.0], [], [], [], [])


async def test_the_order_holds_both_rules_and_the_days() -> None:
    runs = Runs(Progress(0.5))
    async with client(door(runs)) as http:
        answer = await http.post("/api/backtest", json=ASK)
    assert [json.loads(line) for line in answer.text.splitlines()] == [{"done": 0.5}]
    (order,) = runs.orders
    assert (order.now.deadband, order.then.deadband) == (2, 1)
    assert (order.until_ms, order.days, order.curve) == (NOW, 2, "")
    assert list(order.others) == ["p.silent"]


async def test_a_back_test_that_fails_says_so_on_its_last_line() -> None:
    runs = Runs(Progress(0.1), AsideFailed("it took too long"))
    async with client(door(runs)) as http:
        answer = await http.post("/api/backtest", json=ASK)
        one = await http.post("/api/backtest/curve", json=ASK)
    assert "it took too long" in json.loads(answer.text.splitlines()[-1])["error"]
    assert one.status_code == 500


async def test_one_back_test_runs_at_a_time() -> None:
    made = door(Runs(curve()))
    async with client(made) as http:
        async with made.busy:
            answers = [
                await http.post(path, json=ASK) for path in ("/api/backtest", "/api/backtest/curve")
            ]
        assert [one.status_code for one in answers] == [409, 409]
        assert (await http.post("/api/backtest/curve", json=ASK)).status_code == 200
    assert not made.busy.locked()


async def test_a_client_that_goes_ends_the_work() -> None:
    runs = Runs(Progress(0.1), Progress(0.2))
    made = door(runs)
    order = made._ordered(BacktestAsk(DEPTH, {"deadband": 1}, 2), "")
    lines = made._lines(order)
    await anext(lines)
    assert made.busy.locked()
    await lines.aclose()
    assert (runs.closed, made.busy.locked()) == (1, False)


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"rule": "p.none"}, 404),
        ({"stream": "S9"}, 404),
        ({"days": 0}, 422),
        ({"patch": {"deadband": "x"}}, 422),
        ({"patch": []}, 400),
    ],
)
async def test_what_cannot_be_tested_is_refused(change: dict[str, Any], status: int) -> None:
    async with client(door(Runs())) as http:
        answer = await http.post("/api/backtest/curve", json=ASK | change)
    assert answer.status_code == status
    assert answer.json()["error"]


async def test_a_sensor_may_neither_look_nor_reload_and_a_viewer_not_reload() -> None:
    made = door(Runs())
    async with client(made, "sensor") as http:
        assert (await http.get("/api/rules")).status_code == 403
        assert (await http.post("/api/backtest", json=ASK)).status_code == 403
    async with client(made) as http:
        assert (await http.post("/api/packs/reload")).status_code == 403
    async with client(made, "operator") as http:
        answer = await http.post("/api/packs/reload")
    assert (answer.status_code, answer.json()["problems"]) == (422, ["line 3, Operator"])

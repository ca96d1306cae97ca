"""The rulebook's door: the rules in force, back-tests of a change, packs read anew.

Changes themselves come through the gateway as commands. Decides nothing itself.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from services.api.http import HttpError, answer, body_of, principal_of
from services.api.rule_list import BookRule, listed
from services.aside import AsideFailed
from services.clock import Clock
from services.contract.model import RuleChange
from services.gateway.ports import Keeper, Tokens
from services.packs.schema import calendars_of, plausible_of, rules_of
from services.rulebook.backtest import Order, Progress
from services.rulebook.book import BadPatch, Finding, RuleBook, UnknownRule
from services.rulebook.force import PacksRefused
from services.rulebook.report import Curve, Report

MAX_BODY = 64 * 1024
MAX_DAYS = 92

Run = Callable[[Order], AsyncGenerator[Any, None]]
"""Runs a back-test: Progress as it comes, then the Report or Curve; closing it ends the work."""


class BacktestAsk(msgspec.Struct, frozen=True):
    """Body of POST /api/backtest and, with `stream`, of POST /api/backtest/curve. `patch` is the
    whole merge patch (RFC 7386) of what the rule's pack says; it is compared with what is in
    force."""

    rule: str
    patch: dict[str, Any]
    days: int
    stream: str = ""


class BacktestLine(msgspec.Struct, frozen=True, omit_defaults=True):
    """A line of the answer: how far it is, or the report at the end, or why there is none."""

    done: float | None = None
    report: Report | None = None
    error: str = ""


class PatchRefusal(msgspec.Struct, frozen=True):
    """Why a change makes no rule."""

    error: str
    findings: tuple[Finding, ...] = ()


class RuleBookAnswer(msgspec.Struct, frozen=True):
    """Answer to GET /api/rules."""

    now_ms: int
    rules: list[BookRule]


class ReloadAnswer(msgspec.Struct, frozen=True):
    """Answer to POST /api/packs/reload: what differs, in words; empty when nothing does."""

    changes: tuple[str, ...]


class ReloadRefusal(msgspec.Struct, frozen=True):
    """Why the packs were left as they are: every mistake with file, line and fix."""

    error: str
    problems: tuple[str, ...]


DESCRIBED = (
    BacktestAsk, BacktestLine, Curve, PatchRefusal, RuleBookAnswer, ReloadAnswer, ReloadRefusal,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class RulesDoor:
    """The routes' handlers. One back-test runs at a time."""

    keeper: Keeper
    accounts: Tokens
    clock: Clock
    book: RuleBook
    changes: Callable[[], Sequence[RuleChange]]
    """Every change of a rule there was, oldest first; called in a thread."""
    reload: Callable[[str], Awaitable[tuple[str, ...]]]
    run: Run
    busy: asyncio.Lock = field(default_factory=asyncio.Lock)

    def routes(self) -> list[Route]:
        return [
            Route("/api/rules", self.get_rules),
            Route("/api/backtest", self.post_backtest, methods=["POST"]),
            Route("/api/backtest/curve", self.post_curve, methods=["POST"]),
            Route("/api/packs/reload", self.post_reload, methods=["POST"]),
        ]

    async def get_rules(self, request: Request) -> Response:
        await principal_of(request, self.accounts, "view", "operate")
        state, now_ms = self.keeper.state, self.clock.now_ms()
        streams, alerts = tuple(state.streams.values()), tuple(state.alerts.values())
        current, base = self.book.now, self.book.packs
        changes = dict(state.rule_changes)

        def read() -> list[BookRule]:
            return listed(current, base, changes, self.changes(), streams, alerts, now_ms)

        return answer(RuleBookAnswer(now_ms, await asyncio.to_thread(read)))

    async def post_backtest(self, request: Request) -> Response:
        order = await self._order(request, curve=False)
        if isinstance(order, Response):
            return order
        return StreamingResponse(self._lines(order), media_type="application/x-ndjson")

    async def post_curve(self, request: Request) -> Response:
        order = await self._order(request, curve=True)
        if isinstance(order, Response):
            return order
        async with self.busy, aclosing(self.run(order)) as told:
            try:
                async for what in told:
                    if isinstance(what, Curve):
                        return answer(what)
            except AsideFailed as error:
                raise HttpError(500, f"the back-test failed: {error}") from error
        raise HttpError(500, "the back-test gave no curve")

    async def post_reload(self, request: Request) -> Response:
        principal = await principal_of(request, self.accounts, "operate")
        try:
            return answer(ReloadAnswer(await self.reload(principal.display or principal.name)))
        except PacksRefused as error:
            return answer(ReloadRefusal(str(error), error.problems), 422)

    async def _lines(self, order: Order) -> AsyncIterator[bytes]:
        """Progress and report, one JSON object a line; ended when the client goes."""
        async with self.busy, aclosing(self.run(order)) as told:
            try:
                async for what in told:
                    if isinstance(what, Progress):
                        yield _line(BacktestLine(done=what.done))
                    elif isinstance(what, Report):
                        yield _line(BacktestLine(report=what))
            except AsideFailed as error:
                yield _line(BacktestLine(error=f"the back-test failed: {error}"))

    async def _order(self, request: Request, *, curve: bool) -> Order | Response:
        """What is asked for, or the answer that it cannot be."""
        await principal_of(request, self.accounts, "view", "operate")
        try:
            ask = msgspec.json.decode(await body_of(request, MAX_BODY), type=BacktestAsk)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
            raise HttpError(400, f"send rule, patch and days as JSON: {error}") from error
        if not 1 <= ask.days <= MAX_DAYS:
            found = Finding(("days",), f"{ask.days} days", f"write 1 to {MAX_DAYS}")
            return answer(PatchRefusal(str(found), (found,)), 422)
        try:
            order = self._ordered(ask, ask.stream if curve else "")
        except UnknownRule as error:
            raise HttpError(404, str(error)) from error
        except BadPatch as error:
            return answer(PatchRefusal(str(error), error.findings), 422)
        if curve and not _is_watched(order):
            raise HttpError(404, "the rule watches no such stream")
        if self.busy.locked():
            raise HttpError(409, "another back-test is running; try again when it is done")
        return order

    def _ordered(self, ask: BacktestAsk, curve: str) -> Order:
        state = self.keeper.state
        then = rules_of(self.book.changed(ask.rule, ask.patch, state.rule_changes))
        packs = self.book.now.packs
        return Order(
            ask.rule,
            self.book.now.rules[ask.rule],
            then[ask.rule],
            {name: rule for name, rule in self.book.now.rules.items() if name != ask.rule},
            state.town,
            tuple(state.streams.values()),
            tuple(state.assets.values()),
            plausible_of(packs),
            calendars_of(packs),
            self.clock.now_ms(),
            ask.days,
            curve,
        )


def _is_watched(order: Order) -> bool:
    both = (order.now, order.then)
    return any(
        stream.id == order.curve and any(rule.fits(stream) for rule in both)
        for stream in order.streams
    )


def _line(line: BacktestLine) -> bytes:
    return msgspec.json.encode(line) + b"\n"

"""The door for CAP 1.2: other authorities' warnings in, ours out. Decides nothing itself."""

from __future__ import annotations

import asyncio
import hashlib
from dataclasses import dataclass, field

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from services.api.http import HttpError, answer, body_of, principal_of
from services.cap.document import Alert
from services.cap.incoming import Taken, Withdrawn, understand
from services.cap.leaves import Problem
from services.cap.outgoing import alert_of
from services.cap.parse import CapError, parse_cap
from services.cap.settings import Settings
from services.cap.tree import MAX_BYTES
from services.cap.write import write_cap
from services.clock import Clock
from services.contract.commands import CommandBody, TakeWarning, WithdrawWarning
from services.contract.model import TownState, Warning
from services.gateway.ports import Keeper, Tokens

MEDIA_TYPE = "application/cap+xml"


class CapAnswer(msgspec.Struct, frozen=True):
    """Answer to POST /api/cap: issued, updated, withdrawn, known or ignored, and why."""

    outcome: str
    warning: str = ""
    kind: str = ""
    level: str = ""
    areas: tuple[str, ...] = ()
    is_drill: bool = False
    reason: str = ""


class CapRefusal(msgspec.Struct, frozen=True):
    """What is wrong with a message, in its order."""

    error: str
    problems: tuple[Problem, ...]


def _key_of(message: str, state: TownState) -> str:
    """The warning, in force or ended, that came by this message; empty when there is none."""
    for warnings in (state.warnings, state.ended_warnings):
        for warning in warnings.values():
            if message in warning.messages:
                return warning.key
    return ""


@dataclass(frozen=True, slots=True)
class CapDoor:
    """The routes' handlers."""

    keeper: Keeper
    accounts: Tokens
    clock: Clock
    settings: Settings = field(default_factory=Settings)

    def routes(self) -> list[Route]:
        return [
            Route("/api/cap", self.post, methods=["POST"]),
            Route("/api/warnings/{id}.cap.xml", self.get),
        ]

    async def post(self, request: Request) -> Response:
        principal = await principal_of(request, self.accounts, "ingest")
        body = await body_of(request, MAX_BYTES)
        try:
            alert = await asyncio.to_thread(parse_cap, body)
        except CapError as error:
            return answer(CapRefusal(str(error), error.problems), 400)
        actor = f"cap:{principal.name}"
        now = self.keeper.state
        town = TownState(town=now.town, areas=dict(now.areas))
        now_ms = self.clock.now_ms()
        found = await asyncio.to_thread(understand, alert, town, self.settings, now_ms)
        if isinstance(found, Taken):
            return await self._take(alert, found, actor)
        if isinstance(found, Withdrawn):
            return await self._withdraw(alert, found, actor)
        return answer(CapAnswer("ignored", reason=found.reason))

    async def _take(self, alert: Alert, found: Taken, actor: str) -> Response:
        state, message = self.keeper.state, str(alert.reference)
        if key := _key_of(message, state):
            return answer(CapAnswer("known", key, reason="the message was taken before"))
        before = set(state.warnings)
        body = TakeWarning(found.warning, found.replaces)
        await self._execute(alert, actor, body)
        key = _key_of(message, self.keeper.state)
        warning = self.keeper.state.warnings.get(key, found.warning)
        return answer(_taken("updated" if key in before else "issued", key, warning))

    async def _withdraw(self, alert: Alert, found: Withdrawn, actor: str) -> Response:
        chosen = set(found.messages)
        keys = [
            warning.key
            for warning in self.keeper.state.warnings.values()
            if warning.is_drill is found.is_drill and chosen.intersection(warning.messages)
        ]
        if not keys:
            reason = f"{found.reason}; no warning in force came by what it refers to"
            return answer(CapAnswer("ignored", is_drill=found.is_drill, reason=reason))
        body = WithdrawWarning(found.messages, found.is_drill)
        await self._execute(alert, actor, body)
        taken = CapAnswer("withdrawn", keys[0], is_drill=found.is_drill, reason=found.reason)
        return answer(taken)

    async def _execute(self, alert: Alert, actor: str, body: CommandBody) -> None:
        """The message's own id for the command: the journal takes the same one once."""
        digest = hashlib.sha256(str(alert.reference).encode()).hexdigest()
        result = await self.keeper.execute(f"cap-{digest}", actor, body)
        if result.refusal is not None:
            busy = result.refusal.code.startswith(("store.", "server."))
            raise HttpError(503 if busy else 409, result.refusal.text)

    async def get(self, request: Request) -> Response:
        await principal_of(request, self.accounts, "view", "operate")
        state, key = self.keeper.state, request.path_params["id"]
        warning = state.warnings.get(key) or state.ended_warnings.get(key)
        if warning is None or state.town is None:
            raise HttpError(404, "the town has no such warning")
        alert = alert_of(warning, state, state.town, self.settings)
        return Response(write_cap(alert), 200, {"Cache-Control": "no-cache"}, MEDIA_TYPE)


def _taken(outcome: str, key: str, warning: Warning) -> CapAnswer:
    level = warning.level.name.lower()
    return CapAnswer(outcome, key, warning.kind, level, warning.areas, warning.is_drill)

"""GET /api/refusals: what the doors did not take and why, for whoever connects devices."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from services.api.http import answer, principal_of
from services.gateway.ports import Tokens
from services.ingest.hub import ReadingHub
from services.ingest.refusals import Refusal


class RefusalsAnswer(msgspec.Struct, frozen=True):
    """How many were refused since the start, by reason, and the last ones, newest first."""

    refused: dict[str, int]
    last: list[Refusal]


@dataclass(frozen=True, slots=True)
class RefusalDoor:
    """The route's handler."""

    hub: ReadingHub
    accounts: Tokens

    def routes(self) -> list[Route]:
        return [Route("/api/refusals", self.get)]

    async def get(self, request: Request) -> Response:
        await principal_of(request, self.accounts, "view", "operate", "ingest")
        refusals = self.hub.refusals
        return answer(RefusalsAnswer(dict(refusals.counts), refusals.last()))

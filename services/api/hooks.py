"""The door for webhooks: POST /api/hooks/{name}. What a message means is its table's to say."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from services.api.http import HttpError, body_of, principal_of
from services.api.taken import taken_answer
from services.clock import Clock
from services.gateway.ports import Tokens
from services.ingest.hooks import BadSignature, Hook
from services.ingest.hub import ReadingHub
from services.ingest.parse import BadBody

MAX_BODY = 1024 * 1024
DOOR = "hook"
_LARGE_BODY = 64 * 1024


@dataclass(frozen=True, slots=True)
class HookDoor:
    """The route's handler. `wall` is the real time: a signature's age has nothing of the town's."""

    hooks: Mapping[str, Hook]
    hub: ReadingHub
    accounts: Tokens
    wall: Clock

    def routes(self) -> list[Route]:
        return [Route("/api/hooks/{name}", self.post, methods=["POST"])]

    async def post(self, request: Request) -> Response:
        name = str(request.path_params["name"])
        hook = self.hooks.get(name)
        if hook is None or not hook.is_signed:
            # Who has no token learns of no names.
            await principal_of(request, self.accounts, "ingest")
        if hook is None:
            raise HttpError(404, f"town.toml has no [hooks.{name[:60]}]")
        source = f"hooks/{name}"
        try:
            body = await body_of(request, MAX_BODY)
            if hook.is_signed:
                hook.check(body, request.headers, self.wall.now_ms() / 1000)
            if len(body) > _LARGE_BODY:
                parsed = await asyncio.to_thread(hook.readings, body)
            else:
                parsed = hook.readings(body)
        except HttpError as error:
            self.hub.refuse(DOOR, source, error.text, "body over the limit")
            raise
        except BadSignature as error:
            self.hub.refuse(DOOR, source, str(error), "signature not accepted")
            raise HttpError(401, str(error)) from error
        except BadBody as error:
            self.hub.refuse(DOOR, source, str(error), "malformed body")
            raise HttpError(400, str(error)) from error
        return taken_answer(self.hub, DOOR, source, parsed)

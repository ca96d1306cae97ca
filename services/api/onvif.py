"""The door for ONVIF events: POST /api/onvif/{source}, as a camera pushes them to a consumer."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from services.api.http import HttpError, answer, body_of, principal_of
from services.api.taken import take
from services.cap.tree import MAX_BYTES
from services.gateway.ports import Tokens
from services.ingest.hub import ReadingHub
from services.ingest.onvif import BadNotify, parse_notify
from services.ingest.onvif_map import OnvifSource
from services.ingest.parse import RefusedReading

DOOR = "onvif"


class OnvifAnswer(msgspec.Struct, frozen=True):
    """What became of a body: readings taken, events nobody mapped, and the refused ones."""

    accepted: int
    ignored: int
    refused: list[RefusedReading]


@dataclass(frozen=True, slots=True)
class OnvifDoor:
    """The route's handler."""

    sources: Mapping[str, OnvifSource]
    hub: ReadingHub
    accounts: Tokens

    def routes(self) -> list[Route]:
        return [Route("/api/onvif/{source}", self.post, methods=["POST"])]

    async def post(self, request: Request) -> Response:
        name = str(request.path_params["source"])
        source = self.sources.get(name)
        if source is None or not source.has_key:
            # Who has no token learns of no names.
            await principal_of(request, self.accounts, "ingest")
        elif not source.opens(request.query_params.get("key", "")):
            self.hub.refuse(DOOR, f"onvif/{name}", "the key is wrong", "key not accepted")
            raise HttpError(401, "the address must end in ?key= and the key of this sender")
        if source is None:
            raise HttpError(404, f"town.toml has no [onvif.{name[:60]}]")
        try:
            body = await body_of(request, MAX_BYTES)
            found = source.understand(await asyncio.to_thread(parse_notify, body))
        except HttpError as error:
            self.hub.refuse(DOOR, f"onvif/{name}", error.text, "body over the limit")
            raise
        except BadNotify as error:
            self.hub.refuse(DOOR, f"onvif/{name}", str(error), "malformed body")
            raise HttpError(400, str(error)) from error
        taken = take(self.hub, DOOR, f"onvif/{name}", found.parsed)
        status = 422 if taken.refused and not taken.accepted else 202
        return answer(OnvifAnswer(taken.accepted, found.ignored, taken.refused), status)

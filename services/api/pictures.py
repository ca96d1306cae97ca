"""Pictures that came with readings: kept as evidence, shown as a camera's latest still, given out.

Routes /api/media to send and fetch evidence; the same store serves the doors inside.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Protocol

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from services.api.http import HttpError, answer, body_of, is_same, principal_of
from services.api.stills import MAX_BYTES, BadStill, StillStore, still_of
from services.gateway.ports import Tokens


class MediaAnswer(msgspec.Struct, frozen=True):
    """The id a picture is kept under, for the field `evidence` of a reading."""

    id: str


class Broadcaster(Protocol):
    """Who tells desks of a new still."""

    def broadcast_still(self, camera: str, at_ms: int, etag: str) -> None: ...


@dataclass(frozen=True, slots=True)
class Pictures:
    """Keeps what doors fetch."""

    stills: StillStore
    desks: Broadcaster

    async def keep(self, camera: str, at_ms: int, data: bytes) -> str:
        """Keep a picture as evidence and, with a camera, as its still. Raises BadStill, OSError."""
        still = still_of(data)
        id = await asyncio.to_thread(self.stills.keep, still)
        if camera:
            await asyncio.to_thread(self.stills.put, camera, still)
            self.desks.broadcast_still(camera, at_ms, still.etag)
        return id


@dataclass(frozen=True, slots=True)
class MediaDoor:
    """The routes' handlers."""

    stills: StillStore
    accounts: Tokens

    def routes(self) -> list[Route]:
        return [
            Route("/api/media", self.post, methods=["POST"]),
            Route("/api/media/{id}", self.get),
        ]

    async def post(self, request: Request) -> Response:
        await principal_of(request, self.accounts, "ingest")
        try:
            still = still_of(await body_of(request, MAX_BYTES))
        except BadStill as error:
            raise HttpError(415, str(error)) from error
        try:
            id = await asyncio.to_thread(self.stills.keep, still)
        except OSError as error:
            raise HttpError(507, f"the picture cannot be kept: {error.strerror}") from error
        return answer(MediaAnswer(id), 201, {"Location": f"/api/media/{id}"})

    async def get(self, request: Request) -> Response:
        await principal_of(request, self.accounts, "view", "operate")
        still = await asyncio.to_thread(self.stills.evidence, str(request.path_params["id"]))
        if still is None:
            raise HttpError(404, "no such picture is kept")
        headers = {"ETag": f'"{still.etag}"', "Cache-Control": "private, max-age=31536000"}
        if is_same(request, still.etag):
            return Response(status_code=304, headers=headers)
        headers["X-Content-Type-Options"] = "nosniff"
        return Response(still.data, 200, headers, still.media_type)

"""The HTTP routes and the door to the gateway. Decides nothing about the town."""

from __future__ import annotations

import asyncio
import gzip
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import msgspec
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute

from services.api import docs
from services.api.cap import CapAnswer, CapDoor, CapRefusal
from services.api.docs_doors import DESCRIBED as DOORS
from services.api.http import (
    HttpError,
    answer,
    body_of,
    is_same,
    principal_of,
    refusal,
    token_of,
)
from services.api.rules import DESCRIBED as RULES
from services.api.stills import MAX_BYTES, BadStill, StillStore, still_of
from services.api.summary import summarize
from services.api.throttle import SignInGuard
from services.api.waveforms import WaveformAnswer, WaveformDoor
from services.auth.accounts import User
from services.cap.settings import Settings as CapSettings
from services.clock import Clock
from services.gateway.ports import Keeper, Tokens
from services.gateway.server import Gateway
from services.ingest.hub import Accepted, ReadingHub
from services.ingest.parse import BadBody, RefusedReading, parse_readings, time_ms
from services.signature.message import WaveformMessage

MAX_READINGS_BODY = 4 * 1024 * 1024
_LARGE_BODY = 64 * 1024
"""Bytes past which a body is parsed in a thread."""


class Accounts(Tokens, Protocol):
    """Accounts as the routes use them; called in threads."""

    def verify_password(self, name: str, password: str) -> User | None: ...

    def open_session(self, user: User) -> str: ...

    def close_session(self, token: str) -> bool: ...


class SignIn(msgspec.Struct, frozen=True):
    """Body of POST /api/session."""

    name: str
    password: str


class Session(msgspec.Struct, frozen=True):
    """Answer to POST /api/session."""

    token: str
    name: str
    display: str
    roles: list[str]


class Basemap:
    """The town's basemap, compressed once."""

    def __init__(self, geojson: bytes) -> None:
        self.data = gzip.compress(geojson, 6, mtime=0)
        self.etag = hashlib.sha256(geojson).hexdigest()


_sign_in = msgspec.json.Decoder(SignIn)
_DESCRIBED: tuple[type[msgspec.Struct], ...] = (
    SignIn,
    Session,
    Accepted,
    CapAnswer,
    CapRefusal,
    WaveformMessage,
    WaveformAnswer,
    *RULES,
    *DOORS,
)


@dataclass(frozen=True, slots=True)
class Api:
    """The routes' handlers over the parts of one server."""

    keeper: Keeper
    hub: ReadingHub
    accounts: Accounts
    clock: Clock
    gateway: Gateway
    stills: StillStore
    basemap: Basemap | None
    guard: SignInGuard

    async def post_readings(self, request: Request) -> Response:
        try:
            await principal_of(request, self.accounts, "ingest")
        except HttpError:
            self.hub.count_refused("token not accepted")
            raise
        try:
            body = await body_of(request, MAX_READINGS_BODY)
            ndjson = "ndjson" in request.headers.get("content-type", "") or None
            if len(body) > _LARGE_BODY:
                parsed = await asyncio.to_thread(parse_readings, body, ndjson)
            else:
                parsed = parse_readings(body, ndjson)
        except HttpError:
            self.hub.count_refused("body over the limit")
            raise
        except BadBody as error:
            self.hub.count_refused("malformed body")
            raise HttpError(400, str(error)) from error
        if parsed.refused:
            self.hub.count_refused("malformed item", len(parsed.refused))
        taken = self.hub.accept(parsed.items)
        late = [
            RefusedReading(parsed.places[item.index], item.stream, item.reason)
            for item in taken.refused
        ]
        refused = sorted(parsed.refused + late, key=lambda item: item.index)
        return answer(Accepted(taken.accepted, refused), 202)

    async def get_health(self, _: Request) -> Response:
        return answer(
            {
                "status": "ok",
                "seq": self.keeper.state.seq,
                "now_ms": self.clock.now_ms(),
                "speed": self.clock.speed,
                "readings": {
                    "accepted": self.hub.accepted,
                    "refused": dict(self.hub.refused),
                    "waiting": self.hub.waiting_rows,
                    "not_stored": self.hub.not_stored,
                },
                "gateway": self.gateway.health(),
            }
        )

    async def get_state(self, request: Request) -> Response:
        await principal_of(request, self.accounts, "view", "operate")
        return answer(summarize(self.keeper.state, self.hub.latest(), self.clock.now_ms()))

    async def post_session(self, request: Request) -> Response:
        try:
            sign_in = _sign_in.decode(await body_of(request, 16 * 1024))
        except (msgspec.MsgspecError, UnicodeDecodeError) as error:
            raise HttpError(400, f"send name and password as JSON: {error}") from error
        address = request.client.host if request.client else ""
        if wait_s := self.guard.wait_s(sign_in.name, address):
            raise HttpError(
                429,
                f"too many wrong sign-ins; try again in {wait_s} s",
                **{"Retry-After": str(wait_s)},
            )
        user = await asyncio.to_thread(
            self.accounts.verify_password, sign_in.name, sign_in.password
        )
        if user is None:
            self.guard.count(sign_in.name, address)
            raise HttpError(401, "name or password is wrong")
        token = await asyncio.to_thread(self.accounts.open_session, user)
        return answer(Session(token, user.name, user.display, sorted(user.roles)))

    async def delete_session(self, request: Request) -> Response:
        if not await asyncio.to_thread(self.accounts.close_session, token_of(request)):
            raise HttpError(401, "there is no such session")
        await self.gateway.check_tokens()
        return Response(status_code=204)

    async def get_basemap(self, request: Request) -> Response:
        await principal_of(request, self.accounts, "view", "operate")
        if self.basemap is None:
            raise HttpError(404, "the town has no basemap")
        headers = {
            "ETag": f'"{self.basemap.etag}"',
            "Cache-Control": "private, no-cache",
            "Vary": "Accept-Encoding",
        }
        if is_same(request, self.basemap.etag):
            return Response(status_code=304, headers=headers)
        data = self.basemap.data
        if "gzip" in request.headers.get("accept-encoding", ""):
            headers["Content-Encoding"] = "gzip"
        else:
            data = await asyncio.to_thread(gzip.decompress, data)
        return Response(data, 200, headers, "application/geo+json")

    async def put_still(self, request: Request) -> Response:
        await principal_of(request, self.accounts, "ingest")
        camera = self._camera(request)
        at_ms = self._taken_at(request)
        try:
            still = still_of(await body_of(request, MAX_BYTES))
        except BadStill as error:
            raise HttpError(415, str(error)) from error
        try:
            await asyncio.to_thread(self.stills.put, camera, still)
        except OSError as error:
            raise HttpError(507, f"the still cannot be kept: {error.strerror}") from error
        self.gateway.broadcast_still(camera, at_ms, still.etag)
        return Response(status_code=204, headers={"ETag": f'"{still.etag}"'})

    def _camera(self, request: Request) -> str:
        camera = str(request.path_params["camera"])
        asset = self.keeper.state.assets.get(camera)
        if asset is None or asset.kind != "camera":
            raise HttpError(404, "the town has no such camera")
        return camera

    def _taken_at(self, request: Request) -> int:
        text = request.headers.get("x-taken-at", "").strip()
        try:
            number = int(text) if text.lstrip("-").isdecimal() and len(text) < 20 else None
            at_ms = time_ms(text or None) if number is None else time_ms(number)
        except ValueError as error:
            raise HttpError(400, f"X-Taken-At: {error}") from error
        return self.clock.now_ms() if at_ms is None else at_ms

    async def get_still(self, request: Request) -> Response:
        await principal_of(request, self.accounts, "view", "operate")
        still = await asyncio.to_thread(self.stills.get, self._camera(request))
        if still is None:
            raise HttpError(404, "this camera has sent no still yet")
        headers = {"ETag": f'"{still.etag}"', "Cache-Control": "private, no-cache"}
        if is_same(request, still.etag):
            return Response(status_code=304, headers=headers)
        headers["X-Content-Type-Options"] = "nosniff"
        return Response(still.data, 200, headers, still.media_type)

    async def get_openapi(self, _: Request) -> Response:
        return answer(docs.openapi(_DESCRIBED))

    async def get_docs(self, _: Request) -> Response:
        return HTMLResponse(docs.page(docs.openapi(_DESCRIBED)))


def make_app(
    keeper: Keeper,
    hub: ReadingHub,
    accounts: Accounts,
    clock: Clock,
    gateway: Gateway,
    stills: StillStore,
    basemap: Basemap | None = None,
    cap: CapSettings | None = None,
    doors: Sequence[BaseRoute] = (),
) -> Starlette:
    """The ASGI application: routes under /api, those of the doors too, and the gateway at /ws."""
    api = Api(keeper, hub, accounts, clock, gateway, stills, basemap, SignInGuard())
    routes = [
        Route("/api/readings", api.post_readings, methods=["POST"]),
        Route("/api/health", api.get_health),
        Route("/api/state", api.get_state),
        Route("/api/session", api.post_session, methods=["POST"]),
        Route("/api/session", api.delete_session, methods=["DELETE"]),
        Route("/api/basemap", api.get_basemap),
        Route("/api/cameras/{camera}/still", api.put_still, methods=["PUT"]),
        Route("/api/cameras/{camera}/still", api.get_still),
        Route("/api/openapi.json", api.get_openapi),
        Route("/api/docs", api.get_docs),
        *CapDoor(keeper, accounts, clock, cap or CapSettings()).routes(),
        *doors,
        *WaveformDoor(keeper, hub, accounts, stills).routes(),
        WebSocketRoute("/ws", gateway.handle),
    ]
    return Starlette(routes=routes, exception_handlers={HttpError: refusal})

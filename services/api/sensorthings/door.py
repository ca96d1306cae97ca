"""The door for SensorThings 1.1 at /api/sta/v1.1: who may, what is asked, and the answer's form."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import uuid_utils
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from services.api.http import HttpError, answer, body_of, principal_of
from services.api.sensorthings.answer import Answerer, plain
from services.api.sensorthings.create import Drafts, Workshop, data_array_of, observation_of
from services.api.sensorthings.options import Options, parse_options
from services.api.sensorthings.paths import Resource, parse_path
from services.api.sensorthings.view import View, observation_id
from services.api.sensorthings.words import NAVIGATION, Entity, Instant, StaError
from services.cap.document import Circle
from services.cap.geometry import touches_circle
from services.clock import Clock
from services.contract.codec import Columns
from services.contract.commands import RegisterDevices
from services.contract.model import Asset, Stream
from services.gateway.ports import Keeper, Tokens
from services.ingest.hub import ReadingHub
from services.ingest.parse import RawReading

ROOT = "/api/sta/v1.1"
DOOR = "sensorthings"
MAX_BODY = 4 * 1024 * 1024
STORE_S = 1.0
"""How long a question waits for readings on their way to the store."""
_SPEC = "http://www.opengis.net/spec/iot_sensing/1.1/req"
CONFORMANCE = (
    f"{_SPEC}/datamodel",
    f"{_SPEC}/resource-path/resource-path-to-entities",
    f"{_SPEC}/request-data",
    f"{_SPEC}/create-update-delete/create-entity",
    f"{_SPEC}/data-array/data-array",
)
_CREATED = ("Things", "Datastreams", "Observations")


@dataclass(frozen=True, slots=True)
class StaDoor:
    """The routes' handlers. `limits` puts the rules' thresholds on a stream."""

    keeper: Keeper
    hub: ReadingHub
    accounts: Tokens
    clock: Clock
    limits: Callable[[Stream], Stream]

    def routes(self) -> list[Route]:
        methods = ["GET", "POST", "PATCH", "PUT", "DELETE"]
        return [
            Route(ROOT, self.handle, methods=methods),
            Route(f"{ROOT}/{{path:path}}", self.handle, methods=methods),
        ]

    async def handle(self, request: Request) -> Response:
        """Any request; what is wrong with it is said as the standard's clients expect."""
        path = str(request.path_params.get("path", "")).strip("/")
        try:
            if request.method in ("GET", "HEAD"):
                return await self._get(request, path)
            if request.method == "POST":
                return await self._post(request, path)
            raise StaError(405, "entities are changed in the town directory, not here")
        except StaError as error:
            if request.method == "POST":
                self.hub.refuse(DOOR, path[:100], error.text, "SensorThings request refused")
            return _refusal(error.status, error.text)
        except HttpError as error:
            return _refusal(error.status, error.text, error.headers)

    async def _get(self, request: Request, path: str) -> Response:
        await principal_of(request, self.accounts, "view", "operate")
        root = _root(request)
        if not path:
            return answer(_index(root))
        resource = parse_path(path)
        options = parse_options(request.query_params.multi_items(), resource.last.set)
        if "Observations" in path or "Observations" in options.text.get("$expand", ""):
            await self._catch_up()
        answerer = await self._answerer(root)
        return await asyncio.to_thread(_answer, answerer, resource, options)

    async def _catch_up(self) -> None:
        """What a client has just sent it shall find: wait a moment for the store."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(STORE_S):
                await self.hub.stored()

    async def _answerer(self, root: str) -> Answerer:
        """A picture of the town, taken now and sorted out in a thread."""
        state, latest = self.keeper.state, self.hub.latest()
        make = partial(_view, dict(state.assets), dict(state.streams), latest, self.hub)
        return Answerer(await asyncio.to_thread(make), root, self.clock.now_ms())

    async def _post(self, request: Request, path: str) -> Response:
        principal = await principal_of(request, self.accounts, "ingest")
        body = await body_of(request, MAX_BODY)
        said = await asyncio.to_thread(_json, body)
        if path == "CreateObservations":
            return await self._data_array(said, _root(request))
        resource = parse_path(path)
        steps, last = resource.steps, resource.last
        if last.is_one or resource.form or last.set not in _CREATED or len(steps) > 2:
            raise StaError(
                501 if last.set in NAVIGATION and not last.is_one else 405,
                f"POST goes to {', '.join(_CREATED)} or CreateObservations; a Location, a Sensor "
                "and an ObservedProperty are sent inside the Thing or the Datastream",
            )
        parent = steps[0] if len(steps) == 2 else None
        if parent is not None and (parent.set, last.set) not in (
            ("Datastreams", "Observations"),
            ("Things", "Datastreams"),
        ):
            raise StaError(405, f"{last.set} cannot be created at {parent.set}")
        id = parent.id if parent is not None else None
        if last.set == "Observations":
            reading = observation_of(said, id)
            return await self._observed(reading, request)
        shop = self._workshop()
        drafts = shop.thing(said) if last.set == "Things" else shop.datastream(said, id)
        await self._register(drafts, f"sta:{principal.name}")
        made = drafts.assets[0].id if last.set == "Things" else drafts.streams[-1].id
        return await self._made(request, last.set, made)

    async def _observed(self, reading: RawReading, request: Request) -> Response:
        at_ms = self.clock.now_ms() if reading.at_ms is None else reading.at_ms
        fixed = RawReading(reading.stream, reading.value, at_ms, reading.quality, reading.evidence)
        taken = self.hub.accept([fixed], DOOR)
        if taken.refused:
            raise StaError(400, f"{reading.stream[:100]}: {taken.refused[0].reason}")
        writer = Answerer(View({}, {}, {}, _nothing), _root(request), at_ms)
        return _created(writer.written(_observation(fixed), Options()))

    async def _made(self, request: Request, set: str, id: str) -> Response:
        answerer = await self._answerer(_root(request))
        entity = answerer.view.one(set, id)
        if entity is None:
            raise StaError(500, f"{id[:100]} was registered and cannot be found")
        return _created(answerer.written(entity, Options()))

    async def _data_array(self, said: object, root: str) -> Response:
        """A link for every observation taken, a text that begins with error for the others."""
        rows = await asyncio.to_thread(data_array_of, said)
        now_ms = self.clock.now_ms()
        fixed = {
            place: RawReading(
                row.stream,
                row.value,
                now_ms if row.at_ms is None else row.at_ms,
                row.quality,
                row.evidence,
            )
            for place, row in enumerate(rows)
            if isinstance(row, RawReading)
        }
        places = list(fixed)
        taken = self.hub.accept([fixed[place] for place in places], DOOR)
        reasons = {places[item.index]: item.reason for item in taken.refused}
        for place, row in enumerate(rows):
            if isinstance(row, StaError):
                reasons[place] = row.text
                self.hub.refuse(DOOR, "CreateObservations", row.text, "malformed item")
        writer = Answerer(View({}, {}, {}, _nothing), root, now_ms)
        told = [
            f"error: {reasons[place]}"
            if place in reasons
            else writer.address_of(_observation(fixed[place]))
            for place in range(len(rows))
        ]
        return answer(told, 201 if taken.accepted or not rows else 400)

    def _workshop(self) -> Workshop:
        state = self.keeper.state

        def area_at(lon: float, lat: float) -> str:
            spot = Circle((lon, lat), 0.0)
            hits = (a.id for a in state.areas.values() if touches_circle(a.rings, spot))
            return next(hits, "")

        def place_of(id: str) -> tuple[float, float] | None:
            asset = state.assets.get(id)
            return (asset.lon, asset.lat) if asset else None

        return Workshop(area_at, place_of, self.limits)

    async def _register(self, drafts: Drafts, actor: str) -> None:
        command = RegisterDevices(tuple(drafts.assets), tuple(drafts.streams))
        result = await self.keeper.execute(str(uuid_utils.uuid7()), actor, command)
        if result.refusal is not None:
            busy = result.refusal.code.startswith(("store.", "server."))
            raise StaError(503 if busy else 409, result.refusal.text)
        self.hub.accept(drafts.readings, DOOR)


def _view(
    assets: Mapping[str, Asset], streams: Mapping[str, Stream], latest: Columns, hub: ReadingHub
) -> View:
    newest = dict(
        zip(
            latest.index.tolist(),
            zip(latest.value.tolist(), latest.at_ms.tolist(), latest.quality.tolist(), strict=True),
            strict=True,
        )
    )
    return View(assets, streams, newest, hub.past)


def _answer(answerer: Answerer, resource: Resource, options: Options) -> Response:
    """The whole of a GET, in a thread. Raises StaError."""
    if not resource.last.is_one:
        return answer(answerer.collection(resource, options))
    entity = answerer.entity(resource)
    if not resource.attribute:
        return answer(answerer.written(entity, options))
    name = resource.attribute
    value = entity.id if name == "@iot.id" else plain(entity.properties.get(name))
    if value is None:
        return Response(status_code=204)
    if resource.form == "$value":
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        return Response(text, media_type="text/plain; charset=utf-8")
    return answer({name: value})


def _json(body: bytes) -> object:
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as error:
        raise StaError(400, f"the body is not JSON: {error}") from error


def _root(request: Request) -> str:
    return f"{request.url.scheme}://{request.url.netloc}{ROOT}"


def _index(root: str) -> dict[str, Any]:
    sets = [{"name": name, "url": f"{root}/{name}"} for name in NAVIGATION]
    return {"value": sets, "serverSettings": {"conformance": list(CONFORMANCE)}}


def _refusal(status: int, text: str, headers: dict[str, str] | None = None) -> Response:
    return answer({"code": status, "type": "error", "message": text}, status, headers)


def _created(written: dict[str, Any]) -> Response:
    return answer(written, 201, {"Location": str(written["@iot.selfLink"])})


def _observation(reading: RawReading) -> Entity:
    """What was taken, without asking the store, where it may not be yet."""
    assert reading.at_ms is not None
    at = Instant(reading.at_ms)
    properties = {
        "phenomenonTime": at,
        "result": reading.value,
        "resultTime": at,
        "resultQuality": reading.quality.name.lower(),
    }
    return Entity("Observations", observation_id(reading.stream, reading.at_ms), properties)


def _nothing(*_: int) -> list[tuple[int, float]]:
    return []

"""The door for current waveforms: POST /api/waveforms becomes readings of the breaker's streams.

What a waveform means is the signature's to say, whether that is an alarm the rules' to say.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from services.api.http import HttpError, answer, body_of, principal_of
from services.api.stills import StillStore, still_of
from services.contract.model import Asset, Stream
from services.gateway.ports import Keeper, Tokens
from services.ingest.hub import ReadingHub
from services.ingest.parse import RawReading, RefusedReading, time_ms
from services.signature.classifier import Classifier
from services.signature.cycles import WaveformError
from services.signature.finding import Finding, find
from services.signature.message import WaveformMessage, read_message

MAX_BODY = 3 * 1024 * 1024
AT_ONCE = 2
MAX_WAITING = 16
DOOR = "waveforms"
CHARGING = "electrical.charging_score"
ARC = "electrical.arc_score"
STEP = "electrical.power_step"
KINDS = (CHARGING, ARC, STEP)


class WaveformAnswer(msgspec.Struct, frozen=True):
    """Answer to POST /api/waveforms. `model` says what the classifier was trained on."""

    finding: Finding
    evidence: str
    accepted: int
    refused: list[RefusedReading]
    model: str


@dataclass(slots=True)
class WaveformDoor:
    """The route's handler. Features and picture are made in threads, `AT_ONCE` at a time."""

    keeper: Keeper
    hub: ReadingHub
    accounts: Tokens
    stills: StillStore
    _classifier: Classifier | None = None
    _turns: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))
    _inside: int = 0

    def routes(self) -> list[Route]:
        return [Route("/api/waveforms", self.post, methods=["POST"])]

    async def post(self, request: Request) -> Response:
        await principal_of(request, self.accounts, "ingest")
        if self._inside >= MAX_WAITING:
            raise HttpError(503, "too many waveforms wait; send again", **{"Retry-After": "2"})
        self._inside += 1
        try:
            return await self._take(await body_of(request, MAX_BODY))
        except WaveformError as error:
            self.hub.refuse(DOOR, DOOR, str(error), "unusable waveform")
            raise HttpError(400, str(error)) from error
        finally:
            self._inside -= 1

    async def _take(self, body: bytes) -> Response:
        async with self._turns:
            message = await asyncio.to_thread(read_message, body)
            try:
                at_ms = time_ms(message.at)
            except ValueError as error:
                raise WaveformError(f"at: {error}") from error
            streams = self._streams(message.breaker)
            finding, evidence, model = await asyncio.to_thread(self._find, message)
        wanted = self._readings(streams, finding, at_ms, evidence)
        taken = self.hub.accept(wanted, DOOR)
        told = WaveformAnswer(finding, evidence, taken.accepted, taken.refused, model)
        return answer(told, 202 if taken.accepted else 422)

    def _find(self, message: WaveformMessage) -> tuple[Finding, str, str]:
        """In a thread: the finding, the id of its picture, what the model was trained on."""
        if self._classifier is None:
            self._classifier = Classifier.shipped()
        finding, picture = find(message, self._classifier)
        try:
            evidence = self.stills.keep(still_of(picture))
        except OSError:
            evidence = ""  # the disk is full: the alarm matters more than its picture
        return finding, evidence, self._classifier.trained_on

    def _streams(self, breaker: str) -> dict[str, Stream]:
        """The streams of the breaker by kind. Raises HttpError."""
        asset = self._asset(breaker)
        found = {
            stream.kind: stream
            for stream in self.keeper.state.streams.values()
            if stream.asset == asset.id and stream.kind in KINDS
        }
        if not found:
            raise HttpError(
                404, f"the breaker {asset.id} has no stream of a kind {', '.join(KINDS)}"
            )
        return found

    def _asset(self, breaker: str) -> Asset:
        assets = self.keeper.state.assets
        asset = assets.get(breaker)
        if asset is None or asset.kind != "breaker":
            asset = next(
                (
                    each
                    for each in assets.values()
                    if each.kind == "breaker" and each.attributes.get("device") == breaker
                ),
                None,
            )
        if asset is None:
            raise HttpError(404, "the town has no such breaker")
        return asset

    def _readings(
        self, streams: dict[str, Stream], finding: Finding, at_ms: int | None, evidence: str
    ) -> list[RawReading]:
        values = {
            CHARGING: finding.charging_score,
            ARC: finding.arc_score,
            STEP: finding.power_step_w,
        }
        return [
            RawReading(stream.id, value, at_ms, evidence=evidence)
            for kind, stream in streams.items()
            if (value := values[kind]) is not None
        ]

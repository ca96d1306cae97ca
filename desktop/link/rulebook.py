"""The rulebook as the server tells it: the rules with their changes, and what a change would do.

Knows the routes and their bodies; nothing of a form, and nothing of Qt.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Any, TypeVar

import msgspec

from desktop.link.http import HttpDoor, HttpError, Refused


class Bilingual(msgspec.Struct, frozen=True):
    """The same words in Chinese and English."""

    zh: str = ""
    en: str = ""


class PastChange(msgspec.Struct, frozen=True):
    """Who changed a rule, when, why, and to what (a merge patch of its pack, as JSON)."""

    patch: str
    reason: str
    by: str
    at_ms: int


class BookRule(msgspec.Struct, frozen=True):
    """One rule. `rule` is what holds now, `base` what its pack says, `patch` leads from one to
    the other; all three as a pack file has them."""

    id: str
    pack: str
    name: str
    rule: dict[str, Any]
    base: dict[str, Any]
    patch: dict[str, Any] = {}
    pack_title: Bilingual = Bilingual()
    stream_title: Bilingual = Bilingual()
    unit: str = ""
    plausible: tuple[float, float] | None = None
    history: tuple[PastChange, ...] = ()
    """Oldest first."""
    streams: int = 0
    """How many it watches now."""
    open: int = 0
    """Alarms standing."""
    alerts_7d: int = 0
    problem: str = ""
    """Why the change in force is not obeyed: the packs have changed since."""


class Finding(msgspec.Struct, frozen=True):
    """What is wrong at one place of a rule, and what to write instead."""

    path: tuple[str | int, ...]
    problem: str
    fix: str = ""


class TrialRow(msgspec.Struct, frozen=True):
    """What a change does to the alarms of one stream."""

    stream: str
    now: int
    then: int
    gained: int = 0
    lost: int = 0
    earlier: int = 0
    later: int = 0
    shift_s: float = 0.0
    """Mean of those that come at another time, later above 0."""
    lost_red: int = 0
    worst_now: int = 0
    worst_then: int = 0


class Report(msgspec.Struct, frozen=True):
    """What a change would have done. Times in town milliseconds; loads are alarms per bucket."""

    from_ms: int
    to_ms: int
    rows: tuple[TrialRow, ...]
    streams: int = 0
    readings: int = 0
    bucket_ms: int = 600_000
    load_now: tuple[int, ...] = ()
    load_then: tuple[int, ...] = ()
    total_now: int = 0
    total_then: int = 0
    notes: tuple[Bilingual, ...] = ()
    """What the figures do not include."""


class Line(msgspec.Struct, frozen=True):
    """Where a level begins."""

    level: int
    at: float


class Stretch(msgspec.Struct, frozen=True):
    """One alarm on a curve; `to_ms` 0 while it stands."""

    from_ms: int
    to_ms: int
    level: int


class TrialCurve(msgspec.Struct, frozen=True):
    """The readings of one stream, thinned to the lowest and highest of equal spans, and its alarms
    as the rule is and as it would be."""

    at_ms: tuple[int, ...]
    low: tuple[float | None, ...]
    high: tuple[float | None, ...]
    now: tuple[Stretch, ...] = ()
    then: tuple[Stretch, ...] = ()
    lines_now: tuple[Line, ...] = ()
    lines_then: tuple[Line, ...] = ()
    """Of rules on the value itself; none for other kinds."""


class Progress(msgspec.Struct, frozen=True):
    """A line of a back-test under way: how far it is, the report, or why there is none."""

    done: float = 0.0
    report: Report | None = None
    error: str = ""


class BadChange(HttpError):
    """The change does not make a rule; `findings` say where and why."""

    def __init__(self, text: str, findings: tuple[Finding, ...]) -> None:
        super().__init__(text)
        self.findings = findings


class Busy(HttpError):
    """The server is at another back-test."""


class _Book(msgspec.Struct, frozen=True):
    rules: tuple[BookRule, ...]


class _Refusal(msgspec.Struct, frozen=True):
    error: str = ""
    findings: tuple[Finding, ...] = ()


_CONFLICT = 409
_T = TypeVar("_T")
_book = msgspec.json.Decoder(_Book)
_progress = msgspec.json.Decoder(Progress)
_curve = msgspec.json.Decoder(TrialCurve)
_refusal = msgspec.json.Decoder(_Refusal)


class RulebookDoor:
    """The rulebook's routes of one server."""

    def __init__(self, http: HttpDoor) -> None:
        self._http = http

    async def rules(self) -> tuple[BookRule, ...]:
        """Every rule. Raises HttpError."""
        content = await self._http.ask("GET", "/api/rules")
        return _read(_book, content).rules

    async def backtest(
        self, rule: str, patch: dict[str, Any], days: int
    ) -> AsyncGenerator[Progress, None]:
        """How a change goes over the last days; the last line has the report.

        Closing the generator ends the work on the server. Raises BadChange, HttpError.
        """
        asked = {"rule": rule, "patch": patch, "days": days}
        try:
            async with aclosing(self._http.lines("/api/backtest", asked)) as lines:
                async for line in lines:
                    progress = _read(_progress, line.encode())
                    if progress.error:
                        raise HttpError(progress.error)
                    yield progress
        except Refused as refused:
            raise _explained(refused) from refused

    async def curve(self, rule: str, patch: dict[str, Any], days: int, stream: str) -> TrialCurve:
        """One stream over the same days, as long as the server takes for it. Raises BadChange,
        HttpError."""
        asked = {"rule": rule, "patch": patch, "days": days, "stream": stream}
        path = "/api/backtest/curve"
        try:
            return _read(_curve, await self._http.ask("POST", path, asked, is_patient=True))
        except Refused as refused:
            raise _explained(refused) from refused


def _read(decoder: msgspec.json.Decoder[_T], content: bytes) -> _T:
    try:
        return decoder.decode(content)
    except msgspec.MsgspecError as error:
        raise HttpError(f"the server's answer cannot be read: {error}") from error


def _explained(refused: Refused) -> HttpError:
    try:
        said = _refusal.decode(refused.content)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return refused
    if refused.code == _CONFLICT:
        return Busy(said.error)
    if said.findings:
        return BadChange(said.error, said.findings)
    return HttpError(said.error) if said.error else refused

"""Brings the rules in force to whoever obeys them, and reads the packs anew when told to.

Owns when: at a change of a rule, at other packs, at streams that are new. Knows the keeper and
the book; whoever obeys is given from outside, as is the reading of the packs.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable
from typing import Protocol

import uuid_utils
from msgspec.structs import replace

from services.contract.changes import Changes
from services.contract.commands import CommandBody, RecordReload, RegisterTown
from services.contract.events import Event
from services.contract.model import Level, Stream, TownState
from services.contract.wire import Result
from services.errors import OneMapError
from services.packs.rules import LEVELS, ThresholdRule
from services.packs.schema import Pack, rules_of
from services.rulebook.book import InForce, RuleBook, differences_of

ACTOR = "system:rulebook"
RETRY_S = 5.0

log = logging.getLogger(__name__)


class Keeper(Protocol):
    """The journal's keeper, as far as it is needed here."""

    @property
    def state(self) -> TownState: ...

    async def execute(
        self, command_id: str, actor: str, body: CommandBody, at_ms: int = 0
    ) -> Result: ...

    def listen(
        self, callback: Callable[[tuple[Event, ...], Changes], None]
    ) -> Callable[[], None]: ...


class PacksRefused(OneMapError):
    """Packs that cannot be used; `problems` are all mistakes with file, line and fix."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("The packs are as they were; what was read has mistakes.")
        self.problems = problems


class Enforcer:
    """Keeps engine and streams at the rules in force. `start`, then `run`.

    `obey` is called on the loop with what is in force; `read` in a thread, and raises PacksRefused.
    """

    def __init__(
        self,
        keeper: Keeper,
        book: RuleBook,
        obey: Callable[[InForce], None],
        read: Callable[[], tuple[Pack, ...]],
    ) -> None:
        self._keeper = keeper
        self._book = book
        self._obey = obey
        self._read = read
        self._wake = asyncio.Event()
        self._reading = asyncio.Lock()
        self._unlisten: Callable[[], None] | None = None

    def start(self) -> None:
        """Listen for changes; what is in force already is said so in the log if it does not fit."""
        self._unlisten = self._keeper.listen(self._on_events)
        self._complain()

    def stop(self) -> None:
        """Listen no more."""
        if self._unlisten is not None:
            self._unlisten()
            self._unlisten = None

    async def reload(self, actor: str) -> tuple[str, ...]:
        """Read the packs anew and obey them; what changed, in words, none when nothing did.

        Raises PacksRefused, and has changed nothing then.
        """
        async with self._reading:
            packs = await asyncio.to_thread(self._read)
            before = self._book.now
            changes = tuple(differences_of(self._book.packs, packs))
            if not changes:
                return ()
            self._book.read(packs, self._keeper.state.rule_changes)
            self._bring(before)
            await self._tell(RecordReload(changes), actor)
            return changes

    async def run(self) -> None:
        """Keep the town's pack names and its streams' thresholds as in force, until cancelled."""
        self._wake.set()
        while True:
            await self._wake.wait()
            self._wake.clear()
            town, streams = self._keeper.state.town, tuple(self._keeper.state.streams.values())
            packs = self._book.now.packs
            moved = await asyncio.to_thread(_moved, streams, packs)
            if town is None or not (moved or town.packs != _names(packs)):
                continue
            command = RegisterTown(replace(town, packs=_names(packs)), (), (), moved, ())
            if not await self._tell(command, ACTOR):
                await asyncio.sleep(RETRY_S)
                self._wake.set()

    def _on_events(self, _: tuple[Event, ...], changes: Changes) -> None:
        if changes.rules or changes.everything:
            before = self._book.now
            self._book.follow(self._keeper.state.rule_changes)
            self._bring(before)
        elif changes.streams:
            self._wake.set()

    def _bring(self, before: InForce) -> None:
        if self._book.now.packs != before.packs:
            self._obey(self._book.now)
        self._complain()
        self._wake.set()

    def _complain(self) -> None:
        for rule, problem in self._book.now.problems.items():
            log.warning("the change of rule %s is not obeyed: %s", rule, problem)

    async def _tell(self, command: CommandBody, actor: str) -> bool:
        result = await self._keeper.execute(str(uuid_utils.uuid7()), actor, command)
        if result.refusal is not None:
            log.error("%s refused: %s", type(command).__name__, result.refusal.text)
        return result.refusal is None


def with_packs(register: RegisterTown, packs: tuple[Pack, ...]) -> RegisterTown:
    """The register with what desks show of the packs: their names, and thresholds on streams."""
    lines = _Lines(packs)
    streams = tuple(replace(s, limits=lines.of(s)) for s in register.streams)
    return replace(register, town=replace(register.town, packs=_names(packs)), streams=streams)


def _names(packs: tuple[Pack, ...]) -> tuple[tuple[str, str, str], ...]:
    return tuple((pack.id, pack.pack.title.zh, pack.pack.title.en) for pack in packs)


class _Lines:
    """Where the rules on a stream begin."""

    def __init__(self, packs: tuple[Pack, ...]) -> None:
        self._rules: dict[str, list[ThresholdRule]] = {}
        for rule in rules_of(packs).values():
            if isinstance(rule, ThresholdRule):
                self._rules.setdefault(rule.stream, []).append(rule)

    def of(self, stream: Stream) -> tuple[tuple[Level, float], ...]:
        """Level and threshold, mildest first: what a chart draws as lines."""
        found = {
            (LEVELS[name], threshold.at)
            for rule in self._rules.get(stream.kind, ())
            if rule.fits(stream)
            for name, threshold in rule.levels.items()
        }
        return tuple(sorted(found))


def _moved(streams: Iterable[Stream], packs: tuple[Pack, ...]) -> tuple[Stream, ...]:
    """The streams whose thresholds are not those of the rules, with the right ones."""
    lines = _Lines(packs)
    right = ((stream, lines.of(stream)) for stream in streams)
    return tuple(replace(s, limits=limits) for s, limits in right if s.limits != limits)

"""The shell of the ladders: follows the journal, takes steps when due, feeds the outbox.

What is to be done follows from the town's state alone, so that a restart goes on where the last
run stood: messages the journal asks for and the outbox lacks are put in, and how messages ended
is told to the journal once, by command ids made of their keys.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable
from functools import partial
from typing import Protocol, TypeVar

import uuid_utils
from sqlalchemy.exc import SQLAlchemyError

from services.clock import Clock
from services.contract.changes import Changes
from services.contract.commands import CommandBody, RecordNotification, StepEscalation
from services.contract.events import Event
from services.contract.model import UNANSWERED_STATES, Alert, Notice, TownState
from services.contract.wire import Result
from services.notify.groups import UnansweredGroups
from services.notify.ladder import Due, climber_of, next_step, unsettled
from services.notify.message import Message, OutboxState
from services.notify.outbox import Entry, Outbox
from services.notify.settings import NotifySettings
from services.notify.words import body_of, subject_of

log = logging.getLogger(__name__)

ACTOR = "system:notify"
BREATH_S = 0.1
"""Shortest time between two looks: a storm of alerts is looked at together."""
LONGEST_SLEEP_S = 60.0
RETRY_S = 2.0

T = TypeVar("T")
Listener = Callable[[tuple[Event, ...], Changes], None]


class Keeper(Protocol):
    """What the ladders need of the town's keeper."""

    @property
    def state(self) -> TownState: ...

    async def execute(
        self, command_id: str, actor: str, body: CommandBody, at_ms: int = 0
    ) -> Result: ...

    def listen(self, callback: Listener) -> Callable[[], None]: ...


class Escalator:
    """Owns who climbs; `run` is its only task. `wake_sender` is called after messages went in."""

    def __init__(
        self,
        keeper: Keeper,
        outbox: Outbox,
        settings: NotifySettings,
        clock: Clock,
        wall: Clock,
        wake_sender: Callable[[], None],
    ) -> None:
        """`clock` is the town's, `wall` the machine's: the outbox lives in real time."""
        self._keeper = keeper
        self._outbox = outbox
        self._settings = settings
        self._ladders = settings.ladders()
        self._clock = clock
        self._wall = wall
        self._wake_sender = wake_sender
        self._touched: set[str] = set()
        self._groups = UnansweredGroups()
        self._due: dict[str, Due] = {}
        """The next step of each group, by group."""
        self._wake = asyncio.Event()

    def wake(self) -> None:
        """Look now: a message was settled, or the clock was moved."""
        self._wake.set()

    async def run(self) -> None:
        """Climb until cancelled."""
        unlisten = self._keeper.listen(self._heard)
        try:
            self._touched |= self._keeper.state.alerts.keys()
            await self._persist(self._cancel_stale)
            while True:
                self._wake.clear()
                pause_s = await self._round()
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(pause_s):
                        await self._wake.wait()
                await asyncio.sleep(BREATH_S)
        finally:
            unlisten()

    def _heard(self, _: tuple[Event, ...], changes: Changes) -> None:
        if changes.everything:
            self._touched |= self._keeper.state.alerts.keys()
        self._touched |= changes.alerts | changes.escalations
        self._wake.set()

    async def _round(self) -> float:
        """Do all that is to be done now; answers the seconds until the next step."""
        await self._follow()
        await self._report()
        for group in [*self._due]:
            # What came while the last one was written may have changed who climbs, or ended it.
            while self._touched:
                await self._follow()
            due = self._due.get(group)
            if due is not None and due.due_ms <= self._clock.now_ms():
                del self._due[group]
                await self._step(due)
        if self._touched:
            await self._follow()
        if not self._due:
            return LONGEST_SLEEP_S
        wait_ms = min(due.due_ms for due in self._due.values()) - self._clock.now_ms()
        return min(LONGEST_SLEEP_S, max(0.0, wait_ms / 1000 / self._clock.speed))

    async def _follow(self) -> None:
        """Bring due steps and outbox in line with the alerts that changed."""
        touched, self._touched = self._touched, set()
        over: list[str] = []
        wanted: list[tuple[Alert, Notice, int]] = []
        state = self._keeper.state
        for id in touched:
            alert = state.alerts.get(id)
            if alert is None or alert.state not in UNANSWERED_STATES:
                over.append(id)
            elif (climb := state.escalations.get(id)) is not None:
                wanted += [(alert, notice, climb.step) for notice in unsettled(climb)]
        for group in self._groups.take(state, touched):
            self._plan(state, group)
        if over:
            await self._persist(lambda: self._outbox.cancel(over))
        if wanted:
            await self._put(wanted)

    def _plan(self, state: TownState, group: str) -> None:
        """The next step of the one alert of a group that climbs."""
        climber = climber_of(self._ladders, self._groups.of(state, group))
        due = None
        if climber is not None:
            due = next_step(self._ladders, climber, state.escalations.get(climber.id))
        if due is None:
            self._due.pop(group, None)
        else:
            self._due[group] = due

    async def _put(self, wanted: list[tuple[Alert, Notice, int]]) -> None:
        messages = []
        for alert, notice, step in wanted:
            address = self._settings.address(notice.person, notice.channel)
            if address is None:
                text = "the person has no such address any more"
                await self._record(RecordNotification(alert.id, notice, False, 0, text))
                continue
            language = self._settings.language
            body = body_of(self._keeper.state, alert, step, language)
            subject = subject_of(alert, language)
            messages.append(
                Message(notice.key, notice.channel, address, subject, body, alert.id, notice.person)
            )
        now_ms = self._wall.now_ms()
        if await self._persist(lambda: self._outbox.put(messages, now_ms)):
            self._wake_sender()

    async def _step(self, due: Due) -> None:
        body = StepEscalation(due.alert, due.ladder, due.step, due.begun_at_ms, due.notices)
        # A fresh id: a refusal is remembered by its id, and the step may be right later. That it
        # is not taken twice is the handler's to see.
        result = await self._keeper.execute(str(uuid_utils.uuid7()), ACTOR, body)
        if result.refusal is not None:
            # Somebody was quicker, or the journal cannot be written: look again, not at once.
            if result.refusal.code.startswith("store."):
                await asyncio.sleep(RETRY_S)
            self._touched.add(due.alert)

    async def _report(self) -> None:
        """Tell the journal how messages ended."""
        while entries := await self._persist(self._outbox.unreported):
            told = [entry.id for entry in entries if await self._tell(entry)]
            if not told:
                return
            await self._persist(partial(self._outbox.mark_reported, told))

    async def _tell(self, entry: Entry) -> bool:
        message = entry.message
        if entry.state is OutboxState.CANCELLED or not message.cause:
            return True  # the acknowledgement says why
        sent = entry.state is OutboxState.SENT
        notice = Notice(message.key, message.channel, message.person)
        text = entry.receipt if sent else entry.error
        return await self._record(
            RecordNotification(message.cause, notice, sent, entry.tries, text)
        )

    async def _record(self, body: RecordNotification) -> bool:
        """Whether the journal holds it. The id is the key's: a repetition adds nothing."""
        result = await self._keeper.execute(f"end:{body.notice.key}", ACTOR, body)
        return result.refusal is None

    def _cancel_stale(self) -> int:
        """At the start: take back what was acknowledged while nobody looked."""
        alerts = self._keeper.state.alerts
        causes = self._outbox.waiting_causes()
        over = [
            id for id in causes if id not in alerts or alerts[id].state not in UNANSWERED_STATES
        ]
        return self._outbox.cancel(over) if over else 0

    async def _persist(self, work: Callable[[], T]) -> T:
        """Do `work` on the database off the loop, until it succeeds."""
        failed = False
        while True:
            try:
                return await asyncio.to_thread(work)
            except SQLAlchemyError as error:
                if not failed:
                    log.error("the outbox cannot be used: %s", type(error).__name__)
                failed = True
                await asyncio.sleep(RETRY_S)

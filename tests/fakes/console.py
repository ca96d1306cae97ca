"""A desktop without a window: store, replica, outbox, link and sender on one asyncio loop."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from uuid import uuid4

import msgspec
import sqlalchemy as sa

from desktop.actions.sender import Sender
from desktop.cache.outbox import open_outbox
from desktop.cache.replica import open_replica, restore
from desktop.link.client import LinkClient
from desktop.link.options import LinkOptions
from desktop.state.selectors import nearest_free_team, team_positions
from desktop.state.store import TownStore
from desktop.state.values import RefusedCommand, Status
from services.contract import commands as cmd
from services.contract.events import Event
from services.contract.model import Alert, AlertState, Case, Stage, TeamStatus, Tier
from tests.fakes.servers import LOCAL_TOKEN

PATIENCE_S = 15.0
_event = msgspec.msgpack.Decoder(Event)


class Console:
    """What an operator sees and does, by name. Opened with `open_console`."""

    def __init__(self, folder: Path, url: str, token: str, options: LinkOptions | None) -> None:
        self.folder = folder
        opened = open_replica(folder / "replica.db")
        outbox = open_outbox(folder / "outbox.db")
        self.messages = [text for text in (opened.message, outbox.message) if text]
        self.store = TownStore()
        restore(self.store, opened.restored)
        self._token = token
        self._replica, self._outbox = opened.replica, outbox.outbox
        self.link = LinkClient(
            self.store, self._replica, self._outbox, url, self._give_token, options=options
        )
        self._sender = Sender(self._outbox, self.store, self.link)
        self._changed = asyncio.Event()
        self._unlisten = self.store.listen(self._changed.set)
        self._task: asyncio.Task[None] | None = None

    async def _give_token(self) -> str:
        return self._token

    @property
    def status(self) -> Status:
        return self.store.connection.status

    @property
    def alerts(self) -> list[Alert]:
        return list(self.store.state.alerts.values())

    @property
    def refusals(self) -> list[RefusedCommand]:
        return self.store.refusals

    def case(self, id: str) -> Case:
        return self.store.state.cases[id]

    def connect(self) -> None:
        """Begin to keep in step with the server."""
        self._task = asyncio.create_task(self.link.run(), name="console-link")

    async def close(self) -> None:
        """Let go of the server, then of the files, which keep their tail as after a crash."""
        await self.link.stop()
        if self._task is not None:
            await asyncio.gather(self._task, return_exceptions=True)
        self._unlisten()
        self._replica.close()
        self._outbox.close()

    async def until(self, condition: Callable[[], bool], timeout: float = PATIENCE_S) -> None:
        """Wait until what the store holds fits."""
        async with asyncio.timeout(timeout):
            while not condition():
                self._changed.clear()
                self.store.drain()
                if not condition():
                    await self._changed.wait()

    async def until_online(self) -> None:
        await self.until(lambda: self.status is Status.ONLINE and self.store.state.town is not None)

    async def until_alert(self, state: AlertState = AlertState.UNACKNOWLEDGED) -> Alert:
        """The first alert in that state."""
        await self.until(lambda: any(alert.state is state for alert in self.alerts))
        return next(alert for alert in self.alerts if alert.state is state)

    async def settled(self) -> None:
        """Wait until the server has answered every command."""
        await self.until(lambda: not self.store.pending)

    # What an operator does. Each is sent and answered, unless the method says otherwise.

    def send(self, body: cmd.OperatorCommand) -> str:
        """Give a command without waiting for what becomes of it; answers its id."""
        return self._sender.send(body)

    async def do(self, body: cmd.OperatorCommand) -> str:
        """Give a command and wait for the server's answer; answers its id."""
        command = self.send(body)
        await self.settled()
        return command

    async def acknowledge(self, alert: Alert) -> None:
        await self.do(cmd.AcknowledgeAlert(alert.id))
        await self.until(lambda: self.store.state.alerts[alert.id].state is AlertState.ACKNOWLEDGED)

    async def open_case(self, alert: Alert) -> str:
        """Answers the id of the case."""
        case = str(uuid4())
        await self.do(
            cmd.OpenCase(case, alert.title, alert.rule, Tier.MIDDLE, alert.stream, alert=alert.id)
        )
        await self.until(lambda: case in self.store.state.cases)
        return case

    async def dispatch_nearest(self, case: str) -> str:
        """Answers the id of the team."""
        state, at = self.store.state, self.case(case)
        positions = team_positions(state, self.store.readings)
        nearest = nearest_free_team(state, at.lon, at.lat, positions)
        assert nearest is not None
        await self.do(cmd.DispatchTeam(case, nearest.team.id))
        await self.until(lambda: self.case(case).stage is Stage.DISPATCHED)
        return nearest.team.id

    async def arrive(self, team: str) -> None:
        await self.do(cmd.ReportTeam(team, TeamStatus.ON_SITE))
        await self.until(lambda: self.store.state.teams[team].status is TeamStatus.ON_SITE)

    async def close_case(self, case: str, evidence: str) -> None:
        await self.do(cmd.CloseCase(case, evidence))
        await self.until(lambda: self.case(case).stage is Stage.CLOSED)


@asynccontextmanager
async def open_console(
    folder: Path,
    url: str,
    *,
    token: str = LOCAL_TOKEN,
    options: LinkOptions | None = None,
    online: bool = True,
) -> AsyncIterator[Console]:
    """A console with its files in `folder`, connected unless `online` is False."""
    folder.mkdir(parents=True, exist_ok=True)
    console = Console(folder, url, token, options)
    try:
        if online:
            console.connect()
            await console.until_online()
        yield console
    finally:
        await console.close()


def kept_events(folder: Path) -> Iterator[Event]:
    """The events a closed console kept on disk since its snapshot."""
    engine = sa.create_engine(f"sqlite:///{folder / 'replica.db'}", poolclass=sa.NullPool)
    with engine.connect() as connection:
        for (data,) in connection.exec_driver_sql("SELECT data FROM tail ORDER BY seq"):
            yield _event.decode(data)
    engine.dispose()

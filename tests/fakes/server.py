"""A keeper, a store of readings and tokens in memory, for the server's front parts."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from services.auth.accounts import Principal
from services.contract import events as ev
from services.contract.apply import apply
from services.contract.changes import Changes
from services.contract.codec import Columns, encode_state
from services.contract.commands import AcknowledgeAlert, CommandBody
from services.contract.model import Asset, Stream, TownState
from services.contract.wire import Refusal, Result

NOW = 1_784_378_100_000


class FakeKeeper:
    """Journals in memory. Knows one command, AcknowledgeAlert, and notes its alert id."""

    def __init__(self) -> None:
        self.state = TownState()
        self.events: list[ev.Event] = []
        self.results: dict[str, Result] = {}
        self.actors: list[str] = []
        self._listeners: list[Callable[[tuple[ev.Event, ...], Changes], None]] = []
        self.snapshots = 0

    def put(self, *bodies: ev.EventBody, command: str = "") -> None:
        changes, told = Changes(), []
        for body in bodies:
            seq = self.state.seq + 1
            event = ev.seal(
                body,
                seq=seq,
                id=f"e{seq}",
                at_ms=NOW,
                actor="x",
                command=command,
                prev=self.state.hash,
            )
            changes.merge(apply(self.state, event))
            told.append(event)
        self.events += told
        for callback in tuple(self._listeners):
            callback(tuple(told), changes)

    def put_streams(self, count: int) -> None:
        self.put(
            *(
                ev.StreamRegistered(
                    Stream(f"W{n}", n, "depth" if n % 2 else "rain", f"W{n}", "cm", 121 + n, 31)
                )
                for n in range(count)
            )
        )

    def put_camera(self, camera: str) -> None:
        self.put(ev.AssetRegistered(Asset(camera, "camera", camera, 121, 31)))

    async def execute(
        self, command_id: str, actor: str, body: CommandBody, at_ms: int = 0
    ) -> Result:
        if command_id in self.results:
            return self.results[command_id]
        self.actors.append(actor)
        if isinstance(body, AcknowledgeAlert):
            self.put(ev.AlertAcknowledged(body.alert), command=command_id)
            result = Result(command_id, self.state.seq)
        else:
            result = Result(command_id, 0, Refusal("no", "not this one"))
        self.results[command_id] = result
        return result

    def listen(
        self, callback: Callable[[tuple[ev.Event, ...], Changes], None]
    ) -> Callable[[], None]:
        self._listeners.append(callback)
        return lambda: self._listeners.remove(callback)

    async def snapshot(self) -> tuple[int, bytes]:
        self.snapshots += 1
        return self.state.seq, encode_state(self.state)

    async def events_since(self, seq: int, limit: int) -> list[ev.Event]:
        return self.events[seq : seq + limit]


class FakeReadingStore:
    """Keeps batches; fails while `broken`."""

    def __init__(self) -> None:
        self.batches: list[Columns] = []
        self.broken = False

    def append(self, batch: Columns) -> None:
        if self.broken:
            raise OSError("no space left")
        self.batches.append(batch)

    def history(
        self, index: int, since_ms: int, until_ms: int, limit: int
    ) -> tuple[np.ndarray, np.ndarray]:
        at = [a for b in self.batches for i, a in zip(b.index, b.at_ms, strict=True) if i == index]
        value = [
            v for b in self.batches for i, v in zip(b.index, b.value, strict=True) if i == index
        ]
        return np.array(at, np.int64), np.array(value)

    def latest(self) -> Columns:
        return Columns(
            np.zeros(0, np.uint32), np.zeros(0), np.zeros(0, np.int64), np.zeros(0, np.uint8)
        )


class FakeAccounts:
    """Three tokens: "operator", "viewer" and "sensor", with the roles in `roles`."""

    def __init__(self) -> None:
        self.roles = {
            "operator": {"view", "operate"},
            "viewer": {"view"},
            "sensor": {"ingest"},
        }

    def check_token(self, token: str) -> Principal | None:
        roles = self.roles.get(token)
        return None if roles is None else Principal(token, token.title(), frozenset(roles))

    def verify_password(self, name: str, password: str) -> None:
        return None

    def open_session(self, user: object) -> str:
        return "operator"

    def close_session(self, token: str) -> bool:
        return self.roles.pop(token, None) is not None

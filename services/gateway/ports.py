"""What the gateway and the API need of the rest of the server, as shapes. No implementation."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from services.contract.changes import Changes
from services.contract.codec import Columns
from services.contract.commands import CommandBody
from services.contract.events import Event
from services.contract.model import TownState
from services.contract.wire import Result


class Principal(Protocol):
    """Who holds a token."""

    @property
    def name(self) -> str: ...

    @property
    def display(self) -> str: ...

    @property
    def roles(self) -> frozenset[str]: ...


class Tokens(Protocol):
    """Checks tokens. Called in a thread."""

    def check_token(self, token: str) -> Principal | None: ...


class Keeper(Protocol):
    """The journal's keeper."""

    @property
    def state(self) -> TownState: ...

    async def execute(
        self, command_id: str, actor: str, body: CommandBody, at_ms: int = 0
    ) -> Result: ...

    def listen(
        self, callback: Callable[[tuple[Event, ...], Changes], None]
    ) -> Callable[[], None]: ...

    async def snapshot(self) -> tuple[int, bytes]: ...

    async def events_since(self, seq: int, limit: int) -> list[Event]: ...


class Hub(Protocol):
    """The readings' side."""

    def listen(self, callback: Callable[[Columns], None]) -> Callable[[], None]: ...

    def latest(self, chosen: NDArray[np.uint32] | None = None) -> Columns: ...

    async def history(
        self, stream: str, since_ms: int, limit: int
    ) -> tuple[NDArray[np.int64], NDArray[np.float64]]: ...

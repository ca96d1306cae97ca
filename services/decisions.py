"""What a handler is given and what it answers: events, or a refusal. Pure; no I/O."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from services.contract.commands import CommandBody
from services.contract.events import EventBody
from services.contract.model import TownState
from services.errors import OneMapError


class Refused(OneMapError):
    """A command that cannot be done now. `code` and `params` let a client word it itself."""

    def __init__(self, code: str, text: str, **params: str) -> None:
        super().__init__(text)
        self.code = code
        self.text = text
        self.params = params


@dataclass(frozen=True, slots=True)
class Context:
    """What a decision may know beside the state: who, when, fresh ids and the town's timezone."""

    actor: str
    now_ms: int
    new_id: Callable[[], str]
    timezone: str

    @property
    def by_person(self) -> bool:
        """Whether somebody signed in gives the command, not a part of the server."""
        return not self.actor.startswith("system:")


Decide = Callable[[TownState, CommandBody, Context], list[EventBody]]
"""Decide on a command by reading the state, never changing it. Raises Refused."""

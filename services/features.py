"""All features' handlers as one decision: the one place that knows every command there is."""

from __future__ import annotations

from typing import Any

from services.breakers.handlers import HANDLERS as BREAKERS
from services.casework.handlers import make_handlers as casework
from services.contract.commands import CommandBody
from services.contract.events import EventBody
from services.contract.model import TownState
from services.decisions import Context, Decide, Refused
from services.detect.handlers import make_handlers as detect
from services.detect.policy import NO_POLICY, Policy, policy_of
from services.notify.handlers import HANDLERS as NOTIFY
from services.operations.handlers import HANDLERS as OPERATIONS
from services.packs.schema import Pack
from services.registers.handlers import HANDLERS as REGISTERS
from services.rulebook.book import RuleBook
from services.rulebook.handlers import make_handlers as rulebook


class PolicyInForce:
    """How alerts are grouped and suppressed by the packs in force, made anew when they change."""

    def __init__(self, book: RuleBook) -> None:
        self._book = book
        self._packs: tuple[Pack, ...] = ()
        self._policy = NO_POLICY

    def __call__(self) -> Policy:
        packs = self._book.now.packs
        if packs is not self._packs:
            self._packs, self._policy = packs, policy_of(packs)
        return self._policy


def make_decide(book: RuleBook | None = None) -> Decide:
    """All features' handlers as one decision, on the rules of `book`."""
    book = book or RuleBook()
    handlers: dict[type, Any] = {
        **casework(book.due_minutes),
        **detect(PolicyInForce(book)),
        **OPERATIONS,
        **REGISTERS,
        **NOTIFY,
        **rulebook(book),
        **BREAKERS,
    }

    def decide(state: TownState, body: CommandBody, context: Context) -> list[EventBody]:
        handler = handlers.get(type(body))
        if handler is None:
            raise Refused("command.unknown", "the server does not know this command")
        events: list[EventBody] = handler(state, body, context)
        return events

    return decide

"""Turns commands into sealed events on a draft of the state. No I/O, no clock, no threads.

The draft runs ahead of what is committed by the group being written and is thrown away when the
group cannot be committed.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import uuid_utils

from services.contract.apply import apply
from services.contract.commands import CommandBody
from services.contract.events import Event, seal
from services.contract.model import TownState
from services.contract.wire import Refusal, Result
from services.decisions import Context, Decide, Refused

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Order:
    """One command as it waits for its decision. `at_ms` is town time, already cut to now."""

    command_id: str
    actor: str
    body: CommandBody
    at_ms: int


@dataclass(slots=True)
class Group:
    """Events and answers that are to be committed together."""

    events: list[Event] = field(default_factory=list)
    answers: dict[str, Result] = field(default_factory=dict)
    """By command id; those that were answered before this group are not among them."""
    failed: dict[str, Result] = field(default_factory=dict)
    """Commands a handler broke on: answered, but not for good, so that they may be sent again."""


class Decider:
    """Decides one command after another, each on what the one before it left."""

    def __init__(self, decide: Decide, new_id: Callable[[], str], timezone: str) -> None:
        self._decide = decide
        self._new_id = new_id
        self._timezone = timezone

    def decide(self, draft: TownState, order: Order, group: Group) -> None:
        """Add the command's events and answer to `group` and bring `draft` up to them."""
        context = Context(order.actor, order.at_ms, self._new_id, self._timezone)
        try:
            bodies = self._decide(draft, order.body, context)
        except Refused as error:
            answer = refusal(order.command_id, error.code, error.text, **error.params)
            group.answers[order.command_id] = answer
            return
        except Exception:  # a handler's fault is one command's fault, not its neighbours'
            _log.exception("the handler of %s failed", type(order.body).__name__)
            group.failed[order.command_id] = refusal(
                order.command_id, "server.error", "the server failed on this command; see its log"
            )
            return
        for body in bodies:
            event = seal(
                body,
                seq=draft.seq + 1,
                id=self._new_id(),
                at_ms=order.at_ms,
                actor=order.actor,
                command=order.command_id,
                prev=draft.hash,
            )
            apply(draft, event)
            group.events.append(event)
        group.answers[order.command_id] = Result(order.command_id, draft.seq)


def uuid7() -> str:
    """A fresh id; ids sort by when they were made."""
    return str(uuid_utils.uuid7())


def refusal(command_id: str, code: str, text: str, /, **params: str) -> Result:
    """The answer to a command that is not done."""
    return Result(command_id, 0, Refusal(code, text, params))


def refuse_all(orders: Sequence[Order], code: str, text: str) -> list[Result]:
    """The same refusal for every order."""
    return [refusal(order.command_id, code, text) for order in orders]

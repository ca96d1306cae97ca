"""All features' handlers as one decision: the one place that knows every command there is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from services.breakers.handlers import HANDLERS as BREAKERS
from services.casework.handlers import make_handlers
from services.contract.commands import CommandBody
from services.contract.events import EventBody
from services.contract.model import Tier, TownState
from services.decisions import Context, Decide, Refused
from services.detect.handlers import HANDLERS as DETECT
from services.notify.handlers import HANDLERS as NOTIFY
from services.operations.handlers import HANDLERS as OPERATIONS
from services.registers.handlers import HANDLERS as REGISTERS
from services.rulebook.handlers import HANDLERS as RULEBOOK


def make_decide(due_minutes: Mapping[Tier, int] | None = None) -> Decide:
    """All features' handlers as one decision."""
    handlers: dict[type, Any] = {
        **make_handlers(due_minutes or {}),
        **DETECT,
        **OPERATIONS,
        **REGISTERS,
        **NOTIFY,
        **RULEBOOK,
        **BREAKERS,
    }

    def decide(state: TownState, body: CommandBody, context: Context) -> list[EventBody]:
        handler = handlers.get(type(body))
        if handler is None:
            raise Refused("command.unknown", "the server does not know this command")
        events: list[EventBody] = handler(state, body, context)
        return events

    return decide

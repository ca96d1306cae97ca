"""Decisions on warnings of other authorities: taken once, renewed, withdrawn, run out.

A drill never changes a real warning, nor the other way round. No warning sets a response level.
The commands are the server's own; what is refused is told to the sender, never to a desk.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from msgspec.structs import replace

from services.contract import commands as cmd
from services.contract.events import EventBody, WarningIssued, WarningLifted
from services.contract.model import TownState, Warning
from services.decisions import Context, Refused


def _came_by(
    warnings: Iterable[Warning], messages: tuple[str, ...], is_drill: bool
) -> list[Warning]:
    """Warnings that came by one of these messages, drills apart from real ones."""
    wanted = set(messages)
    return [w for w in warnings if w.is_drill is is_drill and wanted.intersection(w.messages)]


def _take(state: TownState, command: cmd.TakeWarning, ctx: Context) -> list[EventBody]:
    """Take, or renew what it updates; a message that is known already changes nothing."""
    warning = command.warning
    known = (*state.warnings.values(), *state.ended_warnings.values())
    if _came_by(known, warning.messages, warning.is_drill):
        return []
    renewed = _came_by(state.warnings.values(), command.replaces, warning.is_drill)
    if any(each.sent_ms > warning.sent_ms for each in renewed):
        raise Refused("warning.outdated", "A later message on the same warning was taken already.")
    events: list[EventBody] = [WarningLifted(each.key) for each in renewed[1:]]
    messages = [*command.replaces, *warning.messages]
    versions: tuple[int, ...] = ()
    if renewed:
        first = renewed[0]
        versions = (*first.versions_ms, first.issued_at_ms)
        warning = replace(warning, id=first.id)
        messages = [m for each in renewed for m in each.messages] + messages
    taken = replace(
        warning,
        messages=tuple(dict.fromkeys(messages)),
        issued_at_ms=ctx.now_ms,
        versions_ms=versions,
    )
    return [*events, WarningIssued(taken)]


def _withdraw(state: TownState, command: cmd.WithdrawWarning, _: Context) -> list[EventBody]:
    found = _came_by(state.warnings.values(), command.messages, command.is_drill)
    if not found:
        raise Refused(
            "warning.unknown", "No warning in force came by the messages that are cancelled."
        )
    return [WarningLifted(warning.key) for warning in found]


def _expire(state: TownState, command: cmd.ExpireWarning, ctx: Context) -> list[EventBody]:
    warning = state.warnings.get(command.warning)
    if warning is None or not 0 < warning.expires_ms <= ctx.now_ms:
        return []
    return [WarningLifted(warning.key)]


HANDLERS: dict[type, Callable[[TownState, Any, Context], list[EventBody]]] = {
    cmd.TakeWarning: _take,
    cmd.WithdrawWarning: _withdraw,
    cmd.ExpireWarning: _expire,
}

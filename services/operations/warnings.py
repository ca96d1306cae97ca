"""Decisions on our own warnings: issued and lifted here. No warning sets a response level."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from services.contract import commands as cmd
from services.contract.events import EventBody, WarningIssued, WarningLifted
from services.contract.model import Level, TownState, Warning
from services.decisions import Context, Refused


def _issue(state: TownState, command: cmd.IssueWarning, ctx: Context) -> list[EventBody]:
    kind, text, issuer = command.kind.strip(), command.text.strip(), command.issuer.strip()
    for name, value in (("kind", kind), ("text", text), ("issuer", issuer)):
        if not value:
            raise Refused(
                "warning.incomplete",
                f"The warning has no {name}. A warning states kind, level, text and issuer.",
                field=name,
            )
    if command.level is Level.NONE:
        raise Refused(
            "warning.no_level", "The warning has no level. Choose blue, yellow, orange or red."
        )
    known = state.warnings.get(kind)
    versions = (*known.versions_ms, known.issued_at_ms) if known else ()
    if known and (known.level, known.text, known.issuer) == (command.level, text, issuer):
        raise Refused(
            "warning.unchanged",
            f"The same {kind} warning is in force already. Change its level or its text.",
            kind=kind,
        )
    warning = Warning(kind, command.level, text, issuer, ctx.now_ms, versions_ms=versions)
    return [WarningIssued(warning)]


def _lift(state: TownState, command: cmd.LiftWarning, ctx: Context) -> list[EventBody]:
    if command.kind not in state.warnings:
        raise Refused(
            "warning.unknown",
            f"No {command.kind} warning is in force. Choose one from the list of warnings.",
            kind=command.kind,
        )
    return [WarningLifted(command.kind)]


HANDLERS: dict[type, Callable[[TownState, Any, Context], list[EventBody]]] = {
    cmd.IssueWarning: _issue,
    cmd.LiftWarning: _lift,
}

"""Decisions on changes of rules: a reason, a patch that can be read."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from services.contract import commands as cmd
from services.contract.events import EventBody, PacksReloaded, RuleChanged
from services.contract.model import RuleChange, TownState
from services.decisions import Context, Refused


def _change(state: TownState, command: cmd.ChangeRule, ctx: Context) -> list[EventBody]:
    reason = command.reason.strip()
    if not reason:
        raise Refused(
            "rule.reason_missing", "Changing a rule needs a reason. Say why.", rule=command.rule
        )
    try:
        patch = json.loads(command.patch or "{}")
    except ValueError as error:
        raise Refused(
            "rule.bad_patch", f"The change is not JSON: {error}. Send an object.", rule=command.rule
        ) from error
    if not isinstance(patch, dict):
        raise Refused(
            "rule.bad_patch", "The change is not a JSON object. Send an object.", rule=command.rule
        )
    text = json.dumps(patch, ensure_ascii=False, sort_keys=True)
    before = state.rule_changes.get(command.rule)
    if text == (before.patch if before else "{}"):
        raise Refused(
            "rule.unchanged",
            "The rule says this already. Nothing more is needed.",
            rule=command.rule,
        )
    return [RuleChanged(RuleChange(command.rule, text, reason, ctx.actor, ctx.now_ms))]


def _reloaded(_: TownState, command: cmd.RecordReload, __: Context) -> list[EventBody]:
    return [PacksReloaded(command.changes)] if command.changes else []


HANDLERS: dict[type, Callable[[TownState, Any, Context], list[EventBody]]] = {
    cmd.ChangeRule: _change,
    cmd.RecordReload: _reloaded,
}

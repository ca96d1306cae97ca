"""Decisions on changes of rules: a reason, a patch that can be read, a rule the packs allow."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from services.contract import commands as cmd
from services.contract.events import EventBody, PacksReloaded, RuleChanged
from services.contract.model import RuleChange, TownState
from services.decisions import Context, Refused
from services.packs.schema import rules_of
from services.rulebook.book import BadPatch, RuleBook, UnknownRule

MAX_TEXT = 2000
"""Characters in a reason."""

Handler = Callable[[TownState, Any, Context], list[EventBody]]


class Change:
    """ChangeRule, checked against the packs the book holds now."""

    def __init__(self, book: RuleBook) -> None:
        self._book = book

    def __call__(self, state: TownState, command: cmd.ChangeRule, ctx: Context) -> list[EventBody]:
        rule, reason = command.rule, command.reason.strip()
        if not reason:
            raise Refused(
                "rule.reason_missing", "Changing a rule needs a reason. Say why.", rule=rule
            )
        if len(reason) > MAX_TEXT:
            raise Refused(
                "text.too_long",
                f"The text has {len(reason)} characters, {MAX_TEXT} are allowed. Shorten it.",
                length=str(len(reason)),
                limit=str(MAX_TEXT),
            )
        patch = _patch(command)
        if not self._makes_a_difference(state, rule, patch):
            raise Refused(
                "rule.unchanged", "The rule says this already. Nothing more is needed.", rule=rule
            )
        text = json.dumps(patch, ensure_ascii=False, sort_keys=True)
        return [RuleChanged(RuleChange(rule, text, reason, ctx.actor, ctx.now_ms))]

    def _makes_a_difference(self, state: TownState, rule: str, patch: dict[str, Any]) -> bool:
        changes = state.rule_changes
        if not patch:
            # Also where the rule is gone from its pack: what is left of it can be taken back.
            return rule in changes
        try:
            after = self._book.changed(rule, patch, changes)
        except UnknownRule as error:
            raise Refused(
                "rule.unknown", f"{error} Choose one of those it lists.", rule=rule
            ) from error
        except BadPatch as error:
            first = error.findings[0]
            raise Refused(
                "rule.invalid",
                f"The change does not make a rule: {first}.",
                rule=rule,
                path=".".join(str(step) for step in first.path),
                problem=first.problem,
                fix=first.fix,
            ) from error
        before = self._book.with_changes(changes).rules
        return rules_of(after)[rule] != before[rule]


def _patch(command: cmd.ChangeRule) -> dict[str, Any]:
    try:
        patch = json.loads(command.patch or "{}", parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise Refused(
            "rule.bad_patch", f"The change is not JSON: {error}. Send an object.", rule=command.rule
        ) from error
    if not isinstance(patch, dict):
        raise Refused(
            "rule.bad_patch", "The change is not a JSON object. Send an object.", rule=command.rule
        )
    return patch


def _no_number(text: str) -> float:
    raise ValueError(f"{text} is no number")


def _reloaded(_: TownState, command: cmd.RecordReload, __: Context) -> list[EventBody]:
    return [PacksReloaded(command.changes)] if command.changes else []


def make_handlers(book: RuleBook) -> dict[type, Handler]:
    """The handlers over a book, asked at every decision: packs are read anew."""
    return {cmd.ChangeRule: Change(book), cmd.RecordReload: _reloaded}

"""Where a change of a rule stands: unsaved, on its way, refused, in force; and what to say before
it is saved. Decides words, sends nothing."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QCoreApplication

from desktop.link.rulebook import Finding, Report
from desktop.models.backtest_presenter import lost_red
from desktop.models.refusals import refusal_text
from desktop.models.rule_draft import Draft, problems
from desktop.state.values import PendingCommand, RefusedCommand
from services.contract.commands import ChangeRule

translate = QCoreApplication.translate

OPERATE = "operate"
"""The role that may change rules."""


@dataclass(frozen=True, slots=True)
class Said:
    """A line and its tone: quiet, good, warn, bad."""

    text: str
    tone: str = "quiet"


@dataclass(frozen=True, slots=True)
class Standing:
    """What the state of a change is read from."""

    draft: Draft
    can_operate: bool
    is_online: bool
    is_pending: bool = False
    refused: RefusedCommand | None = None
    was_sent: bool = False


def is_pending(rule: str, pending: Sequence[PendingCommand]) -> bool:
    """Whether a change of the rule is on its way."""
    return any(isinstance(one.body, ChangeRule) and one.body.rule == rule for one in pending)


def last_refused(rule: str, refused: Sequence[RefusedCommand]) -> RefusedCommand | None:
    """The newest change of the rule the server did not take."""
    of_rule = (
        r for r in reversed(refused) if isinstance(r.body, ChangeRule) and r.body.rule == rule
    )
    return next(of_rule, None)


def findings_of(refused: RefusedCommand) -> tuple[Finding, ...]:
    """What a refusal says about one field, if it does."""
    params = refused.refusal.params
    if refused.refusal.code != "rule.invalid" or not params.get("problem"):
        return ()
    path = tuple(step for step in params.get("path", "").split(".") if step)
    return (Finding(path, params["problem"], params.get("fix", "")),)


def said(at: Standing) -> Said:
    """The line under the form."""
    if not at.can_operate:
        return Said(translate("Rules", "您的账号只能查看规则，修改要有操作权限"))
    if at.is_pending and at.is_online:
        return Said(translate("Rules", "改动已发出，等服务器确认"), "warn")
    if at.is_pending:
        text = translate("Rules", "没有连接：改动已存好，连上服务器后自动发送")
        return Said(text, "warn")
    if at.refused is not None:
        why = refusal_text(at.refused.refusal)
        return Said(translate("Rules", "服务器没有接受改动：{why}").format(why=why), "bad")
    if wrong := len(problems(at.draft)):
        text = translate("Rules", "有 {n} 处要改正，改正后才能回测和保存")
        return Said(text.format(n=wrong), "bad")
    if at.draft.is_changed:
        text = translate("Rules", "改动还没有保存")
        if not at.is_online:
            text = translate("Rules", "改动还没有保存。现在没有连接，保存后等连上再发送")
        return Said(text, "warn")
    if at.was_sent:
        return Said(translate("Rules", "改动已生效"), "good")
    if at.draft.rule.problem:
        text = translate("Rules", "场景包变了，原来的改动不再适用，现按场景包执行：{why}")
        return Said(text.format(why=at.draft.rule.problem), "bad")
    if at.draft.rule.patch:
        return Said(translate("Rules", "这条规则和场景包的规定不同，可以收回改动"))
    return Said("")


def can_save(at: Standing) -> bool:
    """Whether saving is offered."""
    free = at.can_operate and not at.is_pending
    return free and at.draft.is_changed and not problems(at.draft)


def can_take_back(at: Standing) -> bool:
    """Whether there is a change in force to take back."""
    return at.can_operate and not at.is_pending and bool(at.draft.rule.patch)


def warnings(report: Report | None, *, is_of_these_values: bool, is_online: bool) -> list[str]:
    """What somebody should know before the change is sent."""
    found = []
    if report is None or not is_of_these_values:
        found.append(translate("Rules", "这些改动还没有回测过"))
    elif red := lost_red(report):
        text = translate("Rules", "回测期间有 {n} 条红色告警改后不再报出")
        found.append(text.format(n=red))
    if not is_online:
        found.append(translate("Rules", "现在没有连接，改动要等连上服务器才生效"))
    return found


def patch_text(patch: Mapping[str, Any]) -> str:
    """A patch as a command carries it."""
    return json.dumps(patch, ensure_ascii=False, sort_keys=True)

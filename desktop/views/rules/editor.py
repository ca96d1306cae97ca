"""The rule that is being edited: drafts, undoing, saving and taking back.

Drafts of other rules wait while one is shown; nothing typed is lost by looking at another rule.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import tzinfo
from typing import Any

from PySide6.QtCore import QCoreApplication, QObject, Signal

from desktop.link.rulebook import BookRule, Finding
from desktop.models import rule_state
from desktop.models.merge_patch import difference
from desktop.models.rule_changes import change_lines, history_rows
from desktop.models.rule_draft import (
    Draft,
    begin,
    problems,
    with_findings,
    with_level,
    with_text,
)
from desktop.models.rule_form import LEVEL_SECTION, sections, spec_of
from desktop.models.rule_list import pack_title, rule_title
from desktop.models.rule_state import Standing
from desktop.models.rule_steps import Steps
from desktop.state.store import TownStore
from desktop.state.values import Status
from desktop.views.dialogs.lists import ListDialog
from desktop.views.dialogs.rule_forms import save_dialog, take_back_dialog
from desktop.views.rules.rule_panel import RulePanel
from services.contract import commands as cmd

translate = QCoreApplication.translate

Send = Callable[[cmd.OperatorCommand], object]
Warn = Callable[[Draft], list[str]]


@dataclass(frozen=True, slots=True)
class RuleKit:
    """The town as the store has it, what goes out, and the town's time zone."""

    store: TownStore
    send: Send
    zone: Callable[[], tzinfo]


class RuleEditor(QObject):
    """`drafted()` when another draft is shown or the one shown has changed."""

    drafted = Signal()

    def __init__(self, panel: RulePanel, kit: RuleKit, warn: Warn) -> None:
        super().__init__(panel)
        self._panel, self._kit, self._warn = panel, kit, warn
        self._steps: dict[str, Steps] = {}
        self._current = ""
        self._sent: dict[str, str] = {}
        """By rule, the refusal that stood before the last change of it was sent."""
        panel.edited.connect(self._on_edited)
        panel.switched.connect(self._on_switched)
        panel.undo_asked.connect(self.undo)
        panel.redo_asked.connect(self.redo)
        panel.save_asked.connect(self.save)
        panel.back_asked.connect(self.take_back)
        panel.history_asked.connect(self.show_history)

    @property
    def draft(self) -> Draft | None:
        """The draft that is shown."""
        steps = self._steps.get(self._current)
        return steps.now if steps is not None else None

    @property
    def unsaved(self) -> list[str]:
        """Rules with changes nobody has sent."""
        return [id for id, steps in self._steps.items() if steps.now.is_changed]

    def show(self, rule: BookRule) -> None:
        """Show a rule, with the draft of it that waits if there is one."""
        self._current = rule.id
        self._steps.setdefault(rule.id, Steps(begin(rule)))
        self.refresh()

    def take_book(self, rules: tuple[BookRule, ...]) -> None:
        """The rules as they are now: what is being changed stays, on the new ground."""
        by_id = {rule.id: rule for rule in rules}
        for id, steps in list(self._steps.items()):
            rule = by_id.get(id)
            if rule is None:
                del self._steps[id]
            elif rule != steps.now.rule:
                self._rebase(steps, rule)
        self.refresh()

    def _rebase(self, steps: Steps, rule: BookRule) -> None:
        mine = difference(steps.now.rule.rule, steps.now.values)
        # What was sent has come back: nothing of it is left to save.
        if not mine or not difference(rule.rule, steps.now.values):
            self._steps[rule.id] = Steps(begin(rule))
        else:
            steps.put(replace(steps.now, rule=rule))

    def standing(self) -> Standing | None:
        """What the state of the change shown is read from."""
        draft = self.draft
        if draft is None:
            return None
        store, id = self._kit.store, draft.rule.id
        refused = rule_state.last_refused(id, store.refusals)
        if refused is not None and (id not in self._sent or refused.id == self._sent[id]):
            refused = None
        return Standing(
            draft,
            can_operate=rule_state.OPERATE in store.connection.roles,
            is_online=store.connection.status is Status.ONLINE,
            is_pending=rule_state.is_pending(id, store.pending),
            refused=refused,
            was_sent=id in self._sent,
        )

    def refresh(self) -> None:
        """Show the draft and where it stands."""
        at = self.standing()
        if at is None:
            self.drafted.emit()
            return
        if at.refused is not None and (found := rule_state.findings_of(at.refused)):
            self._note_findings(found)
            at = self.standing() or at
        rule = at.draft.rule
        note = f"{pack_title(rule)}　{rule.id}"
        self._panel.show_rule(
            rule_title(rule), note, sections(at.draft), read_only=not at.can_operate
        )
        said, steps = rule_state.said(at), self._steps[self._current]
        self._panel.set_state(said.text, said.tone)
        self._panel.save.setEnabled(rule_state.can_save(at))
        self._panel.back.setEnabled(rule_state.can_take_back(at))
        self._panel.history.setEnabled(bool(rule.history))
        self._panel.undo.setEnabled(steps.can_undo)
        self._panel.redo.setEnabled(steps.can_redo)
        self.drafted.emit()

    def note_findings(self, findings: tuple[Finding, ...]) -> None:
        """What the server said about the values shown."""
        self._note_findings(findings)
        self.refresh()

    def _note_findings(self, findings: tuple[Finding, ...]) -> None:
        steps = self._steps.get(self._current)
        if steps is not None and steps.now.findings != findings:
            steps.put(with_findings(steps.now, findings))

    # What the hand does

    def _on_edited(self, key: str, text: str) -> None:
        draft = self.draft
        spec = spec_of(draft, key) if draft is not None else None
        if draft is not None and spec is not None:
            self._go_on(with_text(draft, spec, text), key)

    def _on_switched(self, section: str, is_on: bool) -> None:
        if (draft := self.draft) is not None and section.startswith(LEVEL_SECTION):
            self._go_on(with_level(draft, section.removeprefix(LEVEL_SECTION), is_on))

    def _go_on(self, draft: Draft, key: str = "") -> None:
        self._sent.pop(self._current, None)
        self._steps[self._current].take(draft, key)
        self.refresh()

    def undo(self) -> None:
        """One step back."""
        if self._may_edit() and self._steps[self._current].undo():
            self.refresh()

    def redo(self) -> None:
        """One step forth."""
        if self._may_edit() and self._steps[self._current].redo():
            self.refresh()

    def _may_edit(self) -> bool:
        at = self.standing()
        return at is not None and at.can_operate

    def save(self) -> None:
        """Ask for the reason, and send the change."""
        at = self.standing()
        if at is None or not rule_state.can_save(at):
            return
        draft = at.draft
        lines = change_lines(draft.rule, draft.values)
        dialog = save_dialog(rule_title(draft.rule), lines, self._warn(draft), self._panel)
        dialog.answered.connect(_Sending(self, draft.rule.id, draft.patch, dialog).send)
        dialog.open()

    def take_back(self) -> None:
        """Ask for the reason, and have the rule as its pack says."""
        at = self.standing()
        if at is None or not rule_state.can_take_back(at):
            return
        rule = at.draft.rule
        dialog = take_back_dialog(rule_title(rule), change_lines(rule, rule.base), self._panel)
        dialog.answered.connect(_Sending(self, rule.id, {}, dialog).send)
        dialog.open()

    def send(self, rule: str, patch: dict[str, Any], reason: str) -> None:
        """Send a change of a rule."""
        before = rule_state.last_refused(rule, self._kit.store.refusals)
        self._sent[rule] = before.id if before is not None else ""
        if not patch and rule in self._steps:
            self._steps[rule] = Steps(begin(self._steps[rule].now.rule))
        self._kit.send(cmd.ChangeRule(rule, rule_state.patch_text(patch), reason))
        self.refresh()

    def show_history(self) -> None:
        """List who changed the rule, when, to what, and why."""
        draft = self.draft
        if draft is None:
            return
        columns = (
            translate("RuleChanges", "时间"),
            translate("RuleChanges", "何人"),
            translate("RuleChanges", "改了什么"),
            translate("RuleChanges", "理由"),
        )
        ListDialog(
            translate("RuleChanges", "改动记录：{rule}").format(rule=rule_title(draft.rule)),
            columns,
            history_rows(draft.rule, self._kit.zone()),
            empty=translate("RuleChanges", "这条规则没有改动过"),
            parent=self._panel,
        ).open()

    @property
    def is_right(self) -> bool:
        """Whether the draft shown could be tested."""
        return self.draft is not None and not problems(self.draft)


class _Sending(QObject):
    """What a dialog's answer sends."""

    def __init__(
        self, editor: RuleEditor, rule: str, patch: dict[str, Any], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._editor, self._rule, self._patch = editor, rule, patch

    def send(self, reason: str) -> None:
        self._editor.send(self._rule, self._patch, reason)

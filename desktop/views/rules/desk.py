"""Opens the rule editor and keeps it in step: with the book, the town and the connection."""

from __future__ import annotations

from collections.abc import Callable
from datetime import tzinfo

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.actions.catalogue import ActionId
from desktop.link.rulebook import RulebookDoor
from desktop.models.feed import Feed
from desktop.models.rule_draft import Draft
from desktop.models.rule_list import rule_rows
from desktop.models.rule_state import is_pending
from desktop.state.changes import StoreChanges
from desktop.state.store import TownStore
from desktop.state.values import Status
from desktop.views.dialogs.rule_forms import LeaveDialog
from desktop.views.rules.book import BookState, RuleBook, Spawn
from desktop.views.rules.editor import RuleEditor, RuleKit, Send
from desktop.views.rules.trial import Trial
from desktop.views.rules.trial_desk import TrialDesk
from desktop.views.rules.window import RuleWindow
from widgets.theme import tokens

translate = QCoreApplication.translate


class RuleDesk(QObject):
    """The rule editor of one wall; its window closes with the wall. `asked(ActionId)` for what the
    wall does, `help_asked(window)` for the keys over the editor's own window."""

    asked = Signal(object)
    help_asked = Signal(object)

    def __init__(
        self,
        store: TownStore,
        feed: Feed,
        send: Send,
        door: RulebookDoor,
        spawn: Spawn,
        zone: Callable[[], tzinfo],
        wall: QWidget,
    ) -> None:
        super().__init__(wall)
        self._store, self._door, self._spawn = store, door, spawn
        self._kit = RuleKit(store, send, zone)
        self._book = RuleBook(door, spawn, self)
        self._window: RuleWindow | None = None
        self._editor: RuleEditor | None = None
        self._trial: TrialDesk | None = None
        self._wanted = ""
        self._was_online = False
        self._unsaved: list[str] = []
        self._book.changed.connect(self._on_book)
        feed.changed.connect(self._on_changed)

    @property
    def window(self) -> RuleWindow | None:
        """The editor's window, None while it is closed."""
        return self._window

    @property
    def book(self) -> RuleBook:
        """The rules as far as they are known."""
        return self._book

    def open(self) -> QWidget:
        """Open the editor, or bring it to the front."""
        if self._window is None:
            self._furnish(RuleWindow())
        assert self._window is not None
        self._window.show()
        self._window.raise_()
        self._window.activateWindow()
        return self._window

    def edit(self, rule: str) -> None:
        """Open the editor on a rule."""
        self._wanted = rule
        self.open()
        self._show_wanted()

    def close(self) -> None:
        """Close the window, as when the wall closes."""
        if self._window is not None:
            self._window.leave()

    def set_words(self) -> None:
        """Say everything anew, as after a change of language."""
        if self._window is None or self._editor is None or self._trial is None:
            return
        self._window.set_words()
        self._show_book()
        self._editor.refresh()
        self._trial.set_words()

    def _furnish(self, window: RuleWindow) -> None:
        self._window = window
        editor = RuleEditor(window.rule, self._kit, self._warnings)
        self._editor = editor
        trial = Trial(self._door, self._spawn)
        self._trial = TrialDesk(window.trial, trial, self._kit, self._draft)
        editor.drafted.connect(self._on_drafted)
        self._trial.refused.connect(editor.note_findings)
        window.rules.chosen.connect(self._on_chosen)
        window.rules.searched.connect(self._on_searched)
        window.action_asked.connect(self._on_action)
        window.close_asked.connect(self._on_close_asked)
        window.closed.connect(self._on_closed)
        self._book.load()
        self._on_book()

    def _draft(self) -> Draft | None:
        return self._editor.draft if self._editor is not None else None

    def _warnings(self, draft: Draft) -> list[str]:
        return self._trial.warnings(draft) if self._trial is not None else []

    # What comes in

    def _on_changed(self, changes: StoreChanges) -> None:
        online = self._store.connection.status is Status.ONLINE
        came_online = online and not self._was_online
        self._was_online = online
        if self._window is None or self._editor is None:
            return
        state = changes.state
        if came_online or state.rules or state.everything or state.streams:
            self._book.load()
        if changes.pending or changes.connection:
            self._editor.refresh()
            self._show_book()

    def _on_book(self) -> None:
        if self._editor is None:
            return
        self._editor.take_book(self._book.rules)
        self._show_book()
        self._show_wanted()

    def _show_wanted(self) -> None:
        """Show the rule that was asked for; without one the first of the list."""
        if self._editor is None or self._window is None or not self._book.rules:
            return
        id = self._wanted
        if not id and self._editor.draft is None:
            id = self._book.rules[0].id
        rule = self._book.find(id) if id else None
        if id and rule is None:
            text = translate("Rules", "没有规则 {rule}，可能已从场景包去掉").format(rule=id)
            self._window.banner.show_message("rule", text, "warn")
        if rule is not None:
            self._window.rules.list.set_current(rule.id)
            self._editor.show(rule)
        self._wanted = ""

    def _show_book(self) -> None:
        window, book = self._window, self._book
        if window is None or self._editor is None:
            return
        self._unsaved = self._editor.unsaved
        marks = dict.fromkeys(self._unsaved, translate("Rules", "未保存"))
        for rule in book.rules:
            if is_pending(rule.id, self._store.pending):
                marks[rule.id] = translate("Rules", "待生效")
        rows = rule_rows(book.rules, window.rules.line.text(), marks)
        window.rules.list.set_empty_text(self._empty_text())
        window.rules.list.set_rows(rows)
        window.rules.set_note(*self._note())
        if not book.rules:
            window.rule.show_empty(self._empty_text())

    def _empty_text(self) -> str:
        if self._book.rules:
            return translate("Rules", "没有找到规则")
        return {
            BookState.EMPTY: translate("Rules", "正在取规则…"),
            BookState.LOADING: translate("Rules", "正在取规则…"),
            BookState.READY: translate("Rules", "这个镇的场景包里没有规则"),
            BookState.OFFLINE: translate("Rules", "没有连接，取不到规则。连上服务器后会自动显示"),
            BookState.DENIED: translate("Rules", "登录已失效，重新登录后才能看规则"),
            BookState.TOO_OLD: translate("Rules", "服务器版本太旧，没有规则可取。请更新服务器"),
            BookState.FAILED: translate("Rules", "服务器没有给出规则：{why}").format(
                why=self._book.problem
            ),
        }[self._book.state]

    def _note(self) -> tuple[str, str]:
        rules = self._book.rules
        if not rules:
            return "", tokens.SECONDARY
        if self._book.state is BookState.OFFLINE or not self._was_online:
            return translate("Rules", "没有连接，这是断线前的规则"), tokens.STALE
        changed = sum(1 for rule in rules if rule.patch)
        text = translate("Rules", "{n} 条规则，{changed} 条改过")
        return text.format(n=len(rules), changed=changed), tokens.SECONDARY

    # What the hand does

    def _on_action(self, id: str, _: int) -> None:
        window, action = self._window, ActionId(id)
        if window is None:
            return
        serve = {
            ActionId.FIND_RULE: window.rules.begin_find,
            ActionId.UNDO: window.rule.undo_asked.emit,
            ActionId.REDO: window.rule.redo_asked.emit,
            ActionId.SAVE_RULE: window.rule.save_asked.emit,
            ActionId.RUN_BACKTEST: window.trial.run_asked.emit,
            ActionId.CLOSE_WINDOW: self._on_close_asked,
            ActionId.FULL_SCREEN: window.toggle_full_screen,
        }.get(action)
        if serve is not None:
            serve()
        elif action is ActionId.HELP:
            self.help_asked.emit(window)
        else:
            self.asked.emit(action)

    def _on_chosen(self, id: str) -> None:
        rule = self._book.find(id)
        if rule is not None and self._editor is not None:
            self._editor.show(rule)

    def _on_searched(self, _: str) -> None:
        self._show_book()

    def _on_drafted(self) -> None:
        if self._trial is not None:
            self._trial.show()
        # A key pressed in a form changes no other row.
        if self._editor is not None and self._editor.unsaved != self._unsaved:
            self._show_book()

    def _on_close_asked(self) -> None:
        if self._window is None or self._editor is None:
            return
        if self._window.rules.line.text():
            self._window.rules.line.clear()
        elif unsaved := self._editor.unsaved:
            dialog = LeaveDialog(len(unsaved), self._window)
            dialog.left.connect(self.close)
            dialog.open()
        else:
            self.close()

    def _on_closed(self) -> None:
        if self._trial is not None:
            self._trial.stop()
        self._window = self._editor = self._trial = None

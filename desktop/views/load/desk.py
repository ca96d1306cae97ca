"""Opens the window of a seat's load and keeps it in step with the town.

It counts from the start, whether or not anybody looks; it draws while its window is open.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import tzinfo
from functools import partial

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtWidgets import QPushButton, QWidget
from uuid_utils import uuid7

from desktop.actions.catalogue import ActionId
from desktop.models import seat_presenter as shown
from desktop.models.feed import Feed
from desktop.models.load_bands import day_time
from desktop.models.rule_state import OPERATE
from desktop.state.changes import StoreChanges
from desktop.state.seat_load import BadActor, LoadReport, SeatLoad
from desktop.state.store import TownStore
from desktop.state.values import Status
from desktop.views.dialogs.alert_forms import ShelveDialog
from desktop.views.dialogs.repair_form import RepairDialog
from desktop.views.load.window import LoadWindow
from services.contract import commands as cmd
from services.contract.model import OPEN_STATES, Tier
from widgets.charts.load_strip import Load

translate = QCoreApplication.translate

Send = Callable[[cmd.OperatorCommand], object]


class LoadDesk(QObject):
    """The load of one seat; its window closes with the wall. `rule_asked(id)` to change a rule,
    `asked(ActionId)` for what the wall does, `help_asked(window)` for the keys over its window."""

    rule_asked = Signal(str)
    asked = Signal(object)
    help_asked = Signal(object)

    def __init__(
        self,
        store: TownStore,
        feed: Feed,
        send: Send,
        zone: Callable[[], tzinfo],
        wall: QWidget,
    ) -> None:
        super().__init__(wall)
        self._store, self._send, self._zone = store, send, zone
        self._load = SeatLoad()
        self._load.rebuild(store.state)
        self._report: LoadReport | None = None
        self._window: LoadWindow | None = None
        feed.changed.connect(self._on_changed)
        feed.calmed.connect(self.show)
        feed.ticked.connect(self.show)

    @property
    def window(self) -> LoadWindow | None:
        """The window, None while it is closed."""
        return self._window

    def open(self) -> QWidget:
        """Open the window, or bring it to the front."""
        if self._window is None:
            self._window = LoadWindow()
            self._connect(self._window)
            self._say(self._window)
            self.show()
        self._window.show()
        self._window.raise_()
        self._window.activateWindow()
        return self._window

    def close(self) -> None:
        """Close the window, as when the wall closes."""
        if self._window is not None:
            self._window.close()

    def set_words(self) -> None:
        """Say everything anew, as after a change of language."""
        if self._window is not None:
            self._window.set_words()
            self._say(self._window)
            self.show()

    def show(self) -> None:
        """Draw the figures as they stand, if anybody looks."""
        window, store = self._window, self._store
        if window is None:
            return
        if store.state.town is None:
            self._say_why(window)
            return
        self._say(window)
        now_ms = self._now_ms
        self._report = report = self._load.report(store.state, now_ms)
        online = store.connection.status is Status.ONLINE
        window.figures.set_figures(shown.figures(report, stale=not online))
        window.load.set_load(shown.load(report, self._zone()) if report.total else Load())
        window.shares.set_shares(shown.shares(report))
        window.actors.set_rows(shown.actor_rows(report, store.state, store.pending))
        window.chattering.set_rows(shown.chatter_rows(report, store.state))
        window.stale.set_rows(shown.stale_rows(report, store.state))
        self._show_connection(window, online=online)
        self._show_buttons(window)

    @property
    def _now_ms(self) -> int:
        """Now; without a connection the time up to which anything is known."""
        connection = self._store.connection
        if connection.status is not Status.ONLINE and connection.last_event_at_ms:
            return connection.last_event_at_ms
        return self._store.clock.now_ms()

    def _connect(self, window: LoadWindow) -> None:
        window.action_asked.connect(self._on_action)
        window.chosen.connect(self._on_chosen)
        window.repair_asked.connect(self._on_repair)
        window.shelve_asked.connect(self._on_shelve)
        window.rule_asked.connect(self._on_rule)
        window.closed.connect(self._on_closed)

    def _say(self, window: LoadWindow) -> None:
        """Words and columns that do not change with the town."""
        window.load.set_empty_text(translate("Seat", "24 小时内没有告警"))
        window.shares.set_empty_text(translate("Seat", "24 小时内没有告警"))
        window.actors.set_columns(shown.actor_columns())
        window.actors.set_empty_text(translate("Seat", "24 小时内没有告警"))
        window.chattering.set_columns(shown.chatter_columns())
        window.chattering.set_empty_text(translate("Seat", "没有反复抖动的告警"))
        window.stale.set_columns(shown.stale_columns())
        window.stale.set_empty_text(translate("Seat", "没有报了超过 24 小时的告警"))

    def _say_why(self, window: LoadWindow) -> None:
        """No town yet: say what is missing where figures would stand."""
        text = {
            Status.DENIED: translate("Seat", "尚未登录，登录后才有告警"),
            Status.OFFLINE: translate("Seat", "没有连接，本机也没有存下告警"),
        }.get(self._store.connection.status, translate("Seat", "正在取告警…"))
        for part in (window.load, window.actors, window.chattering, window.stale, window.shares):
            part.set_empty_text(text)
        self._show_buttons(window)

    def _show_connection(self, window: LoadWindow, *, online: bool) -> None:
        if not online:
            time = day_time(self._now_ms, self._zone())
            text = translate("Seat", "没有连接，数字停在 {time}").format(time=time)
            window.banner.show_message("offline", text, "warn")
        elif window.banner.message_id() == "offline":
            window.banner.hide()

    def _show_buttons(self, window: LoadWindow) -> None:
        for button, why_not in (
            (window.repair, self._why_no_repair()),
            (window.shelve, self._why_no_shelf()),
            (window.rule, "" if self._actor else translate("Seat", "先选一行")),
        ):
            _enable(button, why_not)

    # What can be done with the bad actor that is chosen

    @property
    def _actor(self) -> BadActor | None:
        window = self._window
        return shown.find_actor(self._report, window.actors.current_id()) if window else None

    def _why_not(self) -> str:
        if self._actor is None:
            return translate("Seat", "先选一行")
        if OPERATE not in self._store.connection.roles:
            return translate("Seat", "您的账号只能查看")
        return ""

    def _why_no_repair(self) -> str:
        actor = self._actor
        if actor is None or self._why_not():
            return self._why_not()
        if case := shown.open_repairs(self._store.state.cases).get(actor.stream):
            return translate("Seat", "已有检修单 {number}").format(number=case.number)
        if actor.stream in shown.pending_repairs(self._store.pending):
            return translate("Seat", "检修单已发出")
        return ""

    def _why_no_shelf(self) -> str:
        actor = self._actor
        if actor is None or self._why_not():
            return self._why_not()
        alert = self._store.state.alerts.get(actor.alert)
        if alert is None or alert.state not in OPEN_STATES:
            return translate("Seat", "告警现在没有在报")
        return ""

    def _on_action(self, id: str, _: int) -> None:
        window, action = self._window, ActionId(id)
        if window is None:
            return
        serve = {
            ActionId.OPEN_REPAIR: self._on_repair,
            ActionId.SHELVE: self._on_shelve,
            ActionId.EDIT_RULE: self._on_rule,
            ActionId.CLOSE_WINDOW: window.close,
            ActionId.FULL_SCREEN: window.toggle_full_screen,
        }.get(action)
        if serve is not None:
            serve()
        elif action is ActionId.HELP:
            self.help_asked.emit(window)
        else:
            self.asked.emit(action)

    def _on_chosen(self, _: str) -> None:
        if self._window is not None:
            self._show_buttons(self._window)

    def _on_repair(self) -> None:
        actor = self._actor
        if actor is None or self._why_no_repair():
            return
        state = self._store.state
        about = translate("Seat", "{name}：24 小时内告警 {n} 次，占全部的 {share}").format(
            name=shown.stream_name(state, actor.stream),
            n=actor.count,
            share=shown.share_text(actor.share),
        )
        dialog = RepairDialog(about, shown.repair_title(state, actor), self._window)
        dialog.answered.connect(partial(self._open_repair, actor.stream))
        dialog.open()

    def _open_repair(self, stream: str, title: str) -> None:
        self._send(cmd.OpenCase(str(uuid7()), title, shown.REPAIR, Tier.SMALL, stream))
        self.show()

    def _on_shelve(self) -> None:
        actor = self._actor
        if actor is None or self._why_no_shelf():
            return
        name = shown.alert_name(self._store.state, actor.alert, actor.rule)
        dialog = ShelveDialog(name, self._window)
        dialog.answered.connect(partial(self._shelve, actor.alert))
        dialog.open()

    def _shelve(self, alert: str, minutes: int, reason: str) -> None:
        until = self._store.clock.now_ms() + minutes * 60_000
        self._send(cmd.ShelveAlert(alert, until, reason))

    def _on_rule(self) -> None:
        if (actor := self._actor) is not None:
            self.rule_asked.emit(actor.rule)

    # What the feed brings

    def _on_changed(self, changes: StoreChanges) -> None:
        if changes.state.everything:
            self._load.rebuild(self._store.state)
        elif changes.state.alerts:
            self._load.update(self._store.state, changes.state.alerts)
        if changes.connection or changes.pending or changes.state.cases:
            self.show()

    def _on_closed(self) -> None:
        self._window = None
        self._report = None


def _enable(button: QPushButton, why_not: str) -> None:
    button.setEnabled(not why_not)
    button.setToolTip(why_not)

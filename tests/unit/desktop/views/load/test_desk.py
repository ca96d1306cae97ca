"""The window of the load: figures follow the town, a bad actor is repaired, shelved or its rule
changed, and what cannot be done says why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.actions.catalogue import ActionId
from desktop.language import Language
from desktop.models.feed import Feed
from desktop.state.changes import StoreChanges
from desktop.state.values import PendingCommand, Status
from desktop.views.dialogs.alert_forms import ShelveDialog
from desktop.views.dialogs.repair_form import RepairDialog
from desktop.views.load.desk import LoadDesk
from desktop.views.load.window import LoadWindow
from services.contract.changes import Changes
from services.contract.commands import OpenCase, OperatorCommand, ShelveAlert
from services.contract.model import Tier
from tests.fakes import seat
from tests.fakes import town as fake
from widgets.boards.table import ValueTable
from widgets.theme.style import apply_theme


@dataclass
class Made:
    """A desk with its window open."""

    town: fake.SmallTown
    feed: Feed
    desk: LoadDesk
    wall: QWidget
    sent: list[OperatorCommand] = field(default_factory=list)

    @property
    def window(self) -> LoadWindow:
        assert self.desk.window is not None
        return self.desk.window

    def tell(self, **changes: object) -> None:
        self.feed.changed.emit(StoreChanges(**changes))  # type: ignore[arg-type]

    def choose(self, row: int) -> None:
        self.window.actors.selectRow(row)


def ids(table: ValueTable) -> list[str]:
    return [row.id for row in table.table_model().rows()]


def make(qtbot: QtBot, qapp: QApplication, town: fake.SmallTown) -> Made:
    apply_theme(qapp)
    town.store.set_connection(status=Status.ONLINE, roles=("operate",))
    feed = Feed(town.store)
    wall = QWidget()
    qtbot.addWidget(wall)
    sent: list[OperatorCommand] = []
    desk = LoadDesk(town.store, feed, sent.append, lambda: fake.ZONE, wall)
    return Made(town, feed, desk, wall, sent)


@pytest.fixture
def made(qtbot: QtBot, qapp: QApplication) -> Iterator[Made]:
    one = make(qtbot, qapp, seat.noisy())
    one.desk.open()
    yield one
    one.desk.close()
    one.feed.stop()


def test_it_opens_with_the_figures_of_the_day(made: Made) -> None:
    assert made.window.figures.cell("floods").accessibleName() == "泛滥 1"
    assert len(ids(made.window.actors)) == 3
    assert len(ids(made.window.chattering)) == 2
    assert ids(made.window.stale) == ["old"]
    assert made.desk.open() is made.window


def test_a_new_alarm_counts_when_the_window_is_drawn_again(made: Made) -> None:
    seat._raise(made.town, "more", seat.NOISY, fake.Level.BLUE, fake.MIN, seat.NOISY_RULE)
    made.tell(state=Changes(alerts={"more"}))
    made.feed.ticked.emit()

    assert made.window.figures.cell("now").accessibleName() == "近 10 分钟 5"


def test_alarms_count_while_nobody_looks(made: Made) -> None:
    made.desk.close()
    seat._raise(made.town, "more", seat.NOISY, fake.Level.BLUE, fake.MIN, seat.NOISY_RULE)
    made.tell(state=Changes(alerts={"more"}))
    made.desk.open()

    assert made.window.figures.cell("now").accessibleName() == "近 10 分钟 5"


def test_nothing_can_be_done_before_a_row_is_chosen(made: Made) -> None:
    for button in (made.window.repair, made.window.shelve, made.window.rule):
        assert not button.isEnabled() and button.toolTip() == "先选一行"


def test_a_repair_case_is_opened_after_a_question(made: Made) -> None:
    made.choose(0)
    made.window.repair.click()
    dialog = made.window.findChild(RepairDialog)
    assert dialog is not None
    dialog.title_line().setText(" ")
    dialog.accept()
    assert made.sent == []
    dialog.title_line().setText("换传感器")
    dialog.accept()

    (order,) = made.sent
    assert isinstance(order, OpenCase)
    assert (order.title, order.class_code, order.place) == ("换传感器", "device.repair", seat.NOISY)
    assert order.tier is Tier.SMALL and order.alert == ""


def test_a_repair_on_its_way_or_open_is_not_asked_for_twice(made: Made) -> None:
    made.choose(0)
    order = OpenCase("c", "t", "device.repair", Tier.SMALL, seat.NOISY)
    made.town.store.set_commands([PendingCommand("1", order, fake.NOW)], [])
    made.tell(pending=True)
    assert made.window.repair.toolTip() == "检修单已发出"
    made.town.store.set_commands([], [])
    seat.open_repair(made.town, seat.NOISY)
    made.tell(state=Changes(cases={"0042"}))

    assert made.window.repair.toolTip() == "已有检修单 20260718-0042"
    assert made.window.actors.table_model().rows()[0].cells[-1].text == "20260718-0042 待派遣"


def test_a_standing_alarm_is_shelved(made: Made) -> None:
    made.choose(0)
    made.window.shelve.click()
    dialog = made.window.findChild(ShelveDialog)
    assert dialog is not None
    dialog.answered.emit(30, "检修中")

    (order,) = made.sent
    assert isinstance(order, ShelveAlert)
    assert order.alert == "n39" and order.until_ms == fake.NOW + 30 * fake.MIN


def test_an_alarm_that_has_ended_is_not_shelved(made: Made) -> None:
    made.town.set_alert("q5", state=fake.AlertState.NORMAL)
    made.choose(1)
    assert made.window.shelve.toolTip() == "告警现在没有在报"


def test_the_rule_of_a_bad_actor_is_asked_for(qtbot: QtBot, made: Made) -> None:
    made.choose(0)
    with qtbot.waitSignal(made.desk.rule_asked) as asked:
        made.window.rule.click()
    assert asked.args == [seat.NOISY_RULE]


def test_without_the_right_only_rules_are_looked_at(made: Made) -> None:
    made.town.store.set_connection(roles=("view",))
    made.choose(0)
    assert made.window.repair.toolTip() == "您的账号只能查看"
    assert not made.window.shelve.isEnabled()
    assert made.window.rule.isEnabled()


def test_without_a_connection_figures_are_old_and_say_so(made: Made) -> None:
    made.town.store.set_connection(status=Status.OFFLINE)
    made.tell(connection=True)
    assert made.window.banner.message_id() == "offline"
    made.town.store.set_connection(status=Status.ONLINE)
    made.tell(connection=True)
    assert made.window.banner.isHidden()


def test_a_calm_town_says_so(qtbot: QtBot, qapp: QApplication) -> None:
    made = make(qtbot, qapp, fake.registers())
    made.desk.open()
    assert ids(made.window.actors) == [] and made.window.load.load().counts == ()
    assert made.window.shares.shares() == ()
    made.desk.close()
    made.feed.stop()


def test_without_a_town_it_says_what_is_missing(qtbot: QtBot, qapp: QApplication) -> None:
    made = make(qtbot, qapp, fake.SmallTown())
    empty = made.desk.open().grab().toImage()
    made.town.store.set_connection(status=Status.DENIED)
    made.tell(connection=True)
    assert made.window.grab().toImage() != empty
    assert made.window.stale.empty_text() == "尚未登录，登录后才有告警"
    made.town.store.replace_state(fake.registers().state)
    made.tell(state=Changes(everything=True), connection=True)
    assert made.window.stale.empty_text() == "没有报了超过 24 小时的告警"
    made.desk.close()
    made.feed.stop()


def test_it_speaks_the_other_language_at_once(made: Made, qapp: QApplication) -> None:
    language = Language(qapp, "en")
    try:
        language.apply()
        made.desk.set_words()
        assert made.window.windowTitle() == "OneMap seat load"
        assert made.window.figures.cell("floods").accessibleName() == "Floods 1"
    finally:
        language.current = "zh"
        language.apply()


def test_keys_do_what_they_stand_for(made: Made, qtbot: QtBot) -> None:
    made.choose(0)
    press = made.window.action_asked.emit
    press("open_repair", 0)
    press("shelve", 0)
    assert made.window.findChild(RepairDialog) and made.window.findChild(ShelveDialog)
    with qtbot.waitSignal(made.desk.rule_asked):
        press("edit_rule", 0)
    with qtbot.waitSignal(made.desk.help_asked) as help_asked:
        press("help", 0)
    assert help_asked.args == [made.window]
    with qtbot.waitSignal(made.desk.asked) as asked:
        press("manual", 0)
    assert asked.args == [ActionId.MANUAL]
    press("close_window", 0)
    assert made.desk.window is None

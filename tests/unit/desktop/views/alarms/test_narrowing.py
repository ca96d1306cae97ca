"""What is asked for at the filter bar becomes the filter in force."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from desktop.models.alarm_filter import AlarmFilter
from desktop.models.alarm_listing import Listing
from desktop.views.alarms.narrowing import Narrowing
from services.contract.model import OPEN_STATES, AlertState, Level
from widgets.alarms.filter_bar import FilterBar


@pytest.fixture
def narrowing(qtbot: QtBot) -> Narrowing:
    bar = FilterBar()
    qtbot.addWidget(bar)
    return Narrowing(bar, Listing())


def test_every_control_narrows(narrowing: Narrowing, qtbot: QtBot) -> None:
    bar = narrowing._bar
    for signal, value in (
        (bar.state_asked, str(AlertState.SHELVED)),
        (bar.level_asked, "4"),
        (bar.pack_asked, "积水防汛"),
        (bar.area_asked, "N1"),
        (bar.text_asked, " W07 "),
    ):
        with qtbot.waitSignal(narrowing.changed):
            signal.emit(value)
    with qtbot.waitSignal(narrowing.changed):
        bar.mine_asked.emit()
    assert narrowing._listing.wanted == AlarmFilter(
        OPEN_STATES | {AlertState.SHELVED},
        frozenset({Level.RED}),
        "积水防汛",
        "N1",
        "W07",
        mine=True,
    )


def test_one_key_takes_everything_away(narrowing: Narrowing, qtbot: QtBot) -> None:
    narrowing._bar.words.setText("W07")
    narrowing._bar.level_asked.emit("4")
    narrowing._bar.all_asked.emit()
    assert narrowing._listing.wanted == AlarmFilter()
    assert narrowing._bar.words.text() == ""
